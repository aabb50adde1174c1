"""The pieces of a course's bar: what is certain, what may be, and how it goes on beyond the drawn days."""

from dataclasses import dataclass

from dressapp.timeline.courses import Span
from dressapp.timeline.drawing.scale import Scale

STUB = 26  # px of a bar whose end is not known: it goes on for an unknown time


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in drawn days: `maybe` pieces are hatched, arrows go on, a tick is a first day that is known."""

    sure: tuple[float, float] | None
    maybe: tuple[tuple[float, float], ...]
    tick: float | None
    arrow_left: bool
    arrow_right: bool
    drawn: tuple[float, float]

    @property
    def ends(self) -> tuple[float, float] | None:
        """The first and the last day covered, the edge for a bar beyond it; None without any day."""
        pieces = [*self.maybe, *([self.sure] if self.sure else [])]
        if not pieces and self.arrow_left:
            return self.drawn[0], self.drawn[0]
        if not pieces:
            return (self.drawn[1], self.drawn[1]) if self.arrow_right else None
        return min(low for low, _ in pieces), max(high for _, high in pieces)


def make_bar(span: Span, scale: Scale) -> Bar:
    """Return the pieces of one bar, clipped to the drawn days."""
    first, last = scale.days[0], scale.days[-1]
    start, end = _start(span), _end(span)
    if start is None and end is None:
        return Bar(None, (), None, False, False, (first, last))
    if start is None:
        assert end is not None  # noqa: S101 - one of the two is known here
        start = (scale.day(scale.at(end[0]) - STUB), end[0])
    if end is None:
        known = span.seen_to if span.seen_to is not None else start[1]
        end = (known, scale.day(scale.at(known) + STUB))
    sure = (start[1], end[0]) if start[1] <= end[0] else None
    inner = min(start[1], end[0]) if sure else start[1]
    maybe = [(start[0], inner), (max(end[0], start[1]) if sure else inner, end[1])]
    clipped = [_clip(piece, first, last) for piece in maybe]
    is_known = span.start == "day" and scale.has(start[1])
    return Bar(
        sure=_clip(sure, first, last) if sure else None,
        maybe=tuple(piece for piece in clipped if piece and piece[0] < piece[1]),
        tick=start[1] if is_known else None,
        arrow_left=start[0] < first,
        arrow_right=end[1] > last,
        drawn=(first, last),
    )


OPEN = 10**6


def _start(span: Span) -> tuple[float, float] | None:
    if span.start_max is None:
        return None
    return (-OPEN if span.start_min is None else span.start_min), span.start_max


def _end(span: Span) -> tuple[float, float] | None:
    if span.end == "ongoing":
        return OPEN, OPEN
    if span.end_max is None:
        return None
    low = span.end_min if span.end_min is not None else span.seen_to
    return (span.end_max if span.end == "day" else _least_end(low, span)), span.end_max


def _least_end(low: int | None, span: Span) -> float:
    """Return the last day on which a drug stopped at an uncertain day was certainly taken."""
    known = [day for day in (low, span.seen_to, span.start_max) if day is not None]
    return min(max(known), span.end_max or 0) if known else span.end_max or 0


def _clip(piece: tuple[float, float], first: float, last: float) -> tuple[float, float] | None:
    low, high = max(piece[0], first), min(piece[1], last)
    return (low, high) if low <= high else None
