"""What a person says of a table on its way in: each word checked, nothing typed lost, nothing preselected."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from dressapp.cases.models import Case
from dressapp.core.numbers import Number
from dressapp.labs.paste.parts import Anchor, Choices, Question, Reading
from dressapp.labs.plausibility import refusal_of_unit
from scoring.analytes import ANALYTES

from .intake_fields import AGAIN, ANCHOR, BULK, COURSES, LEAVE, ON, SKIP, TYPED_DAY, WRITE, Fields

OF_THE_TABLE = ("separator", "layout", "decimal", "date_order")


class ChoicesForm(forms.Form):
    """What the preview of a table lets a person say; `choices` is that on top of what was said before.

    The fields are those that the page shows and those that were posted. What was not posted stays as it was,
    and what the table settles by itself is not written down as if somebody had said it.
    """

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        reading: Reading,
        questions: Sequence[Question],
        was: Choices,
        events: Mapping[str, date],
        today: date,
        shown: Collection[str] = (),
        course_count: int = 0,
        **kwargs: Any,
    ) -> None:
        """Make a field of each name that is shown or posted and that the table has a place for."""
        super().__init__(data, **kwargs)
        self.was, self.events, self.course_count = was, events, course_count
        wanted = sorted({*shown, *(data or ())} - self.fields.keys())
        days = {"today": today, "day_zero": case.day_zero}
        self.of = Fields.of(reading, was, questions, wanted, course_count=course_count, **days)
        for name in wanted:
            if made := self.of.make(name):
                self.fields[name], self.initial[name] = made

    # Checking -----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Refuse what does not fit together."""
        cleaned = super().clean() or self.cleaned_data
        for name in list(cleaned):
            kind, _, key = name.partition("-")
            if kind == "unit":
                self._check_unit(name, key)
            elif kind in ("lower", "upper"):
                self._check_limit(name, key)
            elif kind == "number":
                self._check_cell(name, key)
            elif name in self.of.questions and cleaned[name].partition(":")[0] == TYPED_DAY:
                self._check_typed_day(name)
        self.said = {name: said for name, said in cleaned.items() if name in self.data}
        return cleaned

    def _check_unit(self, name: str, key: str) -> None:
        """Refuse the unit of another test; a unit left standing while the test changed is asked again."""
        analyte, unit = self._analyte_of(key), self.cleaned_data[name]
        if not (analyte and unit):
            return
        if refusal := refusal_of_unit(ANALYTES[analyte], unit):
            if unit == self.initial[name]:
                self.cleaned_data[name] = ""
            else:
                self.add_error(name, refusal)

    def _check_limit(self, name: str, key: str) -> None:
        """Refuse bounds as limits, and limits in the wrong order."""
        limit = self.cleaned_data.get(name)
        if limit and limit.comparator:
            self.add_error(name, "Write the limit as a number alone, without < or >.")
        lower, upper = (self.cleaned_data.get(f"{side}-{key}") for side in ("lower", "upper"))
        if name.startswith("upper") and lower and upper and lower.value > upper.value:
            self.add_error(name, "The upper limit lies below the lower limit. Correct one of the two.")

    def _check_cell(self, name: str, key: str) -> None:
        """Refuse a number beside another way out, and *write instead* without a number."""
        number, said = self.cleaned_data.get(name), self.cleaned_data.get(f"cell-{key}", "")
        if said == WRITE and not number:
            self.add_error(name, "Write the number that stands there, or choose another way out.")
        elif number and said not in ("", WRITE) and f"={number.raw}" != self.was.cells.get(key):
            self.add_error(name, "Choose “Write instead” for this number, or empty the field.")

    def _check_typed_day(self, name: str) -> None:
        day = f"{name}{ON}"
        if not self.cleaned_data.get(day) and day not in self.errors:
            target = day if day in self.fields else name
            self.add_error(target, "Enter the day that is counted from.")

    def _analyte_of(self, key: str) -> str:
        """Return the test of a row as it stands after this post; empty where none is known."""
        said = self.cleaned_data.get(f"test-{key}") or self.was.tests.get(key) or self.of.tests[key].analyte
        return said if said in ANALYTES else ""

    # What was said ------------------------------------------------------------------------------------------

    @property
    def choices(self) -> Choices:
        """Return everything that was said of the table, this time and before."""
        return replace(
            self.was,
            **{name: self._answer(name) for name in OF_THE_TABLE},
            **{name: self.said.get(name, getattr(self.was, name)) for name in BULK},
            anchors=self._anchors(),
            tests=self._merged(LEAVE, self._merged("test", self.was.tests, self._test_of)),
            units=self._merged("unit", self._fitting_units(), self._unit_of),
            limits=self._limits(),
            days=self._merged("day", self.was.days, lambda key: self.of.dates[key].on),
            times=self._merged("time", self.was.times, lambda key: self.of.dates[key].at),
            cells=self._said_of_cells(),
            courses=self._said_of_courses(),
        )

    def _answer(self, name: str) -> str:
        """Return what was declared of the whole table; an answer that the table proves stays the table's."""
        before, said = getattr(self.was, name), self.said.get(name)
        if said is None or (not before and said == self.of.questions[name].answer):
            return before
        return said

    def _anchors(self) -> dict[str, Anchor]:
        after = dict(self.was.anchors)
        for name, question in self.of.questions.items():
            kind, said = name.removeprefix(ANCHOR), self.said.get(name)
            if not name.startswith(ANCHOR) or said is None or self._is_own(kind, question, said):
                continue
            after.pop(kind, None)
            if anchor := self._anchor(name, said):
                after[kind] = anchor
        return after

    def _is_own(self, kind: str, question: Question, said: str) -> bool:
        """Tell whether an anchor is the one that the case's own days give."""
        return kind not in self.was.anchors and said == question.answer

    def _anchor(self, name: str, said: str) -> Anchor | None:
        event, _, first = said.partition(":")
        on = self.cleaned_data.get(f"{name}{ON}") if event == TYPED_DAY else self.events.get(event)
        return Anchor(event, on, int(first)) if on else None

    def _merged(self, kind: str, before: Mapping[str, Any], own: Any = None) -> dict[str, Any]:
        """Return what was said of each head, this time and before; what it gives by itself is not said."""
        after = dict(before)
        for name, said in self.said.items():
            of, _, key = name.partition("-")
            if of != kind or (own and key not in before and said == own(key)):
                continue
            after.pop(key, None)
            if said:
                after[key] = said
        return after

    def _test_of(self, key: str) -> str:
        head = self.of.tests[key]
        return "" if head.problem else head.analyte

    def _unit_of(self, key: str) -> str:
        head = self.of.tests[key]
        return "" if head.unit_problem else head.unit

    def _fitting_units(self) -> dict[str, str]:
        """Return the units said before, but those of a row that is another test now."""
        return {
            key: unit
            for key, unit in self.was.units.items()
            if key not in self.of.tests
            or not (analyte := self._analyte_of(key))
            or unit in ANALYTES[analyte].family
        }

    def _limits(self) -> dict[str, tuple[str, str]]:
        after = dict(self.was.limits)
        for key, head in self.of.tests.items():
            if f"lower-{key}" not in self.said or f"upper-{key}" not in self.said:
                continue
            said = (_text(self.said[f"lower-{key}"]), _text(self.said[f"upper-{key}"]))
            if key in after or said != (head.lower_limit, head.upper_limit):
                after[key] = said
        return after

    def _said_of_cells(self) -> dict[str, str]:
        after = dict(self.was.cells)
        for key in self.of.cells:
            said, number = self.said.get(f"cell-{key}", ""), self.said.get(f"number-{key}")
            if number and said in ("", WRITE):
                after[key] = f"={number.raw}"
            elif said == AGAIN:
                after.pop(key, None)
            elif said and said != WRITE:
                after[key] = said
        return after

    def _said_of_courses(self) -> dict[str, str]:
        """Return which drug courses stay out; ticks say nothing unless the page showed them."""
        if COURSES not in self.said:
            return dict(self.was.courses)
        return {
            key: SKIP
            for key in map(str, range(self.course_count))
            if not self.said.get(f"course-{key}", False)
        }


def _text(number: Number | None) -> str:
    return number.canonical if number else ""
