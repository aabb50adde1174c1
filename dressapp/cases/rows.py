"""Write the rows of a case: one row a posted form, however often it is posted."""

from typing import Any, TypeVar
from uuid import UUID, uuid5

from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.models import Record
from dressapp.core.services import create_record, restore_record, update_record, void_record

from .models import Case

R = TypeVar("R", bound=Record)
AS_ADDED = 1  # the version of a row that nobody has touched since


def own_id(case: Case, *parts: str) -> UUID:
    """Return the id of the one row of its kind in a case, so that two people cannot make two."""
    return uuid5(case.pk, ":".join(parts))


def add_row(*, model: type[R], case: Case, id: UUID | None = None, by: Any, **values: Any) -> R:
    """Add a row; the same form posted again changes the row it made, unless somebody else has since.

    One that was taken away comes back with it; one that was changed first and then taken away is a conflict.
    """
    row, is_new = create_record(model, by=by, case_id=case.pk, id=id, case=case, **values)
    if is_new:
        return row
    was_changed = row.version > AS_ADDED + 1 and any(getattr(row, name) != values[name] for name in values)
    if row.is_voided and was_changed:
        raise EditConflict(current=row)
    return _write_again(row, case, by, values, seen_version=AS_ADDED)


def _write_again(row: R, case: Case, by: Any, values: dict[str, Any], *, seen_version: int) -> R:
    """Save values over a stored row as one who last saw `seen_version`; a row that was taken away is back."""
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
    """Write the one row of its kind; `version` is 0 where the page showed none.

    A page that shows a row which somebody has taken away since is a conflict: what they did is to be seen.
    """
    row = model._default_manager.filter(pk=id).first()
    if row is None:
        row, is_new = create_record(model, by=by, case_id=case.pk, id=id, case=case, **values)
        if is_new:
            return row
    if row.is_voided and version not in (0, row.version):
        raise EditConflict(current=row)
    return _write_again(_own(case, row), case, by, values, seen_version=version)


def _own(case: Case, row: R) -> R:
    """Refuse a row of another case."""
    if getattr(row, "case_id", None) != case.pk:
        raise NotYours
    return row
