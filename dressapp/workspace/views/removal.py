"""Take a case off the list and bring it back: a lead's act, with a reason; nothing is deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with
from dressapp.audit.selectors import list_last_changes
from dressapp.audit.services import record_view
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_removable_case_for, list_removed_cases_for
from dressapp.cases.services import restore_case, void_case
from dressapp.core.errors import EditConflict
from dressapp.workspace.reason_forms import CaseReasonForm

CHANGED = "Not removed: the case was changed meanwhile. Look at it, then decide again."
CHANGED_BACK = "Not restored: the case was changed meanwhile. Look at it, then decide again."


@require_http_methods(["GET", "HEAD", "POST"])
def remove_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask why, then take the case off the list."""
    case = get_removable_case_for(request.user, case_id)
    if case.is_voided:
        return _to_removed()
    form = CaseReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _remove(request, case, form)
    record_view(request, case.pk, "remove")
    context = {"case": case, "form": form, "is_removal": True}
    return render(request, "workspace/removal/ask.html", context, status=422 if form.errors else 200)


def _remove(request: HttpRequest, case: Case, form: CaseReasonForm) -> HttpResponse:
    try:
        void_case(case=case, by=request.user, **_said(form))
    except EditConflict:
        messages.warning(request, CHANGED)
        return HttpResponseRedirect(reverse("workspace:summary", args=[case.pk]), status=303)
    messages.success(request, f"Case of {case.patient.local_id} removed. It can be restored here.")
    return _to_removed()


def _said(form: CaseReasonForm) -> dict[str, Any]:
    """Return what was seen and why, as the services take it."""
    said = form.cleaned_data
    return {"version": said["version"], "revision": said["revision"], "why": said["reason"]}


@require_safe
def list_removed(request: HttpRequest) -> HttpResponse:
    """Show a lead the removed cases, each with who removed it, when and why."""
    if not teams_with(request.user, Right.REMOVE_CASE).exists():
        raise PermissionDenied("Removed cases are shown to the leads of a team.")
    cases = list_removed_cases_for(request.user)
    events = list_last_changes(Case, [case.pk for case in cases], action="void")
    record_view(request, "", "removed cases")
    rows = [(case, events.get(case.pk)) for case in cases]
    return render(request, "workspace/removal/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def restore_removed(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask why, then bring the case back."""
    case = get_removable_case_for(request.user, case_id)
    if not case.is_voided:
        return HttpResponseRedirect(reverse("workspace:summary", args=[case.pk]), status=303)
    form = CaseReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _restore(request, case, form)
    record_view(request, case.pk, "restore")
    context = {"case": case, "form": form, "is_removal": False}
    return render(request, "workspace/removal/ask.html", context, status=422 if form.errors else 200)


def _restore(request: HttpRequest, case: Case, form: CaseReasonForm) -> HttpResponse:
    try:
        restore_case(case=case, by=request.user, **_said(form))
    except EditConflict:
        messages.warning(request, CHANGED_BACK)
        return _to_removed()
    messages.success(request, f"Case of {case.patient.local_id} is back on the list.")
    return HttpResponseRedirect(reverse("workspace:summary", args=[case.pk]), status=303)


def _to_removed() -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:removed"), status=303)
