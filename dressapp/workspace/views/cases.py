"""The list of cases, and a new case."""

from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dressapp.accounts.selectors import writable_teams_for
from dressapp.assessments.selectors import list_cases_for
from dressapp.audit.services import record_view
from dressapp.workspace.case_forms import CaseFilterForm
from dressapp.workspace.presenters.cases import present_case_row, present_filters, present_pages

ROWS = 25


@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show one page of the cases that the person may see, searched, narrowed and ordered by the address."""
    form = CaseFilterForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, request.GET.get(name, "")) for name in form.fields}
    filters = {name: asked[name] for name in ("course", "category", "state", "drug")}
    cases = list_cases_for(request.user, query=asked["q"], filters=filters, ordering=asked["order"])
    page = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    record_view(request, "", "list")
    context = {
        "form": form,
        "rows": [present_case_row(case, today) for case in page],
        "pages": present_pages(page, asked),
        "active": present_filters(form, asked),
        "can_write": writable_teams_for(request.user).exists(),
    }
    return render(request, "workspace/list.html", context)


@require_POST
def load_example(request: HttpRequest) -> HttpResponse:
    """Load the worked example that ships with the demonstration, and show it in the list."""
    if not settings.IS_DEMO:
        raise Http404("Only the demonstration has a worked example.")
    call_command("demo", verbosity=0)
    return redirect("workspace:list")


@require_safe
def new_case(request: HttpRequest) -> HttpResponse:
    """Show the form of a new case."""
    return render(request, "workspace/new.html")
