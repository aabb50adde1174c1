"""What a table or file brings to a case: its values, its drugs, and what is not taken over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from dressapp.core.dates import DAY, UNKNOWN
from dressapp.labs.paste.cells import unit_in
from dressapp.labs.paste.drafts import BOTH, KEEP, SKIP, TAKE
from dressapp.labs.paste.parts import (
    ASIDE,
    DUPLICATE,
    SKIPPED,
    TESTS_ACROSS,
    TESTS_DOWN,
    VALUE,
    Aside,
    Cell,
    Choices,
    DateHead,
    Reading,
    Stored,
    TestHead,
)
from scoring.facts import show_date

from .courses_in import courses_of
from .intakes import choices_of
from .models import Intake, IntakeKind

DECISIONS = KEEP, TAKE, BOTH
LONGEST_SOURCE, LONGEST_GIVEN = 200, 120
LEFT_OUT, KEPT = "Left out by choice", "The stored value was kept"


@dataclass(frozen=True, slots=True)
class Result:
    """One value that a reading stores: the columns of a result, and what it replaces."""

    columns: Mapping[str, Any]
    replaces: tuple[Stored, ...] = ()


def list_results(intake: Intake, reading: Reading) -> list[Result]:
    """Return what a reading stores, in the order of its cells; no stored value is replaced twice."""
    choices, origin, replaced = choices_of(intake), _origin(intake), set()
    results = []
    for cell, test, when in _cells(reading, VALUE):
        source = _cut(f"{origin}, {_place_of(cell, test, when, reading)}", LONGEST_SOURCE)
        columns = {**_columns(cell, test, when), "intake": intake.pk, "source": source}
        takes = cell.stored if _takes(cell, choices) and not replaced & set(cell.stored) else ()
        replaced |= set(takes)
        results.append(Result(columns, takes))
    return results


def _cells(reading: Reading, *states: str) -> Iterator[tuple[Cell, TestHead, DateHead]]:
    """Yield the cells in these states, each with its test and its date."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    for cell in reading.cells:
        if cell.state in states:
            yield cell, tests[cell.test], dates[cell.when]


def _takes(cell: Cell, choices: Choices) -> bool:
    """Tell whether a value takes the place of those stored there."""
    said = choices.cells.get(cell.key, "").split()
    return next((word for word in DECISIONS if word in said), choices.conflicts) == TAKE


def _columns(cell: Cell, test: TestHead, when: DateHead) -> dict[str, Any]:
    """Return a cell as the columns of a result."""
    return {
        "analyte": test.analyte,
        "taken_on": when.on,
        "taken_time": when.at,
        "value_raw": cell.raw,
        "value_comparator": cell.comparator,
        "value_canonical": cell.canonical,
        "unit": cell.unit,
        "lower_limit": cell.lower_limit,
        "upper_limit": cell.upper_limit,
        "site": cell.site,
        "note": cell.note,
        "as_given": _as_given(cell, test),
    }


def _as_given(cell: Cell, test: TestHead) -> str:
    """Return a cell as it stood, with the unit that stands beside it and not in it."""
    is_beside = test.unit_how in ("head", "column") and test.unit_text and cell.unit == test.unit
    has_own = test.unit_text in cell.text or unit_in(cell.text) != ""
    unit = f" {test.unit_text}" if is_beside and not has_own else ""
    return _cut(f"{cell.text}{unit}", LONGEST_GIVEN)


def _origin(intake: Intake) -> str:
    """Name what the values came in."""
    if intake.kind == IntakeKind.PASTE:
        return f"Paste of {show_date(timezone.localdate(intake.created_at))}"
    return intake.name


def _place_of(cell: Cell, test: TestHead, when: DateHead, reading: Reading) -> str:
    """Say where a cell stood: its line, and the head of its column unless each line is one result."""
    line = reading.sheet.places[_row_of(cell.key)]
    column = {TESTS_DOWN: when.text, TESTS_ACROSS: test.text}.get(reading.layout, "")
    return f"{line}, {column}" if column else line


def _cut(text: str, longest: int) -> str:
    """Return a text in the room there is."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _row_of(key: str) -> int:
    """Return the line of a table, from 0, that a cell stands in: `r3c5` stands in line 2."""
    return int(key[1 : key.index("c")]) - 1


def list_aside(reading: Reading) -> list[Aside]:
    """Return what a reading does not take over, each with the reason: lines, dates, and single cells."""
    dates = (Aside(head.place, head.text, LEFT_OUT) for head in reading.dates if head.kind == ASIDE)
    cells = (
        Aside(_place_of(cell, test, when, reading), cell.text, _why_left_out(cell))
        for cell, test, when in _cells(reading, SKIPPED)
        if not test.is_aside and when.kind != ASIDE
    )
    return [*reading.aside, *dates, *cells]


def _why_left_out(cell: Cell) -> str:
    """Say why a cell is not taken over."""
    return cell.problem or (KEPT if cell.stored else LEFT_OUT)


def count_skipped(reading: Reading) -> int:
    """Return how many values are stored already."""
    return sum(cell.state == DUPLICATE for cell in reading.cells)


def list_new_courses(intake: Intake, there: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the drug courses of a file that are not `there` and that the person did not keep out."""
    choices, known = choices_of(intake), list(there)
    named = enumerate(courses_of(intake))
    wanted = (course for place, course in named if choices.courses.get(str(place)) != SKIP)
    courses = [{**course, "intake": intake.pk} for course in wanted]
    return [course for course in courses if not is_known_course(course, known)]


def is_known_course(course: Mapping[str, Any], there: Iterable[Any]) -> bool:
    """Tell whether a case has a course of this drug, by name or ATC code, from the same start."""
    start, name = _start_of(course["start_on"], course["start_precision"]), course["name"].casefold()
    return any(
        _start_of(stored.start_on, stored.start_precision) == start
        and (stored.name.casefold() == name or stored.atc == course["atc"] != "")
        for stored in there
    )


def _start_of(on: date | None, precision: str) -> tuple[date | None, str]:
    """Return a start in the one form that two courses are compared by."""
    return on, precision or (DAY if on else UNKNOWN)
