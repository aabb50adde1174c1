"""Refuse passwords that are made of words which everybody here would try first."""

from typing import Any

from django.core.exceptions import ValidationError

WORDS = ("dressapp", "dress", "regiscar", "hospital", "ward", "password", "welcome", "clinic")
LETTERS_BESIDES = 8  # characters that must remain once such words are taken away


class ContextWordValidator:
    """Refuse a password that is little more than the program's, the ward's or the person's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Take the words out, and see whether enough is left."""
        rest = password.casefold()
        for word in (*WORDS, *_names(user)):
            rest = rest.replace(word, "")
        if len(rest) < LETTERS_BESIDES:
            raise ValidationError("This password is made of words that are tried first. Choose others.")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return "Your password must not be made of your own name or of words such as hospital or ward."


def _names(user: Any) -> list[str]:
    """Return the parts of a person's names that are long enough to mean anything."""
    text = f"{user.username} {user.full_name}".casefold() if user else ""
    return [part for part in text.replace("-", " ").replace(".", " ").split() if len(part) > 2]
