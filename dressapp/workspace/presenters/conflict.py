"""Both texts of a row that two people changed at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from dressapp.core.models import Record

NEVER_POSTED_AGAIN = ("csrfmiddlewaretoken", "version")
EMPTY = "(blank)"


@dataclass(frozen=True, slots=True)
class ConflictField:
    """One field: what was typed, and what is stored now."""

    label: str
    yours: str
    theirs: str
    is_equal: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fields, who saved first and when, and what to post to save over it."""

    fields: tuple[ConflictField, ...]
    by: str
    at: datetime
    is_taken_away: bool
    version: int
    posted: tuple[tuple[str, str], ...]


def present_conflict(
    posted: QueryDict, form: BaseForm | None, current: Record, fields: Mapping[str, str], *, change: Any
) -> Conflict:
    """Return both texts of each field."""
    return Conflict(
        fields=tuple(_field(posted, form, name, theirs) for name, theirs in fields.items()),
        by=change.actor_name if change else "somebody else",
        at=change.at if change else current.updated_at,
        is_taken_away=current.is_voided,
        version=current.version,
        posted=tuple(
            (name, value)
            for name, values in posted.lists()
            if name not in NEVER_POSTED_AGAIN
            for value in values
        ),
    )


def _field(posted: QueryDict, form: BaseForm | None, name: str, theirs: str) -> ConflictField:
    known = form.fields.get(name) if form else None
    label = (known.label if known else None) or name.replace("_", " ").capitalize()
    key = form.add_prefix(name) if form else name
    choices = {str(value): str(words) for value, words in getattr(known, "choices", ())}
    yours = ", ".join(choices.get(value, value) for value in posted.getlist(key) if value)
    return ConflictField(label, yours or EMPTY, theirs or EMPTY, yours == theirs)
