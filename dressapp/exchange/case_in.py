"""A case file on its way into a case that is there: its results as a table, its drugs as courses."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dressapp.drugs.models import DrugCourse
from dressapp.labs.paste.parts import Sheet, SheetRefused

from .case_file import parse_case
from .case_keys import FORMAT
from .checks import CaseFileError, fail
from .columns import course_values
from .courses_in import COUNTED, ENDS
from .importer import refuse_signs
from .json_text import digits
from .limits import MAX_ROWS
from .list_table import COUNTED_DAYS, DATES, RELATIVE, Line, make_sheet
from .own_part import check_fits

Json = dict[str, Any]
# The index day is the first of these that the file gives.
INDEX_DAYS = ("index", "rash_onset", "fever_onset", "first_symptom")
TAKEN = {"labs", "drugs", "format", "id"}
AS_NEW_CASE = "open the file as a new case for those"


def is_case_file(value: Any) -> bool:
    """Tell whether a JSON value is a case."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def check_case(record: Json) -> Json:
    """Return a case that can be; raise SheetRefused with what is wrong and where."""
    for key, rows in record.items():
        if isinstance(rows, list) and len(rows) > MAX_ROWS:
            raise SheetRefused(f"{key[:40]}: more than {MAX_ROWS:,} in one case. Split the file")
    try:
        parse_case(record)
        refuse_signs(record)
        for place, row in enumerate(record.get("drugs", ())):
            _check_columns(row, f"drugs[{place}]")
    except CaseFileError as problem:
        raise SheetRefused(f"The case file cannot be read: {problem}. Correct it there") from None
    return record


def _check_columns(row: Json, where: str) -> None:
    """Refuse a drug whose texts are longer than their columns, or whose words no column knows."""
    try:
        check_fits(DrugCourse, course_values(row))
    except CaseFileError as problem:
        raise fail(where, str(problem)) from None


def read_case(record: Json) -> tuple[Sheet, tuple[Json, ...]]:
    """Return the results and the drugs of a case; days that are counted stay counted."""
    check_case(record)
    dates = record.get("dates") or {}
    is_relative = dates.get("basis") == RELATIVE
    zero = _index_day(dates) if is_relative else None
    lines = [(f"labs {n}", _line(row, zero)) for n, row in enumerate(record.get("labs", ()), start=1)]
    courses = tuple(_course(row, zero) for row in record.get("drugs", ()))
    if not lines and not courses:
        raise SheetRefused("The case file holds no laboratory results and no drugs")
    return make_sheet(lines, _left_out(record), COUNTED_DAYS if is_relative else DATES), courses


def _index_day(dates: Json) -> date:
    """Return the day that a file of days is counted from."""
    given = next((dates[name] for name in INDEX_DAYS if dates.get(name)), None)
    if given is None:
        raise SheetRefused(
            "The case file knows only days, and has no index day to count them from. Give it one"
        )
    return date.fromisoformat(given)


def _line(row: Json, zero: date | None) -> Line:
    """Return one result as text; what it lacks is asked for."""
    return Line(
        test=row.get("analyte", ""),
        date=_when(row.get("date", ""), zero),
        value=_number(row.get("value")),
        unit=row.get("unit", ""),
        lower=_number(row.get("lower_limit")),
        upper=_number(row.get("upper_limit")),
        site=row.get("site") or "",
        note=row.get("note") or "",
    )


def _when(written: str, zero: date | None) -> str:
    """Return a day with the time of its clock; in a file of days, counted from the index day."""
    day, clock = written[:10], written[11:16]
    return f"{_counted(day, zero) if zero and day else day} {clock}".strip()


def _counted(day: str, zero: date) -> str:
    return f"day {(date.fromisoformat(day) - zero).days}"


def _number(value: Any) -> str:
    """Return a number with the digits that the file gives."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    return digits(Decimal(value))


def _course(row: Json, zero: date | None) -> Json:
    """Return a drug; in a file of days its days are counted, as its stand-in dates are none."""
    if zero is None:
        return row
    counted = {name: (date.fromisoformat(row[name]) - zero).days for name in ENDS if row.get(name)}
    return {name: value for name, value in row.items() if name not in ENDS} | {COUNTED: counted}


def _left_out(record: Json) -> Iterator[str]:
    """Yield what a case that is there does not take from a case file."""
    named = [
        f"{len(value)} {name.replace('_', ' ')}" if isinstance(value, list) else name
        for name, value in record.items()
        if name not in TAKEN and value
    ]
    if named:
        yield f"{', '.join(named)} not taken over: {AS_NEW_CASE}"
    kept = sum(bool(row.get("extra")) for row in record.get("labs", ()))
    if kept:
        yield f"what {kept} results keep in extra not taken over: {AS_NEW_CASE}"
