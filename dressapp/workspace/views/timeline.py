"""The timeline of a case: one figure over everything, and the same facts as a table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dressapp.assessments.criteria_page import present_criteria
from dressapp.assessments.days import day_of_number, name_day, present_curve
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import Assessment, get_assessment_of_day
from dressapp.cases.models import Case
from dressapp.timeline.selectors import Timeline, draw_both
from dressapp.workspace.pages import open_case, render_case


@require_GET
def show_timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the timeline and the score by day.

    `?lanes=` names the lanes to draw in place of those furthest from normal, `?day=3` a day to score.
    """
    case = open_case(request, case_id)
    lanes, day = request.GET.getlist("lanes"), request.GET.get("day", "")
    return render_case(
        request,
        case,
        tab="timeline",
        template="workspace/timeline/show.html",
        context=lambda frame: _show(case, frame, lanes, day),
    )


def _show(case: Case, frame: dict[str, Any], lanes: list[str], day: str) -> dict[str, Any]:
    """Return the figure and the score by day, both from the assessment of the frame."""
    assessment = frame["assessment"]
    if assessment is None:
        problem = frame["shell"].problem
        return {"timeline": Timeline(explanation=f"The facts on record contradict each other: {problem}.")}
    curve = present_curve(assessment)
    timeline = draw_both(
        assessment.facts,
        lanes=lanes,
        treatments=list(case.treatments.live()),
        first_symptom=case.first_symptom_what,
        curve=curve,
    )
    return {"timeline": timeline, "curve": curve} | _as_of(assessment, day)


def _as_of(assessment: Assessment, day: str) -> dict[str, Any]:
    """Return the day that was asked for; a text that is none is as if not asked."""
    on = day_of_number(assessment, day)
    if on is None:
        return {}
    that_day = get_assessment_of_day(assessment, on)
    page = present_assessment(that_day, today=on)
    _, *beside = present_criteria(that_day, page, today=on).columns
    return {
        "as_of": page,
        "as_of_beside": beside,
        "as_of_day": name_day(assessment, on),
        "as_of_number": day,
    }
