"""The forms of a drug course."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from dressapp.cases.entry import (
    STOP_BEFORE_START,
    ReasonedForm,
    RowForm,
    first_possible,
    last_possible,
    stops_before_start,
)
from dressapp.core.dates import DAY, ON_OR_BEFORE, PartialDate
from dressapp.core.fields import DateField, NumberField, PartialDateField, TextField, TriChoiceField

from .models import ActionTaken, Conclusion, PreviousExposure, Role, SinceOnset

NO_CHOICE = ("", "Not recorded")


class DrugStopForm(RowForm):
    """The last day of a course alone; `row` is the course."""

    stop = PartialDateField(
        label="Last day",
        may_go_on=True,
        help_text="12 Mar 2015, Mar 2015, before 12 Mar 2015, ongoing or not known",
        error_messages={"required": "Enter the last day, or write not known."},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = super().clean() or self.cleaned_data
        start = PartialDate(self.row.start_on, self.row.start_precision)
        if self.row.start_on and stops_before_start(start, cleaned.get("stop")):
            self.add_error("stop", STOP_BEFORE_START)
        return cleaned


class DrugCourseForm(ReasonedForm):
    """One course of one drug."""

    MORE: ClassVar[tuple[str, ...]] = (
        "frequency", "brand", "batch", "dose", "single_dose", "still_taken_on", "stop_reason", "action_taken",
        "after_stop", "dose_changes", "since_onset", "later_tolerated", "note",
    )  # fmt: skip

    name = TextField(label="Drug", required=True, error_messages={"required": "Enter the name of the drug."})
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the drug is in the list."},
    )
    start = PartialDateField(
        label="First day",
        required=False,
        help_text="12 Mar 2015, Mar 2015, before 12 Mar 2015 or not known",
    )
    stop = PartialDateField(
        label="Last day", required=False, may_go_on=True, help_text="The same, or ongoing"
    )
    dose_amount = NumberField(label="Dose", required=False)
    dose_unit = TextField(label="Unit", max_length=30, help_text="Such as mg")
    route = TextField(label="Route", max_length=100)
    indication = TextField(label="Taken for", max_length=300)
    atc = TextField(label="ATC code", max_length=10)
    previous_exposure = forms.ChoiceField(
        label="Taken before?", choices=PreviousExposure.choices, required=False, widget=forms.RadioSelect
    )
    previous_exposure_note = TextField(label="When, and what happened", max_length=500)
    later_tolerated = TriChoiceField(label="Tolerated later?")
    frequency = TextField(label="How often", max_length=100)
    brand = TextField(label="Brand")
    batch = TextField(label="Batch", max_length=100)
    dose = TextField(label="Dose as written")
    single_dose = TriChoiceField(label="One dose only?")
    still_taken_on = DateField(label="Still taken on", required=False)
    stop_reason = TextField(label="Why stopped", max_length=300)
    action_taken = forms.ChoiceField(
        label="Action taken", choices=[NO_CHOICE, *ActionTaken.choices], required=False
    )
    after_stop = TextField(label="Course after stopping", max_length=500)
    dose_changes = TextField(
        label="Dose changes", paragraphs=True, help_text="One a line, each with its date"
    )
    since_onset = forms.ChoiceField(
        label="If started after onset", choices=[NO_CHOICE, *SinceOnset.choices], required=False
    )
    note = TextField(label="Note", paragraphs=True)

    def clean_atc(self) -> str:
        """Take a code in any case of letters; refuse what is not shaped like one."""
        code: str = self.cleaned_data["atc"].upper().replace(" ", "")
        if code and not (code.isascii() and code.isalnum() and code[0].isalpha() and 1 <= len(code) <= 7):
            raise forms.ValidationError("Write the ATC code like L01EX02, or leave it blank.", code="atc")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be in order, and a dose without its unit."""
        cleaned = super().clean() or self.cleaned_data
        start, stop = self.known("start"), self.known("stop")
        if stops_before_start(start, stop):
            self.add_error("stop", STOP_BEFORE_START)
        if cleaned.get("dose_amount") and not self.known("dose_unit"):
            self.add_error("dose_unit", "Enter the unit of the dose, such as mg.")
        self._check_still_taken(self.known("still_taken_on"), start, stop)
        return cleaned

    def _check_still_taken(
        self, on: date | None, start: PartialDate | None, stop: PartialDate | None
    ) -> None:
        """Refuse a day on which the drug cannot have been taken."""
        earliest, latest = first_possible(start), last_possible(stop)
        if on and earliest and on < earliest:
            self.add_error("still_taken_on", "This lies before the first day. Correct one of the two.")
        if on and latest and on > latest and stop and stop.precision in (DAY, ON_OR_BEFORE):
            self.add_error("still_taken_on", "This lies after the last day. Correct one of the two.")


class DrugConclusionForm(RowForm):
    """The clinician's own conclusion about one drug; `row` is the course."""

    conclusion = forms.ChoiceField(
        label="Your conclusion", choices=Conclusion.choices, required=False, widget=forms.RadioSelect
    )
    conclusion_basis = TextField(label="Because", paragraphs=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a reason for no conclusion."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("conclusion_basis") and not cleaned.get("conclusion"):
            self.add_error("conclusion", "Choose the conclusion that this is the reason for.")
        return cleaned
