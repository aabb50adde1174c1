"""The timeline of a case: one figure over everything, and the same facts as a table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dressapp.assessments.days import day_of_number, name_day, present_curve
from dressapp.assessments.presenters import present_assessment
from dressapp.assessments.selectors import get_assessment_of_day
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
        context=lambda frame: {"timeline": _draw(case, frame, lanes)} | _by_day(frame, day),
    )


def _by_day(frame: dict[str, Any], day: str) -> dict[str, Any]:
    """Return the score by day, and the day that was asked for; a text that is none is as if not asked."""
    assessment = frame["assessment"]
    if assessment is None:
        return {}
    shown: dict[str, Any] = {"curve": present_curve(assessment)}
    on = day_of_number(assessment, day)
    if on is None:
        return shown
    page = present_assessment(get_assessment_of_day(assessment, on), today=on)
    return shown | {"as_of": page, "as_of_day": name_day(assessment, on), "as_of_number": day}


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
