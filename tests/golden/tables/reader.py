"""Read a published table as somebody with the paper in hand would, and count how its values ended."""

from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from dressapp.labs.paste.parts import (
    ASIDE,
    ASKED,
    CONFLICT,
    REFUSED,
    VALUE,
    Anchor,
    Cell,
    Choices,
    DateHead,
    Known,
    Reading,
    SheetRefused,
    TestHead,
)
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from tests.golden.tables.sources import LOST, Table

TODAY = date(2026, 11, 22)
ROUNDS = 6
WAYS = {ASKED: "right", REFUSED: "skip", CONFLICT: "skip"}


@dataclass
class Tally:
    """How the values of a table ended.

    `right` were taken as they are, `asked` after a question about the value, its test, unit or day, or still
    wait for it; `left_out` stand in the source and were not taken; `wrong` were taken as something else.
    """

    right: int = 0
    asked: int = 0
    left_out: int = 0
    wrong: int = 0
    questions: int = 0

    def __str__(self) -> str:
        return f"right {self.right}, asked {self.asked}, left out {self.left_out}, wrong {self.wrong}"


def take_in(table: Table, text: str) -> Tally:
    """Read one shape of a table, answer what is asked as the paper says, and count."""
    known = Known(TODAY, events=table.events)
    try:
        sheet = split_text(text)
    except SheetRefused:
        return Tally(left_out=table.count)
    choices, asked, questions = Choices(), set(), set()
    reading = read(sheet, choices, known)
    for _ in range(ROUNDS):
        if reading.is_ready:
            break
        asked |= _what_is_asked(reading)
        questions |= {question.name for question in reading.questions if not question.answer}
        choices = _answer(table, reading, choices)
        reading = read(sheet, choices, known)
    tally = _count(table, reading, asked)
    tally.questions = len(questions)
    return tally


def _what_is_asked(reading: Reading) -> set[str]:
    """Return the keys of cells, tests and dates that wait for an answer."""
    cells = {cell.key for cell in reading.cells if cell.state in WAYS}
    tests = {head.key for head in reading.tests if head.problem or head.unit_problem}
    return cells | tests | {head.key for head in reading.dates if head.problem}


def _answer(table: Table, reading: Reading, choices: Choices) -> Choices:
    """Return the choices with the answers that the paper gives; what it does not say stays open."""
    open_dates = [head for head in reading.dates if head.problem]
    days = {head.key: when for head in open_dates if (when := _day_of(table, reading, head))}
    tests, units = {}, {}
    for head in reading.tests:
        row = next((row for row in table.rows if head.text.startswith(row.name)), None)
        if head.problem:
            tests[head.key] = row.analyte if row else ASIDE
        if head.unit_problem and row and row.unit:
            units[head.key] = row.unit
        elif head.unit_problem:
            tests[head.key] = ASIDE
    return replace(
        choices,
        decimal="point" if _is_open(reading, "decimal") else choices.decimal,
        anchors=dict(choices.anchors) | _anchors(table, reading),
        tests=dict(choices.tests) | tests,
        units=dict(choices.units) | units,
        days=dict(choices.days) | {key: on for key, (on, _) in days.items()},
        times=dict(choices.times) | {key: at for key, (_, at) in days.items() if at},
        cells=dict(choices.cells) | _cells(table, reading),
    )


def _cells(table: Table, reading: Reading) -> dict[str, str]:
    """Return what is said of cells: right as printed, unless they cannot be; all others stay out."""
    tests = {head.key: head.analyte for head in reading.tests}
    said = {}
    for cell in reading.cells:
        if cell.state in WAYS:
            cannot_be = cell.raw and (tests[cell.test], Decimal(cell.canonical)) in table.refused()
            said[cell.key] = "skip" if cannot_be else WAYS[cell.state]
    return said


def _day_of(table: Table, reading: Reading, head: DateHead) -> tuple[date, time | None] | None:
    """Return the day of a head: by its text, or the one day of the paper that has all the values below it."""
    if not table.days or head.text in table.days:
        return table.days[head.text] if table.days else None
    tests = {one.key: one.analyte for one in reading.tests}
    below = [cell for cell in reading.cells if cell.when == head.key and cell.state in (VALUE, *WAYS)]
    found = {(tests[cell.test], Decimal(cell.canonical)) for cell in below if cell.raw and tests[cell.test]}
    fitting = [when for day, when in table.days.items() if found and found <= table.on_day(day)]
    return fitting[0] if len(fitting) == 1 else None


def _is_open(reading: Reading, name: str) -> bool:
    return any(question.name == name and not question.answer for question in reading.questions)


def _anchors(table: Table, reading: Reading) -> dict[str, Anchor]:
    """Return the day of admission as day 1 for days that are counted by plain numbers."""
    on = table.events.get("admission_on")
    names = [question.name for question in reading.questions if not question.answer]
    kinds = [name.removeprefix("anchor-") for name in names if name.startswith("anchor-")]
    return {kind: Anchor("admission_on", on, 1) for kind in kinds if on}


def _count(table: Table, reading: Reading, asked: set[str]) -> Tally:
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    if table.about == LOST:
        return Tally(wrong=sum(cell.state == VALUE for cell in reading.cells))
    if table.days is None:
        return _count_without_days(table, reading, tests, dates)
    truth, seen, tally = table.truth(), set(), Tally()
    for cell in reading.cells if reading.is_ready else ():
        if cell.state != VALUE:
            continue
        head, when = tests[cell.test], dates[cell.when]
        place = (head.analyte, when.on, when.at)
        if truth.get(place) != (Decimal(cell.canonical), cell.unit) or not _has_its_limits(table, head, cell):
            tally.wrong += 1
        elif asked & {cell.key, cell.test, cell.when}:
            tally.asked += 1
        else:
            tally.right += 1
        seen.add(place)
    tally.left_out = len(truth.keys() - seen)
    return tally


def _count_without_days(
    table: Table, reading: Reading, tests: dict[str, TestHead], dates: dict[str, DateHead]
) -> Tally:
    """Count values that must wait for their day: one that has a day, or can be stored, is wrong."""
    units = {row.analyte: row.unit for row in table.rows}
    left, tally = table.numbers(), Tally()
    for cell in reading.cells:
        if cell.state != VALUE:
            continue
        head = tests[cell.test]
        number = (head.analyte, Decimal(cell.canonical))
        is_right = number in left and cell.unit == units[head.analyte] and _has_its_limits(table, head, cell)
        if not is_right or dates[cell.when].on or reading.is_ready:
            tally.wrong += 1
            continue
        left.remove(number)
        tally.asked += 1
    tally.left_out = len(left)
    return tally


def _has_its_limits(table: Table, head: TestHead, cell: Cell) -> bool:
    """Tell whether the limits of a value are those that the paper prints, or none."""
    limits = (cell.lower_limit, cell.upper_limit)
    printed = next((row.limits for row in table.rows if row.analyte == head.analyte), ("", ""))
    return limits == ("", "") or [part and Decimal(part) for part in limits] == [
        part and Decimal(part) for part in printed
    ]
