"""Forms that ask for a reason before something that others must be able to understand later."""

from typing import Any

from django import forms

from dressapp.core.fields import TextField

LONGEST_REASON = 500


class ReasonForm(forms.Form):
    """A reason, which stands in the audit trail."""

    reason = TextField(
        label="Reason",
        required=True,
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why. The reason stands in the audit trail."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the browser from offering what was typed for another patient."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs |= {"autocomplete": "off", "autofocus": True}


class ExportForm(ReasonForm):
    """What leaves, why, and whether the patient's id leaves with it."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    with_patient = forms.BooleanField(required=False)
    is_confirmed = forms.BooleanField(
        error_messages={"required": "Confirm what leaves dressapp, or go back."}
    )

    def __init__(self, *args: Any, count: int, patient_label: str, what: str, **kwargs: Any) -> None:
        """Name what leaves; a format that never names a patient is not asked about one."""
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["is_confirmed"].label = f"Take {what} out of dressapp"
        self.fields["with_patient"].label = patient_label
        if not patient_label:
            del self.fields["with_patient"]

    def clean_seen(self) -> int:
        """Refuse a number of results that is no longer the number on record."""
        if self.cleaned_data["seen"] != self.count:
            raise forms.ValidationError("The number of results has changed. Look at the new one.")
        return self.count


class CaseReasonForm(ReasonForm):
    """A reason, and the case that it is about as the page showed it: its own row, and all that is in it."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
