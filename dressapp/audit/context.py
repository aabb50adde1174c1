"""Which request the events of this thread belong to, and from where it came."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A request's id and the address of its client; a command has neither."""

    request_id: str = ""
    address: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


@contextmanager
def bind(*, request_id: str, address: str) -> Iterator[None]:
    """Let every event of the block carry this request's id and address."""
    token = _origin.set(Origin(request_id, address))
    try:
        yield
    finally:
        _origin.reset(token)


def current() -> Origin:
    """Return where the events that are written now come from."""
    return _origin.get()
