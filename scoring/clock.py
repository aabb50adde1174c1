"""What time alone will tell: from which day each thing can be known, and what stands on record of it.

Facts with their sources, never orders. The day is handed in: the engine has no clock. Where a case gives days
only, no calendar says which day it is, and the last day on record stands for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scoring.analytes import ANALYTES
from scoring.as_of import event_days
from scoring.derive.cause_readings import name_test
from scoring.derive.course import DURATION
from scoring.derive.days import CourseDays, day_words
from scoring.derive.known import suspects
from scoring.derive.organs import ORGANS
from scoring.derive.statements import (
    COUNTS_AND_LIVER,
    FULMINANT,
    MEAN_DAY,
    MONTHLY,
    ONE_POINT,
    REPEAT,
    SEQUELAE,
    START_IS_OPEN,
    STEROIDS,
    THYROID,
    VISITS,
    Statement,
)
from scoring.derive.viruses import (
    HHV6_FROM,
    HHV6_TO,
    VIRUS_NAMES,
    describe,
    is_early,
    tests_of,
)
from scoring.facts import CaseFacts, CauseTest, DrugCourse, LabPoint, VirusTest
from scoring.jscar.items import PERSISTS_FROM, persists
from scoring.kernel.citation import (
    ASCAR_SURVEY,
    BRUGGEN_2024,
    DIABETES_2019,
    OWN_CHOICE,
    SHIOHARA_2007,
    Citation,
    Threshold,
    threshold,
)
from scoring.kernel.result import ScoreResult, Source
from scoring.kernel.tri import Tri

FIRST_WEEK = threshold("7", "d", OWN_CHOICE, "DESIGN")
DIABETES_MEAN = threshold("21", "d", DIABETES_2019, "V")
VISITS_UNTIL = threshold("6", "months", BRUGGEN_2024, "V2")

# What an entry's day has brought so far.
KNOWN, NOT_YET, DUE, PASSED, OVER, UNCOUNTED, LATE = (
    "known", "not_yet", "due", "passed", "over", "uncounted", "late",
)  # fmt: skip
LOW = ("no", "possible")
NO_ONSET = "No first day of the illness is on record, so no day can be counted: enter the onset"


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One thing that time tells: `on` and `from_day` are its day, None where no source gives one.

    `is_reached` is None where nobody can say; `record` is what stands on record of it.
    """

    id: str
    what: str
    state: str
    when: str
    record: str
    source: Citation
    certainty: str
    notes: tuple[Statement, ...] = ()
    from_day: int | None = None
    on: date | None = None
    is_reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The entries in the order of their days, and the results that are waited for.

    `note` says why there are no entries, or what limits them.
    """

    entries: tuple[ClockEntry, ...]
    pending: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One case with its score and the days that have come."""

    facts: CaseFacts
    score: ScoreResult
    days: CourseDays

    def state(self, day: date) -> str:
        """Return what a day has brought where nothing is on record of it."""
        if self.days.died_before(day):
            return OVER
        return {True: DUE, False: NOT_YET, None: UNCOUNTED}[self.days.is_reached(day)]


def ward_clock(facts: CaseFacts, score: ScoreResult, today: date) -> Clock:
    """Return what can be known from which day, as it stands today.

    `today` is the calendar's day; it is not looked at where a case gives days only.
    """
    zero = facts.index_day
    if zero is None:
        return Clock((), _pending(facts, score), NO_ONSET)
    case = _Case(facts, score, CourseDays(facts, zero, _last_day(facts, today)))
    entries = (
        *_low_score(case),
        _hhv6(case),
        _duration(case),
        _after_stop(case),
        _glucose(case),
        _thyroid(case),
        _follow_up(case),
    )
    in_order = sorted(entries, key=lambda entry: entry.on or date.max)
    return Clock(tuple(in_order), _pending(facts, score), _note(case))


def _last_day(facts: CaseFacts, today: date) -> date:
    """Return the last day that has come for the patient: today, or the last on record; none after death."""
    last = max(event_days(facts)) if facts.basis == "relative" else today
    died = facts.dates.died_on
    return min(last, died) if died else last


def _note(case: _Case) -> str:
    """Say what limits the clock: the death, the end of the course, or days without dates."""
    facts, end = case.facts, case.facts.dates.episode_end
    if died := facts.dates.died_on:
        named = day_words(facts, died)
        return f"The patient died on {named}: what was not looked for by then can no longer be known"
    if end:
        named = day_words(facts, end)
        return (
            f"The course is closed since {named}: what was not looked for in its time can no longer be known"
        )
    if facts.basis == "relative":
        last = facts.name_day(case.days.last)
        return f"The record gives days only, the last is {last}: whether a later one has come is not known"
    return ""


