"""Read what was changed: of one row, or of a whole case page by page."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dressapp.core.chunks import chunked

from .models import Event
from .selectors import CHANGES

READS = ("view", "print", "export")


def list_row_changes(label: str, row_id: Any) -> list[Event]:
    """Return what was done to one row, from its first change on; `label` is the lower name of its model."""
    of_row = Event.objects.filter(object_id=str(row_id), object_type=label)
    return list(of_row.exclude(action__in=READS).order_by("seq"))


def list_case_changes(
    case_id: UUID, *, labels: Collection[str] = (), actor_id: str = "", before: int = 0, count: int
) -> list[Event]:
    """Return what was done to anything of a case, the newest first, up to `count` before an event."""
    found = _changes_of(case_id)
    if labels:
        found = found.filter(object_type__in=labels)
    if actor_id:
        found = found.filter(actor_id=actor_id)
    if before:
        found = found.filter(seq__lt=before)
    return list(found.order_by("-seq")[:count])


def _changes_of(case_id: UUID) -> QuerySet[Event]:
    """Return the events of a case that are no reading of it."""
    return Event.objects.filter(case_id=str(case_id)).exclude(action__in=READS).exclude(object_type="")


def list_changers(case_id: UUID) -> list[tuple[str, str]]:
    """Return the id and the newest name of everybody who has changed anything of a case."""
    rows = _changes_of(case_id).order_by("actor_id", "seq").values_list("actor_id", "actor_name")
    return sorted(dict(rows.distinct()).items(), key=lambda person: person[1].casefold())


def list_earlier_changes(events: Iterable[Event]) -> list[Event]:
    """Return every change up to these of the rows that they changed, in order: what the rows held."""
    given = [event for event in events if event.action in CHANGES]
    ids, last = {event.object_id for event in given}, max((event.seq for event in given), default=0)
    found = (
        Event.objects.filter(object_id__in=chunk, seq__lte=last, action__in=CHANGES)
        for chunk in chunked(sorted(ids))
    )
    return sorted((event for chunk in found for event in chunk), key=lambda event: event.seq)
