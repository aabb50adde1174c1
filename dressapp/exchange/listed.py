"""A few of many names, for a sentence."""

from collections.abc import Iterable

MOST_NAMED = 5


def listed(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    given = list(names)
    more = f" and {len(given) - MOST_NAMED} more" if len(given) > MOST_NAMED else ""
    return ", ".join(given[:MOST_NAMED]) + more
