"""Where a table keeps its tests, dates and values, gathered line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dressapp.labs.names import split_head

from .heads import DateText
from .parts import Aside

split_once = lru_cache(maxsize=50_000)(split_head)
HEAD, COLUMN, CELL = "head", "column", "cell"


@dataclass(frozen=True, slots=True)
class TestText:
    """One name of a test as it stands in the table, with the unit beside it and where that stands.

    `other_unit_text` is that of the name where a column gives one too.
    """

    key: str
    text: str
    place: str
    name: str
    unit_text: str = ""
    unit_from: str = ""
    other_unit_text: str = ""
    limits: str = ""


class LimitsText(NamedTuple):
    """The limits beside a value as they stand in the table."""

    range: str = ""
    lower: str = ""
    upper: str = ""


class Slot(NamedTuple):
    """The place of a value: its line and column; its test, date and limits by their place in the plan."""

    row: int
    column: int
    test: int
    date: int
    limits: int


@dataclass
class Plan:
    """Where a table keeps what; `columns` has those of a list by what they hold."""

    layout: str
    tests: list[TestText] = field(default_factory=list)
    dates: list[DateText] = field(default_factory=list)
    limits: list[LimitsText] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)
    _found: dict[tuple[str, ...], int] = field(default_factory=dict, repr=False)

    def add_test(
        self, text: str, place: str, unit_text: str = "", unit_from: str = COLUMN, *, own: str = ""
    ) -> int:
        """Return the place of a test with its unit, added where it is new; `own` keeps like names apart."""
        name = ("test", text, unit_text, own)
        if name not in self._found:
            head = split_once(text)
            unit, source = (unit_text, unit_from) if unit_text else (head.unit_text, HEAD)
            other = head.unit_text if unit_text and head.unit_text != unit_text else ""
            key = f"t{len(self.tests)}"
            self._found[name] = len(self.tests)
            self.tests.append(
                TestText(key, text, place, head.name, unit, source if unit else "", other, head.limits)
            )
        return self._found[name]

    def add_date(self, text: str, place: str, *, at_line: bool = False, own: str = "") -> int:
        """Return the place of a date, added where it is new; `own` keeps like dates apart."""
        name = ("date", text, own)
        if name not in self._found:
            self._found[name] = len(self.dates)
            self.dates.append(DateText(f"d{len(self.dates)}", text, place, at_line))
        return self._found[name]

    def add_limits(self, range_text: str, lower: str = "", upper: str = "") -> int:
        """Return the place of the limits beside a value, added where they are new."""
        name = ("limits", range_text, lower, upper)
        if name not in self._found:
            self._found[name] = len(self.limits)
            self.limits.append(LimitsText(range_text, lower, upper))
        return self._found[name]

    def add_slots(
        self, row: int, cells: Sequence[str], test: int, limits: int, dates: Mapping[int, int]
    ) -> None:
        """Add the places of a line's values; `dates` has the date of each column."""
        self.slots.extend(
            Slot(row, column, test, date, limits) for column, date in dates.items() if cells[column]
        )

    def add_sample(
        self, row: int, cells: Sequence[str], date: int, tests: Mapping[int, tuple[int, int]]
    ) -> None:
        """Add the places of a sample's values; `tests` has the test and limits of each column."""
        self.slots.extend(
            Slot(row, column, test, date, limits) for column, (test, limits) in tests.items() if cells[column]
        )

    def leave(self, place: str, text: str, why: str) -> None:
        """Put a line or column aside with the reason."""
        self.aside.append(Aside(place, text, why))
