"""How often a person may do what costs much, counted in the cache that all workers share."""

from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache


def take_turn(what: str, who: Any, *, most: int, seconds: int) -> int:
    """Take one of so many turns within so many seconds; return 0, or how long to wait for the next.

    Each turn is a place in the cache that empties by itself. Taking a place is one step that only one of many
    threads can do, so that never more than `most` are taken.
    """
    now = int(datetime.now(tz=UTC).timestamp())
    places = _places(what, who, most)
    taken = cache.get_many(places)
    if any(cache.add(place, now + seconds, seconds) for place in places if place not in taken):
        return 0
    free_at = [at for at in cache.get_many(places).values() if isinstance(at, int)]
    return max(1, min(free_at, default=now + 1) - now)


def give_back_turns(what: str, who: Any, *, most: int) -> None:
    """Give back every turn that was taken: what they were counted for has come out well."""
    cache.delete_many(_places(what, who, most))


def _places(what: str, who: Any, most: int) -> list[str]:
    return [f"turn-{what}-{who.pk}-{number}" for number in range(most)]
