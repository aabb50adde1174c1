"""A table as it was understood: its grid of tests and dates, each cell with what it came to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dressapp.labs.paste.parts import (
    ASIDE,
    ASKED,
    CONFLICT,
    DUPLICATE,
    EMPTY,
    REFUSED,
    SKIPPED,
    VALUE,
    Cell,
    DateHead,
    TestHead,
)
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .intake_cells import SAID
from .intake_part import OPEN, Part
from .intake_words import show_stored, split_day

YEAR = re.compile(r"[0-9]{4}")
# A sign and a word for what a cell came to; a plain value has neither.
MARKS = {
    ASKED: ("?", "please confirm"),
    REFUSED: ("!", "cannot be read"),
    CONFLICT: ("≠", "differs from what is stored"),
    DUPLICATE: ("=", "stored already"),
    SKIPPED: ("×", "left out"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: the day in words, why, and the way to change it."""

    date: str
    year: str
    time: str
    why: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class Square:
    """One value of the grid: as understood, as given where that differs, and what it came to."""

    text: str
    unit: str
    given: str
    sign: str
    words: str
    stored: tuple[str, ...]
    url: str

    @property
    def is_plain(self) -> bool:
        """Tell whether there is nothing to say beside the value."""
        return not (self.unit or self.given or self.sign or self.words or self.stored)


@dataclass(frozen=True, slots=True)
class Place:
    """One test on one date: usually one value or none."""

    css: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One test of the grid, with a place a date."""

    name: str
    unit: str
    text: str
    open_url: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's part of the grid."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: tuple[tuple[str, str], ...]
    has_given: bool


def present_sheet(part: Part) -> Sheet:
    """Return the grid of the page's tests and dates; cells of other pages cost nothing."""
    tests = [head for head in part.tests.things if head.analyte or head.problem]
    keys = {head.key for head in tests}, {head.key for head in part.dates.things}
    by_place: dict[tuple[str, str], list[Cell]] = {}
    for cell in part.reading.cells:
        if cell.state != EMPTY and cell.test in keys[0] and cell.when in keys[1]:
            by_place.setdefault((cell.test, cell.when), []).append(cell)
    decided = {cell.key: place for place, cell in enumerate(part.decisions.things)}
    rows = tuple(_row(head, part, by_place, decided) for head in tests)
    squares = [square for row in rows for place in row.places for square in place.squares]
    used = {square.sign for square in squares}
    return Sheet(
        columns=tuple(_column(head, part) for head in part.dates.things),
        rows=rows,
        key=tuple(mark for mark in MARKS.values() if mark[0] in used),
        has_given=any(square.given for square in squares),
    )


def _column(head: DateHead, part: Part) -> Column:
    day, why = split_day(head)
    date, _, year = day.partition(",")[0].rpartition(" ")
    is_date = YEAR.fullmatch(year) is not None
    return Column(
        date=(date if is_date else day.partition(",")[0]) if head.on else head.text,
        year=year if is_date else "",
        time=f"{head.at:%H:%M}" if head.at else "",
        why=why if head.on else head.words,
        is_open=not head.on and head.kind != ASIDE,
        url=part.place.address(change=head.key),
    )


def _row(
    head: TestHead, part: Part, by_place: Mapping[tuple[str, str], list[Cell]], shown: Mapping[str, int]
) -> Row:
    places = []
    for when in part.dates.things:
        cells = by_place.get((head.key, when.key), ())
        places.append(_place(cells, head, part, shown) if cells else NOWHERE)
    name = ANALYTES[head.analyte].name if head.analyte in ANALYTES else head.text
    text = head.text if head.text != name else ""
    field = "test" if head.problem else "unit" if head.unit_problem else ""
    url = f"#id_{field}-{head.key}" if field else ""
    return Row(name, units.label(head.unit), text, url, tuple(places))


NOWHERE = Place("", ())


def _place(cells: Iterable[Cell], head: TestHead, part: Part, shown: Mapping[str, int]) -> Place:
    squares = tuple(_square(cell, head, part, shown) for cell in cells)
    states = {cell.state for cell in cells}
    css = "is-asked" if states & set(OPEN) else "is-left-out" if states <= {SKIPPED} else ""
    marked = "is-marked" if any(square.sign for square in squares) else ""
    return Place(f"{css} {marked}".strip(), squares)


def _square(cell: Cell, head: TestHead, part: Part, shown: Mapping[str, int]) -> Square:
    sign, words = MARKS.get(cell.state, ("", ""))
    said = part.choices.cells.get(cell.key, "")
    if cell.state == VALUE and said:
        words = SAID.get(said, f"instead of {cell.text}")
    text = cell.raw or cell.text
    own = "" if cell.unit == head.unit else cell.unit
    return Square(
        text=text,
        unit=units.label(own),
        given="" if cell.text.strip() == text else cell.text,
        sign=sign,
        words=words,
        stored=tuple(show_stored(each) for each in cell.stored) if cell.state == CONFLICT else (),
        url=_decision_url(cell, part, shown),
    )


def _decision_url(cell: Cell, part: Part, shown: Mapping[str, int]) -> str:
    """Return the way to where a cell is decided: on this page, or on the page of the list that has it."""
    if cell.state not in OPEN:
        return ""
    anchor = f"#id_cell-{cell.key}"
    return anchor if cell.key in shown else part.place.address(cells=part.page_of_cell[cell.key]) + anchor
