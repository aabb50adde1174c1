"""Set two versions of an assessment beside each other, or one beside the case as it stands."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dressapp.assessments.models import Snapshot
from dressapp.assessments.selectors import Assessment, list_snapshots
from dressapp.assessments.snapshots import to_plain
from dressapp.cases.models import Case
from dressapp.reports.compare import compare
from dressapp.reports.compare_entries import Content
from dressapp.reports.printing import describe
from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.presenters.compare import NOW, present_comparison
from dressapp.workspace.presenters.history import is_readable


@require_GET
def compare_versions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what differs between the two versions that the address names."""
    case = open_case(request, case_id)

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        snapshots = [snapshot for snapshot in list_snapshots(case) if is_readable(snapshot)]
        names = _chosen(request, snapshots)
        found = {str(snapshot.number): snapshot for snapshot in snapshots}
        parts = _compare(case, frame["assessment"], [found.get(name) for name in names])
        page = present_comparison(snapshots, names, parts, case, frame["standing"])
        return {"comparison": page}

    template = "workspace/history/compare.html"
    return render_case(request, case, tab="history", template=template, context=context)


def _chosen(request: HttpRequest, snapshots: list[Snapshot]) -> tuple[str, str]:
    """Return the two versions asked for; by default the newest and the case as it stands."""
    newest = str(snapshots[0].number) if snapshots else NOW
    chosen = request.GET.get("from", newest), request.GET.get("to", NOW)
    known = {NOW, *(str(snapshot.number) for snapshot in snapshots)}
    if not known.issuperset(chosen):
        raise Http404("There is no such assessment of this case.")
    return chosen


def _compare(case: Case, assessment: Assessment | None, snapshots: list[Snapshot | None]) -> Any:
    """Return what differs; None where the case as it stands is asked for and its facts contradict."""
    contents = [_content(case, assessment, snapshot) for snapshot in snapshots]
    before, after = contents
    return compare(before, after) if before and after else None


def _content(case: Case, assessment: Assessment | None, snapshot: Snapshot | None) -> Content | None:
    """Return what a version holds, or what one of the case as it stands would."""
    if snapshot:
        return Content(snapshot.facts, snapshot.page["report"])
    if assessment is None:
        return None
    report = describe(case, assessment, now=timezone.localtime())
    return Content(to_plain(assessment.facts), to_plain(report))
