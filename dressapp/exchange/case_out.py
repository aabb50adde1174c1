"""One case out of the tables as `dress-case/1`: whatever `importer` reads, every digit as it was given."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import uuid5

from dressapp.assessments.facts import JUDGED, build, sample_of
from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.selectors import list_answers
from dressapp.cases import selectors
from dressapp.cases.choices import BaselineChoice
from dressapp.cases.models import Background, Case, CauseTest, Finding, Treatment, VirusTest
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import list_courses
from dressapp.labs.limit_selectors import get_site_limits
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import list_rows
from scoring.derive.organs import ORGANS
from scoring.facts import ImpossibleFact, SiteLimits

from .borrowed_limits import BORROWED, borrow
from .case_keys import FORMAT, ITEM_WORDS
from .columns import DAYS, DRUG_TEXTS, VIRUS_TEXTS, in_days
from .grid_out import list_in_order
from .json_text import release
from .number_columns import number_in
from .open_columns import (
    AS_GIVEN,
    BASELINE,
    BASELINE_ENTERED,
    OTHER,
    STEP_TEXTS,
    background_values,
    plain_columns,
)
from .origins import without_names
from .own_part import own_of, with_own

Json = dict[str, Any]
ORGAN = "organs."
DERIVED = (BaselineChoice.LOWEST_IN_YEAR, BaselineChoice.LOWEST_AFTER)


def case_record(case: Case, *, with_patient_id: bool = True) -> Json:
    """Return the case as one object of `dress-case/1`; what is left out was never answered.

    Without the patient's id the file goes by a number that only this database leads back to the case, has no
    birth date, and names no file or case that a result came from; texts stay as they were written.
    """
    results, sites = list_in_order(case), get_site_limits(case).limits
    record = {
        "format": FORMAT,
        "id": (case.external_id or str(case.pk)) if with_patient_id else str(uuid5(case.pk, "patient")),
        "source": case.source,
        "note": _note(case),
        "patient": _patient(case) if with_patient_id else _nobody(case),
        "dates": _dates(case),
        "drugs": [_drug(course) for course in list_courses(case)],
        "labs": [_lab(row, sites.get(row.analyte), named=with_patient_id) for row in results],
        "findings": [_finding(row) for row in selectors.list_findings(case)],
        "treatments": [_treatment(row) for row in case.treatments.live().order_by("created_at", "id")],
        "background": _background(case),
        "outcome": _outcome(case),
        "alternative_causes": [_cause(row) for row in case.cause_tests.live()],
        "viruses": [_virus(row) for row in case.virus_tests.live()],
        "items": _items(case),
    }
    authors = {"authors": release(case.extra["authors"])} if "authors" in case.extra else {}
    return filled(record | authors | {"extra": with_own(_extra(case, "extra"), _own(case, results))})


def filled(values: Json) -> Json:
    """Return an object without the keys that say nothing."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}


def _extra(case: Case, name: str) -> Json:
    """Return what a case file said beside the keys of one of its objects."""
    extra: Json = release(case.extra.get(name, {}))
    return extra


def _note(case: Case) -> str:
    """Return the note; one that came with stand-in dates leaves with them, unless it was changed since."""
    given = case.extra.get("note", "")
    return given if given and in_days(given, _dates(case)) == case.note else case.note


def _own(case: Case, results: list[LabResult]) -> Json:
    """Return what only this program's part of the file can carry of the case."""
    own = own_of(case)
    if in_days(_note(case), _dates(case)) == case.note:
        own.pop("note", None)
    exposures = selectors.get_exposures(case)
    own["exposures"] = own_of(exposures) if exposures else {}
    own["lab_rows"] = {row.analyte: own_of(row) for row in list_rows(case, results) if row.version}
    return filled(own)


