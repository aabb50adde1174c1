"""What every entry form shares."""

from datetime import date
from typing import Any

from django import forms

from .fields import DateField, PartialDateField


class EntryForm(forms.Form):
    """A form whose dates know today and, where a case has only days, its day 0."""

    def __init__(
        self, *args: Any, today: date | None = None, day_zero: date | None = None, **kwargs: Any
    ) -> None:
        """Tell every date field the last day allowed and day 0."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DateField | PartialDateField):
                field.today, field.day_zero = today, day_zero
