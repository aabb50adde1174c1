"""What a page has shown of a date's results, as it posts it: nothing else may be moved or taken away."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from dressapp.core.numbers import read_count

from .models import LabResult

Seen = Mapping[UUID, int]


def versions_of(results: Iterable[LabResult]) -> dict[UUID, int]:
    """Return the version of each result by its id."""
    return {result.pk: result.version for result in results}


def write_seen(versions: Seen) -> str:
    """Return the ids and versions of results as a hidden field holds them."""
    return ",".join(f"{pk}:{version}" for pk, version in versions.items())


def read_seen(text: str) -> dict[UUID, int]:
    """Return the ids and versions that a page posted; what cannot be read was not seen."""
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {pk: read_count(version) for name, _, version in pairs if (pk := read_id(name))}


def read_id(text: str) -> UUID | None:
    """Return the id in a text, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
