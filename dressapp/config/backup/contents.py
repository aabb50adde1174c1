"""What a database holds, in numbers: to be written into a manifest, and compared after a restore."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from dressapp.audit.chain import Head, verify
from dressapp.audit.models import Event
from dressapp.core.chunks import chunked

from .errors import BackupError

# A restored server asks everybody to sign in again, and counts turns anew.
UNKEPT = ("django_session", "django_cache")
# What migrations fill by themselves.
FRESH = ("django_migrations", "django_content_type", "auth_permission", "sqlite_sequence", *UNKEPT)
# What is the same in the backup and in what was made of it.
COMPARED = ("rows", "audit", "migrations")


def describe() -> dict[str, Any]:
    """Return the rows of each table, where the audit trail ends and whether it is intact, and the schema."""
    report = verify()
    trail = {"seq": report.head.seq, "hash": report.head.hash, "problems": len(report.problems)}
    return {"rows": count_rows(), "audit": trail, "migrations": last_migrations()}


def count_rows() -> dict[str, int]:
    """Return how many rows each table has, and 0 where backups keep none."""
    return {table: 0 if table in UNKEPT else _count(table) for table in _tables()}


def _tables() -> list[str]:
    """Return the names of the tables."""
    return sorted(connections[DEFAULT_DB_ALIAS].introspection.table_names())


def _count(table: str) -> int:
    """Return how many rows a table has."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table's name
        return int(cursor.fetchone()[0])


def last_migrations() -> dict[str, str]:
    """Return the newest migration of each app that the database went through."""
    applied = MigrationLoader(connections[DEFAULT_DB_ALIAS], ignore_no_migrations=True).applied_migrations
    return dict(sorted(applied))


def refuse_newer(migrations: dict[str, str]) -> None:
    """Refuse a database that a newer version of dressapp wrote."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if unknown := [f"{app} {name}" for app, name in migrations.items() if (app, name) not in known]:
        raise BackupError(
            f"A newer version of dressapp made this backup (it has {', '.join(unknown)}). "
            "Install that version, or a later one, and restore again."
        )


def refuse_full() -> None:
    """Refuse a database that holds anything but what an installation begins with."""
    if full := [table for table in _tables() if table not in FRESH and _count(table)]:
        raise BackupError(
            f"The database is not empty: it has {len(full)} tables with rows. Restore to an empty one, "
            "or name this one with --replace to lose what it holds."
        )


def refuse_unknown_tables(known: dict[str, int]) -> None:
    """Refuse a database with tables that would stay beside those of the backup."""
    if unknown := [table for table in _tables() if table not in known]:
        raise BackupError(f"The backup does not know the tables {', '.join(unknown)}. Use an empty database.")


def refuse_changed(manifest: dict[str, Any], anchors: Sequence[Head]) -> None:
    """Refuse contents that are not what the manifest says, or that an anchor kept elsewhere denies."""
    found = describe()
    for part in COMPARED:
        if found[part] != manifest[part]:
            raise BackupError(f"The {part} of the restored database are not those of the manifest.")
    if denied := denied_anchors(anchors, end=manifest["audit"]["seq"]):
        raise BackupError(
            f"The audit trail is not the one that was written: an anchor kept outside the database knows "
            f"another event {denied[0]}."
        )


def denied_anchors(anchors: Sequence[Head], *, end: int) -> list[int]:
    """Return the numbers of the anchored events, up to an end, that the audit trail does not hold so."""
    known = {anchor.seq: anchor.hash for anchor in anchors if 0 < anchor.seq <= end}
    found: dict[int, str] = {}
    for chunk in chunked(sorted(known)):
        found |= dict(Event.objects.filter(seq__in=chunk).values_list("seq", "hash"))
    return [seq for seq in sorted(known) if found.get(seq) != known[seq]]
