"""Save assessments for good: facts, result and page together, bound by a hash."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from dressapp.audit.services import record
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.transactions import writing
from scoring import panel
from scoring.panel import Assessment

from .facts import build
from .models import CaseSummary, Snapshot

BOUND = (
    "number", "facts", "result", "page", "ruleset", "app_version", "by_id", "by_name", "case_revision",
)  # fmt: skip


def save_snapshot(
    *,
    case: Case,
    revision: int,
    present: Callable[[Assessment], Any],
    id: UUID | None = None,
    by: Any,
) -> Snapshot:
    """Save the assessment that a person saw at `revision`; `present` turns it into the page to keep.

    The same form posted again returns what it saved. Raises EditConflict where the case has changed since.
    """
    with writing():
        stored = Snapshot.objects.filter(pk=id).first() if id else None
        if stored:
            return _same_case(stored, case)
        current = Case.objects.select_for_update().get(pk=case.pk)
        if current.revision != revision:
            raise EditConflict(current=current)
        return _save(current, panel.assess(build(current)), present, id or uuid4(), by)


def _same_case(snapshot: Snapshot, case: Case) -> Snapshot:
    """Return the assessment if it is this case's."""
    if snapshot.case_id != case.pk:
        raise NotYours
    return snapshot


def _save(
    case: Case, assessment: Assessment, present: Callable[[Assessment], Any], id: UUID, by: Any
) -> Snapshot:
    """Insert the row with its hash, its event, and the mark in the case list."""
    last = Snapshot.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    snapshot = Snapshot(
        id=id,
        case=case,
        number=(last or 0) + 1,
        facts=to_plain(assessment.facts),
        result=_result(assessment),
        page=to_plain(present(assessment)),
        ruleset=assessment.regiscar.ruleset,
        app_version=settings.APP_VERSION,
        by_id=str(by.pk),
        by_name=by.get_full_name(),
        at=timezone.now(),
        case_revision=case.revision,
    )
    snapshot.sha256 = digest(snapshot)
    snapshot.save(force_insert=True)
    detail = {"number": snapshot.number, "sha256": snapshot.sha256}
    record(action="sign", by=by, obj=snapshot, case_id=case.pk, detail=detail)
    signed = {"signed_number": snapshot.number, "signed_revision": case.revision}
    CaseSummary.objects.filter(case=case).update(**signed)
    return snapshot


def _result(assessment: Assessment) -> dict[str, Any]:
    """Return everything the rules said."""
    return {
        "regiscar": to_plain(assessment.regiscar),
        "latency": to_plain(assessment.latency),
        "levers": to_plain(assessment.levers),
        "footing": to_plain(assessment.footing),
    }


def to_plain(value: Any) -> Any:
    """Return a value as JSON keeps it: dates and decimals as text, no binary floating point anywhere."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(part) for part in value]
    if isinstance(value, date | UUID | Decimal | str):
        return value.isoformat() if isinstance(value, date) else str(value)
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a saved assessment")


def digest(snapshot: Snapshot) -> str:
    """Return the hash over all that a saved assessment holds."""
    content = {name: getattr(snapshot, name) for name in BOUND}
    content |= {"id": str(snapshot.pk), "case": str(snapshot.case_id), "at": _stamp(snapshot.at)}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _stamp(at: datetime) -> str:
    """Return a time in one form, whatever the zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def is_intact(snapshot: Snapshot) -> bool:
    """Tell whether a saved assessment still is what was saved."""
    return snapshot.sha256 == digest(snapshot)
