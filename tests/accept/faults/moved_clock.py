"""The product's settings on a server whose clock a check moves, by a file that holds the seconds."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from dressapp.config.settings import *  # noqa: F403  every setting is the product's own

CLOCK = Path(os.environ["DRESSAPP_VAR"]) / "clock"
_real = time.time


def _moved() -> float:
    """Return the time as the check has it."""
    return _real() + int(CLOCK.read_text() or 0)


time.time = _moved
timezone.now = lambda: datetime.fromtimestamp(_moved(), tz=UTC)
