"""The part of a table that one page shows: so many dates, tests and open cells, whatever the table's size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from dressapp.core.numbers import read_count
from dressapp.labs.paste.layout import LAYOUTS
from dressapp.labs.paste.parts import (
    ASKED,
    CONFLICT,
    REFUSED,
    Cell,
    Choices,
    DateHead,
    Option,
    Question,
    Reading,
    TestHead,
)
from dressapp.labs.paste.sheet import SEPARATORS
from dressapp.workspace.intake_fields import ANCHOR, COURSES, LEAVE, ON

DATES_A_PAGE, TESTS_A_PAGE, CELLS_A_PAGE = 14, 60, 50
OPEN = (ASKED, REFUSED, CONFLICT)
PAGED = ("dates", "tests", "cells", "aside")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a large table a page is, and the head whose meaning is being changed."""

    dates: int = 1
    tests: int = 1
    cells: int = 1
    aside: int = 1
    change: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Place":
        """Return the place that an address asks for; nonsense is the first page."""
        pages = {name: max(1, read_count(query.get(name, ""), 1)) for name in PAGED}
        return cls(**pages, change=query.get("change", "")[:200])

    def address(self, **other: object) -> str:
        """Return the place as it stands in an address, with some of it elsewhere."""
        here = {name: getattr(self, name) for name in (*PAGED, "change")} | other
        return "?" + urlencode({name: value for name, value in here.items() if value not in (1, "")})


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some of many things, and which page of them it is."""

    page: int
    pages: int
    first: int
    count: int
    things: Sequence[T]


def cut(things: Sequence[T], page: int, size: int) -> Slice[T]:
    """Return one page of many things; beyond the last page stands the last."""
    pages = max(1, -(-len(things) // size))
    page = min(page, pages)
    start = (page - 1) * size
    return Slice(page, pages, start + 1, len(things), things[start : start + size])


@dataclass(frozen=True)
class Part:
    """What one page shows of a reading: heads understood, heads kept aside, cells to decide, dates."""

    reading: Reading
    choices: Choices
    place: Place
    questions: tuple[Question, ...]
    tests: Slice[TestHead]
    aside: Slice[TestHead]
    dates: Slice[DateHead]
    decisions: Slice[Cell]
    unclear_dates: tuple[DateHead, ...]
    course_count: int
    page_of_cell: Mapping[str, int]
    page_of_test: Mapping[str, int]

    @property
    def names(self) -> set[str]:
        """Return the names of the fields that the page shows."""
        tests = [head.key for head in (*self.tests.things, *self.aside.things) if self.is_changed(head)]
        days = [head.key for head in self.unclear_dates]
        cells = [cell.key for cell in self.decisions.things]
        return {
            *(question.name for question in self.questions),
            *(f"{question.name}{ON}" for question in self.questions if question.name.startswith(ANCHOR)),
            *(f"{kind}-{key}" for key in tests for kind in ("test", "unit", "lower", "upper")),
            *(f"{kind}-{key}" for key in days for kind in ("day", "time", LEAVE)),
            *(f"{kind}-{key}" for key in cells for kind in ("cell", "number")),
            *(f"course-{place}" for place in range(self.course_count)),
            *((COURSES,) if self.course_count else ()),
            *(name for name in ("conflicts", "rest") if self.offers(name)),
        }

    def is_changed(self, head: TestHead | DateHead) -> bool:
        """Tell whether a head has its fields open: it is unclear, or the person asked to change it."""
        is_open = head.problem or getattr(head, "unit_problem", "") or is_aside(head)
        return bool(is_open) or head.key == self.place.change

    def offers(self, name: str) -> bool:
        """Tell whether one word decides all conflicts, or leaves out all that cannot be read."""
        state = {"conflicts": CONFLICT, "rest": REFUSED}[name]
        return bool(getattr(self.choices, name) or self.reading.counts.get(state, 0) > 1)


def is_aside(head: TestHead | DateHead) -> bool:
    """Tell whether a row of the table is kept aside: nobody knows its test, or somebody said so."""
    return isinstance(head, TestHead) and (head.is_aside or not head.analyte) and not head.problem


def take_part(
    reading: Reading, choices: Choices, place: Place, *, is_text: bool = False, course_count: int = 0
) -> Part:
    """Return what one page shows of a reading; how a pasted text is parted can be changed."""
    understood = [head for head in reading.tests if not is_aside(head)]
    aside = [head for head in reading.tests if is_aside(head)]
    to_decide = [cell for cell in reading.cells if is_to_decide(cell, choices)]
    unclear = [head for head in reading.dates if head.problem or head.key == place.change]
    return Part(
        reading=reading,
        choices=choices,
        place=place,
        questions=(*reading.questions, *_questions_of_shape(reading, is_text=is_text)),
        tests=cut(understood, place.tests, TESTS_A_PAGE),
        aside=cut(aside, place.aside, CELLS_A_PAGE),
        dates=cut(reading.dates, place.dates, DATES_A_PAGE),
        decisions=cut(to_decide, place.cells, CELLS_A_PAGE),
        unclear_dates=tuple(unclear[:CELLS_A_PAGE]),
        course_count=course_count,
        page_of_cell={cell.key: place // CELLS_A_PAGE + 1 for place, cell in enumerate(to_decide)},
        page_of_test={head.key: place // TESTS_A_PAGE + 1 for place, head in enumerate(understood)},
    )


def _questions_of_shape(reading: Reading, *, is_text: bool) -> Iterator[Question]:
    """Yield how the table is laid out and parted, unless its source declares that or it is asked already."""
    asked = {question.name for question in reading.questions} | set(reading.sheet.declared)
    if "layout" not in asked:
        ways = tuple(Option(*way) for way in LAYOUTS.items())
        yield Question("layout", "How is the table laid out?", ways, reading.layout)
    if is_text and "separator" not in asked:
        ways = tuple(Option(*way) for way in SEPARATORS.items())
        yield Question("separator", "What stands between the columns?", ways, reading.separator)


def is_to_decide(cell: Cell, choices: Choices) -> bool:
    """Tell whether a cell waits for a person's word, or has it."""
    return cell.state in OPEN or cell.key in choices.cells
