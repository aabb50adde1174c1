"""The criteria of a case side by side, its severity, and the tests for other causes and viruses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dressapp.workspace.drafts import puts_back
from dressapp.workspace.pages import open_case

from .criteria_page import render_criteria


@require_safe
@puts_back
def show_criteria(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what each set of criteria says of the case."""
    return render_criteria(request, open_case(request, case_id))
