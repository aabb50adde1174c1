"""Write rows: every change carries a version, a time and one audit event in one transaction."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models
from django.utils import timezone

from . import ledger
from .chunks import chunked
from .errors import EditConflict, NotYours
from .many import insert_many, update_many
from .models import Record
from .transactions import writing

R = TypeVar("R", bound=Record)


def create_record(
    model: type[R],
    *,
    by: Any,
    case_id: UUID | str,
    id: UUID | None = None,
    why: str = "",
    **values: Any,
) -> tuple[R, bool]:
    """Insert one row, or return the row that an earlier post with the same id made."""
    now = timezone.now()
    row = model(**({"id": id} if id else {}), **values, created_at=now, updated_at=now)
    with writing():
        if id and (stored := _insert_once(row)):
            return stored, False
        if not id:
            row.save(force_insert=True)
        _log("create", row, by=by, case_id=case_id, why=why, detail={"after": _plain(row, values)})
    return row, True


def update_record(obj: R, *, by: Any, case_id: UUID | str, version: int, why: str = "", **values: Any) -> R:
    """Save the changed values of one row if nobody saved it since `version`, and return the stored row.

    A row that somebody has taken away since is not what was seen, even where every value is the same.
    """
    with writing():
        row = _fresh(obj)
        if row.is_voided and row.version != version:
            raise EditConflict(current=row)
        before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        if not before:
            return row
        changes = {name: values[name] for name in before}
        _write(row, version, updated_at=timezone.now(), **changes)
        detail = {"before": _plain_values(row, before), "after": _plain_values(row, changes)}
        _log("update", row, by=by, case_id=case_id, why=why, detail=detail)
    return row


def void_record(obj: R, *, by: Any, case_id: UUID | str, version: int, why: str = "") -> R:
    """Take a row away without deleting it; a second time changes nothing."""
    with writing():
        row = _fresh(obj)
        if row.is_voided:
            return row
        now = timezone.now()
        _write(row, version, updated_at=now, voided_at=now)
        _log("void", row, by=by, case_id=case_id, why=why)
    return row


def restore_record(obj: R, *, by: Any, case_id: UUID | str, why: str = "") -> R:
    """Bring back a row that was taken away; a second time changes nothing."""
    with writing():
        row = _fresh(obj)
        if not row.is_voided:
            return row
        _write(row, row.version, updated_at=timezone.now(), voided_at=None)
        _log("restore", row, by=by, case_id=case_id, why=why)
    return row


def create_records(
    model: type[R],
    values: Iterable[Mapping[str, Any]],
    *,
    by: Any,
    case_id: UUID | str,
    why: str = "",
) -> list[R]:
    """Insert many rows of one kind at once, each with its own event."""
    now = timezone.now()
    given = list(values)
    rows = [model(**each, created_at=now, updated_at=now) for each in given]
    with writing():
        insert_many(rows)
        details = [{"after": _plain(row, each)} for row, each in zip(rows, given, strict=True)]
        _log_many("create", rows, details, by=by, case_id=case_id, why=why)
    return rows


def update_records(
    model: type[R],
    changes: Mapping[UUID, tuple[int, Mapping[str, Any]]],
    *,
    by: Any,
    case_id: UUID | str,
    why: str = "",
) -> list[R]:
    """Save many rows of a case at once, by id: the version that was seen and the new values.

    Raises EditConflict, and saves none, where one was saved by somebody else since.
    """
    with writing():
        rows = _unchanged(model, case_id, {pk: version for pk, (version, _) in changes.items()})
        values = [changes[row.pk][1] for row in rows]
        details = [_give(row, each) for row, each in zip(rows, values, strict=True)]
        _write_many(rows, {name for each in values for name in each})
        _log_many("update", rows, details, by=by, case_id=case_id, why=why)
    return rows


def void_records(
    model: type[R], versions: Mapping[UUID, int], *, by: Any, case_id: UUID | str, why: str = ""
) -> list[R]:
    """Take many rows of a case away at once, by id with the version that was seen."""
    return _mark_many("void", model, versions, timezone.now(), by=by, case_id=case_id, why=why)


def restore_records(
    model: type[R], versions: Mapping[UUID, int], *, by: Any, case_id: UUID | str, why: str = ""
) -> list[R]:
    """Bring many rows of a case back at once, by id with the version that was seen."""
    return _mark_many("restore", model, versions, None, by=by, case_id=case_id, why=why)


def erase_rows(kinds: Iterable[type[models.Model]], **which: Any) -> dict[str, int]:
    """Delete rows for good, for an erasure alone; return how many of each kind that were."""
    found = {kind._meta.label_lower: kind._default_manager.filter(**which) for kind in kinds}
    return {label: rows.delete()[1].get(rows.model._meta.label, 0) for label, rows in found.items()}


def _mark_many(
    action: str,
    model: type[R],
    versions: Mapping[UUID, int],
    at: Any,
    *,
    by: Any,
    case_id: UUID | str,
    why: str,
) -> list[R]:
    """Write when many rows were taken away, or that they are back."""
    with writing():
        rows, now = _unchanged(model, case_id, versions), timezone.now()
        for chunk in chunked(versions):
            stored = model._default_manager.filter(pk__in=chunk)
            stored.update(version=models.F("version") + 1, updated_at=now, voided_at=at)
        for row in rows:
            row.version, row.updated_at, row.voided_at = row.version + 1, now, at
        _log_many(action, rows, [{}] * len(rows), by=by, case_id=case_id, why=why)
    return rows


def _unchanged(model: type[R], case_id: UUID | str, versions: Mapping[UUID, int]) -> list[R]:
    """Return the stored rows of a case, locked, each still at the version that was seen."""
    of_case = model._default_manager.select_for_update().filter(case_id=case_id).order_by("pk")
    rows = [row for chunk in chunked(sorted(versions)) for row in of_case.filter(pk__in=chunk)]
    if len(rows) < len(versions):
        raise NotYours
    if changed := next((row for row in rows if row.version != versions[row.pk]), None):
        raise EditConflict(current=changed)
    return rows


def _give(row: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row new values and return what its event keeps: those that differ, before and after."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = _plain(row, changed)
    for name, value in changed.items():
        setattr(row, name, value)
    return {"before": before, "after": _plain(row, changed)}


def _write_many(rows: list[R], names: Collection[str]) -> None:
    """Write the named columns of stored rows, one version on."""
    now = timezone.now()
    for row in rows:
        row.version, row.updated_at = row.version + 1, now
    update_many(rows, ["version", "updated_at", *sorted(names)])


def _insert_once(row: R) -> R | None:
    """Insert the row, or return the row that already has its id under the same parent."""
    try:
        with writing():
            row.save(force_insert=True)
    except IntegrityError:
        stored = type(row)._default_manager.filter(pk=row.pk).first()
        if stored is None:
            raise
        if _parent(stored) != _parent(row):
            raise NotYours from None
        return stored
    return None


def _parent(row: Record) -> Any:
    """Return the id of what the row belongs to: its case, or the team of a patient or case."""
    return getattr(row, "case_id", None) or getattr(row, "team_id", None)


def _fresh(obj: R) -> R:
    """Read the row as it is stored now."""
    return type(obj)._default_manager.get(pk=obj.pk)


def _write(row: R, version: int, **changes: Any) -> None:
    """Update the stored row if it still has this version, and the object with it."""
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=version + 1, **changes):
        raise EditConflict(current=_fresh(row))
    for name, value in {"version": version + 1, **changes}.items():
        setattr(row, name, value)


def _log(
    action: str,
    row: Record,
    *,
    by: Any,
    case_id: UUID | str,
    why: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write the audit event of one change."""
    ledger.record(
        action=action, by=by, obj=row, case_id=case_id, version=row.version, reason=why, detail=detail
    )


def _log_many(
    action: str,
    rows: list[R],
    details: list[dict[str, Any]],
    *,
    by: Any,
    case_id: UUID | str,
    why: str,
) -> None:
    """Write the audit events of one change of many rows."""
    events = [
        {
            "action": action,
            "obj": row,
            "case_id": case_id,
            "version": row.version,
            "reason": why,
            "detail": detail,
        }
        for row, detail in zip(rows, details, strict=True)
    ]
    ledger.record_many(events, by=by)


def _plain(row: Record, names: Iterable[str]) -> dict[str, Any]:
    """Return the named values as the row holds them."""
    return _plain_values(row, {name: getattr(row, name) for name in names})


def _plain_values(row: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace related rows by their ids, and what the audit trail must not keep by its size."""
    return {
        name: _size(value) if name in row.UNLOGGED else _plain_value(value) for name, value in values.items()
    }


def _plain_value(value: Any) -> Any:
    """Return the id of a related row, and anything else as it is."""
    return value.pk if isinstance(value, models.Model) else value


def _size(value: Any) -> dict[str, int]:
    """Return how long a value is, as text."""
    text = value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder)
    return {"characters": len(text)}
