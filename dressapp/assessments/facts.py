"""The only bridge from the tables to the rules: one case, read once, as frozen facts."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from dressapp.assessments.models import ItemAnswer, OtherExplanation
from dressapp.cases.choices import BaselineChoice
from dressapp.cases.models import Case, CauseTest, Finding, VirusTest
from dressapp.drugs.models import DrugCourse
from dressapp.labs.limit_selectors import choose_site_limits
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import place_in_time
from dressapp.labs.site_limits import age_for_limits
from scoring import facts
from scoring.derive.labs import read_labs
from scoring.kernel.tri import Tri

YEAR = timedelta(days=365)
ORGAN = "organs."
# How a cause was judged stands for the explanation where nobody wrote one.
JUDGED = {
    ("yes", OtherExplanation.NONE_FOUND): "no other explanation found",
    ("yes", OtherExplanation.POSSIBLE): "another explanation is possible",
    ("no", OtherExplanation.POSSIBLE): "another explanation is possible",
    ("no", OtherExplanation.LIKELY): "another explanation is likely",
}

DAY_COLUMNS = (
    "first_symptom_on", "fever_onset_on", "rash_onset_on", "index_on", "admission_on",
    "discharge_on", "still_ill_on", "resolution_on", "closed_on", "died_on",
)  # fmt: skip
PATIENT_COLUMNS = ("team_id", "patient__sex", "age_years", "basis", "patient__birth_on")
BASELINE_COLUMNS = (
    "background__creatinine_baseline_choice", "background__creatinine_baseline_raw",
    "background__creatinine_baseline_canonical",
    "background__creatinine_baseline_unit", "background__creatinine_baseline_on",
)  # fmt: skip
CONDITION_COLUMNS = tuple(f"background__{name}" for name in facts.CONDITIONS)
COLUMNS = (*PATIENT_COLUMNS, "outcome__new_dialysis", *BASELINE_COLUMNS, *DAY_COLUMNS, *CONDITION_COLUMNS)
LAB_COLUMNS = (
    "analyte", "taken_on", "taken_time", "value_raw", "value_comparator", "value_canonical", "unit",
    "upper_limit", "lower_limit", "site", "note", "id",
)  # fmt: skip
DRUG_COLUMNS = (
    "name", "atc", "role", "indication", "dose", "route", "start_on", "start_precision", "stop_on",
    "stop_precision", "previous_exposure", "later_tolerated", "still_taken_on", "conclusion",
    "conclusion_by", "id", "causality",
)  # fmt: skip
FINDING_COLUMNS = (
    "finding", "value_raw", "value_comparator", "value_canonical", "unit", "seen_on", "site", "note", "id",
)  # fmt: skip
VIRUS_COLUMNS = (
    "virus", "result", "reading", "explains_reaction", "tested_on", "specimen", "method", "value_raw", "unit",
)  # fmt: skip


def build(case: Case) -> facts.CaseFacts:
    """Return the stored facts of a case; eight queries, whatever it holds.

    Raises scoring.facts.ImpossibleFact where the stored rows contradict each other.
    """
    found = Case.objects.values_list(*COLUMNS).get(pk=case.pk)
    team_id, sex, age_years, basis, birth_on, new_dialysis, *rest = found
    dates = facts.CaseDates(*rest[len(BASELINE_COLUMNS) : -len(CONDITION_COLUMNS)])
    age = age_for_limits(birth_on=birth_on, index_day=dates.index_day, age_years=age_years, basis=basis)
    sites = choose_site_limits(team_id=team_id, sex=sex, age=age)
    labs = _labs(case.pk, sites.limits)
    answers, organs, count = _answers(case.pk)
    return facts.CaseFacts(
        id=str(case.pk),
        basis=basis,
        dates=dates,
        birth_on=birth_on,
        recorded_age=age_years,
        drugs=_drugs(case.pk),
        labs=labs,
        findings=_findings(case.pk),
        cause_tests=_cause_tests(case.pk),
        virus_tests=_virus_tests(case.pk),
        answers=answers,
        organs=organs,
        organ_count=count,
        creatinine_baseline=_baseline(rest[: len(BASELINE_COLUMNS)], labs, dates),
        conditions=_conditions(rest[-len(CONDITION_COLUMNS) :]),
        new_dialysis=Tri(new_dialysis or "unknown"),
        site_limits=sites.limits,
        site_conflicts=sites.conflicts,
    )


def _conditions(answers: Iterable[Any]) -> dict[str, Tri]:
    """Return the answers given to what the rules ask of the background."""
    return {name: Tri(answer) for name, answer in zip(facts.CONDITIONS, answers, strict=True) if answer}


@lru_cache(maxsize=1024)
def _limit(canonical: str) -> Decimal | None:
    """Return a stored limit, or None where the laboratory gave none."""
    return Decimal(canonical) if canonical else None


def sample_of(on: date, at: time | None) -> str:
    """Return what makes results one sample: equal date, and equal time where one is given."""
    return f"{on.isoformat()}T{at:%H:%M:%S}" if at else on.isoformat()


def _measure(raw: str, comparator: str, canonical: str) -> facts.Measure:
    """Return a stored number with the digits that were typed: 38.50 is shown as 38.50."""
    if raw == canonical:
        return facts.Measure(Decimal(canonical))
    typed = raw.removeprefix(comparator)
    value = Decimal(typed) if typed.rstrip("0").rstrip(".") == canonical else Decimal(canonical)
    return facts.Measure(value, comparator)


def _labs(case_id: UUID, limits: Mapping[str, facts.SiteLimits]) -> tuple[facts.LabPoint, ...]:
    """Return the results, the oldest first, in the order that a case file gives them."""
    rows = LabResult.objects.live().filter(case_id=case_id).values_list(*LAB_COLUMNS, named=True)
    return tuple(_lab_point(limits, *row) for row in sorted(rows, key=place_in_time))


def _lab_point(
    limits: Mapping[str, facts.SiteLimits],
    analyte: str,
    on: date,
    at: time | None,
    raw: str,
    comparator: str,
    canonical: str,
    unit: str,
    upper: str,
    lower: str,
    site: str,
    note: str,
    row_id: UUID,
) -> facts.LabPoint:
    """Return one result."""
    value = _measure(raw, comparator, canonical)
    sample, own = sample_of(on, at), (_limit(upper), _limit(lower))
    sites = limits.get(analyte)
    return facts.LabPoint(analyte, on, sample, value, unit, *own, site, note, str(row_id), sites)


def _drugs(case_id: UUID) -> tuple[facts.DrugCourse, ...]:
    """Return the courses in the order of the list; a start without a precision is taken as it stands."""
    rows = DrugCourse.objects.live().filter(case_id=case_id).values_list(*DRUG_COLUMNS)
    return tuple(
        facts.DrugCourse(
            *row[:7],
            row[7] or ("day" if row[6] else "unknown"),
            *row[8:-2],
            ref=str(row[-2]),
            causality=row[-1],
        )
        for row in rows
    )


def _findings(case_id: UUID) -> tuple[facts.Finding, ...]:
    """Return what was examined."""
    rows = Finding.objects.live().filter(case_id=case_id).values_list(*FINDING_COLUMNS)
    return tuple(
        facts.Finding(
            finding,
            raw,
            _measure(raw, comparator, canonical) if canonical else None,
            unit,
            on,
            site,
            note,
            str(row_id),
        )
        for finding, raw, comparator, canonical, unit, on, site, note, row_id in rows
    )


def _cause_tests(case_id: UUID) -> tuple[facts.CauseTest, ...]:
    """Return the tests for other causes; a blank result counts as not done."""
    rows = CauseTest.objects.live().filter(case_id=case_id)
    columns = rows.values_list("test", "result", "tested_on", "explains_reaction", "note")
    return tuple(
        facts.CauseTest(test, result or "not_done", on, Tri(explains or "unknown"), note)
        for test, result, on, explains, note in columns
    )


def _virus_tests(case_id: UUID) -> tuple[facts.VirusTest, ...]:
    """Return the virus tests; a blank reading or judgement counts as unknown."""
    rows = VirusTest.objects.live().filter(case_id=case_id).values_list(*VIRUS_COLUMNS)
    return tuple(
        facts.VirusTest(virus, result, reading or "unknown", Tri(explains or "unknown"), *rest)
        for virus, result, reading, explains, *rest in rows
    )


def _answers(case_id: UUID) -> tuple[dict[str, facts.Answer], dict[str, facts.Answer], int | None]:
    """Return the clinician's answers to items, to organs, and the bare count of organs."""
    rows = ItemAnswer.objects.live().filter(case_id=case_id)
    items: dict[str, facts.Answer] = {}
    organs: dict[str, facts.Answer] = {}
    count = None
    columns = ("item", "answer", "reason", "explanation", "other_explanation", "since_on")
    for item, word, reason, explanation, other, since in rows.values_list(*columns):
        answer = facts.Answer(word, reason, explanation or JUDGED.get((word, other), ""), since)
        if item == "organs":
            count = int(word)
        elif item.startswith(ORGAN):
            organs[item.removeprefix(ORGAN)] = answer
        else:
            items[item] = answer
    return items, organs, count


