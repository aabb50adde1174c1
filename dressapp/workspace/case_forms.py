"""The filters of the case list."""

from typing import Any

from django import forms

from dressapp.assessments.standing import STATE_WORDS
from dressapp.core.fields import TextField

ANY = ("", "Any")


class CaseFilterForm(forms.Form):
    """What the case list may be narrowed to; every value stands in the address."""

    q = TextField(label="Patient or drug", max_length=1000)  # sealed: it may name a patient
    course = forms.ChoiceField(
        label="Course", choices=[ANY, ("open", "Open"), ("closed", "Closed")], required=False
    )
    category = forms.ChoiceField(
        label="RegiSCAR",
        choices=[
            ANY,
            ("definite", "6 or more"),
            ("probable", "4 or 5"),
            ("possible", "2 or 3"),
            ("no", "Below 2"),
        ],
        required=False,
    )
    state = forms.ChoiceField(
        label="Assessment",
        choices=[ANY, *((state, words) for state, (words, _) in STATE_WORDS.items())],
        required=False,
    )
    drug = TextField(label="Drug (full name)", max_length=100)
    order = forms.ChoiceField(
        label="Order",
        choices=[
            ("", "Last change first"),
            ("oldest", "Oldest change first"),
            ("patient", "Patient id"),
            ("score", "Highest score first"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the controls; the box in the top bar has the plain id."""
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """Return the fields shown here; the words searched for stand in the top bar."""
        return [field for field in self if field.name != "q"]
