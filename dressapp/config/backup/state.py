"""When the last backup was made."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

LATE = timedelta(hours=26)  # a daily backup with two hours to spare


def note(path: Path, at: datetime) -> None:
    """Keep that a backup was made."""
    new = settings.LAST_BACKUP.with_suffix(".new")
    new.write_text(json.dumps({"at": at.isoformat(), "file": path.name}), encoding="utf-8")
    os.replace(new, settings.LAST_BACKUP)


def last_at() -> datetime | None:
    """Return when the last backup was made; None of none, or of a note that cannot be read."""
    try:
        return datetime.fromisoformat(json.loads(settings.LAST_BACKUP.read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_late() -> bool:
    """Tell whether backups are set up here and the last one is older than a day and two hours."""
    if not settings.BACKUP_RECIPIENT:
        return False
    last = last_at()
    return last is None or datetime.now(tz=UTC) - last > LATE
