"""The timeline of a case: one figure over everything, and the same facts as a table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dressapp.cases.models import Case
from dressapp.timeline.selectors import Timeline, draw_both
from dressapp.workspace.pages import open_case, render_case


@require_GET
def show_timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the timeline; `?lanes=` names the lanes to draw in place of those furthest from normal."""
    case = open_case(request, case_id)
    lanes = request.GET.getlist("lanes")
    return render_case(
        request,
        case,
        tab="timeline",
        template="workspace/timeline/show.html",
        context=lambda frame: {"timeline": _draw(case, frame, lanes)},
    )


def _draw(case: Case, frame: dict[str, Any], lanes: list[str]) -> Timeline:
    """Draw the facts that the frame was assessed from, or say why there are none to draw."""
    if frame["assessment"] is None:
        problem = frame["shell"].problem
        return Timeline(explanation=f"The facts on record contradict each other: {problem}.")
    return draw_both(
        frame["assessment"].facts,
        lanes=lanes,
        treatments=list(case.treatments.live()),
        first_symptom=case.first_symptom_what,
    )
