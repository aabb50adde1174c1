"""The versions of a case's assessment: complete one, list them, open one as it was."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dressapp.assessments.models import Snapshot
from dressapp.assessments.selectors import get_snapshot_for, list_snapshots
from dressapp.assessments.snapshots import ReasonNeeded, save_snapshot
from dressapp.assessments.versions import present_version
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.drafts.services import saving
from dressapp.reports.printing import compose, saved_report
from dressapp.workspace.drafts import puts_back
from dressapp.workspace.forms import CompleteForm
from dressapp.workspace.pages import after_change, open_case, render_case
from dressapp.workspace.presenters.history import is_readable, present_history
from dressapp.workspace.selectors import get_frame
from dressapp.workspace.views.report import cannot_report, present_sheet, send_figure, send_pdf
from scoring.facts import ImpossibleFact

CHANGED = (
    "Nothing was completed: the case has changed since you opened the page. The score beside is the new one. "
    "Look at it, then complete the assessment."
)
INCOMPLETE = "Nothing was completed: the form came without its marks. Press the button once more."
WHY = "Write why the signed assessment is amended."


@require_GET
def show_history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every version of a case's assessment."""
    return render_history(request, open_case(request, case_id))


def render_history(request: HttpRequest, case: Case) -> HttpResponse:
    """Return the history tab."""

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        rows = present_history(list_snapshots(case), frame["standing"], case, user=request.user)
        return {"history": rows, "new_id": uuid4()}

    return render_case(request, case, tab="history", template="workspace/history/show.html", context=context)


@require_http_methods(["GET", "POST"])
@puts_back
def complete_assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Complete the assessment that the person saw; posted twice, it is completed once."""
    case = open_case(request, case_id, write=request.method == "POST")
    if request.method != "POST":
        return _render_complete(request, case, CompleteForm())
    form = CompleteForm(request.POST)
    if not form.is_valid():
        return _render_complete(request, case, form, not_saved=INCOMPLETE if form.errors else "", status=422)
    try:
        with saving(case.sent):
            snapshot = _complete(request, case, form)
    except ReasonNeeded:
        form.add_error("reason", WHY)
        return _render_complete(request, case, form, status=422)
    except EditConflict:
        return _render_complete(request, case, form, not_saved=CHANGED, status=409)
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    message = f"Assessment {snapshot.number} completed. Later changes of the case do not change it."
    return after_change(request, case, render_history, to="history", message=message)


def _complete(request: HttpRequest, case: Case, form: CompleteForm) -> Snapshot:
    """Keep what the person saw."""
    now = timezone.localtime()
    return save_snapshot(
        case=case,
        present=lambda assessment: compose(case, assessment, now=now),
        by=request.user,
        **form.cleaned_data,
    )


def _render_complete(
    request: HttpRequest, case: Case, form: CompleteForm, *, not_saved: str = "", status: int = 200
) -> HttpResponse:
    """Return the page that completes an assessment; `not_saved` says why nothing was."""
    context = {"form": form, "new_id": uuid4(), "not_saved": not_saved}
    template = "workspace/history/complete.html"
    return render_case(request, case, tab="history", template=template, context=context, status=status)


def open_snapshot(case: Case, number: int) -> Snapshot:
    """Return a version that has something to show."""
    snapshot = get_snapshot_for(case, number)
    if not is_readable(snapshot):
        raise Http404("The content of this assessment was damaged and cannot be read.")
    return snapshot


def report_of(snapshot: Snapshot, case: Case) -> dict[str, Any]:
    """Return the report of a version, with its state and signatures as they are now."""
    standing = get_frame(case, is_changed=False).standing
    return saved_report(snapshot, present_version(snapshot, standing, case))


def present_saved_sheet(request: HttpRequest, case: Case, snapshot: Snapshot) -> dict[str, Any]:
    """Return what a page with the sheet of a version shows."""
    address = [case.pk, snapshot.number]
    return present_sheet(
        request,
        report_of(snapshot, case),
        pdf_url=reverse("workspace:snapshot_pdf", args=address),
        figure_url=reverse("workspace:snapshot_figure", args=address),
    )


@require_GET
def show_snapshot(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Show a version as it was."""
    case = open_case(request, case_id)
    snapshot = open_snapshot(case, number)
    context = {"number": number} | present_saved_sheet(request, case, snapshot)
    return render_case(request, case, tab="report", template="workspace/report/show.html", context=context)


@require_GET
def snapshot_pdf(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return a version as a PDF."""
    case = open_case(request, case_id)
    snapshot = open_snapshot(case, number)
    name = f"dress-classification-{number}"
    return send_pdf(request, case, report_of(snapshot, case), snapshot.page["figure"], name=name)


@require_GET
def snapshot_figure(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return the timeline of a version as an image."""
    case = open_case(request, case_id)
    snapshot = open_snapshot(case, number)
    return send_figure(request, case, snapshot.page["report"], snapshot.page["figure"])
