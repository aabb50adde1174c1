"""A second way to say what is undetermined: fill every gap in with yes and with no, and see if it matters.

Nothing here is taken from `scoring/`: an unknown is None, and a verdict is undetermined where two ways to
fill the gaps give two verdicts.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import product

UNDETERMINED = "undetermined"


def verdict_in_every_world(given: Mapping[str, bool | None], decide: Callable[..., str]) -> str:
    """Return what a two-valued rule says of every way to fill the gaps in, or that it is undetermined."""
    return _verdict(tuple(sorted(given.items())), decide)


@cache
def _verdict(given: tuple[tuple[str, bool | None], ...], decide: Callable[..., str]) -> str:
    names = [name for name, _ in given]
    ways = product(*((True, False) if value is None else (value,) for _, value in given))
    found = {decide(**dict(zip(names, way, strict=True))) for way in ways}
    return found.pop() if len(found) == 1 else UNDETERMINED
