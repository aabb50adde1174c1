"""A table as it was understood: its tests, its dates, and the grid of both with what each cell came to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField

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
from dressapp.labs.plausibility import name_unit
from dressapp.workspace.intake_forms import LEAVE, ChoicesForm
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .intake_cells import SAID
from .intake_part import OPEN, Part, is_aside
from .intake_words import (
    certainty,
    limits_words,
    name_test,
    show_stored,
    show_value,
    split_day,
)

YEAR = re.compile(r"[0-9]{4}")
EVERY_TEST = tuple((analyte, name_test(analyte)) for analyte in ANALYTES)
KEEP_ASIDE = ((ASIDE, "Keep aside, do not store"),)
# A sign and a word for what a cell came to; a plain value has neither.
MARKS = {
    ASKED: ("?", "please confirm"),
    REFUSED: ("!", "cannot be read"),
    CONFLICT: ("≠", "differs from what is stored"),
    DUPLICATE: ("=", "stored already"),
    SKIPPED: ("×", "left out"),
}


@dataclass(frozen=True, slots=True)
class Choose:
    """A select box: its field, the groups it offers, and what is chosen."""

    field: BoundField
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    chosen: str
    empty: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """One name of a test in the table, and what it was understood as; with its fields where they are open."""

    key: str
    text: str
    place: str
    name: str
    certainty: str
    unit: str
    limits: str
    problem: str
    unit_problem: str
    why: str
    reasons: tuple[tuple[str, str], ...]
    test: Choose | None
    unit_field: Choose | None
    lower: BoundField | None
    upper: BoundField | None
    change_url: str
    is_changed: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the line waits for a person's word."""
        return bool(self.problem or self.unit_problem)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date that was not understood, or is being changed."""

    text: str
    place: str
    words: str
    problem: str
    day: BoundField
    time: BoundField
    leave: BoundField
    is_left: bool


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


def present_tests(part: Part, heads: Iterable[TestHead], form: ChoicesForm) -> tuple[TestLine, ...]:
    """Return tests of the table, with fields where something is open or is being changed."""
    why = {(line.place, line.text): line.why for line in part.reading.aside}
    return tuple(_test_line(head, part, form, why.get((head.place, head.text), "")) for head in heads)


def _test_line(head: TestHead, part: Part, form: ChoicesForm, why: str) -> TestLine:
    is_changed = head.key == part.place.change
    asks_test = is_changed or bool(head.problem) or is_aside(head)
    asks_unit = bool(head.analyte) and (is_changed or bool(head.unit_problem))
    return TestLine(
        key=head.key,
        text=head.text,
        place=head.place,
        name=name_test(head.analyte),
        certainty=certainty(head),
        unit=name_unit(head.unit) if head.unit else "",
        limits=limits_words(*part.choices.limits.get(head.key, (head.lower_limit, head.upper_limit))),
        problem=head.problem,
        unit_problem=head.unit_problem,
        why=why,
        reasons=tuple((name_unit(each.unit), each.reason) for each in head.unit_suggestions),
        test=_choose_test(head, form[f"test-{head.key}"]) if asks_test else None,
        unit_field=_choose_unit(head, form[f"unit-{head.key}"]) if asks_unit else None,
        lower=form[f"lower-{head.key}"] if is_changed and head.analyte else None,
        upper=form[f"upper-{head.key}"] if is_changed and head.analyte else None,
        change_url=part.place.address(change=head.key),
        is_changed=is_changed,
    )


def _choose_test(head: TestHead, field: BoundField) -> Choose:
    near = dict.fromkeys([head.analyte, *head.alternatives] if head.problem else head.alternatives)
    likely = tuple((analyte, name_test(analyte)) for analyte in near if analyte in ANALYTES)
    groups = (("Likely", likely),) if likely else ()
    groups += (("All tests", EVERY_TEST), ("Not taken over", KEEP_ASIDE))
    return Choose(field, f"Test of {head.text}", groups, str(field.value() or ""), "Choose the test")


def _choose_unit(head: TestHead, field: BoundField) -> Choose:
    likely = tuple((each.unit, name_unit(each.unit)) for each in head.unit_suggestions)
    own = tuple((code, name_unit(code)) for code in ANALYTES[head.analyte].family)
    others = tuple(pair for pair in own if pair not in likely)
    groups = (("Fits the values", likely), ("Other units", others)) if likely else (("Units", own),)
    groups = tuple(group for group in groups if group[1])
    return Choose(field, f"Unit of {head.text}", groups, str(field.value() or ""), "Choose the unit")


def present_dates(part: Part, form: ChoicesForm) -> tuple[DateLine, ...]:
    """Return the dates that were not understood, and the one that is being changed."""
    return tuple(_date_line(head, form) for head in part.unclear_dates)


def _date_line(head: DateHead, form: ChoicesForm) -> DateLine:
    leave = form[f"{LEAVE}-{head.key}"]
    return DateLine(
        text=head.text,
        place=head.place,
        words=head.words,
        problem=head.problem,
        day=form[f"day-{head.key}"],
        time=form[f"time-{head.key}"],
        leave=leave,
        is_left=leave.value() == ASIDE,
    )


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
    value = show_value(cell) if cell.raw else ""
    text = value or cell.text
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
