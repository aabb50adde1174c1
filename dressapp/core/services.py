"""Write rows: every change carries a version, a time and one audit event in one transaction."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from . import ledger
from .errors import EditConflict, NotYours
from .models import Record

R = TypeVar("R", bound=Record)


def create_record(
    model: type[R], *, by: Any, case_id: UUID | str, id: UUID | None = None, **values: Any
) -> tuple[R, bool]:
    """Insert one row, or return the row that an earlier post with the same id made."""
    now = timezone.now()
    row = model(**({"id": id} if id else {}), **values, created_at=now, updated_at=now)
    with transaction.atomic():
        if id and (stored := _insert_once(row)):
            return stored, False
        if not id:
            row.save(force_insert=True)
        _log("create", row, by=by, case_id=case_id, detail={"after": _plain(row, values)})
    return row, True


def update_record(obj: R, *, by: Any, case_id: UUID | str, version: int, **values: Any) -> R:
    """Save the changed values of one row if nobody saved it since `version`, and return the stored row."""
    with transaction.atomic():
        row = _fresh(obj)
        before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        if not before:
            return row
        changes = {name: values[name] for name in before}
        _write(row, version, updated_at=timezone.now(), **changes)
        detail = {"before": _plain_values(before), "after": _plain_values(changes)}
        _log("update", row, by=by, case_id=case_id, detail=detail)
    return row


def void_record(obj: R, *, by: Any, case_id: UUID | str, version: int) -> R:
    """Take a row away without deleting it; a second time changes nothing."""
    with transaction.atomic():
        row = _fresh(obj)
        if row.is_voided:
            return row
        now = timezone.now()
        _write(row, version, updated_at=now, voided_at=now)
        _log("void", row, by=by, case_id=case_id)
    return row


def restore_record(obj: R, *, by: Any, case_id: UUID | str) -> R:
    """Bring back a row that was taken away; a second time changes nothing."""
    with transaction.atomic():
        row = _fresh(obj)
        if not row.is_voided:
            return row
        _write(row, row.version, updated_at=timezone.now(), voided_at=None)
        _log("restore", row, by=by, case_id=case_id)
    return row


def _insert_once(row: R) -> R | None:
    """Insert the row, or return the row that already has its id under the same parent."""
    try:
        with transaction.atomic():
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
    action: str, row: Record, *, by: Any, case_id: UUID | str, detail: dict[str, Any] | None = None
) -> None:
    """Write the audit event of one change."""
    ledger.record(action=action, by=by, obj=row, case_id=case_id, version=row.version, detail=detail)


def _plain(row: Record, values: dict[str, Any]) -> dict[str, Any]:
    """Return the named values as the row holds them."""
    return _plain_values({name: getattr(row, name) for name in values})


def _plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """Replace related rows by their ids."""
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
