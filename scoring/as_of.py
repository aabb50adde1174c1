"""The facts of a case as they stood on a day: what is dated later is left out, and so is what has no day.

Nobody can tell when an undated answer, finding or test was known; to count it on every day would give a score
that never stood. Background, the patient's own baseline and drugs of unknown start are no events, and stay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse
from scoring.kernel.tri import Tri


def as_of(facts: CaseFacts, day: date) -> CaseFacts:
    """Return the facts that are dated up to a day, that day included."""
    baseline = facts.creatinine_baseline
    is_later_baseline = baseline is not None and baseline.on is not None and baseline.on > day
    return replace(
        facts,
        dates=_dates(facts.dates, day),
        birth_on=None,  # checked against the whole case; day 0 may have been an earlier one so far
        drugs=tuple(_course(drug, day) for drug in facts.drugs if _has_begun(drug, day)),
        labs=tuple(point for point in facts.labs if point.on <= day),
        findings=tuple(found for found in facts.findings if _is_by(found.on, day)),
        cause_tests=tuple(test for test in facts.cause_tests if _is_by(test.on, day)),
        virus_tests=tuple(test for test in facts.virus_tests if _is_by(test.on, day)),
        answers=_answers(facts.answers, day),
        organs=_answers(facts.organs, day),
        organ_count=None,
        creatinine_baseline=None if is_later_baseline else baseline,
        new_dialysis=Tri.UNKNOWN,
    )


def event_days(facts: CaseFacts) -> tuple[date, ...]:
    """Return the days from the first of the illness on which something was recorded, in order."""
    start = facts.dates.episode_start
    if start is None:
        return ()
    return tuple(sorted({day for day in _days(facts) if day is not None and day >= start}))


def undated(facts: CaseFacts) -> int:
    """Count the answers, findings and tests that no day of the illness can claim."""
    days = [row.on for rows in (facts.findings, facts.cause_tests, facts.virus_tests) for row in rows]
    days += [answer.since for answers in (facts.answers, facts.organs) for answer in answers.values()]
    return days.count(None) + (facts.organ_count is not None)


def _is_by(on: date | None, day: date) -> bool:
    return on is not None and on <= day


def _dates(dates: CaseDates, day: date) -> CaseDates:
    known = {field.name: getattr(dates, field.name) for field in fields(dates)}
    return CaseDates(**{name: on for name, on in known.items() if _is_by(on, day)})


def _answers(answers: Mapping[str, Answer], day: date) -> Mapping[str, Answer]:
    return {name: answer for name, answer in answers.items() if _is_by(answer.since, day)}


def _has_begun(drug: DrugCourse, day: date) -> bool:
    """Say whether a course may have begun by a day; one without a start may have."""
    earliest = drug.start_bounds[0]
    return earliest is None or earliest <= day


def _course(drug: DrugCourse, day: date) -> DrugCourse:
    """Return a course without what came later: its end, what was seen after it, what was concluded."""
    earliest_stop = drug.stop_bounds[0]
    runs_on = earliest_stop is not None and earliest_stop > day
    return replace(
        drug,
        stop=None if runs_on else drug.stop,
        stop_precision="ongoing" if runs_on else drug.stop_precision,
        still_taken_on=drug.still_taken_on if _is_by(drug.still_taken_on, day) else None,
        later_tolerated="",
        conclusion="",
        conclusion_by="",
        causality={},
    )


def _days(facts: CaseFacts) -> Iterator[date | None]:
    yield from (getattr(facts.dates, field.name) for field in fields(facts.dates))
    for rows in (facts.labs, facts.findings, facts.cause_tests, facts.virus_tests):
        yield from (row.on for row in rows)
    for answers in (facts.answers, facts.organs):
        yield from (answer.since for answer in answers.values())
