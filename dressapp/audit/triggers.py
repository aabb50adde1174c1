"""Database triggers that refuse every change of the audit trail but one: the words of an erased case go."""

from typing import Any

REFUSAL = "The audit trail is append-only"
KEPT = (
    "seq", "at", "actor_id", "actor_name", "action", "object_type", "object_id", "case_id", "version",
    "request_id", "address", "digest", "prev_hash", "hash",
)  # fmt: skip

# On SQLite an id is stored without its dashes and JSON as text; on PostgreSQL as what they are.
SQLITE_ERASES = """
    NEW.detail = '{"erased": true}' AND NEW.reason = '' AND {kept}
    AND EXISTS (SELECT 1 FROM cases_erasure
                WHERE case_id = replace(OLD.case_id, '-', '') AND executed_at IS NOT NULL)
"""
POSTGRES_ERASES = """
    NEW.detail = '{"erased": true}'::jsonb AND NEW.reason = '' AND {kept}
    AND EXISTS (SELECT 1 FROM cases_erasure
                WHERE case_id::text = OLD.case_id AND executed_at IS NOT NULL)
"""


def _erases(condition: str, same: str) -> str:
    """Return the condition under which a change is an erasure: all else stays, and its case was erased."""
    return condition.replace("{kept}", " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT))


SQLITE_GUARDS = {
    "audit_event_no_update": f"BEFORE UPDATE ON audit_event WHEN NOT ({_erases(SQLITE_ERASES, 'IS')})",
    "audit_event_no_delete": "BEFORE DELETE ON audit_event",
    "audit_event_no_replace": (
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)"
    ),
}
SQLITE_BODY = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"

POSTGRES_INSTALL = f"""
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {_erases(POSTGRES_ERASES, "IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $$;
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
        guards = SQLITE_GUARDS.items()
        _run(connection, [f"CREATE TRIGGER {name} {when} {SQLITE_BODY}" for name, when in guards])


def remove(connection: Any) -> None:
    """Take the guards away, to change a table that they name or to empty a test database."""
    if connection.vendor == "postgresql":
        _run(connection, [POSTGRES_REMOVE])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_GUARDS])


def _run(connection: Any, statements: list[str]) -> None:
    """Run the statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