def _pending(facts: CaseFacts, score: ScoreResult) -> tuple[str, ...]:
    """Return the results that are waited for, each with the day of its sample where one is recorded."""
    waiting = {*_pending_tests(facts), *_pending_answers(facts, score)}
    return tuple(sorted(waiting, key=lambda name: (name.casefold(), name)))


def _pending_tests(facts: CaseFacts) -> Iterator[str]:
    causes = ((name_test(test.test), test) for test in facts.cause_tests)
    viruses = ((VIRUS_NAMES.get(test.virus, test.virus.upper()), test) for test in facts.virus_tests)
    tests: tuple[tuple[str, CauseTest | VirusTest], ...] = (*causes, *viruses)
    for name, test in tests:
        if test.result == "pending":
            yield f"{name}, sample {day_words(facts, test.on)}" if test.on else name


def _pending_answers(facts: CaseFacts, score: ScoreResult) -> Iterator[str]:
    yield from (score.items[item].title for item, given in facts.answers.items() if given.reason == "pending")
    yield from (ORGANS[organ] for organ, given in facts.organs.items() if given.reason == "pending")


def _low_score(case: _Case) -> Iterator[ClockEntry]:
    """Yield, unless the first week is over, that a low score of an open course says little yet."""
    now, day = case.score.now, case.days.after(FIRST_WEEK, case.days.zero)
    if case.facts.is_closed or now.category not in LOW or case.days.is_reached(day):
        return
    total = f"RegiSCAR {now.total} so far".replace("-", "−")
    record = f"{total}: not yet classifiable in the first week"
    yield _entry(case, "low_score", "A low score", case.state(day), day, record, FIRST_WEEK, (REPEAT,))


def _hhv6(case: _Case) -> ClockEntry:
    """Say what is on record of HHV-6, and whether its usual time has come."""
    facts = case.facts
    first, usual_end = case.days.after(HHV6_FROM, case.days.zero), case.days.after(HHV6_TO, case.days.zero)
    tests = [test for test in tests_of(facts, "hhv6") if test.result in ("positive", "negative", "pending")]
    settled = [test for test in tests if test.result == "positive"] or [
        test for test in tests if test.result == "negative" and test.on and not is_early(facts, test)
    ]
    state = KNOWN if settled else case.state(first)
    if state == DUE and case.days.last > usual_end:
        state = PASSED
    if not settled and facts.dates.died_on:
        state = _after_death(tests)
    record = "; ".join(describe(facts, test) for test in settled or tests) or "No result on record"
    if not settled and any(is_early(facts, test) for test in tests):
        record += f"; early: before day {HHV6_FROM.value}"
    notes = (STEROIDS,) if any(test.result == "negative" for test in tests) else ()
    what = f"HHV-6 reactivation, day {HHV6_FROM.value} to {HHV6_TO.value}"
    return _entry(case, "hhv6", what, state, first, _capital(record), HHV6_FROM, notes)


def _after_death(tests: list[VirusTest]) -> str:
    """Return what can still come of samples once the patient has died: a result, or the day of one."""
    if any(test.result == "pending" for test in tests):
        return NOT_YET
    return DUE if any(test.on is None for test in tests) else OVER


def _duration(case: _Case) -> ClockEntry:
    """Say whether the illness is known to have lasted 15 days."""
    item, day = case.score.items["resolution_15_days"], case.days.after(DURATION, case.days.zero)
    is_known = item.answer != "unknown"
    record = f"{_capital(str(item.answer))}. {item.why}" if item.source is Source.DATA else item.why
    if item.answer == "yes" and case.days.is_reached(day) is False:
        record += f"; yet day {DURATION.value} has not come"
    state = KNOWN if is_known else case.state(day)
    notes = (START_IS_OPEN, ONE_POINT)
    return _entry(case, "duration", "Duration ≥ 15 days (RegiSCAR)", state, day, record, DURATION, notes)


