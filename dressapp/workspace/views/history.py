"""The saved assessments of a case: save one, list them, open one as it was."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dressapp.assessments.selectors import get_snapshot_for, list_snapshots
from dressapp.assessments.snapshots import is_intact, save_snapshot
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.reports.printing import as_text, compose, saved_report, without_name
from dressapp.workspace.forms import SaveAssessmentForm
from dressapp.workspace.pages import after_change, open_case, render_case
from dressapp.workspace.presenters.history import present_history
from dressapp.workspace.views.report import is_named, send_figure, send_pdf


@require_GET
def show_history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every saved assessment of a case."""
    return render_history(request, open_case(request, case_id))


def render_history(
    request: HttpRequest, case: Case, *, changed_since: bool = False, status: int = 200
) -> HttpResponse:
    """Return the history tab; `changed_since` says that the case changed while the page was open."""
    context = {
        "history": present_history(list_snapshots(case), case),
        "new_id": uuid4(),
        "changed_since": changed_since,
    }
    return render_case(
        request, case, tab="history", template="workspace/history/show.html", context=context, status=status
    )


@require_POST
def save_assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Save the assessment that the person saw; posted twice, it is saved once."""
    case = open_case(request, case_id, write=True)
    form = SaveAssessmentForm(request.POST)
    if not form.is_valid():
        return render_history(request, case, status=422)
    now = timezone.localtime()
    try:
        snapshot = save_snapshot(
            case=case, present=lambda assessment: compose(case, assessment, now=now), by=request.user,
            **form.cleaned_data,
        )  # fmt: skip
    except EditConflict:
        return render_history(request, case, changed_since=True, status=409)
    message = f"Assessment {snapshot.number} saved. Later changes of the case do not change it."
    return after_change(request, case, render_history, to="history", message=message)


@require_GET
def show_snapshot(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Show a saved assessment as it was."""
    case = open_case(request, case_id)
    snapshot = get_snapshot_for(case, number)
    report = saved_report(snapshot) if is_named(request) else without_name(saved_report(snapshot))
    context = {
        "report": report,
        "text": as_text(report),
        "is_named": is_named(request),
        "number": number,
        "is_out_of_date": snapshot.case_revision != case.revision,
        "is_damaged": not is_intact(snapshot),
        "sha256": snapshot.sha256,
    }
    return render_case(request, case, tab="report", template="workspace/report/show.html", context=context)


@require_GET
def snapshot_pdf(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return a saved assessment as a PDF."""
    case = open_case(request, case_id)
    snapshot = get_snapshot_for(case, number)
    name = f"dress-assessment-{number}"
    return send_pdf(request, case, saved_report(snapshot), snapshot.page["figure"], name=name)


@require_GET
def snapshot_figure(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return the timeline of a saved assessment as an image."""
    return send_figure(get_snapshot_for(open_case(request, case_id), number).page["figure"])
