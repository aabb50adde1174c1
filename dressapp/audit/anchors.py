"""The newest hash of the audit trail, kept in a file outside the database: a line an anchor."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .chain import Head, head

OWNER_ALONE = 0o600


class AnchorsUnreadable(Exception):
    """A line of the file of anchors is none."""


def write_anchor(why: str) -> Head:
    """Add the newest event's number and hash to the file of anchors, for good before this returns."""
    end = head()
    line = {"seq": end.seq, "hash": end.hash, "at": datetime.now(tz=UTC).isoformat(), "why": why}
    path = Path(settings.AUDIT_ANCHORS)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ALONE)
    with os.fdopen(file, "a", encoding="ascii") as stream:
        stream.write(json.dumps(line) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return end


def read_anchors(path: Path | None = None) -> list[Head]:
    """Return the anchors of a file, by default of our own; none where there is no file yet."""
    path = path or Path(settings.AUDIT_ANCHORS)
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [_anchor(number, line) for number, line in enumerate(lines, 1)]


def _anchor(number: int, line: str) -> Head:
    """Read one line."""
    try:
        found = json.loads(line)
        return Head(int(found["seq"]), str(found["hash"]))
    except (ValueError, KeyError, TypeError):
        raise AnchorsUnreadable(f"Line {number} of the anchors cannot be read.") from None
