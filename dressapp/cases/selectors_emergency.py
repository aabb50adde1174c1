"""Read who may open which case in an emergency, who did, and what waits for review."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404

from dressapp.accounts.models import Team
from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_for, teams_with

from .models import Case
from .models_emergency import EmergencyAccess

MOST_REVIEWED = 50


def other_teams(user: Any) -> QuerySet[Team]:
    """Return the teams that a person is not in."""
    return Team.objects.exclude(pk__in=teams_for(user).values("pk")).order_by("name")


def find_in_emergency(*, team: Team, local_id: str) -> list[Case]:
    """Return the cases of the patient of exactly this id in a team, the last changed first."""
    cases = Case.objects.live().filter(team=team, patient__local_id=local_id)
    return list(cases.select_related("patient", "team").order_by("-updated_at"))


def list_open_emergencies(user: Any) -> list[tuple[Case, EmergencyAccess]]:
    """Return the cases that a person has open in an emergency now, the first to end first."""
    live = EmergencyAccess.objects.filter(person_id=str(user.pk), expires_at__gt=Now()).order_by("expires_at")
    latest = {access.case_id: access for access in live}
    cases = Case.objects.live().filter(pk__in=latest).select_related("patient", "team")
    return [(case, latest[case.pk]) for case in cases]


def _reviewable(user: Any) -> QuerySet[EmergencyAccess]:
    """Return the accesses to the cases of the teams that a person reviews for, but their own."""
    mine = EmergencyAccess.objects.filter(team__in=teams_with(user, Right.REVIEW_ACCESS))
    return mine.exclude(person_id=str(user.pk)).select_related("team")


def count_to_review(user: Any) -> int:
    """Return how many accesses wait for a person's review."""
    return _reviewable(user).filter(reviewed_at__isnull=True).count()


def list_to_review(user: Any) -> list[EmergencyAccess]:
    """Return the accesses that wait for a person's review, the oldest first."""
    return list(_reviewable(user).filter(reviewed_at__isnull=True).order_by("requested_at"))


def list_reviewed(user: Any) -> list[EmergencyAccess]:
    """Return the accesses reviewed last."""
    return list(_reviewable(user).filter(reviewed_at__isnull=False).order_by("-reviewed_at")[:MOST_REVIEWED])


def get_access_to_review(user: Any, access_id: UUID) -> EmergencyAccess:
    """Return an access that a person may review; anybody else gets 404."""
    if not teams_with(user, Right.REVIEW_ACCESS).exists():
        raise PermissionDenied("Emergency access is reviewed by the leads of a team.")
    access = _reviewable(user).filter(pk=access_id).first()
    if access is None:
        raise Http404("There is no such access to review.")
    return access


def patients_of(accesses: list[EmergencyAccess]) -> dict[UUID, str]:
    """Return the ids of the patients whose cases were opened, by case; an erased case has none."""
    ids = {access.case_id for access in accesses}
    return dict(Case.objects.filter(pk__in=ids).values_list("pk", "patient__local_id"))