def _patient(case: Case) -> Json:
    """Return who the patient is; the name stays here, as the format has no place for it."""
    patient, exact = case.patient, release(case.extra.get("age_years"))
    is_exact = exact is not None and int(exact) == case.age_years
    return filled(
        {
            "local_id": patient.local_id,
            "sex": patient.sex,
            "age_years": exact if is_exact else case.age_years,
            "birth_date": _iso(patient.birth_on),
            "extra": _extra(case, "patient"),
        }
    )


def _nobody(case: Case) -> Json:
    """Return the sex and the age of the patient, and nothing else."""
    return {key: value for key, value in _patient(case).items() if key in ("sex", "age_years")}


def _dates(case: Case) -> Json:
    days = {key: _iso(getattr(case, column)) for key, column in DAYS.items()}
    return filled({"basis": case.basis, **days, "extra": _extra(case, "dates")})


def _iso(on: Any) -> str | None:
    return on.isoformat() if on else None


def _span(row: DrugCourse | Treatment) -> Json:
    """Return the first and the last day, each with how well it is known."""
    return {
        "start": _iso(row.start_on),
        "start_precision": row.start_precision,
        "stop": _iso(row.stop_on),
        "stop_precision": row.stop_precision,
    }


def _texts(row: Any, names: Iterable[str]) -> Json:
    return {name: getattr(row, name) for name in names}


def _drug(course: DrugCourse) -> Json:
    return filled(
        {
            **_texts(course, DRUG_TEXTS),
            **_span(course),
            "still_taken_on": _iso(course.still_taken_on),
            "extra": with_own(release(course.extra), own_of(course)),
        }
    )


def _lab(result: LabResult, sites: SiteLimits | None, *, named: bool) -> Json:
    """Return one result; limits that it has from its site are marked as such."""
    borrowed = borrow(result, sites)
    own = own_of(result) | ({BORROWED: list(borrowed)} if borrowed else {})
    if "source" in own and not named:
        own["source"] = without_names(result.source)
    return filled(
        {
            "analyte": result.analyte,
            "date": sample_of(result.taken_on, result.taken_time),
            "value": number_in(result),
            "unit": result.unit,
            "lower_limit": _limit(result.lower_limit),
            "upper_limit": _limit(result.upper_limit),
            **borrowed,
            **_texts(result, ("site", "note")),
            "extra": with_own(release(result.extra), own),
        }
    )


def _limit(stored: str) -> Decimal | None:
    return Decimal(stored) if stored else None


def _finding(row: Finding) -> Json:
    return filled(
        {
            **_texts(row, ("finding", "unit", "site", "note")),
            "value": _value(row),
            "date": _iso(row.seen_on),
            "extra": with_own(release(row.extra), own_of(row)),
        }
    )


def _value(row: Finding | VirusTest) -> Any:
    """Return a number with its digits, else the words."""
    number = number_in(row)
    return row.value_raw if number is None else number


def _cause(row: CauseTest) -> Json:
    return filled(
        {
            **_texts(row, ("test", "result", "explains_reaction", "note")),
            "date": _iso(row.tested_on),
            "extra": with_own(release(row.extra), own_of(row)),
        }
    )


def _virus(row: VirusTest) -> Json:
    values = _texts(row, VIRUS_TEXTS) | {"value": _value(row), "date": _iso(row.tested_on)}
    return filled(values | {"extra": release(row.extra)})


def _treatment(row: Treatment) -> Json:
    doses = {name: number_in(row, name) for name in ("dose", "prednisone_equivalent")}
    taken = filled(_texts(row, STEP_TEXTS) | _span(row) | doses)
    if row.dose_unit or "dose" in taken:
        taken["dose_unit"] = row.dose_unit
    if row.kind == OTHER and "kind" in row.extra:
        del taken["kind"]
    return _open_object(taken, row.extra)


