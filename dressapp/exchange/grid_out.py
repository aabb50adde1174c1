"""The results of a case as tables of text: one result a line, and the grid as a person sees it."""

import csv
from io import StringIO

from dressapp.cases.models import Case
from dressapp.core.numbers import AMBIGUOUS
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import Moment, list_rows, moment_of, place_in_time
from scoring.analytes import ANALYTES

from .guard import guard
from .origins import without_names

HEADS = (
    "Test", "Code", "Date", "Time", "Value", "Unit", "Lower limit", "Upper limit", "Site", "Note", "Source",
)  # fmt: skip
VALUE, NUMBERS = HEADS.index("Value"), ("Value", "Lower limit", "Upper limit")
GRID_HEADS = ("Test", "Unit", "Lower limit", "Upper limit")
BOM = "\ufeff"
Line = tuple[str, ...]


def list_in_order(case: Case) -> list[LabResult]:
    """Return every result by time and test; two of one cell in an order that does not hang on their ids."""
    results = LabResult.objects.live().filter(case=case)
    return sorted(results, key=_place)


def _place(result: LabResult) -> tuple[object, ...]:
    rest = result.lower_limit, result.upper_limit, result.site, result.note, result.source, result.as_given
    return *place_in_time(result), *rest, str(result.pk)


def list_csv(case: Case) -> bytes:
    """Return the results as CSV, one a line: every cell quoted, no text that a spreadsheet would run."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([guard(cell) for cell in line] for line in list_lines(case))
    return f"{BOM}{text.getvalue()}".encode()


def list_lines(case: Case) -> list[Line]:
    """Return one line a result, in the order of HEADS; a case that knows only days has days for dates.

    Tables leave without the patient's id, so a source says no name of a file or case either.
    """
    return [_line(case, result) for result in list_in_order(case)]


def _line(case: Case, result: LabResult) -> Line:
    at = result.taken_time
    return (
        ANALYTES[result.analyte].full_name,
        result.analyte,
        day_of(case, moment_of(result)),
        "" if at is None else f"{at:%H:%M:%S}".removesuffix(":00"),
        unmistakable(result.value_raw, result.value_comparator),
        result.unit,
        unmistakable(result.lower_limit),
        unmistakable(result.upper_limit),
        *(_one_line(text) for text in (result.site, result.note, without_names(result.source))),
    )


def day_of(case: Case, moment: Moment) -> str:
    """Return the day of a sample: 2015-03-12, or `day 8` where only days are known."""
    return f"day {(moment.on - case.day_zero).days}" if case.day_zero else moment.on.isoformat()


def unmistakable(raw: str, comparator: str = "") -> str:
    """Return a number that nobody reads as thousands: 1.234 as 1.2340."""
    digits = raw.removeprefix(comparator).strip()
    return f"{comparator}{digits}0" if AMBIGUOUS.fullmatch(digits) else f"{comparator}{digits}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def grid_lines(case: Case) -> list[Line]:
    """Return the grid: tests down with their unit and limits, samples across."""
    results = list_in_order(case)
    moments = sorted({moment_of(result) for result in results})
    cells: dict[tuple[str, Moment], list[LabResult]] = {}
    for result in results:
        cells.setdefault((result.analyte, moment_of(result)), []).append(result)
    heads = (*GRID_HEADS, *(_head(case, moment) for moment in moments))
    lines = []
    for row in list_rows(case, results):
        shown = (_cell(cells.get((row.analyte, moment), []), row.unit) for moment in moments)
        limits = unmistakable(row.lower_limit), unmistakable(row.upper_limit)
        lines.append((ANALYTES[row.analyte].full_name, row.unit, *limits, *shown))
    return [heads, *lines]


def _head(case: Case, moment: Moment) -> str:
    time = f" {moment.at:%H:%M:%S}".removesuffix(":00") if moment.has_time else ""
    return f"{day_of(case, moment)}{time}"


def _cell(results: list[LabResult], unit: str) -> str:
    """Return the values of a cell; one in another unit than the row's says so."""
    values = ((unmistakable(result.value_raw, result.value_comparator), result.unit) for result in results)
    return " | ".join(value if own == unit else f"{value} {own}" for value, own in values)
