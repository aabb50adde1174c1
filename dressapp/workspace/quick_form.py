"""The ten items as one form that is sent by its address alone: no patient, no date, nothing stored."""

from typing import Any

from django import forms
from django.http import QueryDict

from dressapp.assessments.forms import choices_of
from dressapp.assessments.quick import TITLES

COURSE = "course"
OVER = "over"
COURSES = [("goes_on", "goes on"), (OVER, "over")]
LONGEST = 1_000  # characters of all answers as an address holds them


class QuickForm(forms.Form):
    """Nine items and six organs, each answered or not, and whether the course is over."""

    def __init__(self, data: QueryDict) -> None:
        """Offer the answers that each item takes; none is chosen before the address says so."""
        super().__init__(data)
        for name, title in TITLES.items():
            self.fields[name] = _choice(title, choices_of(name))
        self.fields[COURSE] = _choice("The course", COURSES)

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers by item and organ, in the order of the form."""
        return {name: word for name, word in self.cleaned_data.items() if word and name != COURSE}

    @property
    def is_over(self) -> bool:
        """Tell whether the course was said to be over."""
        return bool(self.cleaned_data[COURSE] == OVER)


def _choice(title: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    wrong = {"invalid_choice": "There is no such answer as %(value)s."}
    return forms.ChoiceField(
        label=title, choices=choices, required=False, widget=forms.RadioSelect, error_messages=wrong
    )


class CarriedField(forms.CharField):
    """Answers of the quick score, as its address holds them, that a new case begins with."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        """Take no more than an address holds."""
        super().__init__(required=False, max_length=LONGEST, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        """Return the answers by item; what is none of them is refused."""
        form = QuickForm(QueryDict(super().clean(value)))
        if not form.is_valid():
            wrong = [f"{TITLES[name]}: {words}" for name, found in form.errors.items() for words in found]
            raise forms.ValidationError(wrong)
        return form.answers
