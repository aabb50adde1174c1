"""Places for the events' labels: no label meets another label or the line of another event."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dressapp.timeline.drawing.scale import Scale
from dressapp.timeline.drawing.style import Style
from dressapp.timeline.drawing.text import clip, text_width
from dressapp.timeline.events import Event

MOST_TRIES = 4000  # of places; after that the labels may meet, behind a halo


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event's label: its row, counted from the top, and the px that it covers beside its line at `x`."""

    event: Event
    text: str
    row: int
    x: float
    left: float
    right: float


def place_events(events: tuple[Event, ...], scale: Scale, style: Style) -> list[PlacedEvent]:
    """Give each event the first place that meets no other, going back on earlier choices where needed."""
    choices = [list(_choices(event, scale, style, len(events))) for event in events]
    placed = _search(choices) or [_stairs(found, row) for row, found in enumerate(choices)]
    top = min((one.row for one in placed), default=0)
    return [replace(one, row=one.row - top) for one in placed]


def _choices(event: Event, scale: Scale, style: Style, count: int) -> Iterator[PlacedEvent]:
    """Yield the places of one event, the best first: high up, to the right of its line."""
    x, rightmost = scale.at(event.day), scale.width + style.right
    text = clip(event.label, max(rightmost - x, x + style.left) - 8, style.label_size)
    width = text_width(text, style.label_size) + 6
    sides = [(x, x + width)] if x + width <= rightmost else []
    sides += [(x - width, x)] if x - width >= -style.left else []
    for row in range(count):
        for left, right in sides or [(x, x + width)]:
            yield PlacedEvent(event, text, row, x, left, right)


def _search(choices: list[list[PlacedEvent]]) -> list[PlacedEvent]:
    """Return one choice for each event such that none meet; empty where none was found in time."""
    placed: list[PlacedEvent] = []
    tried = [iter(found) for found in choices[:1]]
    for _ in range(MOST_TRIES):
        if not tried:
            return []
        one = next(tried[-1], None)
        if one is None:
            tried.pop()
            if placed:
                placed.pop()
        elif not any(_meet(one, other) for other in placed):
            placed.append(one)
            if len(placed) == len(choices):
                return placed
            tried.append(iter(choices[len(placed)]))
    return []


def _stairs(found: list[PlacedEvent], row: int) -> PlacedEvent:
    return replace(found[0], row=row)


def _meet(one: PlacedEvent, other: PlacedEvent) -> bool:
    """Say whether two labels overlap, or a line, which runs down from its row, crosses the other label."""
    if one.row == other.row:
        return one.left < other.right + 4 and other.left < one.right + 4
    upper, lower = (one, other) if one.row < other.row else (other, one)
    return lower.left - 2 < upper.x < lower.right + 2 and upper.x != lower.x
