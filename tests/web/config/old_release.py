"""Fill a database as the first release made it, bring it up to date, and print what was lost.

Run as `python -m tests.web.config.old_release` with DATABASE_URL naming an empty database.
"""

import json
import os
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

import django
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

# Where each app's tables stood in release 0.2.0.
RELEASE = [
    ("accounts", "0001_initial"), ("assessments", "0001_initial"), ("audit", "0001_initial"),
    ("cases", "0001_initial"), ("drugs", "0002_intake"), ("exchange", "0001_intake"), ("labs", "0002_intake"),
]  # fmt: skip
APPS = {app for app, _ in RELEASE}
# What has another name since.
RENAMED = {
    "assessments_casesummary.signed_number": "complete_number",
    "assessments_casesummary.signed_revision": "complete_revision",
}
EACH = 3
VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: True,
    models.DateField: date(2026, 3, 12),
    models.DateTimeField: datetime(2026, 3, 12, 8, 30, tzinfo=UTC),
    models.TimeField: time(8, 30),
    models.JSONField: {"kept": "1.50"},
    models.BinaryField: b"kept",
}


def main() -> None:
    """Print how many rows there were, and each that is not as it was."""
    django.setup()
    executor = MigrationExecutor(connection)
    executor.migrate(RELEASE)
    old = executor.loader.project_state(RELEASE).apps
    made = [model for model in old.get_models() if model._meta.app_label in APPS]
    for model in made:
        for number in range(1, EACH + 1):
            make(model, number)
    before = {model._meta.db_table: rows_of(model._meta.db_table) for model in made}
    newest = MigrationExecutor(connection)
    newest.migrate(newest.loader.graph.leaf_nodes())
    lost = [words for table, rows in before.items() for words in compare(table, rows)]
    print(json.dumps({"tables": len(before), "rows": sum(map(len, before.values())), "lost": lost}))  # noqa: T201


def make(model: Any, number: int) -> Any:
    """Return the row of this number, made with all it refers to where it is not there yet."""
    pk = model._meta.pk
    key = make(pk.related_model, number).pk if pk.is_relation else number
    key = uuid.UUID(int=number) if isinstance(pk, models.UUIDField) else key
    if found := model.objects.filter(pk=key).first():
        return found
    row = model(**{pk.attname: key})
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            setattr(row, field.name, value_of(field, number))
    row.save(force_insert=True)
    return row


def value_of(field: Any, number: int) -> Any:
    """Return something to keep in a column, another one in each row."""
    if field.is_relation:
        return make(field.related_model, number)
    if isinstance(field, models.UUIDField):
        return uuid.UUID(int=number + 1000)
    for kind, value in VALUES.items():
        if type(field) is kind:
            return value
    return number if isinstance(field, models.IntegerField) else f"{number}é"[: field.max_length or None]


def rows_of(table: str) -> list[dict[str, Any]]:
    """Return every row of a table by column."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def compare(table: str, rows: list[dict[str, Any]]) -> list[str]:
    """Name each row and column that is gone or another one."""
    if table not in connection.introspection.table_names():
        return [f"{table} is gone"]
    now = rows_of(table)
    if len(now) != len(rows):
        return [f"{table} has {len(now)} rows, had {len(rows)}"]
    names = {name: RENAMED.get(f"{table}.{name}", name) for name in rows[0]}
    pairs = zip(rows, now, strict=True)
    return [f"{table}.{name}" for old, new in pairs for name in old if new.get(names[name], ...) != old[name]]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    main()
