"""The criteria of a case side by side, its severity, and the tests for other causes and viruses."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.presenters.tracker import present_tracker_tab


@require_GET
def show_criteria(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what each set of criteria says of the case."""
    case = open_case(request, case_id)

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        return {"tracker": present_tracker_tab(case, frame, opened=request.GET.get("open", ""))}

    return render_case(
        request, case, tab="criteria", template="workspace/criteria/show.html", context=context
    )
