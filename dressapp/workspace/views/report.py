"""The report of a case as it stands: on screen, as PDF, as text; always marked as a draft."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dressapp.assessments.selectors import get_assessment
from dressapp.audit.services import record
from dressapp.cases.models import Case
from dressapp.reports.printing import as_text, compose, draft_report, print_pdf, without_name
from dressapp.workspace.pages import open_case, render_case
from scoring.facts import ImpossibleFact


@require_GET
def show_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the draft of the report on screen."""
    case = open_case(request, case_id)
    try:
        report, _ = draft(case)
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    shown = report if is_named(request) else without_name(report)
    context = {"report": shown, "text": as_text(shown), "is_named": is_named(request), "number": None}
    return render_case(request, case, tab="report", template="workspace/report/show.html", context=context)


@require_GET
def report_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the draft as a PDF."""
    case = open_case(request, case_id)
    try:
        report, figure = draft(case)
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    return send_pdf(request, case, report, figure, name="dress-assessment-draft")


@require_GET
def report_figure(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the timeline of the draft as an image."""
    return send_figure(draft(open_case(request, case_id))[1])


def draft(case: Case) -> tuple[dict, str]:
    """Return the report of the case as it stands, and its figure."""
    now = timezone.localtime()
    page = compose(case, get_assessment(case), now=now)
    return draft_report(page, now=now), page["figure"]


def is_named(request: HttpRequest) -> bool:
    """Say whether the patient is named; `?name=no` leaves the name out."""
    return request.GET.get("name") != "no"


def send_pdf(request: HttpRequest, case: Case, report: dict, figure: str, *, name: str) -> HttpResponse:
    """Send a report as PDF, and write that it was printed."""
    pdf = print_pdf(report, figure, is_named=is_named(request))
    detail = {"what": name, "named": is_named(request)}
    record(action="print", by=request.user, case_id=case.pk, detail=detail)
    variant = "" if is_named(request) else "-without-name"
    headers = {"Content-Disposition": f'inline; filename="{name}{variant}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def send_figure(svg: str) -> HttpResponse:
    """Send a timeline as an image."""
    return HttpResponse(svg, content_type="image/svg+xml")


def cannot_report(request: HttpRequest, case: Case, problem: ImpossibleFact) -> HttpResponse:
    """Say that the stored facts contradict each other, and that nothing is printed of them."""
    context = {"case": case, "problem": str(problem)}
    return render(request, "workspace/report/cannot.html", context, status=409)
