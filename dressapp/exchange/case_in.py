"""A case file on its way into a case that is there: its results as a table, its drugs as courses."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dressapp.labs.paste.parts import Sheet, SheetRefused

from .case_file import parse_case
from .case_keys import FORMAT
from .checks import CaseFileError
from .json_text import digits
from .list_table import CERTAIN, Line, check_texts, make_sheet

Json = dict[str, Any]
# The index day is the first of these that the file gives.
INDEX_DAYS = ("index", "rash_onset", "fever_onset", "first_symptom")
DAYS = ("start", "stop", "still_taken_on")
TAKEN = {"labs", "drugs", "format", "id"}
RELATIVE, CALENDAR = "relative", "calendar"
AS_NEW_CASE = "open the file as a new case for those"


def is_case_file(value: Any) -> bool:
    """Tell whether a JSON value is a case."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def check_case(record: Json) -> Json:
    """Return a case that can be; raise SheetRefused with what is wrong and where."""
    try:
        parse_case(record)
    except CaseFileError as problem:
        raise SheetRefused(f"The case file cannot be read: {problem}. Correct it there") from None
    return record


def read_case(record: Json) -> tuple[Sheet, tuple[Json, ...]]:
    """Return the results and the drugs of a case; days that are counted stay counted."""
    check_case(record)
    dates = record.get("dates") or {}
    is_relative = dates.get("basis") == RELATIVE
    zero = _index_day(dates) if is_relative else None
    lines = [(f"labs {n}", _line(row, zero)) for n, row in enumerate(record.get("labs", ()), start=1)]
    courses = tuple(_course(row, zero) for row in record.get("drugs", ()))
    for course in courses:
        check_texts(f"drug {course.get('name', '')[:80]}", filter(_is_text, course.values()))
    if not lines and not courses:
        raise SheetRefused("The case file holds no laboratory results and no drugs")
    declared = {"layout": CERTAIN["layout"], "decimal": CERTAIN["decimal"]} if is_relative else CERTAIN
    basis = RELATIVE if is_relative else CALENDAR
    return make_sheet(lines, _left_out(record), declared | {"basis": basis}), courses


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


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
    """Return a drug; in a file of days without its stand-in dates, which are no days of this case."""
    if zero is None:
        return row
    counted = {name: _counted(row[name], zero) for name in DAYS if row.get(name)}
    words = [f"{name.replace('_', ' ')} {day}" for name, day in counted.items()]
    said = f"{', '.join(words)} of the file, counted from its index day" if words else ""
    kept = {
        name: value for name, value in row.items() if name not in DAYS and not name.endswith("_precision")
    }
    note = "; ".join(filter(None, [row.get("note"), said]))
    return kept | {"start_precision": "unknown", "stop_precision": _open_end(row), "note": note}


def _open_end(row: Json) -> str:
    """Return what is still known of the end of a course without its day."""
    return "ongoing" if row.get("stop_precision") == "ongoing" else "unknown"


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
