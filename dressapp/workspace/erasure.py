"""Erase a patient: every row of every case, the words of the audit trail, and who it was, or nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from dressapp.accounts.trail_selectors import name_people
from dressapp.assessments import services_erasure as assessments
from dressapp.audit.models import Event
from dressapp.audit.services import erase_words, record
from dressapp.cases import services_erasure as cases
from dressapp.cases.models import Patient
from dressapp.cases.selectors_erasure import (
    DAYS_APART,
    ErasureRequest,
    get_erasure_for,
    get_obstacle,
    may_approve,
)
from dressapp.core.transactions import writing
from dressapp.drafts import services as drafts
from dressapp.drugs import services_erasure as drugs
from dressapp.exchange import services_erasure as exchange
from dressapp.labs import services_erasure as labs
from scoring.facts import show_date

STEPS: tuple[Callable[[UUID], dict[str, int]], ...] = (
    drafts.erase_case,
    exchange.erase_case,
    assessments.erase_case,
    labs.erase_case,
    drugs.erase_case,
    cases.erase_case,
)


CHANGED = (
    "A case of the patient was changed since the erasure was asked for. Look at it; if it is still to be "
    "erased, decline this request and ask again."
)


DID = {
    "create": "made",
    "change_rights": "changed the rights of",
    "renew_password": "gave a new password to",
    "factors_reset": "reset the second factors of",
    "activate": "opened",
}


class CannotErase(Exception):
    """The request is no longer what was shown; the text says what to do."""


def erase_patient(*, request_id: UUID, by: Any) -> Counter[str]:
    """Carry out a request as its second person; return how many rows of each kind went."""
    with writing():
        erasure = get_erasure_for(by, request_id)
        _refuse_changed(erasure, by)
        cases.execute_erasure(rows=erasure.rows, by=by)
        patient = Patient.objects.get(pk=erasure.first.patient_id)
        forms = drafts.erase_new_cases(local_id=patient.local_id, team_id=patient.team_id)
        counts: Counter[str] = Counter({"drafts.draft": forms} if forms else {})
        for row in erasure.rows:
            for step in STEPS:
                counts += Counter(step(row.case_id))
        counts += Counter(cases.erase_patient(erasure.first.patient_id))
        counts["audit.event"] = erase_words([row.case_id for row in erasure.rows])
        for row in erasure.rows:
            record(action="erase", by=by, obj=row, case_id=row.case_id, reason=row.reason, detail=counts)
    return counts


def say_obstacle(act: Event) -> str:
    """Say who had a hand in an account, and what follows from it for an erasure."""
    name = name_people([act.object_id]).get(act.object_id, "somebody")
    day = show_date(timezone.localdate(act.at))
    return (
        f"{act.actor_name} {DID[act.action]} the account of {name} on {day}. In an erasure asked for within "
        f"{DAYS_APART} days after that, or open then, both count as one person, and one person alone erases "
        "nobody: another administrator has to approve it."
    )


def _refuse_changed(erasure: ErasureRequest, by: Any) -> None:
    """Refuse what a person may not approve now."""
    if act := get_obstacle(by, erasure):
        raise CannotErase(say_obstacle(act))
    if not may_approve(by, erasure):
        raise CannotErase("This request is closed, or it takes another administrator than who asked for it.")
    if not erasure.is_complete:
        raise CannotErase("The patient’s cases are no longer those of the request. Decline it and ask again.")
    if not erasure.is_untouched:
        raise CannotErase(CHANGED)
