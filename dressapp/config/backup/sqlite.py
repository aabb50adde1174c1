"""Copy a SQLite database while it is written to, and put a copy in its place."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from dressapp.audit.chain import Head
from dressapp.config.stand_in import like_default, standing_in

from . import contents
from .errors import BackupError

STEP = 256  # pages, a megabyte: writers wait for no more than that while the copy goes by steps
PAUSE = 0.002  # seconds between steps, in which a writer gets in
PATIENCE = 5.0  # seconds until the rest is copied in one go


class _Impatient(Exception):
    """The copy began anew too often."""


def copy(path: Path) -> dict[str, Any]:
    """Copy the database to a new file, check the copy, and return what it holds."""
    _copy_pages(path)
    with standing_in(like_default(name=path)):
        _run("DELETE FROM django_session")
        refuse_damaged()
        return contents.describe()


def _copy_pages(path: Path) -> None:
    """Copy by steps, between which others write; a copy that begins anew all the time is made in one go.

    Every write of another process makes SQLite begin again. In one go writers wait until it is done.
    """
    source = _raw(connections[DEFAULT_DB_ALIAS])
    deadline = time.monotonic() + PATIENCE

    def give_up(status: int, remaining: int, total: int) -> None:
        if time.monotonic() > deadline:
            raise _Impatient

    target = sqlite3.connect(path)
    try:
        source.backup(target, pages=STEP, sleep=PAUSE, progress=give_up)
    except _Impatient:
        source.backup(target)
    finally:
        target.close()


def _raw(connection: Any) -> sqlite3.Connection:
    """Return the driver's own connection."""
    connection.ensure_connection()
    return connection.connection


def _run(statement: str) -> list[Any]:
    """Run a statement on the database that stands in."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def refuse_damaged() -> None:
    """Refuse a database with a page or a reference that is broken."""
    if _run("PRAGMA integrity_check") != [("ok",)]:
        raise BackupError("The database is damaged: SQLite's integrity check fails.")
    if _run("PRAGMA foreign_key_check"):
        raise BackupError("The database is damaged: rows refer to rows that do not exist.")


def put_back(path: Path, manifest: dict[str, Any], anchors: Sequence[Head]) -> None:
    """Check the content of a backup, then put it into the database in one transaction.

    The pages are copied into the file that is there: a server that still has it open sees the new content,
    and no journal of the old one can be played into the new.
    """
    target = _raw(connections[DEFAULT_DB_ALIAS])
    with standing_in(like_default(name=path)) as staged:
        refuse_damaged()
        contents.refuse_changed(manifest, anchors)
        _raw(staged).backup(target)


def name() -> str:
    """Return what the database is called, to be typed by who replaces it."""
    return Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]).name


def version() -> str:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version


@contextmanager
def temporary_database(room: Path) -> Iterator[None]:
    """Let an empty database stand in for the block."""
    with standing_in(like_default(name=room / "drill.sqlite3")):
        yield
