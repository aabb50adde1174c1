"""Ask the database itself whether it keeps what it acknowledges, and what its role may do."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Advice
from django.db import DEFAULT_DB_ALIAS, connections

from .address import is_loopback
from .checks import errors
from .databases import is_sqlite

# What each pragma of a connection must say.
KEPT_BY_SQLITE = {
    "foreign_keys": (1,),
    "recursive_triggers": (1,),
    "synchronous": (2, 3),  # FULL, EXTRA
    "secure_delete": (1,),
    "mmap_size": (0, None),
}
KEPT_BY_POSTGRES = {
    "fsync": ("on",), "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
}  # fmt: skip
# Otherwise the server writes statements, with the words in them, into its own log.
QUIET = {
    "log_min_messages": ("log", "fatal", "panic"), "log_min_error_statement": ("fatal", "panic"),
    "log_min_duration_statement": ("-1",),
    "log_statement": ("none", "ddl"), "log_error_verbosity": ("terse",),
}  # fmt: skip
VERIFIED = ("verify-full", "verify-ca")
CHANGES = "SELECT has_table_privilege('audit_event', 'UPDATE, DELETE, TRUNCATE')"


@register(Tags.security, deploy=True)
def check_way_to_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an unencrypted or unproved way to a PostgreSQL on another machine."""
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    host = str(database.get("HOST", ""))
    is_near = is_sqlite(database) or not host or host.startswith("/") or is_loopback(host)
    proved = database.get("OPTIONS", {}).get("sslmode") in VERIFIED
    text = "PostgreSQL is on another machine: add ?sslmode=verify-full&sslrootcert=... to DATABASE_URL."
    return errors({"E028": (is_near or proved, text)})


@register(Tags.database, deploy=True)
def check_sqlite(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SQLite connection that is not what the settings ask for."""
    if not _is_asked("sqlite", databases):
        return []
    loose = [name for name, good in KEPT_BY_SQLITE.items() if _ask(f"PRAGMA {name}") not in good]
    return errors({"E029": (not loose, f"SQLite does not keep to {', '.join(loose)}.")})


@register(Tags.database, deploy=True)
def check_postgresql(
    app_configs: Any, databases: list[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a PostgreSQL that may lose an acknowledged save; advise on its rights and its log."""
    if not _is_asked("postgresql", databases):
        return []
    loose, loud = _others_than(KEPT_BY_POSTGRES), _others_than(QUIET)
    found = errors({"E030": (not loose, f"PostgreSQL may lose saves: switch {', '.join(loose)} on.")})
    if "audit_event" in connections[DEFAULT_DB_ALIAS].introspection.table_names() and _ask(CHANGES):
        text = "The server's role may delete events of the audit trail: see docs/deploy.md for two roles."
        found.append(Advice(text, id="dressapp.W002"))
    if loud:
        text = f"PostgreSQL may write patients' data into its log: see docs/deploy.md for {', '.join(loud)}."
        found.append(Advice(text, id="dressapp.W003"))
    return found


def _is_asked(vendor: str, databases: list[str] | None) -> bool:
    """Tell whether the database is of a kind, and may be asked."""
    return DEFAULT_DB_ALIAS in (databases or []) and connections[DEFAULT_DB_ALIAS].vendor == vendor


def _others_than(kept: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the settings of PostgreSQL that have other values."""
    return [name for name, good in kept.items() if _ask(f"SHOW {name}") not in good]


def _ask(statement: str) -> Any:
    """Return the one value that a statement answers with."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None
