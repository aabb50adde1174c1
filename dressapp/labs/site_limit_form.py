"""The form of a site's own limits."""

from typing import Any, ClassVar

from django import forms

from dressapp.cases.choices import Sex
from dressapp.cases.forms import YearsField
from dressapp.core.fields import TextField
from dressapp.core.numbers import Number
from scoring.analytes import ANALYTES

from .forms import NO_LIMIT, LimitsForm, unit_choices

SEXES = [("", "Both"), (Sex.FEMALE.value, "Women"), (Sex.MALE.value, "Men")]


class SiteLimitForm(LimitsForm):
    """A site's own limits of one test by sex and age, with their source."""

    unit = forms.ChoiceField(label="Unit", error_messages={"required": "Choose the unit."})
    sex = forms.ChoiceField(label="Sex", choices=SEXES, required=False)
    age_from = YearsField(label="From age", help_text="In completed years, included")
    age_to = YearsField(label="To age", help_text="Included; blank is any age")
    source = TextField(
        label="Source",
        required=True,
        help_text="Such as: Central laboratory handbook 2026",
        error_messages={"required": "Enter where these limits are from."},
    )

    field_order: ClassVar[list[str]] = ["unit", "lower_limit", "upper_limit", "sex", "age_from", "age_to"]

    def __init__(self, data: Any = None, *, analyte: str, **kwargs: Any) -> None:
        """Offer the units of the test."""
        super().__init__(data, **kwargs)
        self.analyte = ANALYTES[analyte]
        self.fields["unit"].choices = unit_choices(self.analyte)

    def clean(self) -> dict[str, Any]:
        """Refuse a row without limits, a lower limit of 0, limits in an old unit, ages in the wrong order."""
        cleaned = super().clean()
        lower, upper = self.known("lower_limit"), self.known("upper_limit")
        if not lower and not upper and not self.errors:
            self.add_error("upper_limit", "Enter a lower or an upper limit.")
        if isinstance(lower, Number) and not lower.value:
            self.add_error("lower_limit", NO_LIMIT)
        unit = cleaned.get("unit")
        if unit and self.row:
            self.refuse_limits_of(self.row.unit, self.analyte, unit)
        youngest, oldest = self.known("age_from"), self.known("age_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", "The ages are in the wrong order. Correct one of the two.")
        return cleaned
