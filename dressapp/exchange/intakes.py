"""A table or file taken in, as it reads now: its sheet, its reading, and what would be stored of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.drugs.selectors import get_first_dose_on
from dressapp.labs.paste.known import get_known
from dressapp.labs.paste.parts import (
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
    Sheet,
    Stored,
    TestHead,
)
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from scoring.facts import show_date

from .models import Intake, IntakeKind

TAKE, BOTH = "take", "both"
LONGEST_SOURCE, LONGEST_GIVEN = 200, 120
LEFT_OUT = "Left out by choice"


@dataclass(frozen=True, slots=True)
class Result:
    """One value that a reading stores: the columns of a result, and what it replaces."""

    columns: Mapping[str, Any]
    replaces: tuple[Stored, ...] = ()


def sheet_of(intake: Intake, separator: str | None = None) -> Sheet:
    """Return the table of an intake; a pasted text is split as its choices, or `separator`, say."""
    content = json.loads(intake.content)
    if intake.kind == IntakeKind.PASTE:
        declared = intake.choices.get("separator", "") if separator is None else separator
        return split_text(content["text"], declared)
    return Sheet(
        rows=tuple(tuple(row) for row in content["rows"]),
        separator=content["separator"],
        places=tuple(content["places"]),
        declared=content["declared"],
        left_out=tuple(content["left_out"]),
    )


def as_content(sheet: Sheet) -> str:
    """Return the table of a file as an intake keeps it."""
    return json.dumps(asdict(sheet))


def choices_of(intake: Intake) -> Choices:
    """Return what the person declared of an intake."""
    return Choices.from_json(intake.choices)


def read_intake(intake: Intake, *, case: Case, today: date) -> Reading:
    """Return an intake as it reads now, beside what the case holds now."""
    known = get_known(case, today=today, first_dose_on=get_first_dose_on(case))
    return read(sheet_of(intake), choices_of(intake), known)


def digest_of(reading: Reading) -> str:
    """Return a hash over all that a person sees of a reading: two that store alike have the same."""
    parts = (
        [reading.separator, reading.layout],
        [[head.key, head.text, head.analyte, head.unit, head.is_aside] for head in reading.tests],
        [[head.key, head.text, str(head.on), str(head.at)] for head in reading.dates],
        [_cell_parts(cell) for cell in reading.cells],
        [[question.name, question.answer] for question in reading.questions],
        [[aside.place, aside.text, aside.why] for aside in reading.aside],
    )
    text = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _cell_parts(cell: Cell) -> list[Any]:
    """Return what a cell comes to, with the stored values beside it."""
    return [
        cell.key,
        cell.test,
        cell.when,
        cell.text,
        cell.state,
        cell.raw,
        cell.comparator,
        cell.canonical,
        cell.unit,
        cell.lower_limit,
        cell.upper_limit,
        cell.site,
        cell.note,
        [[stored.id, stored.version] for stored in cell.stored],
    ]


def list_results(intake: Intake, reading: Reading) -> Iterator[Result]:
    """Yield what a reading stores, in the order of its cells."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    choices, origin = choices_of(intake), _origin(intake)
    for cell in reading.cells:
        if cell.state == VALUE:
            test, when = tests[cell.test], dates[cell.when]
            source = _cut(f"{origin}, {place_of(cell, test, when, reading)}", LONGEST_SOURCE)
            columns = {**_columns(cell, test, when), "intake": intake.pk, "source": source}
            yield Result(columns, cell.stored if _takes(cell, choices) else ())


def _takes(cell: Cell, choices: Choices) -> bool:
    """Tell whether a value takes the place of those stored there."""
    own = choices.cells.get(cell.key, "")
    return bool(cell.stored) and (own if own in (TAKE, BOTH) else choices.conflicts) == TAKE


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
    unit = f" {test.unit_text}" if is_beside and test.unit_text not in cell.text else ""
    return _cut(f"{cell.text}{unit}", LONGEST_GIVEN)


def _origin(intake: Intake) -> str:
    """Name what the values came in."""
    if intake.kind == IntakeKind.PASTE:
        return f"Paste of {show_date(timezone.localdate(intake.created_at))}"
    return intake.name


def place_of(cell: Cell, test: TestHead, when: DateHead, reading: Reading) -> str:
    """Say where a cell stood: its line, and the head of its column unless each line is one result."""
    line = reading.sheet.places[row_of(cell.key)]
    column = {TESTS_DOWN: when.text, TESTS_ACROSS: test.text}.get(reading.layout, "")
    return f"{line}, {column}" if column else line


def _cut(text: str, longest: int) -> str:
    """Return a text in the room there is."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def list_aside(reading: Reading) -> list[Aside]:
    """Return what a reading does not take over: lines and cells, with the reason."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    cells = (
        Aside(
            place_of(cell, tests[cell.test], dates[cell.when], reading), cell.text, cell.problem or LEFT_OUT
        )
        for cell in reading.cells
        if cell.state == SKIPPED
    )
    return [*reading.aside, *cells]


def row_of(key: str) -> int:
    """Return the line of a table, from 0, that a cell stands in: `r3c5` stands in line 2."""
    return int(key[1 : key.index("c")]) - 1


def count_skipped(reading: Reading) -> int:
    """Return how many values are stored already or stay out by choice."""
    return sum(cell.state in (DUPLICATE, SKIPPED) for cell in reading.cells)
