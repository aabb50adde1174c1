"""The form of one date column: its date and time, and a value for each test in use."""

from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from dressapp.cases.entry import RowForm
from dressapp.cases.models import Case
from dressapp.core.errors import NotYours
from dressapp.core.fields import DateField, NumberField
from dressapp.core.numbers import Number, read_count
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .fields import TimeField
from .forms import ASK
from .models import LabResult, LabRow
from .plausibility import doubt_of, name_unit, refusal_of
from .seen import read_id, read_seen, versions_of, write_seen
from .selectors import find_former, find_results, list_rows, list_sample


class LabDateForm(RowForm):
    """One date column: date, time, and a value for each test in use; `cells` are those that change.

    Each cell names the row that the page showed in it, and `seen` all rows of the date: `results` are the
    rows that the cells stand for now, also where they were moved or taken away meanwhile.
    """

    taken_on = DateField(label="Date", error_messages={"required": "Enter the date of the samples."})
    taken_time = TimeField(label="Time")
    confirm = forms.BooleanField(label="Yes, these values are right", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order: ClassVar[list[str]] = ["taken_on", "taken_time"]

    def __init__(
        self, data: Any = None, *, on: date | None = None, at: time | None = None, **kwargs: Any
    ) -> None:
        """Offer a field a row of the grid; `on` and `at` name the sample in edit."""
        case = kwargs["case"]
        self.lab_rows = self._with_rows_gone(case, list_rows(case), data or {})
        self.stored = list_sample(case, on, at) if on else []
        self.was_at = (on, at)
        self.shown = self._shown_in(case, data or {})
        rows = {row.analyte: self._row_of(case, row.analyte, data or {}) for row in self.lab_rows}
        self.results = {analyte: row for analyte, row in rows.items() if row}
        initial = {"taken_on": on, "taken_time": at, "seen": write_seen(versions_of(self.stored))}
        super().__init__(data, initial=initial, **kwargs)
        self.needs_confirming = False
        self.refused_units: set[str] = set()
        for lab_row in self.lab_rows:
            self._add_cell(lab_row)

    def _with_rows_gone(self, case: Case, rows: list[LabRow], data: Any) -> list[LabRow]:
        """Return the rows, with those that were taken out of the grid after the page offered them."""
        gone = [each for each in ANALYTES.values() if data.get(f"value_{each.id}")]
        units_shown = {each.id: data.get(f"unit_{each.id}") for each in gone}
        there = {row.analyte for row in rows}
        return rows + [
            LabRow(case=case, analyte=each.id, unit=units_shown[each.id], version=0)
            for each in gone
            if each.id not in there and units_shown[each.id] in each.family
        ]

    def _shown_in(self, case: Case, data: Any) -> dict[str, LabResult]:
        """Return the rows that the page showed in its cells by their ids; NotYours where one is of none."""
        texts = {row.analyte: data.get(f"result_{row.analyte}") for row in self.lab_rows}
        ids = {analyte: read_id(text) for analyte, text in texts.items() if text}
        by_id = {result.pk: result for result in find_results(case, filter(None, ids.values()))}
        shown = {analyte: by_id.get(pk) for analyte, pk in ids.items()}
        if any(row is None or row.analyte != analyte for analyte, row in shown.items()):
            raise NotYours
        return {analyte: row for analyte, row in shown.items() if row}

    def _row_of(self, case: Case, analyte: str, data: Any) -> LabResult | None:
        """Return the row that a cell stands for: the one shown there, or what is in its place now."""
        there, shown = [row for row in self.stored if row.analyte == analyte], self.shown.get(analyte)
        if shown and there and shown not in there:
            return there[0]
        is_typed = data.get(f"value_{analyte}") and read_count(str(data.get(f"version_{analyte}") or ""))
        if is_typed and not (shown or there) and self.was_at[0]:
            return find_former(case, analyte, *self.was_at)
        return shown or next(iter(there), None)

    def _add_cell(self, lab_row: LabRow) -> None:
        """Offer the value of one test with the row and the version that the page shows."""
        analyte, result = ANALYTES[lab_row.analyte], self.results.get(lab_row.analyte)
        unit = units.label(result.unit if result else lab_row.unit)
        label = f"{analyte.name}, {unit}" if unit else analyte.name
        shown = result.value_raw if result else ""
        self.fields[f"value_{analyte.id}"] = NumberField(label=label, required=False, initial=shown)
        self.fields[f"result_{analyte.id}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=str(result.pk) if result else ""
        )
        self.fields[f"version_{analyte.id}"] = forms.IntegerField(
            required=False, min_value=0, widget=forms.HiddenInput, initial=result.version if result else 0
        )

    def clean(self) -> dict[str, Any]:
        """Refuse the impossible value by value; ask once about all implausible ones."""
        cleaned = super().clean() or self.cleaned_data
        typed = {row.analyte: self._typed(row) for row in self.lab_rows}
        given = {analyte: number for analyte, number in typed.items() if number}
        if not given and not self.results and not self.errors:
            self.add_error(None, "Enter at least one value.")
        for analyte, (number, unit) in given.items():
            self._check(analyte, number, unit, given)
        self._refuse_filled_cells(given)
        return cleaned

    @property
    def has_moved(self) -> bool:
        """Tell whether a date in edit was given another date or time."""
        to = (self.cleaned_data["taken_on"], self.cleaned_data["taken_time"])
        return self.was_at[0] is not None and to != self.was_at

    @property
    def sample(self) -> dict[str, Any]:
        """Return the column as `labs.services.save_sample` takes it."""
        return {
            "taken_on": self.cleaned_data["taken_on"],
            "taken_time": self.cleaned_data["taken_time"],
            "cells": self.cells,
            "moved_from": self.was_at if self.has_moved else None,
            "seen": self.seen_rows,
        }

    @property
    def seen_rows(self) -> dict[UUID, int] | None:
        """Return the rows of the date that the page showed with their versions; None where it did not say."""
        return read_seen(self.cleaned_data["seen"]) if self.was_posted("seen") else None

    @property
    def changed_rows(self) -> list[LabResult]:
        """Return the rows, changed or added by somebody else, that saving would write over or move."""
        stale = [self.results[row.analyte] for row in self.lab_rows if self._is_stale(row.analyte)]
        seen = self.seen_rows
        if seen is None or not self.has_moved:
            return stale
        return stale + [row for row in self.stored if row not in stale and seen.get(row.pk) != row.version]

    def _is_stale(self, analyte: str) -> bool:
        """Tell whether a cell's row is another, elsewhere or otherwise than the page showed it.

        A cell left blank that was blank asks for nothing, nor does one that holds what is stored by now.
        """
        row, typed = self.results.get(analyte), self._text(analyte)
        if row is None or self.seen_version_of(analyte) == row.version:
            return False
        if not self.was_posted(f"value_{analyte}") or self._is_left_blank(analyte):
            return False
        if row.is_voided:
            return bool(typed)
        is_same = typed == row.value_raw and self.is_in_unit(analyte, row.unit)
        return not (is_same and self.is_in_place(row))

    def is_of_cell(self, row: LabResult) -> bool:
        """Tell whether a row is what its cell writes over, and not one that came beside it."""
        return self.results.get(row.analyte) in (None, row) and not self._is_left_blank(row.analyte)

    def is_in_place(self, row: LabResult) -> bool:
        """Tell whether a row stands at the date that the page showed it at."""
        new = (self.cleaned_data["taken_on"], self.cleaned_data["taken_time"])
        there = self.was_at if self.was_at[0] else new
        return not row.is_voided and (row.taken_on, row.taken_time) == there

    def _is_left_blank(self, analyte: str) -> bool:
        """Tell whether the page showed a cell empty, and nothing was typed into it."""
        was_filled = self.shown.get(analyte) or self.cleaned_data.get(f"version_{analyte}")
        return not (was_filled or self._text(analyte))

    def is_in_unit(self, analyte: str, unit: str) -> bool:
        """Tell whether the page showed a cell in this unit, or did not say."""
        return self._unit_shown(analyte) in ("", unit)

    def _unit_shown(self, analyte: str) -> str:
        """Return the unit that the page showed beside a cell."""
        return str(self.data.get(f"unit_{analyte}") or "")

    def unit_to_post(self, analyte: str, unit: str) -> str:
        """Return the unit that a cell posts again: the one typed in, until it was said to be another."""
        return unit if analyte in self.refused_units else self._unit_shown(analyte) or unit

    def _text(self, analyte: str) -> str:
        """Return the value of a cell as it was typed."""
        number = self.cleaned_data.get(f"value_{analyte}")
        return number.raw if number else ""

    def _refuse_filled_cells(self, given: dict[str, tuple[Number, str]]) -> None:
        """Refuse values for cells of another column that are filled already."""
        on, at = self.cleaned_data.get("taken_on"), self.cleaned_data.get("taken_time")
        if on is None or (on, at) == self.was_at or self.case is None:
            return
        beside = {row.analyte for row in self.stored if not self.is_of_cell(row)}
        for result in list_sample(self.case, on, at):
            if result.analyte in {*given, *beside} and self.shown.get(result.analyte) != result:
                there = units.with_unit(result.value_raw, result.unit)
                message = f"{there} is recorded at this date and time already. Change it there."
                self.add_error(f"value_{result.analyte}", message)

    def _typed(self, lab_row: LabRow) -> tuple[Number, str] | None:
        """Return the number of one cell with its unit."""
        number = self.cleaned_data.get(f"value_{lab_row.analyte}")
        result = self.results.get(lab_row.analyte)
        return (number, result.unit if result else lab_row.unit) if number else None

    def _check(self, analyte: str, number: Number, unit: str, given: dict[str, tuple[Number, str]]) -> None:
        """Check one value against itself and its sample; a stored value that stays was confirmed before."""
        name = f"value_{analyte}"
        if self._is_new(analyte, number) and not self.is_in_unit(analyte, unit):
            self.refused_units.add(analyte)
            old, new = name_unit(self._unit_shown(analyte)), name_unit(unit)
            self.add_error(name, f"The page showed {old}, but it is {new} now. Write the value in {new}.")
        elif refusal := refusal_of(ANALYTES[analyte], number, unit, given):
            self.add_error(name, refusal)
        elif self._is_new(analyte, number) and (doubt := doubt_of(ANALYTES[analyte], number, unit)):
            self.needs_confirming = True
            if not self.cleaned_data.get("confirm"):
                self.add_error(name, f"{doubt} {ASK}")

    def _is_new(self, analyte: str, number: Number) -> bool:
        """Tell whether a cell's value is another one than is stored."""
        result = self.results.get(analyte)
        return result is None or result.value_raw != number.raw

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Return the cells that change, as `labs.services.save_sample` takes them."""
        return [cell for row in self.lab_rows if (cell := self._cell(row))]

    def _cell(self, lab_row: LabRow) -> dict[str, Any] | None:
        """Return what is to be written of one cell; None where nothing is."""
        analyte = lab_row.analyte
        number, result = self.cleaned_data.get(f"value_{analyte}"), self.results.get(analyte)
        if number is None:
            is_asked = result and not result.is_voided and not self._is_left_blank(analyte)
        else:
            is_asked = self._is_new(analyte, number) or not (result and self.is_in_place(result))
        if not is_asked or not self.was_posted(f"value_{analyte}"):
            return None
        values = self._cell_values(lab_row, number, result) if number else {}
        version = self.seen_version_of(analyte)
        return {"analyte": analyte, "result": result, "version": version, "values": values}

    @property
    def is_outdated(self) -> bool:
        """Tell whether a cell was changed after the form was shown."""
        return any(
            self.seen_version_of(row.analyte) != getattr(self.results.get(row.analyte), "version", 0)
            for row in self.lab_rows
            if self.was_posted(f"value_{row.analyte}")
        )

    def seen_version_of(self, analyte: str) -> int:
        """Return the version of a cell's row that the page showed; 0 where it showed none, or another row."""
        row, shown = self.results.get(analyte), self.shown.get(analyte)
        is_other = row != shown if shown else row is not None and row not in self.stored
        return 0 if is_other else self.cleaned_data.get(f"version_{analyte}") or 0

    def was_posted(self, name: str) -> bool:
        """Tell whether the page offered a cell."""
        return self.add_prefix(name) in self.data

    def _cell_values(self, lab_row: LabRow, number: Number, result: Any) -> dict[str, Any]:
        """Return the columns of one value; a new one takes the row's unit and limits."""
        columns = {f"value_{part}": getattr(number, part) for part in ("raw", "comparator", "canonical")}
        if result:
            return columns
        limits = {"lower_limit": lab_row.lower_limit, "upper_limit": lab_row.upper_limit}
        return columns | {"unit": lab_row.unit} | limits
