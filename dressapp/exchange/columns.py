"""The objects of a case file as the columns that hold them; what has no column is kept in `extra`.

`case_out` writes what is read here: each pair of functions agrees, which the round trips prove.
"""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from dressapp.assessments.facts import JUDGED
from dressapp.assessments.models import ItemAnswer
from dressapp.cases.models import Case, CauseTest, Finding
from dressapp.core.dates import DAY, show_partial
from dressapp.core.numbers import canonical
from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult, LabRow
from scoring.analytes import ANALYTES
from scoring.findings import FINDINGS

from . import checks
from .borrowed_limits import BORROWED, borrowed_names, without_borrowed
from .checks import fail
from .json_text import dumps, keep
from .number_columns import JSON_NUMBER, number_columns, text_columns
from .own_part import PROGRAM, own_columns, own_part, without_own

Json = dict[str, Any]
DAYS = {
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
ONSETS = ("index", "rash_onset", "fever_onset", "first_symptom")
ISO_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
DRUG_TEXTS = (
    "name", "atc", "role", "indication", "dose", "route", "previous_exposure", "later_tolerated",
    "stop_reason", "frequency", "batch", "conclusion", "conclusion_by", "note",
)  # fmt: skip
VIRUS_TEXTS = (
    "virus", "specimen", "method", "result", "unit", "reading", "explains_reaction", "note",
)  # fmt: skip
OLDEST = 150


def day_of(text: str | None) -> date | None:
    """Return a day that was checked before; None where there is none."""
    return date.fromisoformat(text) if text else None


def _texts(row: Json, *keys: str) -> dict[str, str]:
    return {key: row.get(key) or "" for key in keys}


def extra_of(holder: Json) -> Json:
    """Return what an object carries beside its keys, without this program's part."""
    kept: Json = keep(without_own(holder))
    return kept


def span(row: Json) -> Json:
    """Return the first and the last day with how well each is known; a day without a word is exact."""
    columns: Json = {}
    for end in ("start", "stop"):
        on = day_of(row.get(end))
        columns[f"{end}_on"] = on
        columns[f"{end}_precision"] = row.get(f"{end}_precision") or (DAY if on else "")
    return columns


def case_values(record: Json) -> Json:
    """Return the columns of the case itself; those of its patient stand in `patient_values`."""
    dates, own = record.get("dates", {}), own_part(record)
    note = record.get("note") or ""
    shown = in_days(note, dates)
    kept = {name: own[name] for name in own if name not in ("exposures", "lab_rows")}
    return {
        "age_years": _age(record),
        "basis": dates.get("basis", "calendar"),
        "external_id": record["id"],
        "source": record.get("source") or "",
        "note": shown,
        "extra": _case_extra(record) | ({"note": note} if shown != note and "note" not in own else {}),
        **{column: day_of(dates.get(key)) for key, column in DAYS.items()},
        **own_columns(Case, kept),
    }


def patient_values(record: Json) -> Json:
    """Return who the patient is; one without an id of the team's goes by the case's."""
    patient = record.get("patient", {})
    local_id = " ".join((patient.get("local_id") or record["id"]).split())
    if not local_id:
        raise fail("patient.local_id", "is missing, and the case has no id to go by")
    return {
        "local_id": local_id,
        "sex": patient.get("sex") or "",
        "birth_on": day_of(patient.get("birth_date")),
    }


def _age(record: Json) -> int | None:
    """Return the age in whole years."""
    age = _exact_age(record)
    if age is not None and age > OLDEST:
        raise fail("patient.age_years", f"is above {OLDEST}")
    return None if age is None else int(age)


def _exact_age(record: Json) -> int | Decimal | None:
    age: int | Decimal | None = record.get("patient", {}).get("age_years")
    return age


def _case_extra(record: Json) -> Json:
    """Return what has no column: the authors, each object's `extra`, an age in parts of a year."""
    patient, items, age = record.get("patient", {}), record.get("items", {}), _exact_age(record)
    organs = items.get("organs")
    authors = {"authors": keep(record["authors"])} if "authors" in record else {}
    extras = {
        "extra": extra_of(record),
        "patient": extra_of(patient),
        "dates": extra_of(record.get("dates", {})),
        "items": extra_of(items),
        "organs": extra_of(organs) if isinstance(organs, dict) else {},
    }
    parts_of_a_year = {"age_years": keep(age)} if isinstance(age, Decimal) and age != int(age) else {}
    return authors | {key: extra for key, extra in extras.items() if extra} | parts_of_a_year


def in_days(text: str, dates: Json) -> str:
    """Return a note of a case that knows only days with its stand-in dates as days."""
    zero = next((day for name in ONSETS if (day := day_of(dates.get(name)))), None)
    if dates.get("basis") != "relative" or zero is None:
        return text
    return ISO_DATE.sub(lambda found: _in_days_from(zero, found[0]), text)


def _in_days_from(zero: date, text: str) -> str:
    """Return a date as its day; one that no calendar has stays as it is."""
    try:
        return show_partial(date.fromisoformat(text), DAY, day_zero=zero)
    except ValueError:
        return text


def course_values(row: Json) -> Json:
    """Return a drug of a case file as the columns of a course; a drug without a role is one of the others."""
    return {
        **_texts(row, *DRUG_TEXTS),
        "name": row.get("name") or "not named",
        "role": row.get("role") or "concomitant",
        "still_taken_on": day_of(row.get("still_taken_on")),
        "extra": extra_of(row),
        **span(row),
        **own_columns(DrugCourse, own_part(row)),
    }


def lab_values(row: Json) -> Json:
    """Return one result, at the clock time that stands there; BORROWED has the limits that are its site's."""
    names, row = borrowed_names(row), without_borrowed(row)
    day, _, clock = row["date"].replace(" ", "T").partition("T")
    at = time.fromisoformat(clock).replace(tzinfo=None, microsecond=0) if clock else None
    return {
        "analyte": row["analyte"],
        "taken_on": date.fromisoformat(day),
        "taken_time": at,
        "unit": row["unit"],
        "upper_limit": _limit(row, "upper_limit"),
        "lower_limit": _limit(row, "lower_limit"),
        "extra": extra_of(row),
        BORROWED: names,
        **number_columns(row["value"]),
        **_texts(row, "site", "note"),
        **own_columns(LabResult, own_part(row)),
    }


def lab_row_values(analyte: str, given: Any) -> Json:
    """Return the unit and limits of one row of the grid, as this program's part of a file has them."""
    where = f"extra.{PROGRAM}.lab_rows.{analyte}"
    columns = {"lower_limit": "", "upper_limit": ""} | own_columns(LabRow, checks.an_object(given, where))
    if analyte not in ANALYTES or columns.get("unit") not in ANALYTES[analyte].family:
        raise fail(where, "is no test of the catalogue in a unit of its own")
    if any(columns[name] and not _is_limit(columns[name]) for name in ("lower_limit", "upper_limit")):
        raise fail(where, "a limit is not a number")
    return columns


def _is_limit(text: str) -> bool:
    return bool(JSON_NUMBER.fullmatch(text)) and canonical(Decimal(text)) == text


def _limit(row: Json, key: str) -> str:
    return "" if row.get(key) is None else canonical(Decimal(row[key]))


def finding_values(row: Json) -> Json:
    """Return one finding; its value is a number where the file or the catalogue says so."""
    if not row.get("finding"):
        raise fail("finding", "is missing")
    kind = FINDINGS.get(row["finding"])
    return {
        "seen_on": day_of(row.get("date")),
        "extra": extra_of(row),
        **_value(row.get("value"), is_number=bool(kind and kind.kind == "number")),
        **_texts(row, "finding", "unit", "site", "note"),
        **own_columns(Finding, own_part(row)),
    }


def _value(value: Any, *, is_number: bool) -> dict[str, str]:
    """Return the columns of a value that a file gives as a number, a word or anything else."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_columns(value)
    if isinstance(value, str):
        return text_columns(value) if is_number else {"value_raw": value}
    return {"value_raw": "" if value is None else dumps(value).strip()}


def cause_values(row: Json) -> Json:
    """Return one test for another cause."""
    return {
        "tested_on": day_of(row.get("date")),
        "extra": extra_of(row),
        **_texts(row, "test", "result", "explains_reaction", "note"),
        **own_columns(CauseTest, own_part(row)),
    }


def virus_values(row: Json) -> Json:
    """Return one virus test; its value may be a number or a titre."""
    return {
        "tested_on": day_of(row.get("date")),
        "extra": extra_of(row),
        **_value(row.get("value"), is_number=True),
        **_texts(row, *VIRUS_TEXTS),
    }


def answer_values(given: Any) -> Json:
    """Return one answer; the standard sentence of a judgement is not kept beside the judgement."""
    row = given if isinstance(given, dict) else {"answer": given}
    columns = {
        "answer": str(row["answer"]),
        "since_on": day_of(row.get("since")),
        **_texts(row, "reason", "explanation"),
        "extra": extra_of(row),
        **own_columns(ItemAnswer, own_part(row)),
    }
    judged = JUDGED.get((columns["answer"], columns.get("other_explanation", "")))
    return columns | ({"explanation": ""} if columns["explanation"] == judged else {})
