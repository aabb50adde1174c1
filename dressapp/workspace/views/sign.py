"""Sign a version of an assessment: its content, what the signature means, and the password once more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dressapp.accounts.confirm import TooManyTries, WrongPassword, confirm_person
from dressapp.assessments.models import Meaning, Snapshot
from dressapp.assessments.signatures import CannotSign, reason_against, record_refusal, sign
from dressapp.cases.models import Case
from dressapp.workspace.forms import SignForm
from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.presenters.history import has_signed
from dressapp.workspace.views.history import open_snapshot, present_saved_sheet

WRONG = "This is not your password. Nothing was signed; what you chose is kept."
WAIT = "Too many wrong passwords. Nothing was signed. Wait {} seconds, then enter your password again."


@require_http_methods(["GET", "POST"])
def sign_assessment(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Show a version with the form that signs it, and sign it; posted twice, it is signed once."""
    case = open_case(request, case_id, write=request.method == "POST")
    snapshot = open_snapshot(case, number)
    if request.method != "POST":
        return _render(request, case, snapshot, SignForm())
    form = SignForm(request.POST)
    if not form.is_valid():
        return _render(request, case, snapshot, form, status=422)
    if refused := _sign(request, snapshot, form):
        return _render(request, case, snapshot, form, status=refused)
    messages.success(request, f"Assessment {number} signed. Nothing of it can be changed any more.")
    return HttpResponseRedirect(reverse("workspace:snapshot", args=[case.pk, number]), status=303)


def _sign(request: HttpRequest, snapshot: Snapshot, form: SignForm) -> int:
    """Sign and return 0; or write why not into form and audit trail, and return the status."""
    person, meaning = request.user, Meaning(form.cleaned_data["meaning"])
    try:
        confirm_person(person, form.cleaned_data["password"])
        sign(snapshot=snapshot, meaning=str(meaning.label), by=person)
    except WrongPassword:
        form.add_error("password", WRONG)
        return _refuse(snapshot, "wrong password", person, status=422)
    except TooManyTries as tries:
        form.add_error("password", WAIT.format(tries.wait))
        return _refuse(snapshot, "too many wrong passwords", person, status=429)
    except CannotSign as cannot:
        return _refuse(snapshot, cannot.why, person, status=409)
    return 0


def _refuse(snapshot: Snapshot, why: str, person: Any, *, status: int) -> int:
    record_refusal(snapshot=snapshot, why=why, by=person)
    return status


def _render(
    request: HttpRequest, case: Case, snapshot: Snapshot, form: SignForm, *, status: int = 200
) -> HttpResponse:
    """Return the page: what is signed, and the form where it can be signed by this person."""
    context = present_saved_sheet(request, case, snapshot) | {
        "number": snapshot.number,
        "form": form,
        "obstacle": reason_against(snapshot, case),
        "has_signed": has_signed(snapshot, request.user),
    }
    template = "workspace/history/sign.html"
    return render_case(request, case, tab="report", template=template, context=context, status=status)
