"""A case file into the tables: every key finds a column, what has none is kept in `extra`."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from dressapp.assessments.services import set_answer, summarise
from dressapp.cases import services
from dressapp.cases.models import Background, Case, CauseTest, Finding, Treatment, VirusTest
from dressapp.core.dates import DAY, show_partial
from dressapp.core.numbers import canonical
from dressapp.drugs.services import add_course
from dressapp.labs.services import add_result

from .case_file import parse_case
from .checks import measure

Json = dict[str, Any]
_DATES = {
    "first_symptom": "first_symptom_on",
    "fever_onset": "fever_onset_on",
    "rash_onset": "rash_onset_on",
    "index": "index_on",
    "admission": "admission_on",
    "discharge": "discharge_on",
    "still_ill_on": "still_ill_on",
    "resolution": "resolution_on",
    "closed_on": "closed_on",
    "died_on": "died_on",
}
_ONSETS = ("index", "rash_onset", "fever_onset", "first_symptom")
_ISO_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_CONDITIONS = {
    "alcoholic liver cirrhosis": "cirrhosis",
    "liver cirrhosis": "cirrhosis",
    "cirrhosis": "cirrhosis",
    "hepatocellular carcinoma": "hepatocellular_carcinoma",
    "dialysis": "dialysis",
    "hiv": "hiv",
    "atopy": "atopy",
}
_DRUG_TEXTS = (
    "atc", "role", "indication", "dose", "route", "previous_exposure", "later_tolerated", "stop_reason",
    "frequency", "batch", "conclusion", "conclusion_by", "note",
)  # fmt: skip
_VIRUS_TEXTS = (
    "virus", "specimen", "method", "result", "unit", "reading", "explains_reaction", "note",
)  # fmt: skip
_OUTCOME_TEXTS = ("result", "cause_of_death", "note", "intensive_care", "liver_transplant", "new_dialysis")


def import_case(record: Json, *, team: Any, by: Any) -> Case:
    """Store one case file as a new case of a team; raise CaseFileError where the file is impossible.

    Runs in the caller's transaction.
    """
    parse_case(record)
    case = _case(record, team, by)
    for key, write in _WRITERS.items():
        for row in record.get(key, ()):
            write(case, row, by)
    _items(case, record.get("items", {}), by)
    _background(case, record.get("background", {}), by)
    _outcome(case, record.get("outcome", {}), by)
    services.touch(case=case)
    summarise(case)
    return case


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(row: Json, *keys: str) -> dict[str, str]:
    return {key: row.get(key) or "" for key in keys}


def _span(row: Json) -> dict[str, Any]:
    """Return the first and the last day with how well each is known; a day without a word is exact."""
    columns: dict[str, Any] = {}
    for end in ("start", "stop"):
        on = _day(row.get(end))
        columns[f"{end}_on"] = on
        columns[f"{end}_precision"] = row.get(f"{end}_precision") or (DAY if on else "")
    return columns


def _case(record: Json, team: Any, by: Any) -> Case:
    patient, dates = record.get("patient", {}), record.get("dates", {})
    age = patient.get("age_years")
    note = record.get("note") or ""
    shown = _in_days(note, dates)
    kept = {"note": note} if shown != note else {}
    authors = {"authors": _plain(record["authors"])} if "authors" in record else {}
    return services.create_case(
        team=team,
        local_id=patient.get("local_id") or record["id"],
        sex=patient.get("sex") or "",
        birth_on=_day(patient.get("birth_date")),
        age_years=None if age is None else int(age),
        basis=dates.get("basis", "calendar"),
        external_id=record["id"],
        source=record.get("source") or "",
        note=shown,
        extra=authors | kept,
        by=by,
        **{column: _day(dates.get(key)) for key, column in _DATES.items()},
    )


def _in_days(text: str, dates: Json) -> str:
    """Return a note of a case that knows only days with its stand-in dates as days."""
    zero = next((day for name in _ONSETS if (day := _day(dates.get(name)))), None)
    if dates.get("basis") != "relative" or zero is None:
        return text
    return _ISO_DATE.sub(lambda found: _in_days_from(zero, found[0]), text)


def _in_days_from(zero: date, text: str) -> str:
    """Return a date as its day; one that no calendar has stays as it is."""
    try:
        return show_partial(date.fromisoformat(text), DAY, day_zero=zero)
    except ValueError:
        return text


def _drug(case: Case, row: Json, by: Any) -> None:
    add_course(case=case, by=by, **course_values(row))


def course_values(row: Json) -> dict[str, Any]:
    """Return a drug of a case file as the columns of a course; a drug without a role is one of the others."""
    return {
        "name": row.get("name") or "not named",
        "still_taken_on": _day(row.get("still_taken_on")),
        "extra": row.get("extra", {}),
        **_span(row),
        **_texts(row, *_DRUG_TEXTS),
        "role": row.get("role") or "concomitant",
    }


def _number(value: Any, prefix: str = "value") -> dict[str, str]:
    """Return the columns of a number as it is written in the file."""
    read = measure(value, prefix)
    raw = value if isinstance(value, str) else f"{value}"
    return {
        f"{prefix}_raw": raw,
        f"{prefix}_comparator": read.comparator,
        f"{prefix}_canonical": canonical(read.value),
    }


def _limit(row: Json, key: str) -> str:
    return "" if row.get(key) is None else canonical(Decimal(row[key]))


def _lab(case: Case, row: Json, by: Any) -> None:
    day, _, clock = row["date"].replace(" ", "T").partition("T")
    add_result(
        case=case,
        analyte=row["analyte"],
        taken_on=date.fromisoformat(day),
        taken_time=time.fromisoformat(clock).replace(tzinfo=None) if clock else None,
        source=f"case file {case.external_id}",
        unit=row["unit"],
        upper_limit=_limit(row, "upper_limit"),
        lower_limit=_limit(row, "lower_limit"),
        extra=row.get("extra", {}),
        by=by,
        **_number(row["value"]),
        **_texts(row, "site", "note"),
    )


def _finding(case: Case, row: Json, by: Any) -> None:
    value = row.get("value")
    is_number = isinstance(value, int | Decimal) or row.get("finding") in ("node", "body_surface")
    columns = _number(value) if is_number else {"value_raw": value or ""}
    services.add_row(
        model=Finding,
        case=case,
        seen_on=_day(row.get("date")),
        extra=row.get("extra", {}),
        by=by,
        **columns,
        **_texts(row, "finding", "unit", "site", "note"),
    )


def _treatment(case: Case, row: Json, by: Any) -> None:
    services.add_row(
        model=Treatment,
        case=case,
        kind=row.get("kind") or "other",
        extra=_plain(row),
        by=by,
        **_span(row),
        **_texts(row, "name", "route", "note"),
    )


def _cause_test(case: Case, row: Json, by: Any) -> None:
    services.add_row(
        model=CauseTest,
        case=case,
        tested_on=_day(row.get("date")),
        extra=row.get("extra", {}),
        by=by,
        **_texts(row, "test", "result", "explains_reaction", "note"),
    )


def _virus_test(case: Case, row: Json, by: Any) -> None:
    value = row.get("value")
    services.add_row(
        model=VirusTest,
        case=case,
        tested_on=_day(row.get("date")),
        value_raw="" if value is None else str(value),
        extra=row.get("extra", {}),
        by=by,
        **_texts(row, *_VIRUS_TEXTS),
    )


_WRITERS: dict[str, Callable[[Case, Json, Any], None]] = {
    "drugs": _drug,
    "labs": _lab,
    "findings": _finding,
    "treatments": _treatment,
    "alternative_causes": _cause_test,
    "viruses": _virus_test,
}


def _items(case: Case, items: Json, by: Any) -> None:
    for item, given in items.items():
        if item == "organs" and isinstance(given, dict):
            for organ, answer in given.items():
                _answer(case, f"organs.{organ}", answer, by)
        elif item != "extra":
            _answer(case, item, given, by)


def _answer(case: Case, item: str, given: Any, by: Any) -> None:
    row = given if isinstance(given, dict) else {"answer": given}
    set_answer(
        case=case,
        item=item,
        answer=str(row["answer"]),
        since_on=_day(row.get("since")),
        by=by,
        **_texts(row, "reason", "explanation"),
    )


def _background(case: Case, background: Json, by: Any) -> None:
    if not background:
        return
    conditions = background.get("conditions", [])
    known = {_CONDITIONS[name.lower()]: "yes" for name in conditions if name.lower() in _CONDITIONS}
    values: Json = {"other_conditions": "\n".join(conditions), "extra": _plain(background), **known}
    baseline = background.get("creatinine_baseline")
    if baseline:
        values |= _number(baseline["value"], "creatinine_baseline")
        values |= {
            "creatinine_baseline_choice": "entered",
            "creatinine_baseline_unit": baseline["unit"],
            "creatinine_baseline_on": _day(baseline.get("date")),
        }
    columns = {field.name for field in Background._meta.concrete_fields}
    texts = {key: value for key, value in background.items() if key in columns and isinstance(value, str)}
    services.save_background(case=case, version=0, by=by, **texts | values)


def _outcome(case: Case, outcome: Json, by: Any) -> None:
    if outcome:
        columns = _texts(outcome, *_OUTCOME_TEXTS)
        services.save_outcome(case=case, version=0, by=by, extra=_plain(outcome), **columns)


def _plain(value: Any) -> Any:
    """Return JSON content with its decimals as text, so that no digit is lost in storage."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value
