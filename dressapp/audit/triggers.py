"""Database triggers that refuse every change of the audit trail."""

from typing import Any

SQLITE_GUARDS = {
    "audit_event_no_update": "BEFORE UPDATE ON audit_event",
    "audit_event_no_delete": "BEFORE DELETE ON audit_event",
    "audit_event_no_replace": (
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)"
    ),
}
SQLITE_BODY = "BEGIN SELECT RAISE(ABORT, 'The audit trail is append-only'); END"

POSTGRES_INSTALL = """
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The audit trail is append-only'; END $$;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
"""
POSTGRES_REMOVE = "DROP FUNCTION IF EXISTS audit_event_refuse() CASCADE"


def install(connection: Any) -> None:
    """Guard the events of one database."""
    if connection.vendor == "postgresql":
        _run(connection, [POSTGRES_INSTALL])
    else:
        _run(
            connection,
            [f"CREATE TRIGGER {name} {when} {SQLITE_BODY}" for name, when in SQLITE_GUARDS.items()],
        )


def remove(connection: Any) -> None:
    """Take the guards away, to unapply the migration or to empty a test database."""
    if connection.vendor == "postgresql":
        _run(connection, [POSTGRES_REMOVE])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_GUARDS])


def _run(connection: Any, statements: list[str]) -> None:
    """Run the statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
