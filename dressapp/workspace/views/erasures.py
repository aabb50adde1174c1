"""Erasure as an act of two: a lead asks for it with a reason, another administrator approves it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with
from dressapp.audit.services import record_view
from dressapp.cases.selectors import get_removable_case_for
from dressapp.cases.selectors_erasure import (
    ErasureRequest,
    get_erasure_for,
    get_obstacle,
    list_erasures_for,
    may_approve,
)
from dressapp.cases.services_erasure import AlreadyAsked, close_erasure, request_erasure
from dressapp.workspace.erasure import CannotErase, erase_patient, say_obstacle
from dressapp.workspace.erasure_forms import ApproveForm, ErasureForm
from dressapp.workspace.reason_forms import ReasonForm

CLOSED = "Nothing was done: this request is closed already."
REFUSED, CHANGED = 422, 409
SECOND = "Only another administrator of the team than who asked for it may approve an erasure."


@require_safe
def list_erasures(request: HttpRequest) -> HttpResponse:
    """Show the requests of the teams that the person leads."""
    if not teams_with(request.user, Right.REQUEST_ERASURE).exists():
        raise PermissionDenied("Erasures are asked for by the leads of a team.")
    record_view(request, "", "erasures")
    return render(request, "workspace/erasure/list.html", {"erasures": list_erasures_for(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_erasure(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for the erasure of the patient of a case, removed or not."""
    case = get_removable_case_for(request.user, case_id)
    form = ErasureForm(request.POST if request.method == "POST" else None, patient=case.patient)
    if form.is_valid():
        try:
            asked = request_erasure(patient=case.patient, reason=form.cleaned_data["reason"], by=request.user)
        except AlreadyAsked:
            messages.warning(request, "The erasure of this patient has been asked for already.")
            return _to_list()
        return HttpResponseRedirect(reverse("workspace:erasure", args=[asked]), status=303)
    record_view(request, case.pk, "erasure")
    context = {"case": case, "form": form, "count": case.patient.cases.count()}
    return render(request, "workspace/erasure/ask.html", context, status=422 if form.errors else 200)


@require_safe
def show_erasure(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one request, with what the person may do about it."""
    return _show(request, get_erasure_for(request.user, request_id))


def _show(
    request: HttpRequest, erasure: ErasureRequest, *, problem: str = "", **refused: Any
) -> HttpResponse:
    """Return the page of a request; `approve` or `close` is a refused form."""
    record_view(request, erasure.first.case_id, "erasure")
    approves, obstacle = may_approve(request.user, erasure), get_obstacle(request.user, erasure)
    close = ReasonForm(auto_id="close_%s")
    del close.fields["reason"].widget.attrs["autofocus"]
    context = {
        "erasure": erasure,
        "problem": problem,
        "approve": ApproveForm(patient=erasure.patient) if approves else None,
        "close": close if erasure.state == "open" and (approves or erasure.is_by(request.user)) else None,
        "is_own": erasure.is_by(request.user),
        "obstacle": say_obstacle(obstacle) if obstacle and not problem else "",
        "form": refused.get("approve") or refused.get("close"),
    } | refused
    status = REFUSED if refused else CHANGED if problem else 200
    return render(request, "workspace/erasure/show.html", context, status=status)


@require_POST
def approve_erasure(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Erase the patient, as the second person, who types the patient's id."""
    erasure = get_erasure_for(request.user, request_id)
    if erasure.state != "open":
        return _show(request, erasure, problem=CLOSED)
    if act := get_obstacle(request.user, erasure):
        return _show(request, erasure, problem=say_obstacle(act))
    if not may_approve(request.user, erasure):
        raise PermissionDenied(SECOND)
    form = ApproveForm(request.POST, patient=erasure.patient)
    if not form.is_valid():
        return _show(request, erasure, approve=form)
    try:
        erase_patient(request_id=request_id, by=request.user)
    except CannotErase as problem:
        return _show(request, erasure, problem=str(problem))
    messages.success(request, "Erased. Backups made before keep the patient until they expire.")
    return _to_list()


@require_POST
def close_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Withdraw one's own request, or decline another's as who could approve it."""
    erasure = get_erasure_for(request.user, request_id)
    if erasure.state != "open":
        return _show(request, erasure, problem=CLOSED)
    if not (erasure.is_by(request.user) or may_approve(request.user, erasure)):
        raise PermissionDenied(SECOND)
    form = ReasonForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _show(request, erasure, close=form)
    close_erasure(request_id=request_id, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, "Request withdrawn." if erasure.is_by(request.user) else "Request declined.")
    return _to_list()


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:erasures"), status=303)
