"""Database triggers that refuse every change of a completed assessment and of a signature.

Both may be deleted only with the case that two people have erased. A migration that builds one of the tables
anew loses the triggers with it on SQLite: it has to `remove` them before and `install` them after.
"""

from typing import Any

REFUSAL = "What was completed or signed never changes"
NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM cases_erasure WHERE case_id = OLD.case_id AND executed_at IS NOT NULL)"
)
FIRST = {"snapshot_no_update": "BEFORE UPDATE ON assessments_snapshot"}
SQLITE_GUARDS = FIRST | {
    "snapshot_no_delete": f"BEFORE DELETE ON assessments_snapshot WHEN {NOT_ERASED}",
    "snapshot_no_replace": (
        "BEFORE INSERT ON assessments_snapshot WHEN EXISTS (SELECT 1 FROM assessments_snapshot "
        "WHERE id = NEW.id OR (case_id = NEW.case_id AND number = NEW.number))"
    ),
    "signature_no_update": "BEFORE UPDATE ON assessments_signature",
    "signature_no_delete": f"BEFORE DELETE ON assessments_signature WHEN {NOT_ERASED}",
    "signature_no_replace": (
        "BEFORE INSERT ON assessments_signature WHEN EXISTS (SELECT 1 FROM assessments_signature "
        "WHERE id = NEW.id OR (snapshot_id = NEW.snapshot_id AND by_id = NEW.by_id))"
    ),
}
SQLITE_BODY = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"

POSTGRES_FIRST = f"""
CREATE FUNCTION snapshot_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON assessments_snapshot
    FOR EACH ROW EXECUTE FUNCTION snapshot_refuse();
"""
POSTGRES_INSTALL = f"""
CREATE FUNCTION signed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT ({NOT_ERASED}) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $$;
CREATE TRIGGER snapshot_no_change BEFORE UPDATE OR DELETE ON assessments_snapshot
    FOR EACH ROW EXECUTE FUNCTION signed_refuse();
CREATE TRIGGER snapshot_no_truncate BEFORE TRUNCATE ON assessments_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION signed_refuse();
CREATE TRIGGER signature_no_change BEFORE UPDATE OR DELETE ON assessments_signature
    FOR EACH ROW EXECUTE FUNCTION signed_refuse();
CREATE TRIGGER signature_no_truncate BEFORE TRUNCATE ON assessments_signature
    FOR EACH STATEMENT EXECUTE FUNCTION signed_refuse();
"""
POSTGRES_REMOVE = "DROP FUNCTION IF EXISTS signed_refuse() CASCADE"
POSTGRES_REMOVE_FIRST = "DROP FUNCTION IF EXISTS snapshot_refuse() CASCADE"


def install_first(connection: Any) -> None:
    """Guard the saved assessments against UPDATE alone, as the first migration did."""
    _run(connection, POSTGRES_FIRST, FIRST)


def remove_first(connection: Any) -> None:
    """Take that guard away."""
    _remove(connection, POSTGRES_REMOVE_FIRST, FIRST)


def install(connection: Any) -> None:
    """Guard assessments and signatures against every change."""
    _run(connection, POSTGRES_INSTALL, SQLITE_GUARDS)


def remove(connection: Any) -> None:
    """Take the guards away, to build a table anew or to empty a test database."""
    _remove(connection, POSTGRES_REMOVE, SQLITE_GUARDS)


def _run(connection: Any, postgres: str, sqlite: dict[str, str]) -> None:
    texts = [f"CREATE TRIGGER {name} {when} {SQLITE_BODY}" for name, when in sqlite.items()]
    _execute(connection, [postgres] if connection.vendor == "postgresql" else texts)


def _remove(connection: Any, postgres: str, sqlite: dict[str, str]) -> None:
    texts = [f"DROP TRIGGER IF EXISTS {name}" for name in sqlite]
    _execute(connection, [postgres] if connection.vendor == "postgresql" else texts)


def _execute(connection: Any, statements: list[str]) -> None:
    """Run the statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
