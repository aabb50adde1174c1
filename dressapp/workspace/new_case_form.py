"""The form of a new case: six fields, and a patient who is looked up before anybody is added."""

import re
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from dressapp.cases.choices import Basis, Sex
from dressapp.cases.models import ANCHOR, Patient
from dressapp.core.dates import DateRefused, parse_date
from dressapp.core.fields import DateField, TextField
from dressapp.core.forms import EntryForm

from .quick_form import CarriedField

OLDEST = 120
YEARS = re.compile(r"[0-9]{1,3}")
DAYS = ("rash_onset_on", "first_sign_on", "admission_on")
SIGNS = [("fever", "Fever"), ("other", "Another symptom")]
LOOK_UP = {
    "hx-trigger": "change",
    "hx-target": "#known",
    "hx-select": "#known",
    "hx-swap": "outerHTML",
}


class NewCaseForm(EntryForm):
    """Who the patient is and when the reaction began; a patient already on record must be confirmed."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    team = forms.ModelChoiceField(queryset=None, label="Team", empty_label="Choose the team")
    local_id = TextField(
        label="Patient id",
        max_length=64,
        required=True,
        help_text="The number your team knows the patient by",
    )
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, required=False, widget=forms.RadioSelect)
    age_or_birth = TextField(
        label="Age or birth date", max_length=40, help_text="Years at onset, such as 67; or 12 Mar 1958"
    )
    rash_onset_on = DateField(label="Rash began on", required=False, help_text="Such as 12 Mar 2026")
    first_sign = forms.ChoiceField(
        label="Fever or first symptom", choices=SIGNS, required=False, widget=forms.RadioSelect
    )
    first_sign_on = DateField(
        label="It began on", required=False, help_text="The first of fever and other symptoms"
    )
    admission_on = DateField(label="Admitted on", required=False)
    name = TextField(label="Name", help_text="Leave it out where the id is enough")
    first_symptom_what = TextField(label="Which other symptom")
    days_only = forms.BooleanField(label="Only days are known, no dates", required=False)
    confirmed = forms.CharField(required=False, max_length=40)
    answers = CarriedField()

    def __init__(self, *args: Any, teams: Any, known: Patient | None, **kwargs: Any) -> None:
        """Take the teams that the person may write for, and the patient who already has this id."""
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            del self.fields["team"]
        for name in DAYS if self.data.get("days_only") else ():
            self.fields[name].day_zero = ANCHOR
        look_up = LOOK_UP | {"hx-post": reverse("workspace:known")}
        self.fields["local_id"].widget.attrs |= look_up | {"autofocus": True}
        self.fields["name"].widget.attrs |= look_up
        self.fields[
            "days_only"
        ].help_text = (
            "For a published report: write day 8 or -10 instead of a date, all counted from the same day."
        )

    @property
    def helper(self) -> FormHelper:
        """Lay the six fields out in the order in which they are known at the bedside."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(
            "id",
            "answers",
            *(["team"] if "team" in self.fields else []),
            "local_id",
            HTML('{% include "workspace/_known.html" %}'),
            Div(
                Div("sex", css_class="seg-field"),
                "age_or_birth",
                "rash_onset_on",
                Div("first_sign", css_class="seg-field"),
                "first_sign_on",
                "admission_on",
                css_class="field-grid",
            ),
            HTML(
                '<details class="more"{% if form.more_has_errors %} open{% endif %}><summary>More</summary>'
            ),
            Div("name", "first_symptom_what", "days_only", css_class="field-grid"),
            HTML("</details>"),
        )
        return helper

    @property
    def more_has_errors(self) -> bool:
        """Tell whether the folded fields hold something to look at."""
        folded = ("name", "first_symptom_what", "days_only")
        return any(name in self.errors or self.data.get(name) for name in folded)

    @property
    def carried(self) -> dict[str, str]:
        """Return the answers of the quick score that come along, as far as they are answers."""
        field = self.fields["answers"]
        try:
            return dict(field.clean(self["answers"].value()))
        except ValidationError:
            return {}

    def clean_local_id(self) -> str:
        """Return the id with single spaces, so that one patient has one spelling."""
        return " ".join(str(self.cleaned_data["local_id"]).split())

    def clean_age_or_birth(self) -> int | date | None:
        """Return years as a number, or the day of birth."""
        text = self.cleaned_data["age_or_birth"]
        if not text:
            return None
        if YEARS.fullmatch(text):
            return _years(int(text))
        if self.data.get("days_only"):
            raise ValidationError("Write the age in years; where only days are known there is no birth date.")
        try:
            return self._born(parse_date(text))
        except DateRefused as refused:
            raise ValidationError(f"Write the age in years, or the birth date: {refused}.") from None

    def _born(self, on: date) -> date:
        """Refuse a birth after today."""
        today = self.fields["rash_onset_on"].today
        if today and on > today:
            raise ValidationError("This birth date is in the future. Enter the day the patient was born.")
        return on

    def clean(self) -> dict[str, Any]:
        """Check what no field can see alone."""
        values = super().clean() or self.cleaned_data
        if values.get("first_sign_on") and not values.get("first_sign"):
            self.add_error("first_sign", "Say what began on that day: the fever, or another symptom.")
        born = values.get("age_or_birth")
        days = [values[name] for name in DAYS if values.get(name)]
        if isinstance(born, date) and days and born > min(days):
            self.add_error(
                "age_or_birth", "The patient was born after a day entered below. Correct one of them."
            )
        if self.known and values.get("confirmed") != str(self.known.pk):
            self.add_error(
                "local_id", "This id is already on record: see who it is, and confirm or correct it."
            )
        return values

    def case_values(self) -> dict[str, Any]:
        """Return what `begin_case` takes; a field that was refused counts as blank."""
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        born, sign_on = values["age_or_birth"], values["first_sign_on"]
        is_fever = values["first_sign"] == "fever"
        return {
            "id": values["id"],
            "local_id": self.known.local_id if self.known else values["local_id"],
            "name": values["name"] or "",
            "sex": values["sex"] or "",
            "birth_on": born if isinstance(born, date) else None,
            "age_years": born if isinstance(born, int) else None,
            "rash_onset_on": values["rash_onset_on"],
            "fever_onset_on": sign_on if is_fever else None,
            "first_symptom_on": None if is_fever else sign_on,
            "first_symptom_what": "" if is_fever else values["first_symptom_what"] or "",
            "admission_on": values["admission_on"],
            "basis": Basis.RELATIVE if values["days_only"] else Basis.CALENDAR,
            "answers": (values["answers"] or {}).items(),
        }


def _years(years: int) -> int:
    """Refuse an age that nobody reaches."""
    if years > OLDEST:
        raise ValidationError(f"Enter an age up to {OLDEST} years.")
    return years
