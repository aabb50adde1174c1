"""The form that takes a table in: as text, or as a file that holds one."""

from typing import Any

from django import forms

from dressapp.core.forms import TypedForm

LONGEST_PASTE = 2_000_000
CHOOSE_ONE = "Paste a table or choose a file."
NOT_BOTH = "Paste a table or choose a file, not both. Empty one of the two."


class PasteForm(TypedForm):
    """A table as text, or a file that holds one."""

    text = forms.CharField(
        label="Table",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        error_messages={
            "max_length": "The text is larger than 2 MB. Paste a part of it, or open it as a file."
        },
    )
    file = forms.FileField(
        label="File",
        required=False,
        error_messages={"empty": "This file is empty. Choose another one."},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        has_text, has_file = bool(cleaned.get("text", "").strip()), bool(cleaned.get("file"))
        if has_text and has_file:
            self.add_error("text", NOT_BOTH)
        elif not (has_text or has_file or self.errors):
            self.add_error("text", CHOOSE_ONE)
        return cleaned
