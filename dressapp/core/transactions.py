"""The one kind of transaction that writes: whole or absent, and writers one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LEDGER_LOCK = 0x6472657373  # "dress" in ASCII; any number would do, as long as everybody takes the same


@contextmanager
def writing() -> Iterator[None]:
    """Run one change, whole or not at all; within another one, only this part is taken back when it fails.

    The outermost takes the lock of the audit trail before it locks any row: two that took them in different
    orders would wait for each other for ever.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            lock_ledger()
        yield


def lock_ledger() -> None:
    """Wait until no other transaction writes; SQLite has done so since the transaction began."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
