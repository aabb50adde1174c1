"""An empty, migrated database for a check that runs inside this process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from tests.accept.servers import Site


@contextmanager
def test_database(database: str) -> Iterator[None]:
    """Run the block on a database of this process alone, in a SQLite file or PostgreSQL, and drop it."""
    assert connections["default"].vendor == {"postgres": "postgresql"}.get(database, database)
    if database == "postgres":
        connections["default"].settings_dict["TEST"]["NAME"] = f"dressapp_accept_{os.getpid()}"
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()


@contextmanager
def records_of(place: Site) -> Iterator[None]:
    """Let the block read, in this process, what a server's database holds."""
    url = place.variables.get("DATABASE_URL", "")
    there = {"NAME": str(place.var / "dressapp.sqlite3")}
    if url:
        host, name = url.rpartition("@")[2].split("/")
        there = {"NAME": name, "HOST": host.partition(":")[0], "PORT": host.partition(":")[2]}
    connection = connections["default"]
    connection.close()
    before = {key: connection.settings_dict[key] for key in there}
    connection.settings_dict.update(there)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
