"""Where a backup is made: one at a time, in a folder that only its owner can read and that is gone after."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .errors import BackupError

PREFIX = ".backup-"
PART = ".part"


@contextmanager
def room() -> Iterator[Path]:
    """Lend an empty folder for the block, to one process at a time; what a killed one left is taken away."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("A backup is being made or restored here. Try again when it is done.") from None
        for left in settings.VAR_DIR.glob(f"{PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.VAR_DIR) as folder:
            yield Path(folder)


def settle(path: Path) -> None:
    """Let a file's name survive a power cut."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
