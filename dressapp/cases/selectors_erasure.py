"""Read which erasures were asked for, and which of them a person may approve."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404

from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with

from .models import Case, Erasure, Patient


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
        changed = Case.objects.filter(
            patient_id=self.first.patient_id, updated_at__gt=self.first.requested_at
        )
        return not changed.exclude(voided_at=F("updated_at")).exists()


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
    waiting = Erasure.objects.filter(executed_at__isnull=True, closed_at__isnull=True)
    waiting = waiting.filter(team__in=teams_with(user, Right.APPROVE_ERASURE))
    return waiting.exclude(requested_by_id=str(user.pk)).values("request_id").distinct().count()


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
    """Tell whether a person may approve a request: an administrator of the team who did not ask for it."""
    is_administrator = teams_with(user, Right.APPROVE_ERASURE).filter(pk=erasure.first.team_id).exists()
    return erasure.state == "open" and is_administrator and not erasure.is_by(user)
