"""Read which erasures were asked for, and which of them a person may approve."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dressapp.accounts.hands import list_hands
from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with
from dressapp.audit.models import Event
from dressapp.audit.selectors import CHANGES

from .models import Case, Erasure, Patient

# How long before a request an act on an account counts. Our own choice, from no source: who plans an erasure
# alone has to wait that long in the open trail, and a new administrator can approve after a month.
DAYS_APART = 30


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """The rows of one request with the patient, who is None once erased."""

    rows: tuple[Erasure, ...]
    patient: Patient | None

    @property
    def first(self) -> Erasure:
        """Return a row: who asked for it, when and why is the same in all."""
        return self.rows[0]

    @property
    def state(self) -> str:
        """Return `open`, `erased`, `withdrawn` or `declined`."""
        if self.first.executed_at:
            return "erased"
        if not self.first.closed_at:
            return "open"
        is_own = self.first.closed_by_id == self.first.requested_by_id
        return "withdrawn" if is_own else "declined"

    def is_by(self, user: Any) -> bool:
        """Tell whether a person asked for it."""
        return self.first.requested_by_id == str(user.pk)

    @property
    def is_complete(self) -> bool:
        """Tell whether the request names every case that the patient has now."""
        now = set(Case.objects.filter(patient_id=self.first.patient_id).values_list("pk", flat=True))
        return now == {row.case_id for row in self.rows}

    @property
    def is_untouched(self) -> bool:
        """Tell whether no case was changed since; to take one off the list is no such change."""
        cases = [str(row.case_id) for row in self.rows]
        since = Event.objects.filter(
            case_id__in=cases, at__gt=self.first.requested_at, action__in=CHANGES
        ).exclude(object_type=Erasure._meta.label_lower)
        return not since.exclude(object_type=Case._meta.label_lower, action="void").exists()


def _requests(**which: Any) -> list[ErasureRequest]:
    rows = Erasure.objects.filter(**which).select_related("team").order_by("-requested_at", "request_id")
    patients = Patient.objects.in_bulk({row.patient_id for row in rows})
    grouped = groupby(rows, key=lambda row: row.request_id)
    found = [tuple(group) for _, group in grouped]
    return [ErasureRequest(group, patients.get(group[0].patient_id)) for group in found]


def list_erasures_for(user: Any) -> list[ErasureRequest]:
    """Return the requests of the teams that a person leads, the newest first."""
    return _requests(team__in=teams_with(user, Right.REQUEST_ERASURE))


def count_to_approve(user: Any) -> int:
    """Return how many requests of others wait for a person's approval."""
    teams = teams_with(user, Right.APPROVE_ERASURE)
    waiting = _requests(team__in=teams, executed_at__isnull=True, closed_at__isnull=True)
    return sum(may_approve(user, erasure) for erasure in waiting)


def get_erasure_for(user: Any, request_id: UUID) -> ErasureRequest:
    """Return a request of a team that a person leads; anybody else gets 404."""
    teams = teams_with(user, Right.REQUEST_ERASURE)
    if not teams.exists():
        raise PermissionDenied("Erasures are asked for by the leads of a team.")
    found = _requests(request_id=request_id, team__in=teams)
    if not found:
        raise Http404("There is no such request among yours.")
    return found[0]


def may_approve(user: Any, erasure: ErasureRequest) -> bool:
    """Tell whether a person may approve a request: an administrator of the team who is a second person."""
    return _is_another_administrator(user, erasure) and get_hand_in_both(user, erasure) is None


def _is_another_administrator(user: Any, erasure: ErasureRequest) -> bool:
    is_administrator = teams_with(user, Right.APPROVE_ERASURE).filter(pk=erasure.first.team_id).exists()
    return erasure.state == "open" and is_administrator and not erasure.is_by(user)


def get_hand_in_both(user: Any, erasure: ErasureRequest) -> Event | None:
    """Return the act by which one person may have both accounts in hand: of who asked and of who approves.

    That is either of the two, or a third person; what was done to the account that asked counts up to the
    request, what was done to the other one until now.
    """
    asked_by, asked_at = erasure.first.requested_by_id, erasure.first.requested_at
    since = asked_at - timedelta(days=DAYS_APART)
    asked = list_hands(asked_by, since=since, until=asked_at)
    approves = list_hands(str(user.pk), since=since)
    either = approves.get(asked_by) or asked.get(str(user.pk))
    return either or next((act for person, act in approves.items() if person in asked), None)


def get_obstacle(user: Any, erasure: ErasureRequest) -> Event | None:
    """Return the act that keeps an administrator, who could approve a request otherwise, from it."""
    return get_hand_in_both(user, erasure) if _is_another_administrator(user, erasure) else None
