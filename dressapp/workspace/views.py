"""The pages a clinician works on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show the list of cases."""
    return render(request, "workspace/list.html")
