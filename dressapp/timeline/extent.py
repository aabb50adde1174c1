"""Which days are drawn: the days around the reaction to scale, far earlier and far later ones squeezed."""

from collections.abc import Iterable
from dataclasses import dataclass

# Our own choice: what lies further away would squeeze the reaction itself into a few pixels.
FARTHEST_BEFORE, FARTHEST_AFTER = -120, 120
ALWAYS_FROM, ALWAYS_TO = -60, 14  # the usual interval with a margin, and the first two weeks


@dataclass(frozen=True, slots=True)
class Extent:
    """The drawn days: `core` to scale; `first` and `last` reach further where results lie far away."""

    first: int
    core_from: int
    core_to: int
    last: int

    @property
    def is_squeezed_before(self) -> bool:
        """Say whether earlier days are drawn not to scale."""
        return self.first < self.core_from

    @property
    def is_squeezed_after(self) -> bool:
        """Say whether later days are drawn not to scale."""
        return self.last > self.core_to


def find_extent(needed: Iterable[int], welcome: Iterable[int]) -> Extent:
    """Return the days to draw: `needed` ones always, `welcome` ones (drug courses) only where near."""
    needed = list(needed)
    near = [
        day for day in (*needed, *welcome, ALWAYS_FROM, ALWAYS_TO) if FARTHEST_BEFORE <= day <= FARTHEST_AFTER
    ]
    low, high = min(near), max(near)
    margin = max(2, (high - low) // 40)
    low, high = low - margin, high + margin
    return Extent(min([low, *needed]), low, high, max([high, *needed]))
