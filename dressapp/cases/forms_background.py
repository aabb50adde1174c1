"""The forms of what stood before the reaction, what was given for it, and how it ended."""

from typing import Any, ClassVar

from django import forms

from dressapp.core.fields import DateField, NumberField, PartialDateField, TextField, TriChoiceField
from dressapp.core.numbers import Number
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .choices import BaselineChoice, ChildPugh, CkdStage, OutcomeResult, TreatmentKind
from .entry import STOP_BEFORE_START, RowForm, stops_before_start

NO_CHOICE = ("", "Not recorded")
HEAVIEST = 400
CREATININE_UNITS = [("", "Choose the unit")] + [
    (code, units.label(code)) for code in ANALYTES["creatinine"].family
]
NUMBER_ALONE = "Write the number alone, without < or >."


class BackgroundForm(RowForm):
    """Other illnesses, allergies, weight, and the patient's own creatinine."""

    MORE: ClassVar[tuple[str, ...]] = (
        "child_pugh", "hiv", "transplant_or_immunosuppression", "atopy", "parasite_risk",
        "haematological_malignancy", "recent_seizure", "weight", "weight_on", "skin_colour", "note",
    )  # fmt: skip

    known_allergies = TextField(label="Known drug allergies", paragraphs=True, help_text="One a line")
    previous_reactions = TextField(label="Earlier drug reactions", paragraphs=True)
    cirrhosis = TriChoiceField(label="Cirrhosis")
    hepatocellular_carcinoma = TriChoiceField(label="Hepatocellular carcinoma")
    ckd_stage = forms.ChoiceField(
        label="Chronic kidney disease, stage", choices=[NO_CHOICE, *CkdStage.choices], required=False
    )
    dialysis = TriChoiceField(label="Dialysis")
    pregnancy = TriChoiceField(label="Pregnant")
    other_conditions = TextField(label="Other illnesses", paragraphs=True, help_text="One a line")
    creatinine_baseline_choice = forms.ChoiceField(
        label="Creatinine to compare with",
        choices=[("", "Last value before the reaction (not chosen)"), *BaselineChoice.choices],
        required=False,
    )
    creatinine_baseline = NumberField(label="Own creatinine, entered", required=False)
    creatinine_baseline_unit = forms.ChoiceField(label="Unit", choices=CREATININE_UNITS, required=False)
    creatinine_baseline_on = DateField(label="Measured on", required=False)
    child_pugh = forms.ChoiceField(
        label="Child-Pugh class", choices=[NO_CHOICE, *ChildPugh.choices], required=False
    )
    hiv = TriChoiceField(label="HIV")
    transplant_or_immunosuppression = TriChoiceField(label="Transplant or immunosuppression")
    atopy = TriChoiceField(label="Atopy")
    parasite_risk = TriChoiceField(label="Risk of parasites")
    haematological_malignancy = TriChoiceField(label="Haematological malignancy")
    recent_seizure = TriChoiceField(label="Recent seizure")
    weight = NumberField(label="Weight, kg", required=False)
    weight_on = DateField(label="Weighed on", required=False)
    skin_colour = TextField(label="Skin colour type", max_length=100)
    note = TextField(label="Note", paragraphs=True)

    def clean_weight(self) -> Number | None:
        """Refuse what no patient weighs."""
        weight: Number | None = self.cleaned_data["weight"]
        if weight and weight.comparator:
            raise forms.ValidationError(NUMBER_ALONE, code="bound")
        if weight and not 0 < weight.value <= HEAVIEST:
            raise forms.ValidationError(f"Enter the weight in kg, up to {HEAVIEST}.", code="impossible")
        return weight

    def clean_creatinine_baseline(self) -> Number | None:
        """Refuse what nothing can be compared with."""
        creatinine: Number | None = self.cleaned_data["creatinine_baseline"]
        if creatinine and (creatinine.comparator or not creatinine.value):
            raise forms.ValidationError("Write a number above zero, without < or >.", code="bound")
        return creatinine

    def clean(self) -> dict[str, Any]:
        """Ask for the value of an entered baseline, and for its unit."""
        cleaned = super().clean() or self.cleaned_data
        value = self.known("creatinine_baseline")
        if self.known("creatinine_baseline_choice") == BaselineChoice.ENTERED and not value:
            self._ask("creatinine_baseline", "Enter the creatinine to compare with.")
        if value and not self.known("creatinine_baseline_unit"):
            self._ask("creatinine_baseline_unit", "Choose the unit of the creatinine.")
        return cleaned

    def _ask(self, name: str, message: str) -> None:
        """Put a message at a field that has none yet."""
        if name not in self.errors:
            self.add_error(name, message)

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns; weights are in kg."""
        columns = super().values
        if "weight_raw" in columns:
            columns["weight_unit"] = "kg" if columns["weight_raw"] else ""
        return columns


class OutcomeForm(RowForm):
    """How the reaction ended, how serious it was, and whether it has been reported."""

    MORE: ClassVar[tuple[str, ...]] = (
        "serious_death", "serious_life_threatening", "serious_hospitalisation", "serious_disability",
        "serious_congenital", "serious_other", "reporter_name", "reporter_qualification", "reported",
        "reported_on", "reported_reference",
    )  # fmt: skip

    result = forms.ChoiceField(label="Outcome", choices=[NO_CHOICE, *OutcomeResult.choices], required=False)
    cause_of_death = TextField(label="Cause of death", paragraphs=True)
    intensive_care = TriChoiceField(label="Intensive care")
    liver_transplant = TriChoiceField(label="Liver transplant")
    new_dialysis = TriChoiceField(label="New dialysis")
    note = TextField(label="Note", paragraphs=True)
    serious_death = TriChoiceField(label="Serious: death")
    serious_life_threatening = TriChoiceField(label="Serious: life-threatening")
    serious_hospitalisation = TriChoiceField(label="Serious: hospital stay, new or longer")
    serious_disability = TriChoiceField(label="Serious: disability")
    serious_congenital = TriChoiceField(label="Serious: congenital anomaly")
    serious_other = TriChoiceField(label="Serious: other important condition")
    reporter_name = TextField(label="Reporter")
    reporter_qualification = TextField(label="Reporter's qualification")
    reported = TriChoiceField(label="Reported to the authority")
    reported_on = DateField(label="Reported on", required=False)
    reported_reference = TextField(label="Report number")

    def clean(self) -> dict[str, Any]:
        """Refuse the date or number of a report that was not made, and a cause of no death."""
        cleaned = super().clean() or self.cleaned_data
        if self.known("reported") == "no" and (self.known("reported_on") or self.known("reported_reference")):
            self.add_error("reported", "A date or number of a report is given. Answer yes, or clear them.")
        if self.known("cause_of_death") and self.known("result") not in ("", None, "fatal"):
            self.add_error("result", "A cause of death is given. Choose Fatal, or clear the cause.")
        return cleaned


class TreatmentForm(RowForm):
    """One step of what was given for the reaction; a taper is several rows."""

    MORE: ClassVar[tuple[str, ...]] = ("regular", "note")

    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose the kind"), *TreatmentKind.choices],
        error_messages={"required": "Choose what was given."},
    )
    name = TextField(label="Name", help_text="Such as prednisolone")
    dose = NumberField(label="Dose", required=False)
    dose_unit = TextField(label="Unit", max_length=30, help_text="Such as mg/d")
    prednisone_equivalent = NumberField(label="As prednisone, mg a day", required=False)
    route = TextField(label="Route", max_length=100)
    start = PartialDateField(label="First day", required=False)
    stop = PartialDateField(
        label="Last day", required=False, may_go_on=True, help_text="12 Mar 2015, ongoing or not known"
    )
    regular = TriChoiceField(label="Given regularly, not only when needed")
    note = TextField(label="Note", paragraphs=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, and a dose without its unit."""
        cleaned = super().clean() or self.cleaned_data
        if stops_before_start(self.known("start"), self.known("stop")):
            self.add_error("stop", STOP_BEFORE_START)
        if cleaned.get("dose") and not self.known("dose_unit"):
            self.add_error("dose_unit", "Enter the unit of the dose, such as mg/d.")
        return cleaned
