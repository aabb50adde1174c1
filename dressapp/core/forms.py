"""What every entry form shares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from .fields import DateField, PartialDateField

OUTDATED = "This was changed after you had opened it. Saving shows both texts, and you choose."


class PutBack(QueryDict):
    """What was typed and not saved, put back into its form: shown for the person to save, never stored."""

    @classmethod
    def of(cls, fields: Mapping[str, list[str]]) -> "PutBack":
        """Return kept fields as a form takes them."""
        data = cls("", mutable=True)
        for name, values in fields.items():
            data.setlist(name, values)
        return data


class TypedForm(forms.Form):
    """A form whose text is kept while it is typed; what is put back is shown as it was, and is not valid."""

    is_outdated = False

    def is_valid(self) -> bool:
        """Tell whether the form was sent and is right; what is put back complains of nothing but its age."""
        is_right = super().is_valid()
        if not isinstance(self.data, PutBack):
            return is_right
        self.errors.clear()
        if self.is_outdated:
            self.add_error(None, OUTDATED)
        return False


class EntryForm(TypedForm):
    """A form whose dates know today and, where a case has only days, its day 0."""

    def __init__(
        self, *args: Any, today: date | None = None, day_zero: date | None = None, **kwargs: Any
    ) -> None:
        """Tell every date field the last day allowed and day 0."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DateField | PartialDateField):
                field.today, field.day_zero = today, day_zero
