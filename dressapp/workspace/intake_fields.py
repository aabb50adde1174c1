"""The fields of a preview: one for each name that its page shows or its post sends, with what it shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from dressapp.core.fields import DateField, NumberField
from dressapp.labs.fields import TimeField
from dressapp.labs.paste.parts import ASIDE, Cell, Choices, DateHead, Question, Reading, TestHead
from scoring.analytes import ANALYTES

RIGHT, SKIP, WRITE, AGAIN = "right", "skip", "write", "again"
CONFLICT_WORDS = ("keep", "take", "both")
CELL_WORDS = (RIGHT, SKIP, *CONFLICT_WORDS, WRITE, AGAIN)
BULK = {"conflicts": CONFLICT_WORDS, "rest": (SKIP,)}
ANCHOR, TYPED_DAY, ON = "anchor-", "date", "-on"
COURSES, LEAVE = "courses", "leave"
EVERY_TEST = (*ANALYTES, ASIDE)
EVERY_UNIT = tuple({code for analyte in ANALYTES.values() for code in analyte.family})
CHOICE_REFUSED = "This is no longer offered. Choose again."

Made = tuple[forms.Field, Any]


@dataclass(frozen=True)
class Fields:
    """What fields are made from: the parts of a table by key, and what was said of them before."""

    was: Choices
    questions: dict[str, Question]
    tests: dict[str, TestHead]
    dates: dict[str, DateHead]
    cells: dict[str, Cell]
    course_count: int
    day_options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        reading: Reading,
        was: Choices,
        questions: Sequence[Question],
        names: Collection[str],
        *,
        course_count: int,
        **day_options: Any,
    ) -> "Fields":
        """Return the parts of a reading by key; of its cells, only those that are named."""
        named = {name.partition("-")[2] for name in names if name.startswith(("cell-", "number-"))}
        return cls(
            was=was,
            questions={question.name: question for question in questions},
            tests={head.key: head for head in reading.tests},
            dates={head.key: head for head in reading.dates},
            cells={cell.key: cell for cell in reading.cells if cell.key in named},
            course_count=course_count,
            day_options=day_options | {"required": False},
        )

    def make(self, name: str) -> Made | None:
        """Return the field of a name with what it shows, or None for a name of nothing."""
        kind, _, key = name.partition("-")
        if name in BULK:
            return _choice(BULK[name], ""), getattr(self.was, name)
        if name in self.questions:
            question = self.questions[name]
            return _choice([option.value for option in question.options], question.title), question.answer
        if kind == "anchor" and name.removesuffix(ON) in self.questions:
            return self._of_anchor(key.removesuffix(ON))
        if key in self.tests:
            return self._of_test(kind, self.tests[key])
        if key in self.dates:
            return self._of_date(kind, self.dates[key])
        return self._of_cell(kind, key) if key in self.cells else self._of_course(kind, key)

    def _of_anchor(self, kind: str) -> Made:
        anchor = self.was.anchors.get(kind)
        is_typed = anchor is not None and anchor.event == TYPED_DAY
        field = DateField(label=f"The day that {kind} is counted from", **self.day_options)
        return field, anchor.on if anchor and is_typed else None

    def _of_test(self, kind: str, head: TestHead) -> Made | None:
        lower, upper = self.was.limits.get(head.key, (head.lower_limit, head.upper_limit))
        if kind == "test":
            is_settled = not head.problem
            shown = ASIDE if head.is_aside and head.key in self.was.tests else head.analyte
            return _choice(EVERY_TEST, f"{head.text}: test"), shown if is_settled else ""
        if kind == "unit":
            return _choice(EVERY_UNIT, f"{head.text}: unit"), "" if head.unit_problem else head.unit
        if kind in ("lower", "upper"):
            field = NumberField(label=f"{head.text}: {kind} limit", required=False)
            return field, lower if kind == "lower" else upper
        return None

    def _of_date(self, kind: str, head: DateHead) -> Made | None:
        key = head.key
        if kind == "day":
            shown = self.was.days.get(key) or (None if head.problem else head.on)
            return DateField(label=f"{head.text}: date", **self.day_options), shown
        if kind == "time":
            return TimeField(label=f"{head.text}: time"), self.was.times.get(key) or head.at
        if kind == LEAVE:
            return _choice((ASIDE,), f"{head.text}: column"), self.was.tests.get(key, "")
        return None

    def _of_cell(self, kind: str, key: str) -> Made | None:
        said, name = self.was.cells.get(key, ""), self._name_of_cell(key)
        is_typed = said.startswith("=")
        if kind == "cell":
            return _choice(CELL_WORDS, name), WRITE if is_typed else said
        if kind == "number":
            return NumberField(label=name, required=False), said[1:] if is_typed else ""
        return None

    def _name_of_cell(self, key: str) -> str:
        """Return what a cell is called in a message: its test and date as the table has them."""
        cell = self.cells[key]
        test, when = self.tests.get(cell.test), self.dates.get(cell.when)
        return ", ".join(head.text for head in (test, when) if head) or "Value"

    def _of_course(self, kind: str, key: str) -> Made | None:
        if kind == COURSES and not key:
            return forms.BooleanField(required=False), True
        if kind == "course" and key in map(str, range(self.course_count)):
            return forms.BooleanField(required=False), self.was.courses.get(key) != SKIP
        return None


def _choice(values: Collection[str], label: str) -> forms.ChoiceField:
    """Return a field for one of a few words, none of them required."""
    return forms.ChoiceField(
        choices=[(value, value) for value in values],
        required=False,
        label=label,
        error_messages={"invalid_choice": CHOICE_REFUSED},
    )
