"""The part of a world that belongs to a team rather than to one case, and who may send which request."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from dressapp.accounts.models import Role, Team
from dressapp.accounts.services import create_user, join_team
from dressapp.cases.models import Case, EmergencyAccess, Erasure
from dressapp.cases.services import create_case, void_case
from tests.factories.people import PASSWORD
from tests.factories.records import make_case

from .parts import Full, Post

GONE = "Removed-Canary"  # in the name of the patient of the removed case
REASON = "said by the one who asked"
Makes = dict[str, list[Callable[[Full], Post]]]


def make_team_rows(case: Any, user: Any) -> dict[str, Any]:
    """Return a removed case, its erasure, an access to review, a colleague and a case of another team."""
    key = case.patient.local_id
    removed = make_case(user, local_id=f"{key}-removed", name=GONE, team=case.team)
    void_case(case=removed, version=1, revision=removed.revision, why=REASON, by=user)
    removed.refresh_from_db()
    colleague = create_user(username=f"colleague-{key}", password=PASSWORD, full_name="Dr Colleague")
    outside, _ = Team.objects.get_or_create(name=f"Outside {key}")
    return {
        "removed": removed,
        "outside": create_case(team=outside, local_id=f"{key}-outside", by=user),
        "colleague": join_team(user=colleague, team=case.team.name),
        "access": _access(case),
        "erasure": _erasure(removed),
    }


def _access(case: Any) -> EmergencyAccess:
    now = timezone.now()
    return EmergencyAccess.objects.create(
        case_id=case.pk, team=case.team, person_id="0", person_name="Dr Night", reason=REASON,
        requested_at=now, expires_at=now + timedelta(hours=1),
    )  # fmt: skip


def _erasure(case: Any) -> Erasure:
    return Erasure.objects.create(
        request_id=uuid4(), case_id=case.pk, patient_id=case.patient_id, team=case.team,
        requested_by_id="0", requested_by_name="Dr Night", requested_at=timezone.now(), reason=REASON,
    )  # fmt: skip


def _export(*more: Any) -> Callable[[Full], Post]:
    def make(full: Full) -> Post:
        said = {"reason": REASON, "seen": full.case.lab_results.live().count(), "is_confirmed": "on"}
        return Post((full.case.pk, *more), said)

    return make


def _seen(case: Any) -> dict[str, Any]:
    """Return what the pages that remove and restore a case post, as the case is now."""
    now = Case.objects.get(pk=case.pk)
    return {"version": now.version, "revision": now.revision, "reason": REASON}


TEAM_WRITES: Makes = {
    "remove_case": [lambda f: Post((f.case.pk,), _seen(f.case))],
    "restore_case": [lambda f: Post((f["removed"].pk,), _seen(f["removed"]))],
    "emergency": [
        lambda f: Post(
            (),
            {"team": f["outside"].team_id, "local_id": f["outside"].patient.local_id, "reason": REASON},
        )
    ],
    "review_emergency": [lambda f: Post((f["access"].pk,), {"note": "justified"})],
    "ask_erasure": [lambda f: Post((f.case.pk,), {"reason": REASON})],
    "approve_erasure": [
        lambda f: Post((f["erasure"].request_id,), {"local_id": f["removed"].patient.local_id})
    ],
    "close_erasure": [lambda f: Post((f["erasure"].request_id,), {"reason": REASON})],
    "add_person": [
        lambda f: Post(
            (),
            {
                "username": f"new-{uuid4().hex[:9]}",
                "full_name": "Dr New",
                "role": "reader",
                "team": f.case.team_id,
            },
        )
    ],
    "change_person": [lambda f: Post((f["colleague"].pk,), {"role": "reader"})],
    "renew_password": [lambda f: Post((f["colleague"].pk,))],
    "set_active": [lambda f: Post((f["colleague"].pk,), {"is_active": "no"})],
    "export_labs": [_export(kind) for kind in ("csv", "xlsx", "fhir")],
    "export_case": [_export()],
}

TEAM_READS: Makes = {
    "removed": [lambda f: Post(())],
    "remove_case": [lambda f: Post((f.case.pk,))],
    "restore_case": [lambda f: Post((f["removed"].pk,))],
    "emergency": [lambda f: Post(())],
    "emergencies": [lambda f: Post(())],
    "erasures": [lambda f: Post(())],
    "erasure": [lambda f: Post((f["erasure"].request_id,))],
    "ask_erasure": [lambda f: Post((f.case.pk,))],
    "teams": [lambda f: Post(())],
    "people": [lambda f: Post(())],
    "add_person": [lambda f: Post(())],
    "change_person": [lambda f: Post((f["colleague"].pk,))],
    "export_labs": [lambda f, k=k: Post((f.case.pk, k)) for k in ("csv", "xlsx", "fhir")],
    "export_case": [lambda f: Post((f.case.pk,))],
}

# What is sent back for a valid write that does not go on to another page.
ANSWERS = {"add_person": 200, "renew_password": 200, "export_labs": 200, "export_case": 200}
EXPORTS = {"export_labs", "export_case"}  # a right of its own, whatever the role
OF_LEADS = {
    "add_limit", "change_limit", "undo_limit", "remove_limit", "restore_limit", "removed", "remove_case",
    "restore_case", "emergencies", "review_emergency", "erasures", "erasure", "ask_erasure",
    "trail",
}  # fmt: skip
OF_ADMINISTRATORS = {
    "approve_erasure", "close_erasure", "people", "add_person", "change_person", "renew_password",
    "set_active",
}  # fmt: skip
OF_WRITERS = {"new", "open_file"}  # these pages are forms and nothing else


def lowest_role(name: str, *, writes: bool) -> Role:
    """Return the lowest role that may send a request."""
    if name in OF_ADMINISTRATORS:
        return Role.ADMINISTRATOR
    if name in OF_LEADS:
        return Role.LEAD
    is_free = name == "emergency" or name in EXPORTS
    return Role.CLINICIAN if (writes and not is_free) or name in OF_WRITERS else Role.READER
