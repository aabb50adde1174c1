"""What a list of events may be narrowed to; every value stands in the address."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from dressapp.core.fields import DateField, TextField
from dressapp.core.sealed import seal

ANY = ("", "Any")


class NarrowingForm(forms.Form):
    """A list of events, page by page: each page ends before an event."""

    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the controls; the box in the top bar has the plain id."""
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def asked(self) -> dict[str, Any]:
        """Return what the list is narrowed to; a value that means nothing narrows nothing."""
        self.is_valid()
        names = (name for name in self.fields if name != "before")
        return {name: self.data.get(name, "") if self.cleaned_data.get(name) else "" for name in names}

    @property
    def is_before(self) -> int:
        """Return the number of the event that the page ends before; 0 on the first page."""
        self.is_valid()
        return self.cleaned_data.get("before") or 0

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """Return the fields shown."""
        return self.visible_fields()


class ChangesForm(NarrowingForm):
    """The changes of a case by kind of row and by person."""

    kind = forms.ChoiceField(label="What", required=False)
    person = forms.ChoiceField(label="By whom", required=False)

    def __init__(
        self, *args: Any, kinds: Mapping[str, Any], people: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the kinds of rows, and the people who have changed something."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ANY, *((name, kind.words) for name, kind in kinds.items())]
        self.fields["person"].choices = [ANY, *((pk, name) for pk, name in people if pk)]


class TrailForm(NarrowingForm):
    """The audit trail by patient, person, what was done, and days."""

    GROUPS: ClassVar[list[tuple[str, str]]] = [
        ("views", "Pages opened"),
        ("changes", "Changes"),
        ("prints", "Prints"),
        ("exports", "Exports"),
        ("accounts", "Sign-ins and accounts"),
    ]

    patient = TextField(label="Patient id", max_length=64)
    person = TextField(label="Person", max_length=150)
    what = forms.ChoiceField(label="What", choices=[ANY, *GROUPS], required=False)
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """Return what stands in the address: who the patient is only sealed."""
        asked = super().asked
        return asked | {"patient": seal(asked["patient"])}

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This lies before the first day. Correct one of the two.")
        return cleaned

    @property
    def times(self) -> tuple[datetime | None, datetime | None]:
        """Return the moments that the days begin and end with."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        return _midnight(since), _midnight(until + timedelta(days=1) if until else None)


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
