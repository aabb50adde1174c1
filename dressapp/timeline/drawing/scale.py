"""Days to px: to scale around the reaction, squeezed where results lie far away from it."""

from bisect import bisect_right
from dataclasses import dataclass

from dressapp.timeline.extent import Extent

SQUEEZED_SHARE = 0.11  # of the plot, for each squeezed side


@dataclass(frozen=True, slots=True)
class Scale:
    """A piecewise linear scale; `days` and `px` are its stops."""

    days: tuple[float, ...]
    px: tuple[float, ...]

    @property
    def width(self) -> float:
        """The px of the whole scale."""
        return self.px[-1]

    def at(self, day: float) -> float:
        """Return the px of a day, kept within the scale."""
        return _between(min(max(day, self.days[0]), self.days[-1]), self.days, self.px)

    def day(self, px: float) -> float:
        """Return the day at a px, kept within the scale."""
        return _between(min(max(px, self.px[0]), self.px[-1]), self.px, self.days)

    def has(self, day: float) -> bool:
        """Say whether a day is drawn."""
        return self.days[0] <= day <= self.days[-1]


def _between(value: float, source: tuple[float, ...], target: tuple[float, ...]) -> float:
    part = min(max(bisect_right(source, value), 1), len(source) - 1)
    low, high = source[part - 1], source[part]
    return target[part - 1] + (value - low) / (high - low) * (target[part] - target[part - 1])


def make_scale(extent: Extent, width: float) -> Scale:
    """Return the scale of an extent over a plot's width."""
    days: list[float] = [extent.core_from, extent.core_to]
    px: list[float] = [0, width]
    if extent.is_squeezed_before:
        days, px = [extent.first, *days], [0, width * SQUEEZED_SHARE, px[-1]]
    if extent.is_squeezed_after:
        days, px = [*days, extent.last], [*px[:-1], width * (1 - SQUEEZED_SHARE), width]
    return Scale(tuple(days), tuple(px))
