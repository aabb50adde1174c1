"""How many queries a page may ask the database."""

from django.db import connection


def queries(number: int) -> int:
    """Return the number on this database: PostgreSQL is asked once more, for the lock of the audit trail."""
    return number + (connection.vendor == "postgresql")
