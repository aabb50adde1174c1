"""A small memory of one worker: what was made last is kept, and nothing leaves the process."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Memory(Generic[Made]):
    """Keep the newest things made, by a digest of what they were made from; patient data stay in here."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._lock = Lock()

    def recall(self, source: str, make: Callable[[str], Made]) -> Made:
        """Return what was made from a source, or make it, given the source's digest."""
        digest = sha256(source.encode()).hexdigest()
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        made = make(digest)
        with self._lock:
            self._kept[digest] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        """Return how many things are kept."""
        return len(self._kept)
