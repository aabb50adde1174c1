"""The words of a table on its way in: what was pasted, what was declared, and how it was understood.

Everything here is plain data. `read(sheet, choices, known)` in `reading.py` turns the first three into a
`Reading`; the same input always gives the same reading, and nothing is stored by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from dressapp.core.dates import parse_date

# Layouts: tests as rows, tests as columns, one result a line.
TESTS_DOWN, TESTS_ACROSS, LIST = "tests_down", "tests_across", "list"
# What a cell came to.
VALUE, EMPTY, ASKED, REFUSED, SKIPPED, DUPLICATE, CONFLICT = (
    "value", "empty", "asked", "refused", "skipped", "duplicate", "conflict",
)  # fmt: skip
ASIDE = "aside"  # the choice for a test whose values are not taken over


class SheetRefused(ValueError):
    """A text or file that holds no table within the limits; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text, every line equally long, before anything is understood.

    `places` names each line in its source ("line 3", "sheet Labs, row 3", "entry 7"). `declared` holds
    choices that the source's own format settles (a FHIR file: layout list, decimal point, ISO dates); the
    person is not asked for those. `left_out` names what the source held and this table does not.
    """

    rows: tuple[tuple[str, ...], ...]
    separator: str
    places: tuple[str, ...]
    declared: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that counted days are counted from, and whether it is itself day 0 or day 1.

    `event` is a column of the case (`admission_on`, ...) or `date` for a day that was typed.
    """

    event: str
    on: date
    first: int


