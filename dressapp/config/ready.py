"""Whether this server can keep what it is given: /readyz asks, and is answered within two seconds."""

import logging
import math
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from dressapp.audit import chain
from dressapp.audit.models import Event

from .backup import state
from .stand_in import like_default, standing_in

logger = logging.getLogger("dressapp.ready")
ANSWER = 1.5  # seconds for the whole answer
WAIT = 1  # seconds for a lock or a connection
BETWEEN_WRITES = 10  # seconds: on SQLite a trial write takes the one lock that every save needs
FREE = 0.10  # of the disk
SHORT = {
    "sqlite": {"timeout": WAIT},
    "postgresql": {"connect_timeout": WAIT, "options": f"-c statement_timeout={WAIT * 1000}"},
}
TRIAL = (
    "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('trial', '', '2000-01-01')"
)


class Readiness:
    """What the last trials of this process found."""

    def __init__(self) -> None:
        """Begin without a trial."""
        self.asking = threading.Lock()
        self.written_at = -math.inf
        self.last: list[str] = []

    def missing(self) -> list[str]:
        """Return what is wrong, in words without numbers; nothing when all is well."""
        found = self._ask()
        if found != self.last:
            logger.warning("readiness changed", extra={"about": {"missing": found}})
        self.last = found
        return found

    def _ask(self) -> list[str]:
        """Ask in another thread, as a disk or a network may never answer; one such question at a time."""
        until = time.monotonic() + ANSWER
        if not self.asking.acquire(timeout=ANSWER):
            return ["answer"]
        answers: SimpleQueue[list[str]] = SimpleQueue()
        threading.Thread(target=self._try_all, args=(answers,), daemon=True).start()
        try:
            return answers.get(timeout=max(0, until - time.monotonic()))
        except Empty:
            return ["answer"]

    def _try_all(self, answers: Any) -> None:
        """Answer with the trials that failed."""
        trials = {"database": self.try_database, "disk": has_room, "backup": has_backup}
        try:
            answers.put([name for name, holds in trials.items() if not _holds(holds)])
        finally:
            self.asking.release()

    def try_database(self) -> bool:
        """Read the end of the audit trail, and write something that is taken back."""
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        is_due = vendor != "sqlite" or time.monotonic() - self.written_at >= BETWEEN_WRITES
        with standing_in(like_default(**SHORT[vendor])) as connection:
            last = Event.objects.order_by("-seq").first()
            if last and last.hash != chain.hash_of(last):
                return False
            if is_due:
                try_to_write(connection)
                self.written_at = time.monotonic()
        return True


def try_to_write(connection: Any) -> None:
    """Write a row and take it back."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(TRIAL)
    connection.rollback()


def has_room() -> bool:
    """Tell whether a tenth of the disk is free where data are written."""
    return all(_has_room(folder) for folder in (settings.VAR_DIR, _data_folder()))


def _data_folder() -> Path:
    """Return where a SQLite file lies; PostgreSQL watches its own disk."""
    database = connections[DEFAULT_DB_ALIAS]
    return Path(database.settings_dict["NAME"]).parent if database.vendor == "sqlite" else settings.VAR_DIR


def _has_room(folder: Path) -> bool:
    """Tell whether a tenth of a folder's disk is free."""
    disk = shutil.disk_usage(folder)
    return disk.free >= FREE * disk.total


def has_backup() -> bool:
    """Tell whether backups are not set up here, or the last one is not late."""
    return not state.is_late()


def _holds(trial: Callable[[], bool]) -> bool:
    """Tell whether a trial went well; one that could not be made did not."""
    try:
        return trial()
    except Exception as error:
        logger.warning("trial failed", exc_info=error)
        return False


readiness = Readiness()