def _open_object(taken: Json, extra: Json, own: Json | None = None) -> Json:
    """Return columns with what a file said beside them; what it said under a key of theirs is kept aside."""
    given = {key: release(value) for key, value in extra.items() if key != "extra"}
    as_given = {key: value for key, value in given.items() if key in taken or key == BASELINE}
    said = {key: value for key, value in given.items() if key not in as_given}
    own = (own or {}) | ({AS_GIVEN: as_given} if as_given else {})
    return said | taken | filled({"extra": with_own(release(extra.get("extra", {})), own)})


def _background(case: Case) -> Json:
    row = selectors.get_background(case)
    if row is None:
        return {}
    extra = dict(row.extra)
    taken = filled(_texts(row, plain_columns(Background)))
    taken |= filled({"weight": _measured(row, "weight"), **_baseline(case, row)})
    if BASELINE in taken:
        taken[BASELINE] |= release(extra.pop(BASELINE, {}))
    own: Json = {}
    for name in ("weight", BASELINE):
        own |= _beside_number(row, name) if number_in(row, name) is None else {}
    return _open_object(_with_conditions(taken), extra, own)


def _beside_number(row: Background, name: str) -> Json:
    """Return unit and day of a number that is not there."""
    return {key: value for key, value in own_of(row).items() if key.startswith(name)}


def _with_conditions(taken: Json) -> Json:
    """Return other illnesses as the list of the format, unless a name in it would answer another question."""
    listed = taken | {"conditions": taken.get("other_conditions", "").split("\n")}
    listed.pop("other_conditions", None)
    columns = background_values(listed)
    is_same = all(columns.get(name, "") == taken.get(name, "") for name in Background.CONDITIONS)
    return listed if is_same and "other_conditions" in taken else taken


def _measured(row: Background, name: str) -> Json | None:
    """Return a number with its unit and day."""
    number = number_in(row, name)
    if number is None:
        return None
    on = _iso(getattr(row, f"{name}_on"))
    return filled({"value": number, "date": on}) | {"unit": getattr(row, f"{name}_unit")}


def _baseline(case: Case, row: Background) -> Json:
    """Return the patient's own creatinine as the score takes it, and what was entered and not chosen."""
    entered = _measured(row, BASELINE)
    if row.creatinine_baseline_choice == BaselineChoice.ENTERED:
        return {BASELINE: entered}
    is_derived = row.creatinine_baseline_choice in DERIVED
    return {BASELINE: _derived_baseline(case) if is_derived else None, BASELINE_ENTERED: entered}


def _derived_baseline(case: Case) -> Json | None:
    """Return the creatinine that a choice comes to; None where the facts contradict each other."""
    try:
        found = build(case).creatinine_baseline
    except ImpossibleFact:
        return None
    return filled({"value": found.value, "unit": found.unit, "date": _iso(found.on)}) if found else None


def _outcome(case: Case) -> Json:
    row = selectors.get_outcome(case)
    if row is None:
        return {}
    taken = {name: getattr(row, name) for name in plain_columns(type(row))}
    return _open_object(filled(taken | {"reported_on": _iso(row.reported_on)}), row.extra)


def _items(case: Case) -> Json:
    """Return the answers, in the order of the paper; organs by name, or their bare number."""
    answers = list_answers(case)
    items = {item: _answer(answers[item]) for item in ITEM_WORDS if item in answers and item != "organs"}
    organs = {organ: _answer(answers[f"{ORGAN}{organ}"]) for organ in ORGANS if f"{ORGAN}{organ}" in answers}
    organs |= {"extra": _extra(case, "organs")}
    count = answers.get("organs")
    counted = int(count.answer) if count else filled(organs)
    return filled(items | {"organs": counted, "extra": _extra(case, "items")})


def _answer(row: ItemAnswer) -> str | Json:
    """Return an answer as its word, or as an object where more was said."""
    more = filled(
        {
            "reason": row.reason,
            "explanation": row.explanation or JUDGED.get((row.answer, row.other_explanation), ""),
            "since": _iso(row.since_on),
            "extra": with_own(release(row.extra), own_of(row)),
        }
    )
    return {"answer": row.answer, **more} if more else row.answer
