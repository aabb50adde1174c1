"""Read the tables and files taken in; their content stays in the database until it is asked for."""

from hashlib import sha256
from uuid import UUID

from dressapp.assessments.models import Snapshot
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_row_for
from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import get_versions

from .models import Intake, IntakeState

HEAVY = ("content", "courses", "choices", "aside")
NOT_STORED = "This import is not stored, so there is nothing to undo."
HAS_CHANGED = (
    "Some of its values have been changed or taken away since: change or remove the other values one by one."
)
HAS_BEEN_SAVED = "An assessment was saved with its values since: change or remove the values one by one."


def find_waiting(case: Case, given: bytes) -> Intake | None:
    """Return the intake of the same content that waits for its confirmation already."""
    same = {"digest": sha256(given).hexdigest(), "state": IntakeState.PENDING}
    return Intake.objects.live().filter(case=case, **same).first()


def list_intakes_at_hand(case: Case) -> list[Intake]:
    """Return what waits for its confirmation and what is stored, the newest first, without the content."""
    found = Intake.objects.live().filter(case=case, state__in=(IntakeState.PENDING, IntakeState.STORED))
    return list(found.defer(*HEAVY).order_by("-created_at", "id"))


def get_intake_for(case: Case, intake_id: UUID) -> Intake:
    """Return an intake of the case."""
    return get_row_for(case, Intake, intake_id)


def can_undo(case: Case, intake: Intake) -> str:
    """Return why an import can no longer be undone, or nothing where it can."""
    if intake.state != IntakeState.STORED:
        return NOT_STORED
    if _has_changed(case, intake):
        return HAS_CHANGED
    return HAS_BEEN_SAVED if Snapshot.objects.filter(case=case, at__gte=intake.stored_at).exists() else ""


def _has_changed(case: Case, intake: Intake) -> bool:
    """Tell whether anything that an import wrote is no longer as it wrote it."""
    own = {"case": case, "intake": intake.pk, "version": 1}
    wrote = (LabResult, intake.counts["stored"]), (DrugCourse, intake.counts["courses"])
    if any(model.objects.live().filter(**own).count() != count for model, count in wrote):
        return True
    replaced = intake.counts["taken"] | intake.counts["removed"]
    return get_versions(case, map(UUID, replaced)) != {UUID(pk): version for pk, version in replaced.items()}
