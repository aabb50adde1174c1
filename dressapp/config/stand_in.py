"""Let another database stand in for the default one, for the block of one thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def standing_in(other: Any) -> Iterator[Any]:
    """Send every query of the block to another connection, and close that in the end."""
    own = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield other
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = own


def like_default(*, name: str | Path = "", **options: Any) -> Any:
    """Return a new connection with the settings of the default one, but another name or other options."""
    other = connections[DEFAULT_DB_ALIAS].copy()
    other.settings_dict["NAME"] = str(name) if name else other.settings_dict["NAME"]
    other.settings_dict["OPTIONS"] |= options
    return other
