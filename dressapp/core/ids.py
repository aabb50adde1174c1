"""Ids as the audit trail keeps them."""

from typing import Any

from django.db.models import Func, TextField

HYPHENS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class IdText(Func):
    """An id as text with its hyphens, in the database itself: the audit trail names rows so."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Put the hyphens in, which SQLite's column leaves out."""
        parts = (f"SUBSTR(%(expressions)s, {start}, {length})" for start, length in HYPHENS)
        return self.as_sql(compiler, connection, template=" || '-' || ".join(parts), **context)
