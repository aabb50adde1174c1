"""What every entry form shares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from .dates import PartialDate
from .fields import DateField, PartialDateField
from .numbers import read_count

OUTDATED = "This was changed after you had opened it. Saving shows both texts, and you choose."
COUNTED_FROM = "counted_from"  # the field with the day 0 that a page showed: components/day_zero.html


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
        for words in self.what_changed_meanwhile():
            self.add_error(None, words)
        return False

    def what_changed_meanwhile(self) -> list[str]:
        """Return what to say of a form that is put back after what it rests on has changed."""
        return [OUTDATED] if self.is_outdated else []


class EntryForm(TypedForm):
    """A form whose dates know today and, where a case has only days, its day 0.

    Such a page sends the day 0 that it showed: days counted from another one are not what the person saw.
    """

    def __init__(
        self, *args: Any, today: date | None = None, day_zero: date | None = None, **kwargs: Any
    ) -> None:
        """Tell every date field the last day allowed and day 0."""
        super().__init__(*args, **kwargs)
        self.day_zero = day_zero
        self.days = [
            name for name, field in self.fields.items() if isinstance(field, DateField | PartialDateField)
        ]
        for name in self.days:
            self.fields[name].today, self.fields[name].day_zero = today, day_zero

    def clean(self) -> dict[str, Any]:
        """Refuse days that were counted from another day 0."""
        cleaned = super().clean() or self.cleaned_data
        for words in self._counted_anew():
            self.add_error(None, words)
        return cleaned

    def what_changed_meanwhile(self) -> list[str]:
        """Return what to say of a form that is put back: its days may count from another day now."""
        return [*super().what_changed_meanwhile(), *self._counted_anew()]

    def _counted_anew(self) -> list[str]:
        """Return what to say where days were typed and day 0 has moved; a page that sends none is trusted."""
        shown = self.data.get(COUNTED_FROM)
        if not shown or self.day_zero is None or not any(map(self._names_a_day, self.days)):
            return []
        moved = self.day_zero.toordinal() - read_count(shown)
        return [counted_anew(moved)] if moved else []

    def _names_a_day(self, name: str) -> bool:
        """Tell whether a day was typed that can be counted."""
        known = self.cleaned_data.get(name)
        return bool(known.on if isinstance(known, PartialDate) else known)


def counted_anew(moved: int) -> str:
    """Say that day 0 was moved by so many days since the page was shown."""
    days, way = f"{abs(moved)} day{'' if abs(moved) == 1 else 's'}", "later" if moved > 0 else "earlier"
    return (
        f"The onset was changed after you had opened this: day 0 is {days} {way} now, so that day 0 as you "
        f"saw it is day {-moved}. Check each day here, and save again."
    ).replace("day -", "day \N{MINUS SIGN}")
