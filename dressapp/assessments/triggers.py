"""Database triggers that refuse every change of a saved assessment."""

from typing import Any

REFUSAL = "A saved assessment never changes"
SQLITE_INSTALL = f"""
CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON assessments_snapshot
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
SQLITE_REMOVE = "DROP TRIGGER IF EXISTS snapshot_no_update"
POSTGRES_INSTALL = f"""
CREATE FUNCTION snapshot_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON assessments_snapshot
    FOR EACH ROW EXECUTE FUNCTION snapshot_refuse();
"""
POSTGRES_REMOVE = "DROP FUNCTION IF EXISTS snapshot_refuse() CASCADE"


def install(apps: Any, schema_editor: Any) -> None:
    """Guard the saved assessments."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES_INSTALL if is_postgres else SQLITE_INSTALL, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guard away."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES_REMOVE if is_postgres else SQLITE_REMOVE, params=None)
