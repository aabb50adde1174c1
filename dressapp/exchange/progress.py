"""How far a running import is, and the wish to stop it: counts in the shared cache, nothing of a patient."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

KEPT = 10 * 60
WISH_KEPT = 2 * 60


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many results are stored so far."""

    done: int
    total: int


class Progress:
    """The running count of one import, written by the request that stores and read by any other."""

    def __init__(self, intake_id: UUID) -> None:
        """Name the places of the count and of the wish."""
        self._count, self._wish = f"import-{intake_id}-count", f"import-{intake_id}-stop"

    def tell(self, done: int, total: int) -> None:
        """Write how far the import is."""
        cache.set(self._count, (done, total), KEPT)

    def read(self) -> Count | None:
        """Return how far the import is, or None where none is running."""
        found = cache.get(self._count)
        return Count(*found) if found else None

    def ask_to_stop(self) -> None:
        """Wish that the running import stops and takes back what it has stored."""
        cache.set(self._wish, True, WISH_KEPT)

    @property
    def should_stop(self) -> bool:
        """Tell whether somebody wished the import to stop."""
        return bool(cache.get(self._wish))

    def clear(self) -> None:
        """Forget count and wish: the import has come to its end."""
        cache.delete_many([self._count, self._wish])
