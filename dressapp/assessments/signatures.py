"""Sign a completed assessment: a person's name, time and meaning, bound to the content by its hash."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from dressapp.audit.anchors import write_anchor
from dressapp.audit.chain import head
from dressapp.audit.services import record
from dressapp.cases.models import Case
from dressapp.core.transactions import writing
from scoring.facts import ImpossibleFact
from scoring.regiscar.ruleset import RULESET

from .facts import build
from .models import CaseSummary, Signature, Snapshot
from .snapshots import digest as snapshot_digest
from .snapshots import hash_of, is_intact, stamp, to_plain

DAMAGED, NOT_NEWEST, OUTDATED = "damaged", "not the newest version", "out of date"
SITES_OWN = ("site_limits", "site_conflicts")
SIDES = ("lower", "upper")
BOUND = ("by_id", "by_name", "meaning", "snapshot_sha256", "audit_seq", "audit_hash")


class CannotSign(Exception):
    """The version cannot be signed; `why` is DAMAGED, NOT_NEWEST or OUTDATED."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(f"This assessment cannot be signed: {why}.")
        self.why = why


def sign(*, snapshot: Snapshot, meaning: str, by: Any) -> Signature:
    """Put a person's name under a version; who has signed it already gets the signature that stands.

    The end of the audit trail is written outside the database afterwards. Raises CannotSign.
    """
    with writing():
        case = Case.objects.select_for_update().get(pk=snapshot.case_id)
        stored = Signature.objects.filter(snapshot=snapshot, by_id=str(by.pk)).first()
        if stored:
            return stored
        if why := reason_against(snapshot, case):
            raise CannotSign(why)
        return _sign(snapshot, meaning, by)


def reason_against(snapshot: Snapshot, case: Case) -> str:
    """Return why a version cannot be signed as the case stands; nothing where it can."""
    if not is_intact(snapshot):
        return DAMAGED
    if Snapshot.objects.filter(case=case, number__gt=snapshot.number).exists():
        return NOT_NEWEST
    return "" if is_of_today(snapshot, case) else OUTDATED


def is_of_today(snapshot: Snapshot, case: Case) -> bool:
    """Tell whether a version holds what is on record now: revision, rule set, and the facts themselves."""
    if (snapshot.case_revision, snapshot.ruleset) != (case.revision, RULESET):
        return False
    try:
        return _used(to_plain(build(case))) == _used(snapshot.facts)
    except ImpossibleFact:
        return False


def _used(facts: dict[str, Any]) -> Any:
    """Return the facts without the site's limits of every test: results carry those that hold for them."""
    kept = {name: part for name, part in facts.items() if name not in SITES_OWN}
    return _in_order(kept | {"labs": [_measured(point) for point in facts.get("labs", ())]})


def _measured(point: dict[str, Any]) -> dict[str, Any]:
    """Return a result with the site's limits on the sides alone where it has none of its own.

    A change of the others concerns no such result: `labs.limit_selectors` raises no revision for it either.
    """
    sites = point.get("site_limits")
    if not sites:
        return point
    own = {side: None for side in SIDES if point.get(f"{side}_limit") is not None}
    left = sites | own
    return point | {"site_limits": left if any(left[side] is not None for side in SIDES) else None}


def _in_order(value: Any) -> Any:
    """Return plain facts with every list in one order: that of rows entered at once is the database's own."""
    if isinstance(value, dict):
        return {name: _in_order(part) for name, part in value.items()}
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def _sign(snapshot: Snapshot, meaning: str, by: Any) -> Signature:
    """Insert the row with its hash, its event, and the mark in the case list."""
    end = head()
    signature = Signature(
        case_id=snapshot.case_id,
        snapshot=snapshot,
        by_id=str(by.pk),
        by_name=by.get_full_name(),
        at=timezone.now(),
        meaning=meaning,
        snapshot_sha256=snapshot.sha256,
        audit_seq=end.seq,
        audit_hash=end.hash,
    )
    signature.sha256 = digest(signature)
    signature.save(force_insert=True)
    detail = {"number": snapshot.number, "sha256": snapshot.sha256, "signature": signature.sha256}
    _record("sign", snapshot, by, reason=meaning, detail=detail)
    CaseSummary.objects.filter(case=snapshot.case_id).update(signed_number=snapshot.number)
    transaction.on_commit(lambda: write_anchor("sign"), robust=True)
    return signature


def record_refusal(*, snapshot: Snapshot, why: str, by: Any) -> None:
    """Write that somebody tried to sign a version in vain, and why."""
    detail = {"number": snapshot.number, "sha256": snapshot.sha256}
    _record("sign_refused", snapshot, by, reason=why, detail=detail)


def _record(action: str, snapshot: Snapshot, by: Any, *, reason: str, detail: dict[str, Any]) -> None:
    record(
        action=action,
        by=by,
        obj=snapshot,
        case_id=snapshot.case_id,
        version=snapshot.number,
        reason=reason,
        detail=detail,
    )


def digest(signature: Signature) -> str:
    """Return the hash over all that a signature says."""
    content = {name: getattr(signature, name) for name in BOUND}
    ids = {"id": signature.pk, "case": signature.case_id, "snapshot": signature.snapshot_id}
    content |= {name: str(value) for name, value in ids.items()}
    return hash_of(content | {"at": stamp(signature.at)})


def is_valid(signature: Signature, snapshot: Snapshot) -> bool:
    """Tell whether a signature is what was signed, and stands under the content that was signed."""
    content = snapshot_digest(snapshot)
    return signature.sha256 == digest(signature) and signature.snapshot_sha256 == content == snapshot.sha256
