"""Read cases, and refuse those that a person may not see."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F
from django.http import Http404

from dressapp.accounts.rights import Right, require
from dressapp.accounts.selectors import teams_with
from dressapp.core.models import Record
from scoring.findings import RASH_FEATURES

from .access import as_member, in_emergency
from .models import Background, Case, ExposureHistory, Finding, Outcome, Patient

R = TypeVar("R", bound=Record)


def get_case_for(user: Any, case_id: UUID, *, write: bool = False, **also: F) -> Case:
    """Return a case with its patient; a stranger gets 404 as if there were none, a writing reader 403.

    `also` names further columns to read in the same query. `access` says who is no stranger.
    """
    cases = Case.objects.live().select_related("patient", "team").filter(pk=case_id).annotate(**also)
    case = as_member(cases, user).first() or in_emergency(cases, user).first()
    if case is None:
        raise Http404("There is no such case among yours.")
    require(case.role, Right.WRITE if write else Right.READ)
    return case


def list_removed_cases_for(user: Any) -> list[Case]:
    """Return the removed cases that a person may bring back, the last removed first."""
    removed = Case.objects.filter(voided_at__isnull=False, team__in=teams_with(user, Right.REMOVE_CASE))
    return list(removed.select_related("patient", "team").order_by("-voided_at"))


def get_removable_case_for(user: Any, case_id: UUID) -> Case:
    """Return a case, removed or not, that a person may remove or bring back; a stranger gets 404."""
    cases = Case.objects.select_related("patient", "team").filter(pk=case_id)
    case = as_member(cases, user).first()
    if case is None:
        raise Http404("There is no such case among yours.")
    require(case.role, Right.REMOVE_CASE)
    return case


def get_row_for(case: Case, model: type[R], row_id: UUID, *, voided: bool = False) -> R:
    """Return a row of the case; `voided` also finds one that was taken away."""
    rows = model._default_manager.filter(case=case, pk=row_id)
    row = rows.first() if voided else rows.live().first()
    if row is None:
        raise Http404("There is no such row in this case.")
    return row


def find_patient(*, team: Any, local_id: str) -> Patient | None:
    """Return the team's patient of this id, however its letters are typed; the exact spelling comes first."""
    found = Patient.objects.filter(team=team, local_id__iexact=local_id.strip())
    return min(found, key=lambda patient: patient.local_id != local_id, default=None)


def list_cases_of(patient: Patient) -> list[Case]:
    """Return the patient's cases, the newest first."""
    return list(patient.cases.live().order_by("-created_at"))


def list_findings(case: Case) -> list[Finding]:
    """Return what was examined, in the order it was recorded."""
    return list(case.findings.live())


def rash_features(findings: list[Finding]) -> dict[str, Finding | None]:
    """Return the newest row of each of the four rash features."""
    found: dict[str, Finding | None] = dict.fromkeys(RASH_FEATURES)
    return found | {row.finding: row for row in findings if row.finding in found}


def get_background(case: Case) -> Background | None:
    """Return what stood before the reaction."""
    return Background.objects.live().filter(case=case).first()


def get_outcome(case: Case) -> Outcome | None:
    """Return how the reaction ended."""
    return Outcome.objects.live().filter(case=case).first()


def get_exposures(case: Case) -> ExposureHistory | None:
    """Return what was asked about exposures."""
    return ExposureHistory.objects.live().filter(case=case).first()
