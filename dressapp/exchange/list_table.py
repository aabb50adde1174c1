"""A source that says itself what its values are, as a table of one result a line."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dressapp.labs.models import LabResult
from dressapp.labs.paste.parts import LIST, Sheet, SheetRefused

from .limits import MAX_CELL, MAX_ROWS

HEADS = ("test", "date", "value", "unit", "lower", "upper", "site", "note")
RELATIVE, CALENDAR = "relative", "calendar"
COUNTED_DAYS = {"layout": LIST, "decimal": "point", "basis": RELATIVE}
DATES = {"layout": LIST, "decimal": "point", "date_order": "ymd", "basis": CALENDAR}
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_SITE = LabResult._meta.get_field("site").max_length


class Line(NamedTuple):
    """One result as text; its fields stand in the order of HEADS."""

    test: str
    date: str = ""
    value: str = ""
    unit: str = ""
    lower: str = ""
    upper: str = ""
    site: str = ""
    note: str = ""


def make_sheet(
    lines: Iterable[tuple[str, Line]], left_out: Iterable[str], declared: Mapping[str, str] = DATES
) -> Sheet:
    """Return results with their places as a table; raise SheetRefused where one cannot be kept."""
    given = list(lines)
    check_count(len(given), "The file")
    rows = tuple(_cells(place, line) for place, line in given)
    places = ("heads", *(place for place, _ in given))
    return Sheet((HEADS, *rows), "", places, dict(declared), tuple(left_out))


def _cells(place: str, line: Line) -> tuple[str, ...]:
    """Return a result as the cells of its line; a site too long for its column is told in the note."""
    cells = [" ".join(cell.split()) for cell in line]
    if len(cells[-2]) > LONGEST_SITE:
        cells[-1], cells[-2] = "; ".join(filter(None, [cells[-1], f"site: {cells[-2]}"])), ""
    check_texts(place, cells)
    return tuple(cells)


def check_count(count: int, place: str) -> None:
    """Refuse more results than a table may have, at the place that goes beyond."""
    if count > MAX_ROWS:
        raise SheetRefused(f"{place}: more than {MAX_ROWS:,} results. Split the file")


def check_texts(place: str, texts: Iterable[str]) -> None:
    """Refuse a text that is too long to be looked at, and signs that no table keeps."""
    for text in texts:
        if len(text) > MAX_CELL:
            raise SheetRefused(f"{place}: a text of more than {MAX_CELL:,} characters. Shorten it")
        if UNSEEN.search(text):
            raise SheetRefused(f"{place}: a text holds signs that are no text. Take them out")
