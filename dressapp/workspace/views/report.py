"""The report of a case as it stands: on screen, as PDF, as text; always marked as a draft."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dressapp.assessments.selectors import Assessment, get_assessment
from dressapp.audit.services import record
from dressapp.cases.access import marker
from dressapp.cases.models import Case
from dressapp.reports.paper_form import make_paper_form
from dressapp.reports.plain_text import as_text
from dressapp.reports.printing import compose, draft_report, print_pdf, shown_figure, shown_report
from dressapp.workspace.pages import note_view, open_case, render_case
from dressapp.workspace.turns import refuse_too_many
from scoring.facts import ImpossibleFact

DAYS = "days"
ADDRESSES = ("workspace:report_pdf", "workspace:report_figure")


@require_GET
def show_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the draft of the report on screen."""
    case = open_case(request, case_id)

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        if frame["assessment"] is None:
            return {"report": None}
        report, _ = draft(case, frame["assessment"])
        pdf_url, figure_url = (reverse(name, args=[case.pk]) for name in ADDRESSES)
        sheet = present_sheet(request, report, pdf_url=pdf_url, figure_url=figure_url)
        return sheet | {"new_id": uuid4()}

    return render_case(request, case, tab="report", template="workspace/report/show.html", context=context)


@require_GET
def report_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the draft as a PDF."""
    case = open_case(request, case_id)
    try:
        report, figure = draft(case, get_assessment(case))
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    return send_pdf(request, case, report, figure, name="dress-classification-draft")


@require_GET
def report_figure(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the timeline of the draft as an image."""
    case = open_case(request, case_id)
    try:
        report, figure = draft(case, get_assessment(case))
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    return send_figure(request, case, report, figure)


def draft(case: Case, assessment: Assessment) -> tuple[dict[str, Any], str]:
    """Return the report of the case as it stands, and its figure."""
    now = timezone.localtime()
    page = compose(case, assessment, now=now)
    return draft_report(page, now=now), page["figure"]


def is_named(request: HttpRequest) -> bool:
    """Say whether the patient is named; `?name=no` leaves the name out."""
    return request.GET.get("name") != "no"


def asked_parts(request: HttpRequest) -> list[str]:
    """Return the parts on request that are asked for: `?days=yes` is the score by day."""
    return [DAYS] if request.GET.get(DAYS) == "yes" else []


def variant(*, is_named: bool, has_days: bool) -> str:
    """Return the query of one form of the report."""
    query = ({} if is_named else {"name": "no"}) | ({DAYS: "yes"} if has_days else {})
    return f"?{urlencode(query)}" if query else ""


def present_sheet(
    request: HttpRequest, report: dict[str, Any], *, pdf_url: str, figure_url: str
) -> dict[str, Any]:
    """Return what the page of a report shows, with or without the patient's name."""
    named, asked = is_named(request), asked_parts(request)
    shown = shown_report(report, is_named=named, asked=asked)
    here = variant(is_named=named, has_days=bool(asked))
    return {
        "report": shown,
        "text": as_text(shown),
        "is_named": named,
        "has_days": bool(asked),
        "can_show_days": any(part["id"] == DAYS for part in report.get("parts", ())),
        "name_query": variant(is_named=not named, has_days=bool(asked)) or "?",
        "days_query": variant(is_named=named, has_days=not asked) or "?",
        "pdf_url": f"{pdf_url}{here}",
        "figure_url": f"{figure_url}{here}",
    }


def send_pdf(
    request: HttpRequest, case: Case, report: dict[str, Any], figure: str, *, name: str
) -> HttpResponse:
    """Send a report as PDF, and write that it was printed; so many a minute."""
    if refused := refuse_too_many(request, "pdf"):
        return refused
    pdf = print_pdf(report, figure, is_named=is_named(request), asked=asked_parts(request))
    detail = {"what": name, "named": is_named(request)} | marker(case)
    record(action="print", by=request.user, case_id=case.pk, detail=detail)
    suffix = "" if is_named(request) else "-without-name"
    headers = {"Content-Disposition": f'inline; filename="{name}{suffix}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def send_figure(request: HttpRequest, case: Case, report: dict[str, Any], svg: str) -> HttpResponse:
    """Send a timeline as an image, which a page in view shows."""
    note_view(request, case, "timeline", is_part=True)
    shown = shown_figure(report, svg, is_named=is_named(request))
    return HttpResponse(shown, content_type="image/svg+xml")


def cannot_report(request: HttpRequest, case: Case, problem: ImpossibleFact) -> HttpResponse:
    """Say that the stored facts contradict each other, and that nothing is printed of them."""
    context = {"case": case, "problem": str(problem)}
    return render(request, "workspace/report/cannot.html", context, status=409)


@require_GET
def paper_form(request: HttpRequest) -> HttpResponse:
    """Return a blank assessment to be filled in on paper; it holds nobody's data."""
    headers = {"Content-Disposition": 'inline; filename="regiscar-paper-form.pdf"'}
    return HttpResponse(
        make_paper_form(timezone.localdate()), content_type="application/pdf", headers=headers
    )