def _baseline(
    columns: Iterable[Any], labs: tuple[facts.LabPoint, ...], dates: facts.CaseDates
) -> facts.Baseline | None:
    """Return the creatinine that the clinician chose; None leaves the last value before the episode."""
    choice, raw, canonical, unit, on = columns
    if choice == BaselineChoice.ENTERED and canonical and unit:
        return facts.Baseline(_measure(raw, "", canonical).value, unit, on)
    creatinines = tuple(point for point in labs if point.analyte == "creatinine")
    usable = read_labs(facts.CaseFacts(labs=creatinines)).of("creatinine")  # none that another contradicts
    candidates = [point for point in usable if not point.value.comparator and point.value.value]
    if choice == BaselineChoice.LOWEST_IN_YEAR:
        return _lowest(_in_year_before(candidates, dates.episode_start))
    if choice == BaselineChoice.LOWEST_AFTER:
        return _lowest(_after_peak(candidates, dates.episode_start))
    return None


def _in_year_before(points: list[facts.LabPoint], start: date | None) -> list[facts.LabPoint]:
    """Return the values of the year before the episode."""
    return [point for point in points if start and start - YEAR <= point.on < start]


def _after_peak(points: list[facts.LabPoint], start: date | None) -> list[facts.LabPoint]:
    """Return the values after the highest one since the episode began."""
    since = [point for point in points if start and point.on >= start]
    if not since:
        return []
    peak = max(since, key=lambda point: point.canonical.value)
    return [point for point in since if point.on > peak.on]


def _lowest(points: list[facts.LabPoint]) -> facts.Baseline | None:
    """Return the lowest of some values as a baseline; None of none."""
    if not points:
        return None
    lowest = min(points, key=lambda point: point.canonical.value)
    return facts.Baseline(lowest.value.value, lowest.unit, lowest.on)
