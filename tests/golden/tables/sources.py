"""The serial tables of published cases: the text as it was readable, and what it says, typed from it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOST = "lost"  # a text whose cells run into one another: nothing of it may be taken

Place = tuple[str, date, time | None]


@dataclass(frozen=True)
class Row:
    """One test of a table as it is printed; `analyte` and `unit` are what a reader of the paper knows.

    An empty `unit` is one that the paper prints and the test does not have.
    """

    name: str
    analyte: str
    unit: str
    values: dict[str, str]
    limits: tuple[str, str]


@dataclass(frozen=True)
class Table:
    """One published table; `days` is None where the readable copy lost under which day a value stands."""

    id: str
    about: str
    citation: str
    damaged: str
    layout: str
    text: str
    events: dict[str, date]
    days: dict[str, tuple[date, time | None]] | None
    rows: tuple[Row, ...]
    aside: tuple[str, ...]
    not_taken: tuple[tuple[str, str, str], ...]

    @property
    def count(self) -> int:
        """Return how many values the source has of tests that are kept."""
        return sum(len(row.values) for row in self.rows)

    def truth(self) -> dict[Place, tuple[Decimal, str]]:
        """Return number and unit of each value by test, day and time; empty where no day is known."""
        days = self.days or {}
        return {
            (row.analyte, *days[head]): (Decimal(text), row.unit)
            for row in self.rows
            for head, text in row.values.items()
            if days
        }

    def on_day(self, day: str) -> set[tuple[str, Decimal]]:
        """Return test and number of each value of one day, as the paper heads it."""
        return {(row.analyte, Decimal(row.values[day])) for row in self.rows if day in row.values}

    def numbers(self) -> list[tuple[str, Decimal]]:
        """Return test and number of each value, without its day."""
        return sorted((row.analyte, Decimal(text)) for row in self.rows for text in row.values.values())

    def refused(self) -> set[tuple[str, Decimal]]:
        """Return test and number of the values that cannot be as they are printed."""
        return {(analyte, Decimal(text)) for analyte, text, _ in self.not_taken}


def load_tables() -> tuple[Table, ...]:
    """Return every stored table."""
    return tuple(map(_table, json.loads((HERE / "tables.json").read_text(encoding="utf-8"))))


def _table(entry: dict[str, Any]) -> Table:
    days = entry["days"]
    return Table(
        entry["id"],
        entry["about"],
        entry["citation"],
        entry["damaged"],
        entry["layout"],
        (HERE / entry["file"]).read_text(encoding="utf-8"),
        {event: date.fromisoformat(on) for event, on in entry["events"].items()},
        {head: _moment(on) for head, on in days.items()} if days else None,
        tuple(map(_row, entry["rows"])),
        tuple(entry.get("aside", ())),
        tuple((analyte, text, why) for analyte, text, why in entry["not_taken"]),
    )


def _moment(text: str) -> tuple[date, time | None]:
    moment = datetime.fromisoformat(text)
    return moment.date(), moment.time() if "T" in text else None


def _row(entry: dict[str, Any]) -> Row:
    """Return one test; values whose day is lost are told apart by their number in the line."""
    values = entry["values"]
    if isinstance(values, list):
        values = {str(place): text for place, text in enumerate(values)}
    low, high = entry.get("limits", ("", ""))
    return Row(entry["name"], entry["test"], entry["unit"], values, (low, high))
