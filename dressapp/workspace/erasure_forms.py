"""The forms of an erasure: ask for it, approve it."""

from typing import Any

from django import forms

from dressapp.core.fields import TextField

from .reason_forms import ReasonForm

SHORTEST_NAME = 3
NAMED = "This text outlives the patient’s record: write it without the patient’s id or name."


class ErasureForm(ReasonForm):
    """Why a patient is to be erased, without naming the patient."""

    def __init__(self, *args: Any, patient: Any, **kwargs: Any) -> None:
        """Take the patient whose id and name the reason must not hold."""
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.fields["reason"].help_text = "Such as: the patient asked for it. It is kept, so name nobody."

    def clean_reason(self) -> str:
        """Refuse a reason that names the patient."""
        reason: str = self.cleaned_data["reason"]
        names = [name for name in self.patient.name.split() if len(name) >= SHORTEST_NAME]
        names.append(self.patient.local_id)
        if any(name.casefold() in reason.casefold() for name in names):
            raise forms.ValidationError(NAMED)
        return reason


class ApproveForm(forms.Form):
    """The patient's id, typed, so that nobody erases by a slip."""

    local_id = TextField(
        label="Patient id",
        required=True,
        help_text="Type it to confirm",
        error_messages={"required": "Type the patient id to confirm."},
    )

    def __init__(self, *args: Any, patient: Any, **kwargs: Any) -> None:
        """Take the patient whose id must be typed."""
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.fields["local_id"].widget.attrs["autocomplete"] = "off"

    def clean_local_id(self) -> str:
        """Refuse any other id."""
        typed: str = self.cleaned_data["local_id"]
        if typed != self.patient.local_id:
            raise forms.ValidationError("This is not the id of the patient of this request.")
        return typed
