"""The door to the audit trail, which stands above this app: settings.LEDGER names who writes it."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def record(*, action: str, by: Any, **event: Any) -> None:
    """Write one audit event in the caller's transaction."""
    import_string(settings.LEDGER)(action=action, by=by, **event)
