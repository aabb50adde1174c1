"""Where the data lie: one database for records, and a connection of its own for the shared cache."""

from pathlib import Path
from typing import Any

CACHE = "cache"

# secure_delete: what was erased, or replaced by something else, is overwritten in the file.
# temp_store: what a query sorts never goes to a file of its own.
# cache_spill: a long save stays in memory until it ends, so that everybody else can go on reading.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=DELETE;PRAGMA synchronous=EXTRA;"
        "PRAGMA recursive_triggers=ON;PRAGMA cell_size_check=ON;PRAGMA cache_spill=OFF;"
        "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY"
    ),
}
# The cache holds nothing that must survive a power cut.
CACHE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=DELETE;PRAGMA synchronous=OFF",
}


def is_sqlite(database: dict[str, Any]) -> bool:
    """Tell whether a database is a SQLite file."""
    return str(database["ENGINE"]).endswith("sqlite3")


def harden(database: dict[str, Any]) -> dict[str, Any]:
    """Return the database with the options that keep every acknowledged save."""
    kept = {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": None}
    if is_sqlite(database):
        return database | kept | {"OPTIONS": SQLITE_OPTIONS}
    return database | kept | {"CONN_HEALTH_CHECKS": True}


def cache_beside(database: dict[str, Any]) -> dict[str, Any]:
    """Return the cache's own SQLite file, next to the database's."""
    path = Path(database["NAME"])
    name = str(path.with_name(f"{path.stem}-cache.sqlite3"))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": CACHE_OPTIONS,
    }


def cache_within(database: dict[str, Any]) -> dict[str, Any]:
    """Return a second connection to PostgreSQL, on which others see the cache while a transaction runs."""
    return harden(database) | {"TEST": {"MIRROR": "default"}}


def databases(default: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return all databases: PostgreSQL keeps the cache itself, SQLite gets a second file."""
    cache = cache_beside(default) if is_sqlite(default) else cache_within(default)
    return {"default": harden(default), CACHE: cache}


class CacheRouter:
    """Send the cache table, and nothing else, to the cache's own connection."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the cache's connection for the cache table."""
        return CACHE if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Allow the cache table by the cache's connection and everything else by the other."""
        return (db == CACHE) == (app_label == "django_cache")
