"""The Criteria tab as a page, with whatever could not be stored still in its place."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from dressapp.assessments.criteria_page import present_criteria
from dressapp.cases.models import Case
from dressapp.cases.selectors import list_findings
from dressapp.workspace.pages import render_case
from dressapp.workspace.presenters.findings import present_places
from dressapp.workspace.presenters.tracker import present_tracker_tab

from .score_page import Unsaved, asked_entry


def render_criteria(
    request: HttpRequest, case: Case, *, unsaved: Unsaved | None = None, status: int = 200
) -> HttpResponse:
    """Return the Criteria tab."""

    def add_to(frame: dict[str, Any]) -> dict[str, Any]:
        return _context(request, case, frame, unsaved or Unsaved())

    template = "workspace/criteria/show.html"
    return render_case(request, case, tab="criteria", template=template, context=add_to, status=status)


def _context(request: HttpRequest, case: Case, frame: dict[str, Any], unsaved: Unsaved) -> dict[str, Any]:
    """Return what the tab adds to the frame; where the stored facts contradict each other, what is edited."""
    assessment, page, can_write, today = (
        frame[name] for name in ("assessment", "page", "can_write", "today")
    )
    tracker = present_tracker_tab(case, frame, opened=request.GET.get("open", ""))
    if assessment is None:
        return {"tracker": tracker, "entry": unsaved.entry, "failed": unsaved.form}
    found, entry = list_findings(case), unsaved.entry
    if entry is None and can_write and request.method == "GET":
        entry = asked_entry(request, case, found, today, tab="criteria")
    return {
        "tracker": tracker,
        "criteria": present_criteria(assessment, page, today=today),
        "places": present_places(case, found, opened="", can_write=can_write),
        "entry": entry,
        "failed": unsaved.form,
    }