def _after_stop(case: _Case) -> ClockEntry:
    """Say whether the patient is known to be ill two weeks after the last suspect was stopped."""
    facts, what = case.facts, "Still ill two weeks after the drug was stopped (J-SCAR)"
    drugs, told = suspects(facts), persists(facts)
    recorded = "" if told.state is Tri.UNKNOWN else told.why[0].lower() + told.why[1:]
    stops = [stop for drug in drugs if (stop := drug.stop_bounds[1])]
    if not drugs or len(stops) < len(drugs):
        why, state = (_capital(recorded), KNOWN) if recorded else (_why_no_stop(drugs), UNCOUNTED)
        return ClockEntry("after_stop", what, state, "14 d after the stop", why, SHIOHARA_2007, "V2")
    day = case.days.after(PERSISTS_FROM, max(stops))
    found = _ill_on(facts, day) or recorded
    record = f"Last suspect stopped by {day_words(facts, max(stops))}"
    state = KNOWN if found else case.state(day)
    record += f"; {found}" if found else "; nothing on record that late" if state == DUE else ""
    return _entry(case, "after_stop", what, state, day, record, PERSISTS_FROM)


def _why_no_stop(drugs: tuple[DrugCourse, ...]) -> str:
    if not drugs:
        return "No suspect on record"
    names = sorted({drug.name for drug in drugs if drug.stop_bounds[1] is None}, key=str.casefold)
    return f"No last day on record of {', '.join(names)}"


def _ill_on(facts: CaseFacts, day: date) -> str:
    """Return what the dates of the course say of the illness on a day; nothing where they do not reach it."""
    still_ill, resolution = facts.dates.still_ill_on, facts.dates.resolution
    if still_ill and still_ill >= day:
        return f"still ill on {day_words(facts, still_ill)}"
    if resolution:
        return f"resolved {'only ' if resolution >= day else ''}on {day_words(facts, resolution)}"
    return ""


def _glucose(case: _Case) -> ClockEntry:
    """Say what is on record of glucose, and whether the average day of late diabetes has come."""
    day, last = case.days.after(DIABETES_MEAN, case.days.zero), _latest(case.facts, "glucose")
    is_late = last is not None and last.on >= day
    state = KNOWN if is_late else OVER if case.facts.dates.died_on else case.state(day)
    record = _last_words(case.facts, last) or "No glucose on record since the onset"
    notes = (MEAN_DAY, FULMINANT, MONTHLY)
    return _entry(case, "glucose", "Late diabetes: glucose", state, day, record, DIABETES_MEAN, notes)


def _thyroid(case: _Case) -> ClockEntry:
    """Say what is on record of the thyroid; no source read gives a day of it."""
    found = [_last_words(case.facts, _latest(case.facts, test)) for test in ("tsh", "free_t4")]
    record = "; ".join(filter(None, found)) or "No TSH and no free T4 on record since the onset"
    what, when = "Late thyroid disease: TSH, free T4", "no source read gives a day"
    state = OVER if case.facts.dates.died_on else LATE
    return ClockEntry("thyroid", what, state, when, record, ASCAR_SURVEY, "V", (THYROID, MONTHLY))


def _follow_up(case: _Case) -> ClockEntry:
    """Say what is published of the time after, and which of its days are on record."""
    dates = case.facts.dates
    named = (("Discharged", dates.discharge), ("resolved", dates.resolution), ("closed", dates.closed_on))
    days = [f"{word} on {day_words(case.facts, day)}" for word, day in named if day]
    record = _capital("; ".join(days)) or "No discharge and no end of the course on record"
    when, rule = f"the first {VISITS_UNTIL.value} {VISITS_UNTIL.unit}", VISITS_UNTIL
    state, notes = OVER if dates.died_on else LATE, (VISITS, COUNTS_AND_LIVER, SEQUELAE)
    return ClockEntry("follow_up", "Follow-up", state, when, record, rule.source, rule.certainty, notes)


def _entry(
    case: _Case,
    name: str,
    what: str,
    state: str,
    day: date,
    record: str,
    rule: Threshold,
    notes: tuple[Statement, ...] = (),
) -> ClockEntry:
    """Return an entry with a day of its own."""
    days = case.days
    entry = ClockEntry(name, what, state, days.when(day), record, rule.source, rule.certainty, notes)
    return replace(entry, from_day=(day - days.zero).days, on=day, is_reached=days.is_reached(day))


def _latest(facts: CaseFacts, analyte: str) -> LabPoint | None:
    """Return the last result of a test since the first day of the illness."""
    start = facts.dates.episode_start
    points = [p for p in facts.labs if p.analyte == analyte and start and p.on >= start]
    return max(points, key=lambda point: (point.on, point.sample, point.shown), default=None)


def _last_words(facts: CaseFacts, point: LabPoint | None) -> str:
    if point is None:
        return ""
    return f"{ANALYTES[point.analyte].name} {point.shown} on {day_words(facts, point.on)}, the last"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
