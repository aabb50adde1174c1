"""Write the audit trail."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import DatabaseError, models
from django.http import HttpRequest
from django.utils import timezone

from dressapp.core.errors import LedgerUnavailable
from dressapp.core.many import insert_many

from .models import Event

SYSTEM = "system"


def record(*, action: str, by: Any, **event: Any) -> Event:
    """Write one event in the caller's transaction; `by` is a user, or None for the system itself."""
    found = _event(action=action, at=timezone.now(), **_actor(by), **event)
    found.save(force_insert=True)
    return found


def record_many(*, events: Iterable[dict[str, Any]], by: Any) -> None:
    """Write one person's events, in their order, in the caller's transaction."""
    at, actor = timezone.now(), _actor(by)
    insert_many([_event(at=at, **actor, **event) for event in events])


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


def record_view(request: HttpRequest, case_id: UUID | str, what: str) -> None:
    """Write that a person opened a page of a case; without that the page must not be shown."""
    try:
        record(action="view", by=request.user, case_id=case_id, detail={"what": what})
    except DatabaseError as error:
        raise LedgerUnavailable from error
