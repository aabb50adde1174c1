"""The form field of a time of day."""

import re
from datetime import time
from typing import Any

from django import forms

HOURS_MINUTES = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class TimeField(forms.CharField):
    """A time of day as `08:30`, in 24 hours; cleans to a time, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Prepare a short text field."""
        super().__init__(**{"required": False, "max_length": 8, "empty_value": None} | kwargs)
        self.widget.attrs |= {"autocomplete": "off"}

    def clean(self, value: Any) -> time | None:
        """Return the time, or refuse the text with what to write."""
        text = super().clean(value)
        if text and not HOURS_MINUTES.fullmatch(text):
            raise forms.ValidationError(
                "Write the time as 08:30, in 24 hours, or leave it blank.", code="time"
            )
        return time.fromisoformat(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show hours and minutes."""
        return f"{value:%H:%M}" if isinstance(value, time) else value
