"""The list of cases, and a new case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show the list of cases."""
    return render(request, "workspace/list.html")


@require_safe
def new_case(request: HttpRequest) -> HttpResponse:
    """Show the form of a new case."""
    return render(request, "workspace/new.html")
