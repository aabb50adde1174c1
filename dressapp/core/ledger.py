"""The door to the audit trail, which stands above this app: settings.LEDGER names who writes it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def record(*, action: str, by: Any, **event: Any) -> None:
    """Write one audit event in the caller's transaction."""
    record_many([{"action": action, **event}], by=by)


def record_many(events: Iterable[dict[str, Any]], *, by: Any) -> None:
    """Write the audit events of one person in the caller's transaction."""
    import_string(settings.LEDGER)(events=events, by=by)
