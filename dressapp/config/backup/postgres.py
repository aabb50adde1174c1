"""Dump a PostgreSQL database from one snapshot while it is written to, and load a dump into it."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import IsolationLevel, sql

from dressapp.audit.chain import Head
from dressapp.config.stand_in import like_default, standing_in

from . import contents
from .errors import BackupError

UNKEPT = [f"--exclude-table-data={table}" for table in contents.UNKEPT]
DUMPS = ("-Fc", "--no-owner", "--no-privileges", *UNKEPT)
LOADS_WHOLE = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")


def copy(path: Path) -> dict[str, Any]:
    """Dump the database to a new file, read the dump through, and return what it holds."""
    with _snapshot() as snapshot:
        _run("pg_dump", *DUMPS, f"--snapshot={snapshot}", f"--file={path}")
        found = contents.describe()
    _run("pg_restore", f"--file={os.devnull}", str(path))
    return found


@contextmanager
def _snapshot() -> Iterator[str]:
    """Hold one state of the database for the block; its name lets pg_dump see the same."""
    with standing_in(like_default(isolation_level=IsolationLevel.REPEATABLE_READ)) as still:
        still.set_autocommit(False)
        with still.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        yield snapshot
        still.rollback()


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; its own words may hold a row and are dropped."""
    try:
        done = subprocess.run(  # noqa: S603  our own arguments, no shell
            [program, *arguments], env=os.environ | _environment(), capture_output=True, check=False
        )
    except FileNotFoundError:
        raise BackupError(f"{program} is not installed: it comes with PostgreSQL's client.") from None
    if done.returncode:
        raise BackupError(
            f"{program} failed ({done.returncode}): is it as new as the server, has the role the right?"
        )


def _environment() -> dict[str, str]:
    """Return the variables that tell PostgreSQL's programs where the database is."""
    connection = connections[DEFAULT_DB_ALIAS]
    settings = connection.settings_dict
    _, secret = connection.client.settings_to_cmd_args_env(settings, [])
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    found = {variable: str(settings[name]) for variable, name in where.items() if settings[name]}
    return found | (secret or {})


def put_back(path: Path, manifest: dict[str, Any], anchors: Sequence[Head]) -> None:
    """Load the content of a backup in one transaction, then check it."""
    contents.refuse_unknown_tables(manifest["rows"])
    _run("pg_restore", *LOADS_WHOLE, "--dbname", name(), str(path))
    contents.refuse_changed(manifest, anchors)


def name() -> str:
    """Return what the database is called, to be typed by who replaces it."""
    return str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def version() -> str:
    """Return the version of the server."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return str(connection.pg_version)


@contextmanager
def temporary_database(room: Path) -> Iterator[None]:
    """Let an empty database of the same server stand in; the role must be allowed to make one."""
    drill = f"dressapp_drill_{os.getpid()}"
    _order("CREATE DATABASE", drill)
    try:
        with standing_in(like_default(name=drill)):
            yield
    finally:
        _order("DROP DATABASE", drill)


def _order(what: str, database: str) -> None:
    """Make or drop a database."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql.SQL(f"{what} {{}}").format(sql.Identifier(database)))