@dataclass(frozen=True)
class Choices:
    """What the person declared of one table; an empty text is nothing declared.

    `tests`, `units` and `limits` go by the key of a test head (`aside` in `tests` also by that of a date
    head, whose values then stay out), `days` and `times` by that of a date head, `anchors` by the kind of
    counted day (AD, BA, DC, HD, day, D, week), `cells` by the key of a cell: `skip`, `right` (an unusual
    value is right), `keep`, `take` or `both` (a conflict), or `=12.3`, the number typed instead; a typed
    number and a decision stand together as `=12.3 take`. `conflicts` decides those not decided on their
    own; `rest` is `skip` where all cells that cannot be read stay out. `courses` goes by the place of a drug
    course in its file, `0` the first: `skip` keeps it out.
    """

    separator: str = ""
    layout: str = ""
    decimal: str = ""  # point | comma
    date_order: str = ""  # dmy | mdy | ymd
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    tests: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    times: Mapping[str, time] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    conflicts: str = ""  # keep | take | both
    rest: str = ""
    courses: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the choices as plain JSON."""
        anchors = {kind: [a.event, a.on.isoformat(), a.first] for kind, a in self.anchors.items()}
        return {
            "separator": self.separator,
            "layout": self.layout,
            "decimal": self.decimal,
            "date_order": self.date_order,
            "conflicts": self.conflicts,
            "rest": self.rest,
            "anchors": anchors,
            "tests": dict(self.tests),
            "units": dict(self.units),
            "limits": {key: list(pair) for key, pair in self.limits.items()},
            "days": {key: on.isoformat() for key, on in self.days.items()},
            "times": {key: f"{at:%H:%M}" for key, at in self.times.items()},
            "cells": dict(self.cells),
            "courses": dict(self.courses),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Choices":
        """Return the choices that `as_json` wrote."""
        read = dict(stored)
        read["anchors"] = {
            kind: Anchor(event, parse_date(on), first)
            for kind, (event, on, first) in stored.get("anchors", {}).items()
        }
        read["limits"] = {key: (low, high) for key, (low, high) in stored.get("limits", {}).items()}
        read["days"] = {key: parse_date(on) for key, on in stored.get("days", {}).items()}
        read["times"] = {key: time.fromisoformat(at) for key, at in stored.get("times", {}).items()}
        return cls(**read)


@dataclass(frozen=True, slots=True)
class Stored:
    """One result that the case holds already."""

    id: str
    version: int
    raw: str
    comparator: str
    canonical: str
    unit: str


@dataclass(frozen=True)
class Known:
    """What the case and its team know before the table is read.

    `events` are the case's days by column name (`admission_on`, `rash_onset_on`, `first_dose_on`, ...), only
    those on record; `rows` the unit of each test's row in the grid; `team_names` the team's own names, folded
    (`names.fold`), with the test each stands for; `stored` the case's results by test, day and time.
    """

    today: date
    day_zero: date | None = None  # of a case that knows only days
    events: Mapping[str, date] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    team_names: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[tuple[str, date, time | None], tuple[Stored, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One way out of a question: its value, its words, and what it would make of the table."""

    value: str
    words: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the table leaves open and the person settles once.

    `name` is the form field (`decimal`, `date_order`, `anchor-AD`); `answer` the choice in force, empty where
    none is; `why` says what in the table supports an answer that was not typed. A question with an answer is
    shown as a statement that can be changed; one without stops the confirmation. The options of an anchor
    read `admission_on:1`; a typed day is `date:1` with the day in the field `<name>-on`.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    answer: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """A unit that would fit, and the reason."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class TestHead:
    """One name of a test in the table, with the unit beside it.

    `analyte` is empty where the name is not known or the row is kept aside; `certainty` runs from 0 to 100;
    `how` is `exact`, `team`, `code`, `similar` or `chosen`. A `similar` name waits for the person's word:
    `problem` is set until it is confirmed. `unit_how` is `head`, `cell`, `column` or `chosen`.
    """

    key: str
    text: str
    place: str
    analyte: str = ""
    certainty: int = 0
    how: str = ""
    alternatives: tuple[str, ...] = ()
    unit: str = ""
    unit_text: str = ""
    unit_how: str = ""
    unit_suggestions: tuple[UnitSuggestion, ...] = ()
    lower_limit: str = ""
    upper_limit: str = ""
    is_aside: bool = False
    problem: str = ""
    unit_problem: str = ""


@dataclass(frozen=True, slots=True)
class DateHead:
    """One date of the table: as it stands there, the day it was understood as, and in words why.

    `kind` is `date`, `numbers` (03/04/2026), a counted kind (`AD`, `day`, ...), `chosen` or empty; `words`
    reads "14 Mar 2015: AD 3, two days after admission" or, in a case that knows only days, "day 2: ...".
    """

    key: str
    text: str
    place: str
    kind: str = ""
    on: date | None = None
    at: time | None = None
    words: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and what it came to.

    `raw` is the number in the form that `core.numbers` reads, with the digits that were given; `unit` is the
    cell's own, else its test's. `problem` says what is wrong and what to do; `stored` are the values that
    stand in its place already.
    """

    key: str
    test: str
    when: str
    text: str
    state: str
    raw: str = ""
    comparator: str = ""
    canonical: str = ""
    unit: str = ""
    lower_limit: str = ""
    upper_limit: str = ""
    site: str = ""
    note: str = ""
    problem: str = ""
    stored: tuple[Stored, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is not taken over: where it stands, its text, and why."""

    place: str
    text: str
    why: str


@dataclass(frozen=True)
class Reading:
    """A table as it was understood; `counts` has the number of cells by state."""

    sheet: Sheet
    separator: str
    layout: str
    tests: tuple[TestHead, ...]
    dates: tuple[DateHead, ...]
    cells: tuple[Cell, ...]
    questions: tuple[Question, ...] = ()
    aside: tuple[Aside, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Tell whether every question is answered and every problem has its way out."""
        heads = any(head.problem for head in (*self.tests, *self.dates))
        units = any(head.unit_problem for head in self.tests)
        asked = any(not question.answer for question in self.questions)
        cells = any(self.counts.get(state) for state in (ASKED, REFUSED, CONFLICT))
        return not (heads or units or asked or cells)
