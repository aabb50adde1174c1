"""The forms of who the patient is, of the days of the course, and of the conclusion."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from dressapp.core.dates import show_day
from dressapp.core.fields import DateField, TextField

from .choices import Sex
from .entry import RowForm
from .models import Patient

OLDEST = 120
ONSETS = ("index_on", "rash_onset_on", "fever_onset_on", "first_symptom_on")
DAYS_OF_ILLNESS = {
    "still_ill_on": "still ill",
    "resolution_on": "the resolution",
    "skin_resolution_on": "the resolution of the skin",
    "organ_resolution_on": "the resolution of the organs",
    "closed_on": "the close of the course",
    "died_on": "the death",
}


class YearsField(forms.CharField):
    """An age in whole years; cleans to a number, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Prepare a short text field with a number keyboard on phones."""
        super().__init__(**{"max_length": 10, "required": False, "empty_value": None} | kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        """Return the age, or refuse the text with what to write."""
        text = super().clean(value)
        if text is None:
            return None
        if not re.fullmatch("[0-9]{1,3}", text) or int(text) > OLDEST:
            raise forms.ValidationError(f"Write the age in whole years, 0 to {OLDEST}.", code="years")
        return int(text)


class PatientForm(RowForm):
    """Who the patient is; holds for all cases of the patient."""

    local_id = TextField(
        label="Patient id", max_length=64, required=True, error_messages={"required": "Enter the patient id."}
    )
    name = TextField(label="Name", help_text="Leave it out where the id is enough")
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, required=False, widget=forms.RadioSelect)
    birth_on = DateField(label="Birth date", required=False, help_text="12 Mar 1958")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for no birth date where no date may be shown."""
        super().__init__(*args, **kwargs)
        if self.case and self.case.is_relative:
            del self.fields["birth_on"]

    def clean_local_id(self) -> str:
        """Refuse the id of another patient of the team."""
        local_id: str = self.cleaned_data["local_id"]
        others = Patient.objects.filter(team=self.row.team_id, local_id__iexact=local_id)
        if others.exclude(pk=self.row.pk).exists():
            raise forms.ValidationError(f"Another patient of the team has the id {local_id}.", code="taken")
        return local_id

    def clean(self) -> dict[str, Any]:
        """Refuse a birth after the onset of one of the patient's cases."""
        cleaned = super().clean() or self.cleaned_data
        born = cleaned.get("birth_on")
        days = [case.index_day for case in self.row.cases.live()] if born else []
        if any(day and born > day for day in days):
            self.add_error("birth_on", "The birth date lies after the onset. Correct one of the two.")
        return cleaned


class ConclusionForm(RowForm):
    """The clinician's own conclusion about the case; `row` is the case."""

    conclusion = TextField(label="Conclusion", paragraphs=True, help_text="In your own words")
    expert_diagnosis = TextField(label="Another diagnosis, if you conclude one", paragraphs=True)


class CaseDatesForm(RowForm):
    """The days of the course; `row` is the case."""

    MORE: ClassVar[tuple[str, ...]] = (
        "index_on", "index_reason", "first_symptom_what", "skin_resolution_on", "organ_resolution_on",
        "age_years", "note", "source",
    )  # fmt: skip

    first_symptom_on = DateField(label="First symptom", required=False)
    fever_onset_on = DateField(label="Fever began", required=False)
    rash_onset_on = DateField(label="Rash began", required=False)
    admission_on = DateField(label="Admitted", required=False)
    discharge_on = DateField(label="Discharged", required=False)
    still_ill_on = DateField(
        label="Still ill on", required=False, help_text="The last day on which the reaction was still active"
    )
    resolution_on = DateField(label="Resolved", required=False)
    closed_on = DateField(
        label="Course closed", required=False, help_text="Nothing more will come: last visit, or records end"
    )
    died_on = DateField(label="Died", required=False)
    index_on = DateField(
        label="Index day", required=False, help_text="Day 0, where it is not the day the rash began"
    )
    index_reason = TextField(label="Why this day", max_length=500)
    first_symptom_what = TextField(label="Which first symptom")
    skin_resolution_on = DateField(label="Skin resolved", required=False)
    organ_resolution_on = DateField(label="Organs resolved", required=False)
    age_years = YearsField(label="Age at onset, years")
    note = TextField(label="Note", paragraphs=True)
    source = TextField(label="Source", paragraphs=True, help_text="Of a published case")

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be in this order."""
        cleaned = super().clean() or self.cleaned_data
        self._check_onset()
        self._check_days_of_illness()
        self._check_order("admission_on", "discharge_on", "The discharge lies before the admission.")
        self._check_order("still_ill_on", "resolution_on", "The resolution lies before the last day ill.")
        for name in ("still_ill_on", "resolution_on", "discharge_on", "admission_on"):
            self._check_order(name, "died_on", f"The death lies before: {self.fields[name].label}.")
        if cleaned.get("index_on") and not self.known("index_reason"):
            self.add_error("index_reason", "Say why this day is the index day.")
        return cleaned

    @property
    def index_day(self) -> date | None:
        """Return day 0 as it will be after this form."""
        return next((day for name in ONSETS if (day := self.known(name))), None)

    def _check_onset(self) -> None:
        """Refuse an onset before the birth."""
        born = self.row.patient.birth_on
        if born and self.index_day and self.index_day < born:
            name = next(name for name in ONSETS if self.known(name))
            self._refuse(name, "This lies before the patient's birth. Correct one of the two.")

    def _check_days_of_illness(self) -> None:
        """Refuse days of the illness before day 0."""
        zero = self.index_day
        for name, words in DAYS_OF_ILLNESS.items():
            day = self.known(name)
            if zero and day and day < zero:
                shown = show_day(zero, self.row)
                self._refuse(name, f"Day 0 is {shown}; {words} cannot lie before it. Correct one of the two.")

    def _check_order(self, first: str, last: str, message: str) -> None:
        """Refuse two days in the wrong order."""
        earlier, later = self.known(first), self.known(last)
        if earlier and later and later < earlier:
            self._refuse(last, f"{message} Correct one of the two.")

    def _refuse(self, name: str, message: str) -> None:
        """Put a message at a field, or at the top where the page did not offer the field."""
        self.add_error(name if self.was_offered(name) else None, message)
