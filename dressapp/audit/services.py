"""Write the audit trail."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, models
from django.http import HttpRequest
from django.utils import timezone

from dressapp.core.errors import LedgerUnavailable

from .models import Event

SYSTEM = "system"


def record(
    *,
    action: str,
    by: Any,
    obj: models.Model | None = None,
    object_type: str = "",
    object_id: str = "",
    case_id: UUID | str = "",
    version: int | None = None,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write one event in the caller's transaction; `by` is a user, or None for the system itself."""
    return Event.objects.create(
        at=timezone.now(),
        actor_id=str(by.pk) if by else "",
        actor_name=(by.full_name or by.get_username()) if by else SYSTEM,
        action=action,
        object_type=obj._meta.label_lower if obj else object_type,
        object_id=str(obj.pk) if obj else object_id,
        case_id=str(case_id or ""),
        version=version,
        detail=detail or {},
    )


def record_view(request: HttpRequest, case_id: UUID | str, what: str) -> None:
    """Write that a person opened a page of a case; without that the page must not be shown."""
    try:
        record(action="view", by=request.user, case_id=case_id, detail={"what": what})
    except DatabaseError as error:
        raise LedgerUnavailable from error
