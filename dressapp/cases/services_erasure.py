"""Ask for the erasure of a patient, close such a request, and take the rows of a case away for good."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from dressapp.audit.services import record
from dressapp.core.services import erase_rows
from dressapp.core.transactions import writing

from .models import (
    Background,
    Case,
    CauseTest,
    EmergencyAccess,
    Erasure,
    ExposureHistory,
    Finding,
    Outcome,
    Patient,
    Treatment,
    VirusTest,
)

OF_A_CASE = (Background, CauseTest, ExposureHistory, Finding, Outcome, Treatment, VirusTest)
ERASED = "erased"


class AlreadyAsked(Exception):
    """The erasure of this patient has been asked for already."""


def request_erasure(*, patient: Patient, reason: str, by: Any) -> UUID:
    """Ask for the erasure of all cases of a patient, the removed ones too; somebody else has to approve."""
    request_id, now = uuid4(), timezone.now()
    with writing():
        case_ids = list(patient.cases.values_list("pk", flat=True))
        if Erasure.objects.filter(case_id__in=case_ids, closed_at__isnull=True).exists():
            raise AlreadyAsked
        for case_id in case_ids:
            row = Erasure.objects.create(
                request_id=request_id, case_id=case_id, patient_id=patient.pk, team_id=patient.team_id,
                requested_by_id=str(by.pk), requested_by_name=by.get_full_name(), requested_at=now,
                reason=reason,
            )  # fmt: skip
            record(action="erasure_requested", by=by, obj=row, case_id=case_id, reason=reason)
    return request_id


def close_erasure(*, request_id: UUID, reason: str, by: Any) -> bool:
    """Withdraw or decline a request that was not carried out; return whether it was still open."""
    person = {"closed_by_id": str(by.pk), "closed_by_name": by.get_full_name()}
    with writing():
        rows = list(Erasure.objects.filter(request_id=request_id, executed_at=None, closed_at=None))
        for row in rows:
            Erasure.objects.filter(pk=row.pk).update(closed_at=timezone.now(), **person)
            record(action="erasure_closed", by=by, obj=row, case_id=row.case_id, reason=reason)
    return bool(rows)


def execute_erasure(*, rows: Iterable[Erasure], by: Any) -> None:
    """Write that a request is carried out now, which lets the guards of the database give way."""
    person = {"approved_by_id": str(by.pk), "approved_by_name": by.get_full_name()}
    ids = [row.pk for row in rows]
    Erasure.objects.filter(pk__in=ids).update(executed_at=timezone.now(), **person)


def erase_case(case_id: UUID) -> dict[str, int]:
    """Delete what this app holds of a case; return how many rows of each kind that were."""
    EmergencyAccess.objects.filter(case_id=case_id).update(reason=ERASED)
    EmergencyAccess.objects.filter(case_id=case_id).exclude(review_note="").update(review_note=ERASED)
    return erase_rows(OF_A_CASE, case_id=case_id) | erase_rows((Case,), pk=case_id)


def erase_patient(patient_id: UUID) -> dict[str, int]:
    """Delete a patient of whom no case is left."""
    if Case.objects.filter(patient_id=patient_id).exists():
        return {}
    return erase_rows((Patient,), pk=patient_id)
