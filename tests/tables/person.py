"""A person who knows what a generated table says, and answers what the reading asks."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dressapp.labs.paste.parts import ASKED, CONFLICT, REFUSED, VALUE, Anchor, Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from tests.tables.generate import ADMISSION, DISCHARGE, ONSET

KNOWN = Known(
    today=date(2026, 11, 22),
    events={"admission_on": ADMISSION, "discharge_on": DISCHARGE, "rash_onset_on": ONSET},
)
ORDERS = {"dots": "dmy", "slashes-dmy": "dmy", "slashes-mdy": "mdy"}
ROUNDS = 6


@dataclass
class Tally:
    """How the true cells of tables ended."""

    exact: int = 0
    asked: int = 0
    left_out: int = 0
    wrong: int = 0

    def add(self, other):
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def take_in(table):
    """Read a table as its person would, and tally its cells; also return what was wrong."""
    sheet = split_text(table.text)
    choices, asked = Choices(), set()
    reading = read(sheet, choices, KNOWN)
    for _ in range(ROUNDS):
        if reading.is_ready:
            break
        asked |= {cell.key for cell in reading.cells if cell.state in (ASKED, REFUSED, CONFLICT)}
        choices = answer(table, reading, choices)
        reading = read(sheet, choices, KNOWN)
    return tally(table, reading, asked)


def answer(table, reading, choices):
    """Return the choices with every open question answered as the table's maker knows it."""
    given = {}
    for question in reading.questions:
        if not question.answer:
            given |= _settle(table, question.name, choices)
    return replace(
        choices,
        **given,
        tests=dict(choices.tests) | _tests(table, reading),
        units=dict(choices.units) | _units(table, reading),
        days=dict(choices.days) | {key: on for key, (on, _) in _open_dates(table, reading).items()},
        times=dict(choices.times) | {key: at for key, (_, at) in _open_dates(table, reading).items() if at},
        cells=dict(choices.cells) | _cells(reading),
    )


def _settle(table, name, choices):
    if name == "decimal":
        return {"decimal": table.decimal}
    if name == "date_order":
        return {"date_order": ORDERS[table.date_style]}
    kind = name.removeprefix("anchor-")
    return {"anchors": dict(choices.anchors) | {kind: Anchor("rash_onset_on", ONSET, table.first)}}


def _row(table, head):
    """Return the row of a table that a test head stands for: the longest name it begins with."""
    fitting = [row for row in table.rows if head.text.startswith(row.name)]
    return max(fitting, key=lambda row: len(row.name), default=None)


def _tests(table, reading):
    rows = {head.key: _row(table, head) for head in reading.tests if head.problem}
    return {key: row.analyte or "aside" for key, row in rows.items() if row}


def _units(table, reading):
    rows = {head.key: _row(table, head) for head in reading.tests if head.unit_problem}
    return {key: row.unit for key, row in rows.items() if row and row.analyte}


def _open_dates(table, reading):
    """Return day and time of each date head that could not be read, by its key."""
    heads = {head.key: table.heads.get(head.text.strip()) for head in reading.dates if head.problem}
    return {key: when for key, when in heads.items() if when}


def _cells(reading):
    ways = {ASKED: "right", REFUSED: "skip", CONFLICT: "skip"}
    return {cell.key: ways[cell.state] for cell in reading.cells if cell.state in ways}


def tally(table, reading, asked):
    """Count the values that are exactly what the table says, were asked about, left out, or are wrong."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    seen, wrong, counted = set(), [], Tally()
    for cell in reading.cells:
        if cell.state != VALUE:
            continue
        head, when = tests[cell.test], dates[cell.when]
        place = (head.analyte, when.on, when.at)
        read_as = (Decimal(cell.canonical), cell.unit or head.unit, cell.comparator)
        seen.add(place)
        if not reading.is_ready:
            continue  # nothing of it can be stored
        if table.truth.get(place) != read_as or not _limits_are_right(table, head.analyte, cell):
            wrong.append((place, read_as, table.truth.get(place), cell))
        elif cell.key in asked:
            counted.asked += 1
        else:
            counted.exact += 1
    counted.wrong = len(wrong)
    counted.left_out = len(table.truth.keys() - seen) if reading.is_ready else len(table.truth)
    return counted, wrong


def _limits_are_right(table, analyte, cell):
    """Tell whether the limits of a value are the table's, or none were understood."""
    read_as = (cell.lower_limit, cell.upper_limit)
    if read_as == ("", ""):
        return True
    return analyte in table.limits and tuple(map(Decimal, read_as)) == table.limits[analyte]
