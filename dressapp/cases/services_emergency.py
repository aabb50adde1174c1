"""Open a case in an emergency, and review that it was; each with its event."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dressapp.accounts.models import Team
from dressapp.audit.services import record
from dressapp.core.transactions import writing

from .models import Case
from .models_emergency import EmergencyAccess


def open_in_emergency(*, cases: Iterable[Case], reason: str, minutes: int, by: Any) -> list[EmergencyAccess]:
    """Let a person outside the team use the cases of one patient for some minutes; asked twice, once."""
    now = timezone.now()
    said = {"reason": reason, "requested_at": now, "expires_at": now + timedelta(minutes=minutes)}
    with writing():
        live = EmergencyAccess.objects.filter(person_id=str(by.pk), expires_at__gt=now)
        opened = set(live.values_list("case_id", flat=True))
        return [_open(case, by=by, **said) for case in cases if case.pk not in opened]


def _open(case: Case, *, by: Any, **said: Any) -> EmergencyAccess:
    """Store one access with its event."""
    access = EmergencyAccess.objects.create(
        case_id=case.pk, team_id=case.team_id, person_id=str(by.pk), person_name=by.get_full_name(), **said
    )
    detail = {"until": said["expires_at"], "team": case.team_id}
    record(action="emergency", by=by, obj=access, case_id=case.pk, reason=said["reason"], detail=detail)
    return access


def record_refused_emergency(*, team: Team, reason: str, by: Any) -> None:
    """Write that a person tried to open a case that could not be found; not which id was typed."""
    record(action="emergency_refused", by=by, obj=team, reason=reason)


def review_emergency(*, access: EmergencyAccess, note: str, by: Any) -> None:
    """Write who reviewed an access, when, and what they found; a second review changes nothing."""
    review = {"reviewed_by_id": str(by.pk), "reviewed_by_name": by.get_full_name(), "review_note": note}
    waiting = EmergencyAccess.objects.filter(pk=access.pk, reviewed_at__isnull=True)
    with writing():
        if waiting.update(reviewed_at=timezone.now(), **review):
            record(action="emergency_reviewed", by=by, obj=access, case_id=access.case_id, reason=note)
