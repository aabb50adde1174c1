"""The addresses around one page of a list of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dressapp.audit.models import Event


@dataclass(frozen=True, slots=True)
class EventPages:
    """The address of the newest events, and of those before the ones that are shown."""

    newest: str
    older: str
    everything: str
    is_narrowed: bool


def present_pages(address: str, form: Any, events: Sequence[Event], rows: int) -> EventPages:
    """Return the addresses around a page; `events` holds one more than `rows` where there are older ones."""
    asked = {name: value for name, value in form.asked.items() if value}
    older = asked | {"before": events[rows - 1].seq} if len(events) > rows else {}
    return EventPages(
        newest=_with(address, asked) if form.is_before else "",
        older=_with(address, older) if older else "",
        everything=address,
        is_narrowed=bool(asked),
    )


def _with(address: str, asked: dict[str, Any]) -> str:
    return f"{address}?{urlencode(asked)}" if asked else address
