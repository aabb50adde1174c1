"""Complete assessments: facts, result and page kept together for good, bound by a hash."""

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


class ReasonNeeded(Exception):
    """The version would amend a signed one, and nobody has said why."""


def save_snapshot(
    *,
    case: Case,
    revision: int,
    present: Callable[[Assessment], Any],
    id: UUID | None = None,
    reason: str = "",
    by: Any,
) -> Snapshot:
    """Complete the assessment that a person saw at `revision`; `present` turns it into the page to keep.

    The same form posted again returns what it saved. Raises EditConflict where the case has changed since,
    and ReasonNeeded where an earlier version is signed and no reason says why it is amended.
    """
    with writing():
        stored = Snapshot.objects.filter(pk=id).first() if id else None
        if stored:
            return _same_case(stored, case)
        current = Case.objects.select_for_update().get(pk=case.pk)
        if current.revision != revision:
            raise EditConflict(current=current)
        amends = number_signed(current)
        if amends and not reason.strip():
            raise ReasonNeeded
        kept = {"amends": amends, "reason": reason.strip() if amends else ""}
        return _save(current, present, id or uuid4(), by, **kept)


def _same_case(snapshot: Snapshot, case: Case) -> Snapshot:
    """Return the assessment if it is this case's."""
    if snapshot.case_id != case.pk:
        raise NotYours
    return snapshot


def number_signed(case: Case) -> int | None:
    """Return the number of the newest version that is signed."""
    signed = Snapshot.objects.filter(case=case, signatures__isnull=False)
    number: int | None = signed.aggregate(last=Max("number"))["last"]
    return number


def _save(
    case: Case, present: Callable[[Assessment], Any], id: UUID, by: Any, *, amends: int | None, reason: str
) -> Snapshot:
    """Insert the row with its hash, its event, and the mark in the case list."""
    assessment = panel.assess(build(case))
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
        amends=amends,
        reason=reason,
    )
    snapshot.sha256 = digest(snapshot)
    snapshot.save(force_insert=True)
    _mark(snapshot, by)
    return snapshot


def _mark(snapshot: Snapshot, by: Any) -> None:
    """Write that a version was completed: in the audit trail, and for the case list."""
    detail = {"number": snapshot.number, "sha256": snapshot.sha256, "amends": snapshot.amends}
    record(
        action="complete",
        by=by,
        obj=snapshot,
        case_id=snapshot.case_id,
        version=snapshot.number,
        reason=snapshot.reason,
        detail=detail,
    )
    CaseSummary.objects.filter(case=snapshot.case_id).update(
        complete_number=snapshot.number,
        complete_revision=snapshot.case_revision,
        complete_ruleset=snapshot.ruleset,
        amends_number=snapshot.amends,
    )


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
    """Return the hash over all that a version holds; one that amends none has no reason in it."""
    content = {name: getattr(snapshot, name) for name in BOUND}
    content |= {"id": str(snapshot.pk), "case": str(snapshot.case_id), "at": stamp(snapshot.at)}
    if snapshot.amends is not None or snapshot.reason:
        content |= {"amends": snapshot.amends, "reason": snapshot.reason}
    return hash_of(content)


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the hash over plain values in one fixed form."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def stamp(at: datetime) -> str:
    """Return a time in one form, whatever the zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def is_intact(snapshot: Snapshot) -> bool:
    """Tell whether a saved assessment still is what was saved."""
    return snapshot.sha256 == digest(snapshot)
