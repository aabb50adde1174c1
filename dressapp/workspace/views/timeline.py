"""The timeline of a case: one figure over everything, and the same facts as a table."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dressapp.assessments.selectors import get_assessment
from dressapp.timeline.selectors import Timeline, draw_both
from dressapp.workspace.pages import open_case, render_case
from scoring.facts import ImpossibleFact


@require_GET
def show_timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the timeline; `?lanes=` names the lanes to draw in place of those furthest from normal."""
    case = open_case(request, case_id)
    try:
        timeline = draw_both(
            get_assessment(case).facts,
            lanes=request.GET.getlist("lanes"),
            treatments=list(case.treatments.live()),
            first_symptom=case.first_symptom_what,
        )
    except ImpossibleFact as impossible:
        timeline = Timeline(explanation=f"The facts on record contradict each other: {impossible}.")
    return render_case(
        request,
        case,
        tab="timeline",
        template="workspace/timeline/show.html",
        context={"timeline": timeline},
    )
