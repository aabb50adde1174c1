"""The events of the audit trail in words: who did what, to whom, when, and from where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from dressapp.audit.change_selectors import READS
from dressapp.audit.models import Event
from dressapp.audit.search_selectors import PERSON, TEAM
from dressapp.cases.models import Case

from .changes import Change, present_changes

PAGES = {
    "list": "the list of cases",
    "audit": "the audit trail",
    "known patient": "who has a patient id already",
    "report": "the report",
    "timeline": "the timeline",
    "history": "the history",
    "summary": "the summary",
    "drugs": "the drugs",
    "labs": "the results",
    "score": "the score",
}
FILES = {"labs": "the results", "case": "the whole case"}
DONE = {
    "sign_in": "signed in",
    "sign_out": "signed out",
    "session_over": "was signed out after a pause",
    "sign_in_refused": "refused a sign-in",
    "sessions_ended": "ended sessions",
    "devices_forgotten": "trusts no device any more",
    "factor_added": "added a second factor",
    "factor_removed": "removed a second factor",
    "factor_refused": "was refused by a second factor",
    "factors_reset": "reset the second factors",
    "renew_password": "gave a new temporary password",
    "recovery_codes_made": "made recovery codes",
    "password_changed": "changed the password",
    "create": "made the account",
}


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One event: who, what in words, whose case, when, from where, and the fields of a change."""

    seq: int
    at: str
    by: str
    words: str
    patient: str
    url: str
    address: str
    change: Change | None


def present_trail(
    events: Iterable[Event],
    earlier: Iterable[Event],
    cases: Mapping[str, Case],
    people: Mapping[str, str],
) -> tuple[TrailRow, ...]:
    """Return events in words, in their order; `earlier` as `present_changes` takes it."""
    before = list(earlier)
    return tuple(_row(event, before, cases.get(event.case_id), people) for event in events)


def _row(event: Event, earlier: list[Event], case: Case | None, people: Mapping[str, str]) -> TrailRow:
    of_row = [each for each in earlier if each.object_id == event.object_id]
    (change,) = present_changes([event], of_row, case)
    is_change = event.action not in READS and event.object_type not in ("", PERSON, TEAM)
    return TrailRow(
        seq=event.seq,
        at=change.at,
        by=event.actor_name,
        words=f"{change.what}: {change.done}" if is_change else _said(event, people),
        patient=case.patient.local_id if case else "",
        url=reverse("workspace:case_changes", args=[case.pk]) if case and not case.is_voided else "",
        address=event.address,
        change=change if is_change else None,
    )


def _said(event: Event, people: Mapping[str, str]) -> str:
    """Return what a read or a thing done to an account was."""
    what = str(event.detail.get("what", ""))
    if event.action == "view":
        return f"opened {PAGES.get(what, what)}"
    if event.action == "print":
        return "printed the report"
    if event.action == "export":
        return f"exported {FILES.get(what, what)} as {event.detail.get('format', 'a file')}"
    if event.action == "emergency_refused":
        return f"asked for emergency access, and no such case was found. Reason: {event.reason}"
    done = DONE.get(event.action, event.action.replace("_", " "))
    is_of_another = event.object_id not in ("", event.actor_id)
    return f"{done} of {people.get(event.object_id, 'a former account')}" if is_of_another else done
