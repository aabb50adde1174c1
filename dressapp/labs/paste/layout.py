"""Find where a table keeps its tests, its dates and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dressapp.labs.names import split_head

from .heads import DateText, is_date_text
from .parts import TESTS_DOWN, Aside, Choices, Sheet


@dataclass(frozen=True, slots=True)
class TestText:
    """One name of a test as it stands in the table, with what stands beside it."""

    key: str
    text: str
    place: str
    name: str
    unit_text: str = ""
    limits_text: str = ""
    lower_text: str = ""
    upper_text: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a value: its line and column, its test and its date by their place in the plan."""

    row: int
    column: int
    test: int
    date: int


@dataclass(frozen=True)
class Plan:
    """Where a table keeps what; `columns` has those of a list by what they hold."""

    layout: str
    tests: list[TestText] = field(default_factory=list)
    dates: list[DateText] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)


def find_plan(sheet: Sheet, choices: Choices, today: date) -> Plan:
    """Return where a table keeps its tests, dates and values."""

    head = next(
        (place for place, row in enumerate(sheet.rows) if any(is_date_text(c, today) for c in row)), 0
    )
    plan = Plan(TESTS_DOWN)
    for column, text in enumerate(sheet.rows[head][1:], start=1):
        plan.dates.append(DateText(f"d{column - 1}", text, f"column {column + 1}"))
    for row, cells in enumerate(sheet.rows[head + 1 :], start=head + 1):
        test = len(plan.tests)
        found = split_head(cells[0])
        plan.tests.append(
            TestText(f"t{test}", cells[0], sheet.places[row], found.name, found.unit_text, found.limits)
        )
        plan.slots.extend(Slot(row, column, test, column - 1) for column in range(1, len(cells)))
    return plan
