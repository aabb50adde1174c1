"""The forms of emergency access: ask for it, and review it."""

from typing import Any

from django import forms

from dressapp.core.fields import TextField

from .reason_forms import LONGEST_REASON, ReasonForm


class EmergencyForm(ReasonForm):
    """Which patient of which other team, and why."""

    team = forms.ModelChoiceField(
        queryset=None,
        label="Team that looks after the patient",
        empty_label="Choose the team",
        error_messages={"required": "Choose the team."},
    )
    local_id = TextField(
        label="Patient id",
        required=True,
        max_length=64,
        help_text="Exactly as that team writes it",
        error_messages={"required": "Enter the id that the team knows the patient by."},
    )

    field_order = ("team", "local_id", "reason")

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        """Take the teams that the person is not in."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["local_id"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        del self.fields["reason"].widget.attrs["autofocus"]


class ReviewForm(forms.Form):
    """What the review found."""

    note = TextField(
        label="What the review found",
        required=True,
        max_length=LONGEST_REASON,
        error_messages={"required": "Write what you found: justified, or what happens next."},
    )
