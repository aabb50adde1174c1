"""The form that opens a case file: the file, or its text kept while the patient is confirmed."""

from typing import Any

from django import forms

from dressapp.core.forms import EntryForm

MOST_KEPT = 1_000_000  # characters carried through the page while the patient is confirmed
CHOOSE = "Choose a case file."


class CaseFileForm(EntryForm):
    """A file of the format dress-case/1, and the team that the case is for."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    team = forms.ModelChoiceField(queryset=None, label="Team", empty_label="Choose the team")
    file = forms.FileField(
        label="Case file",
        required=False,
        error_messages={"empty": "This file is empty. Choose another one."},
    )
    text = forms.CharField(required=False, strip=False, max_length=MOST_KEPT, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        """Take the teams that the person may write for; one alone is not asked about."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        """Ask for a file where no text of one is kept."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not cleaned.get("text") and "file" not in self.errors:
            self.add_error("file", CHOOSE)
        return cleaned

    @property
    def content(self) -> bytes:
        """Return the file that was chosen, else the text that was kept."""
        if file := self.cleaned_data["file"]:
            file.seek(0)
            return bytes(file.read())
        return str(self.cleaned_data["text"]).encode("utf-8", "surrogatepass")
