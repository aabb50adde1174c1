"""Look at every statement that a request sends to the database, and let one of them fail."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from unittest import mock

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection

WRITE = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)"?', re.IGNORECASE)
SESSIONS = "django_session"


class PlantedFailure(OperationalError):
    """What the database would say: the disk is full, the connection is gone."""


class FailAt:
    """Let the n-th statement fail, of those that do not only keep the session."""

    def __init__(self, number: int) -> None:
        self.left, self.has_failed, self.is_session = number, False, False
        self.has_committed, self.is_after_commit = False, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.is_session and SESSIONS not in sql:
            self.left -= 1
            if self.left == 0:
                self.has_failed = True
                self.is_after_commit = self.has_committed and not connection.in_atomic_block
                raise PlantedFailure("planted")
        return execute(sql, params, many, context)


@contextmanager
def failing_at(number: int) -> Iterator[FailAt]:
    """Let the n-th statement of the block fail; the session is kept after the change, in its own time."""
    failing, save = FailAt(number), SessionStore.save

    def save_apart(session: Any, **kwargs: Any) -> None:
        failing.is_session = True
        save(session, **kwargs)
        failing.is_session = False

    def commit() -> None:
        committing()
        failing.has_committed |= not failing.is_session

    committing = connection._commit
    kept_apart = mock.patch.object(SessionStore, "save", save_apart)
    seen = mock.patch.object(connection, "_commit", commit)
    with kept_apart, seen, connection.execute_wrapper(failing):
        yield failing


class FailOn:
    """Let every statement fail that writes one table."""

    def __init__(self, table: str) -> None:
        self.table, self.has_failed = table, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if table_written(sql) == self.table:
            self.has_failed = True
            raise PlantedFailure("planted")
        return execute(sql, params, many, context)


class Transactions:
    """Keep which tables each transaction writes; inside an outer one, each outermost savepoint is one."""

    def __init__(self) -> None:
        self.base, self.groups = len(connection.savepoint_ids), [set()]
        self.outside: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        is_at_base = len(connection.savepoint_ids) == self.base
        if sql.startswith("SAVEPOINT") and is_at_base:
            self.groups.append(set())
        elif table := table_written(sql):
            (self.outside if is_at_base else self.groups[-1]).add(table)
        return execute(sql, params, many, context)


def table_written(sql: str) -> str:
    """Return the table that a statement writes; nothing of one that reads."""
    found = WRITE.match(sql.lstrip())
    return found[1] if found else ""


@contextmanager
def commit_fails() -> Iterator[None]:
    """Let the database refuse to commit."""
    with mock.patch.object(connection, "_commit", side_effect=PlantedFailure("planted")):
        yield


def digest_of_everything() -> str:
    """Return one hash over every row of every table but the sessions."""
    whole = sha256()
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True)):
            if table != SESSIONS:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                whole.update(repr((table, cursor.fetchall())).encode())
    return whole.hexdigest()
