"""The small forms behind the taps of the Score tab: a word and the version of the row it was seen on."""

from typing import Any

from django import forms
from django.http import Http404

from dressapp.cases.choices import Answered

from .presenters.findings import choices_of_tap

MOST = 2**31 - 1


class VersionForm(forms.Form):
    """The version of a row as the page showed it; 0 where there was none."""

    version = forms.IntegerField(label="Version", min_value=0, max_value=MOST)


class RowKeyForm(VersionForm):
    """Which row is saved: the id made with the form, and the version; 0 makes a row."""

    id = forms.UUIDField(label="Row")


class TapForm(VersionForm):
    """One answer to one thing looked for; blank takes the answer away."""

    answer = forms.ChoiceField(label="Answer", required=False)

    def __init__(self, *args: Any, finding: str, **kwargs: Any) -> None:
        """Allow the words that this finding is answered with."""
        super().__init__(*args, **kwargs)
        choices = choices_of_tap(finding)
        if not choices:
            raise Http404("There is nothing of this name to answer.")
        self.fields["answer"].choices = choices


class ExplainsForm(VersionForm):
    """Whether a positive test explains the reaction."""

    answer = forms.ChoiceField(label="Explains the reaction now?", choices=Answered.choices, required=False)
