"""Write the rows of a case: one row a posted form, however often it is posted."""

from typing import Any, TypeVar
from uuid import UUID, uuid5

from dressapp.core.errors import NotYours
from dressapp.core.models import Record
from dressapp.core.services import create_record, restore_record, update_record, void_record

from .models import Case

R = TypeVar("R", bound=Record)


def own_id(case: Case, *parts: str) -> UUID:
    """Return the id of the one row of its kind in a case, so that two people cannot make two."""
    return uuid5(case.pk, ":".join(parts))


def add_row(*, model: type[R], case: Case, id: UUID | None = None, by: Any, **values: Any) -> R:
    """Add a row; the same form posted again changes the row it made, unless somebody else has since."""
    return _add(model, case, id, by, values, seen_version=1)


def _add(
    model: type[R], case: Case, id: UUID | None, by: Any, values: dict[str, Any], *, seen_version: int
) -> R:
    """Insert a row, or save the values over the row of this id as one who last saw `seen_version`."""
    row, is_new = create_record(model, by=by, case_id=case.pk, id=id, case=case, **values)
    if is_new:
        return row
    if row.is_voided:
        row = restore_record(row, by=by, case_id=case.pk)
        seen_version = row.version
    return update_record(row, by=by, case_id=case.pk, version=seen_version, **values)


def update_row(*, case: Case, row: R, version: int, by: Any, **values: Any) -> R:
    """Change a row of the case."""
    return update_record(_own(case, row), by=by, case_id=case.pk, version=version, **values)


def void_row(*, case: Case, row: R, version: int, why: str = "", by: Any) -> R:
    """Take a row of the case away; it can be brought back."""
    return void_record(_own(case, row), by=by, case_id=case.pk, version=version, why=why)


def restore_row(*, case: Case, row: R, by: Any) -> R:
    """Bring back a row of the case."""
    return restore_record(_own(case, row), by=by, case_id=case.pk)


def save_only_row(*, model: type[R], case: Case, id: UUID, version: int, by: Any, **values: Any) -> R:
    """Write the one row of its kind; `version` is 0 where the page showed none."""
    row = model._default_manager.filter(pk=id).first()
    if row is None or row.is_voided:
        return _add(model, case, id, by, values, seen_version=0)
    return update_row(case=case, row=row, version=version, by=by, **values)


def _own(case: Case, row: R) -> R:
    """Refuse a row of another case."""
    if getattr(row, "case_id", None) != case.pk:
        raise NotYours
    return row
