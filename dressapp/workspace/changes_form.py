"""What a list of events may be narrowed to; every value stands in the address."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

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
        return {name: self.cleaned_data.get(name) or "" for name in self.fields if name != "before"}

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
