"""Ticks of the axis of days: a step that leaves room for the labels, the date beside the day number."""

from dataclasses import dataclass
from datetime import date, timedelta

from dressapp.timeline.drawing.scale import Scale
from dressapp.timeline.drawing.style import Style
from dressapp.timeline.drawing.text import text_width
from dressapp.timeline.extent import Extent
from dressapp.timeline.words import day_label
from scoring.facts import MONTHS

STEPS = (1, 2, 7, 14, 28, 56, 84)
GAP = 3


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day; `lines` are its label from top to bottom."""

    day: int
    lines: tuple[str, ...]
    is_zero: bool = False
    is_squeezed: bool = False


def make_ticks(extent: Extent, zero_on: date | None, scale: Scale, style: Style) -> tuple[Tick, ...]:
    """Return the ticks of the days drawn to scale, and the far end of each squeezed side."""
    px_a_day = (scale.at(extent.core_to) - scale.at(extent.core_from)) / (extent.core_to - extent.core_from)
    need = GAP + text_width("25 May" if zero_on else "−28 d", style.label_size)
    step = next((step for step in STEPS if step * px_a_day >= need), STEPS[-1])
    first = -(-extent.core_from // step) * step
    days = [day for day in range(first, extent.core_to + 1, step) if _has_room(day, extent, scale, need)]
    ticks = [_tick(day, zero_on, is_first=day == days[0], step=step) for day in days]
    before = _far(extent.is_squeezed_before, extent.first, zero_on)
    return (*before, *ticks, *_far(extent.is_squeezed_after, extent.last, zero_on))


def _has_room(day: int, extent: Extent, scale: Scale, need: float) -> bool:
    """Keep a tick off the label of a squeezed side."""
    too_left = extent.is_squeezed_before and scale.at(day) < scale.at(extent.core_from) + need * 0.6
    too_right = extent.is_squeezed_after and scale.at(day) > scale.at(extent.core_to) - need * 0.6
    return not (too_left or too_right)


def _tick(day: int, zero_on: date | None, *, is_first: bool, step: int) -> Tick:
    lines = [day_label(day)]
    if zero_on is not None:
        on = zero_on + timedelta(days=day)
        lines.append(f"{on.day} {MONTHS[on.month - 1]}")
        if is_first or day == 0 or (on - timedelta(days=step)).year != on.year:
            lines.append(str(on.year))
    return Tick(day, tuple(lines), is_zero=day == 0)


def _far(is_squeezed: bool, day: int, zero_on: date | None) -> tuple[Tick, ...]:
    if not is_squeezed:
        return ()
    tick = _tick(day, zero_on, is_first=True, step=1)
    return (Tick(day, tick.lines, is_squeezed=True),)


def label_lines(ticks: tuple[Tick, ...]) -> int:
    """Return how many lines the tallest label has."""
    return max((len(tick.lines) for tick in ticks), default=1)
