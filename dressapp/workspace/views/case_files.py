"""Open a case file as a new case."""

import hashlib
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dressapp.accounts.models import Team
from dressapp.accounts.selectors import writable_teams_for
from dressapp.audit.services import record_view
from dressapp.cases.models import Case, Patient
from dressapp.cases.selectors import find_patient, get_case_for, list_cases_of
from dressapp.core.errors import NotYours
from dressapp.core.rates import take_turn
from dressapp.exchange.checks import CaseFileError
from dressapp.exchange.columns import patient_values
from dressapp.exchange.files import read_case_file
from dressapp.labs.paste.parts import SheetRefused
from dressapp.workspace.case_file_form import MOST_KEPT, CaseFileForm
from dressapp.workspace.presenters.case_files import name_differences, name_opened
from dressapp.workspace.presenters.new_case import present_known
from dressapp.workspace.services import open_record
from dressapp.workspace.views.intakes import FILES_AN_HOUR, HOUR, WAIT

REFUSED, TOO_MANY = 422, 429
CONFIRM = "This patient id is on record: see who it is, and confirm."
AGAIN = " The file is too large to be kept meanwhile: choose it again."


@require_http_methods(["GET", "HEAD", "POST"])
def open_case_file(request: HttpRequest) -> HttpResponse:
    """Show and handle the form; a known patient gets one more case after being confirmed."""
    teams = list(writable_teams_for(request.user))
    if not teams:
        raise PermissionDenied("You may read the cases of your team, not add one.")
    is_post = request.method == "POST"
    form = _form(request, is_post=is_post)
    if not is_post or not form.is_valid():
        return _show(request, form)
    if opened := _opened_before(request.user, form):
        return _go_to(opened)
    if form.cleaned_data["file"] and (wait := _wait(request.user)):
        form.add_error("file", WAIT.format(most=FILES_AN_HOUR, minutes=-(-wait // 60)))
        response = _show(request, form, status=TOO_MANY)
        response.headers["Retry-After"] = str(wait)
        return response
    return _open(request, form, form.cleaned_data.get("team") or teams[0])


def _form(request: HttpRequest, *, is_post: bool) -> CaseFileForm:
    """Return the posted form, or an empty one with an id of its own."""
    teams = writable_teams_for(request.user)
    if is_post:
        return CaseFileForm(request.POST, request.FILES, teams=teams)
    return CaseFileForm(initial={"id": uuid4()}, teams=teams)


def _opened_before(user: Any, form: CaseFileForm) -> Case | None:
    """Return the case that an earlier post of the same form made, so that a double click makes one."""
    try:
        return get_case_for(user, form.cleaned_data["id"])
    except Http404:
        return None


def _wait(user: Any) -> int:
    return take_turn("import", user, most=FILES_AN_HOUR, seconds=HOUR)


def _open(request: HttpRequest, form: CaseFileForm, team: Team) -> HttpResponse:
    """Store the case, or say what is wrong with the file, or who the patient is."""
    content = form.content
    try:
        found = read_case_file(content)
        patient = patient_values(found)
        known = find_patient(team=team, local_id=patient["local_id"])
        if known and form.cleaned_data["confirmed"] != str(known.pk):
            return _ask(request, form, content, known, name_differences(patient, known))
        case = open_record(
            found,
            team=team,
            id=form.cleaned_data["id"],
            local_id=known.local_id if known else "",
            today=timezone.localdate(),
            sha256=hashlib.sha256(content).hexdigest(),
            by=request.user,
        )
    except (SheetRefused, CaseFileError) as problem:
        form.add_error("file", f"{problem}.")
        return _show(request, form)
    except NotYours:
        raise Http404("This form belongs to another case. Open it afresh.") from None
    messages.success(request, name_opened(found))
    return _go_to(case)


def _ask(
    request: HttpRequest, form: CaseFileForm, content: bytes, known: Patient, differences: tuple[str, ...]
) -> HttpResponse:
    """Show who has the id already, and keep the file while that is confirmed."""
    cases = list_cases_of(known)
    record_view(request, cases[0].pk if cases else "", "known patient")
    text = content.decode("utf-8-sig", "replace")
    is_kept = len(text) <= MOST_KEPT
    form.add_error(None if is_kept else "file", CONFIRM + ("" if is_kept else AGAIN))
    context = {
        "known": present_known(known, cases, timezone.localdate()),
        "differences": differences,
        "kept": text if is_kept else "",
    }
    return _show(request, form, context)


def _show(
    request: HttpRequest,
    form: CaseFileForm,
    context: dict[str, Any] | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    page = {"form": form, "files_an_hour": FILES_AN_HOUR} | (context or {})
    status = status or (REFUSED if form.errors else 200)
    return render(request, "workspace/open.html", page, status=status)


def _go_to(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:summary", args=[case.pk]), status=303)
