"""The form of an answer to one item, one organ, or the bare number of organs."""

from typing import Any

from django import forms
from django.http import Http404

from dressapp.core.fields import DateField, TextField
from dressapp.core.forms import EntryForm
from scoring.derive.organs import ORGANS
from scoring.regiscar.items import ANSWER_WORDS, BY_ID

from .models import ItemAnswer, OtherExplanation, Reason

COUNT = "organs"
ORGAN = "organs."
MOST_ORGANS = len(ORGANS)


def choices_of(item: str) -> list[tuple[str, str]]:
    """Return the answers that an item takes, with their words; an item that there is not gives 404."""
    if item == COUNT:
        return [(str(number), str(number)) for number in range(MOST_ORGANS + 1)]
    if item in BY_ID:
        return [(word, ANSWER_WORDS[word]) for word in BY_ID[item].points]
    if item.removeprefix(ORGAN) in ORGANS and item.startswith(ORGAN):
        return [(word, ANSWER_WORDS[word]) for word in ("yes", "no", "unknown")]
    raise Http404("There is no such item.")


class AnswerForm(EntryForm):
    """One answer, with why it is unknown, why it stands against the data, and from which day it holds.

    `stored` is the one on record.
    """

    answer = forms.ChoiceField(label="Answer", error_messages={"required": "Choose an answer."})
    reason = forms.ChoiceField(label="Why unknown", choices=Reason.choices, required=False)
    other_explanation = forms.ChoiceField(
        label="Other explanation", choices=OtherExplanation.choices, required=False
    )
    explanation = TextField(label="Reason", paragraphs=True)
    since_on = DateField(label="Holds from", required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: str, stored: ItemAnswer | None = None, **kwargs: Any) -> None:
        """Allow the answers that this item takes."""
        super().__init__(*args, **kwargs)
        self.stored = stored
        self.fields["answer"].choices = choices_of(item)

    @property
    def is_outdated(self) -> bool:
        """Tell whether the answer was changed after the form was shown."""
        return self.cleaned_data.get("version") != (self.stored.version if self.stored else 0)

    def clean(self) -> dict[str, Any]:
        """Keep a reason only with an unknown answer."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") != "unknown":
            cleaned["reason"] = ""
        return cleaned
