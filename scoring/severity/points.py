"""Points of one input as a span: what is not known leaves more than one number open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.facts import Measure
from scoring.kernel.citation import Threshold
from scoring.kernel.tri import Tri, decide


@dataclass(frozen=True, slots=True)
class Step:
    """From a threshold on, or above it, an input has so many points; the limit is in the unit compared in."""

    limit: Decimal
    points: int
    is_above: bool = False

    def is_reached(self, value: Measure) -> Tri:
        """Say whether a value reaches the step; unknown where a bound is open."""
        if self.is_above:
            return decide(is_yes=value.is_above(self.limit), is_no=value.is_at_most(self.limit))
        return decide(is_yes=value.is_at_least(self.limit), is_no=value.is_below(self.limit))


@dataclass(frozen=True, slots=True)
class Scale:
    """The points below the first step, and the steps upwards."""

    base: int
    steps: tuple[Step, ...]

    @property
    def whole(self) -> "Span":
        """All that an input may give."""
        return Span(self.base, self.steps[-1].points)

    def span_of(self, value: Measure) -> "Span":
        """Return the fewest and the most points that a value allows."""
        low = high = self.base
        for step in self.steps:
            reached = step.is_reached(value)
            low = step.points if reached is Tri.YES else low
            high = high if reached is Tri.NO else step.points
        return Span(low, high)

    def between(self, least: Decimal, most: Decimal | None) -> "Span":
        """Return the points from a least value to a most, which is open where it is None."""
        high = self.whole.high if most is None else self.span_of(Measure(max(least, most))).high
        return Span(self.span_of(Measure(least)).low, high)


@dataclass(frozen=True, slots=True)
class Span:
    """The fewest and the most points."""

    low: int
    high: int


def above(limit: Threshold, points: int) -> Step:
    """Return a step that begins above a threshold."""
    return Step(limit.value, points, is_above=True)


def start(limit: Threshold, points: int) -> Step:
    """Return a step that begins at a threshold."""
    return Step(limit.value, points)


def highest_of(spans: Iterable[Span]) -> Span:
    """Return the span of the highest of some values; at least one is given."""
    every: Sequence[Span] = list(spans)
    return Span(max(span.low for span in every), max(span.high for span in every))


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a score of severity: its span of points and why; `certainty` is a key of CERTAINTY."""

    id: str
    title: str
    asks: str
    span: Span
    why: str
    certainty: str = ""

    @property
    def is_missing(self) -> bool:
        """Say whether more than one number of points is open."""
        return self.span.low != self.span.high
