"""Which way of copying belongs to the database of this server."""

from types import ModuleType

from django.db import connections

from . import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def current() -> tuple[str, ModuleType]:
    """Return the name of the database's kind, and how that is copied and put back."""
    vendor = connections["default"].vendor
    return vendor, ENGINES[vendor]
