"""The saved assessments of a case: save one, list them, open one as it was."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dressapp.assessments.models import Snapshot
from dressapp.assessments.selectors import get_snapshot_for, list_snapshots
from dressapp.assessments.snapshots import save_snapshot
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.reports.printing import compose, saved_report
from dressapp.workspace.forms import SaveAssessmentForm
from dressapp.workspace.pages import after_change, open_case, render_case
from dressapp.workspace.presenters.history import is_readable, present_history, present_state
from dressapp.workspace.selectors import get_frame
from dressapp.workspace.views.report import cannot_report, present_sheet, send_figure, send_pdf
from scoring.facts import ImpossibleFact

CHANGED = (
    "Nothing was saved: the case has changed since you opened the page. The score beside is the new one. "
    "Look at it, then save again."
)
INCOMPLETE = "Nothing was saved: the form came without its marks. Press Save assessment once more."


@require_GET
def show_history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every saved assessment of a case."""
    return render_history(request, open_case(request, case_id))


def render_history(
    request: HttpRequest, case: Case, *, not_saved: str = "", status: int = 200
) -> HttpResponse:
    """Return the history tab; `not_saved` says why an assessment was not saved."""
    context = {
        "history": present_history(list_snapshots(case), case),
        "new_id": uuid4(),
        "not_saved": not_saved,
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
        return render_history(request, case, not_saved=INCOMPLETE, status=422)
    now = timezone.localtime()
    try:
        snapshot = save_snapshot(
            case=case, present=lambda assessment: compose(case, assessment, now=now), by=request.user,
            **form.cleaned_data,
        )  # fmt: skip
    except EditConflict:
        return render_history(request, case, not_saved=CHANGED, status=409)
    except ImpossibleFact as impossible:
        return cannot_report(request, case, impossible)
    message = f"Assessment {snapshot.number} saved. Later changes of the case do not change it."
    return after_change(request, case, render_history, to="history", message=message)


def open_snapshot(case: Case, number: int) -> Snapshot:
    """Return a saved assessment that has something to show."""
    snapshot = get_snapshot_for(case, number)
    if not is_readable(snapshot):
        raise Http404("The content of this assessment was damaged and cannot be read.")
    return snapshot


@require_GET
def show_snapshot(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Show a saved assessment as it was."""
    case = open_case(request, case_id)
    snapshot = open_snapshot(case, number)
    address = [case.pk, number]
    context = present_sheet(
        request,
        saved_report(snapshot),
        pdf_url=reverse("workspace:snapshot_pdf", args=address),
        figure_url=reverse("workspace:snapshot_figure", args=address),
    )
    is_newest = number == get_frame(case, is_changed=False).saved_number
    state = present_state(snapshot, case, is_newest=is_newest)
    context |= {"number": number, "state": state.words, "state_tone": state.tone, "warning": state.warning}
    return render_case(request, case, tab="report", template="workspace/report/show.html", context=context)


@require_GET
def snapshot_pdf(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return a saved assessment as a PDF."""
    case = open_case(request, case_id)
    snapshot = open_snapshot(case, number)
    name = f"dress-classification-{number}"
    return send_pdf(request, case, saved_report(snapshot), snapshot.page["figure"], name=name)


@require_GET
def snapshot_figure(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Return the timeline of a saved assessment as an image."""
    snapshot = open_snapshot(open_case(request, case_id), number)
    return send_figure(request, saved_report(snapshot), snapshot.page["figure"])
