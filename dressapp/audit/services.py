"""Write the audit trail."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, models
from django.http import HttpRequest
from django.utils import timezone

from dressapp.core.errors import LedgerUnavailable
from dressapp.core.many import insert_many
from dressapp.core.transactions import lock_ledger, writing

from . import chain, context
from .models import Event

SYSTEM = "system"


def record(*, action: str, by: Any, **event: Any) -> Event:
    """Write one event in the caller's transaction; `by` is a user, or None for the system itself."""
    return _append([{"action": action, **event}], by=by)[0]


def record_many(*, events: Iterable[dict[str, Any]], by: Any) -> None:
    """Write one person's events, in their order, in the caller's transaction."""
    _append(events, by=by)


def _append(events: Iterable[dict[str, Any]], *, by: Any) -> Sequence[Event]:
    """Add events to the end of the chain; nobody else can add one until the transaction ends."""
    shared = {"at": timezone.now()} | _actor(by) | asdict(context.current())
    found = [_event(**shared, **event) for event in events]
    with nullcontext() if connection.in_atomic_block else writing():
        lock_ledger()
        chain.link(found, chain.head())
        insert_many(found)
    return found


def _actor(by: Any) -> dict[str, str]:
    """Return the columns of a user, or of the system itself."""
    if not by:
        return {"actor_id": "", "actor_name": SYSTEM}
    return {"actor_id": str(by.pk), "actor_name": by.full_name or by.get_username()}


def _event(
    *,
    action: str,
    obj: models.Model | None = None,
    object_type: str = "",
    object_id: str = "",
    case_id: UUID | str = "",
    version: int | None = None,
    detail: dict[str, Any] | None = None,
    **columns: Any,
) -> Event:
    """Return one event that is not written yet."""
    return Event(
        action=action,
        object_type=obj._meta.label_lower if obj else object_type,
        object_id=str(obj.pk) if obj else object_id,
        case_id=str(case_id or ""),
        version=version,
        detail=detail or {},
        **columns,
    )


def record_view(request: HttpRequest, case_id: UUID | str, what: str, **said: Any) -> None:
    """Write that a person opened a page of a case; without that the page must not be shown."""
    try:
        record(action="view", by=request.user, case_id=case_id, detail={"what": what} | said)
    except DatabaseError as error:
        raise LedgerUnavailable from error


def erase_words(case_ids: Iterable[UUID]) -> int:
    """Take the words of erased cases out of the trail; who did what and when stays, and the chain holds.

    The guards of the database allow it for the cases of a carried-out erasure, and for nothing else.
    """
    events = Event.objects.filter(case_id__in=[str(case_id) for case_id in case_ids])
    return events.update(detail=chain.ERASED, reason="")
