"""The forms of laboratory results: one value, and one row's unit and limits."""

from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from dressapp.cases.entry import ReasonedForm, RowForm
from dressapp.core.fields import DateField, NumberField, TextField
from dressapp.core.numbers import Number
from scoring.analytes import ANALYTES, Analyte

from .fields import TimeField
from .models import LabRow
from .plausibility import doubt_of, name_unit, refusal_of, refusal_of_unit
from .row_results import RowResults
from .selectors import list_sample

CHOOSE_UNIT = ("", "Choose the unit")
SITES = [("", "Not recorded"), ("axillary", "Axillary"), ("oral", "Oral"), ("ear", "Ear"),
         ("rectal", "Rectal"), ("forehead", "Forehead"), ("core", "Core")]  # fmt: skip
ASK = "Tick the box if it is right, or correct it."
ONE = Decimal(1)
NO_LIMIT = "A limit of 0 tells nothing. Write the limit, or leave it blank."


def unit_choices(analyte: Analyte) -> list[tuple[str, str]]:
    """Return the units of a test as people write them, none of them chosen."""
    return [CHOOSE_UNIT, *((code, name_unit(code)) for code in analyte.family)]


class LimitsForm(RowForm):
    """What forms with limits share."""

    lower_limit = NumberField(label="Lower limit", required=False)
    upper_limit = NumberField(label="Upper limit", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse limits in the wrong order, and bounds as limits."""
        cleaned = super().clean() or self.cleaned_data
        lower, upper = cleaned.get("lower_limit"), cleaned.get("upper_limit")
        for name, limit in (("lower_limit", lower), ("upper_limit", upper)):
            if limit and limit.comparator:
                self.add_error(name, "Write the limit as a number alone, without < or >.")
        if upper and not upper.value:
            self.add_error("upper_limit", NO_LIMIT)
        if lower and upper and lower.value > upper.value:
            self.add_error(
                "upper_limit", "The upper limit lies below the lower limit. Correct one of the two."
            )
        return cleaned

    def refuse_limits_of(self, before: str, analyte: Analyte, unit: str) -> None:
        """Refuse limits left as the page showed them, in `before`, beside another unit."""
        if not before or analyte.canonical(ONE, before) == analyte.canonical(ONE, unit):
            return
        if any(self._stayed(name) for name in ("lower_limit", "upper_limit")):
            old, new = name_unit(before), name_unit(unit)
            self.add_error("unit", f"The limits are still in {old}. Write them in {new}, or clear them.")

    def _stayed(self, name: str) -> bool:
        """Tell whether a limit is the one that the page showed."""
        limit = self.known(name)
        shown = limit.canonical if isinstance(limit, Number) else limit
        return bool(shown) and shown != "0" and shown == self.initial.get(name)

    def _stored_value(self, name: str) -> Any:
        return getattr(self.row, name) if name.endswith("_limit") else super()._stored_value(name)

    def _columns(self, name: str, value: Any) -> dict[str, Any]:
        if name.endswith("_limit"):
            return {name: value.canonical if value else ""}
        return super()._columns(name, value)


class LabRowForm(LimitsForm):
    """The unit and limits of one test in a case; without `analyte` the test is chosen too.

    `results` are the stored ones of the row: which of them take the limits is one question, answered by none
    as long as nobody chooses. `seen` tells which results the page counted.
    """

    NOT_STORED: ClassVar[tuple[str, ...]] = ("analyte", "give_to", "seen")

    analyte = forms.ChoiceField(label="Test", error_messages={"required": "Choose the test."})
    unit = forms.ChoiceField(label="Unit", error_messages={"required": "Choose the unit."})
    give_to = forms.ChoiceField(label="Stored results", required=False, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    field_order: ClassVar[list[str]] = ["analyte", "unit", "lower_limit", "upper_limit", "give_to"]

    def __init__(
        self,
        data: Any = None,
        *,
        analyte: str = "",
        unused: Any = None,
        results: RowResults | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the test's own units; `unused` are the tests that a new row may be of."""
        super().__init__(data, **kwargs)
        self.results = results or RowResults()
        self.fields["give_to"].choices = self.results.choices
        self.initial |= {"give_to": "", "seen": self.results.digest}
        if analyte:
            del self.fields["analyte"]
            self.fields["unit"].choices = unit_choices(ANALYTES[analyte])
        else:
            offered = list(unused if unused is not None else ANALYTES.values())
            names = [(each.id, each.full_name) for each in offered]
            self.fields["analyte"].choices = [("", "Choose the test"), *names]
            every = dict(pair for each in offered for pair in unit_choices(each))
            self.fields["unit"].choices = list(every.items())
        self.chosen = analyte

    @property
    def analyte_id(self) -> str:
        """Return the test that the row is of."""
        return self.chosen or str(self.cleaned_data["analyte"])

    def clean(self) -> dict[str, Any]:
        """Refuse the unit of another test."""
        cleaned = super().clean()
        analyte = ANALYTES.get(self.chosen or cleaned.get("analyte", ""))
        unit = cleaned.get("unit")
        if analyte and unit and (refusal := refusal_of_unit(analyte, unit)):
            self.add_error("unit", refusal)
        elif analyte and unit and self.row:
            self.refuse_limits_of(self.row.unit, analyte, unit)
        if cleaned.get("give_to"):
            self._check_giving(cleaned)
        return cleaned

    def _check_giving(self, cleaned: dict[str, Any]) -> None:
        """Refuse to give nothing, or to results other than the page counted."""
        if not (cleaned.get("lower_limit") or cleaned.get("upper_limit")) and not self.errors:
            self.add_error("upper_limit", "Enter the limits that the results are to take.")
        if cleaned.get("unit", self.results.unit) != self.results.unit:
            kept = name_unit(self.results.unit)
            self.add_error("give_to", f"The results counted here are in {kept}. Save the unit first.")
        elif cleaned.get("seen") != self.results.digest:
            self.add_error("give_to", "Results of this row have changed meanwhile. Look again, then save.")


class LabValueForm(LimitsForm, ReasonedForm):
    """One value of one test on one date, with its unit and the laboratory's own limits."""

    MORE: ClassVar[tuple[str, ...]] = ("lower_limit", "upper_limit", "note")
    NOT_STORED: ClassVar[tuple[str, ...]] = ("confirm", "why")

    taken_on = DateField(label="Date", error_messages={"required": "Enter the date of the sample."})
    taken_time = TimeField(label="Time")
    value = NumberField(label="Value", error_messages={"required": "Enter the value."})
    unit = forms.ChoiceField(label="Unit", error_messages={"required": "Choose the unit."})
    confirm = forms.BooleanField(label="Yes, this value is right", required=False)
    site = forms.ChoiceField(label="Measured", choices=SITES, required=False)
    note = TextField(label="Note", paragraphs=True)

    field_order: ClassVar[list[str]] = ["taken_on", "taken_time", "value", "unit", "confirm", "site"]

    def __init__(
        self,
        data: Any = None,
        *,
        analyte: str,
        lab_row: LabRow | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take unit and limits from the row of the grid; without one the unit is chosen."""
        self.analyte = ANALYTES[analyte]
        names = ("unit", "lower_limit", "upper_limit")
        from_row = {name: getattr(lab_row, name) for name in names} if lab_row else {}
        shown = (from_row if kwargs.get("row") is None else {}) | (initial or {})
        super().__init__(data, initial=shown, **kwargs)
        self.fields["unit"].choices = unit_choices(self.analyte)
        if analyte != "temperature":
            del self.fields["site"]
        self.needs_confirming = False

    def clean(self) -> dict[str, Any]:
        """Refuse the impossible; ask about the implausible."""
        cleaned = super().clean()
        value, unit, on = cleaned.get("value"), self.known("unit"), self.known("taken_on")
        if not (value and unit):
            return cleaned
        if unit in self.analyte.family:
            self.refuse_limits_of(self.initial.get("unit", ""), self.analyte, unit)
        others = self._others(on, self.known("taken_time")) if on else {}
        if refusal := refusal_of(self.analyte, value, unit, others):
            self.add_error("value", refusal)
        elif doubt := doubt_of(self.analyte, value, unit):
            self.needs_confirming = True
            if not cleaned.get("confirm"):
                self.add_error("value", f"{doubt} {ASK}")
        return cleaned

    def _others(self, on: date, at: time | None) -> dict[str, tuple[Number, str]]:
        """Return the other values of the sample that this one may contradict."""
        if self.analyte.id not in ("wbc", "eosinophils_abs") or self.case is None:
            return {}
        own = self.row.pk if self.row else None
        sample = [result for result in list_sample(self.case, on, at) if result.pk != own]
        return {result.analyte: (stored_number(result), result.unit) for result in sample}


def stored_number(result: Any) -> Number:
    """Return a stored result's number."""
    value = Decimal(result.value_canonical)
    return Number(result.value_raw, result.value_comparator, value, result.value_canonical)
