"""The list of cases, and a new case."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dressapp.accounts.models import Team
from dressapp.accounts.selectors import writable_teams_for
from dressapp.assessments.quick import TITLES
from dressapp.assessments.selectors import list_answers, list_cases_for
from dressapp.audit.services import record_view
from dressapp.cases.models import Case, Patient
from dressapp.cases.selectors import find_patient, get_case_for, list_cases_of
from dressapp.cases.selectors_emergency import count_to_review
from dressapp.cases.similar import list_similar
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.fields import strip_control
from dressapp.core.sealed import seal, unseal
from dressapp.drafts.kept import sent_form
from dressapp.drafts.services import saving
from dressapp.workspace.begun import compare_again
from dressapp.workspace.case_forms import CaseFilterForm
from dressapp.workspace.drafts import page_drafts, puts_back
from dressapp.workspace.new_case_form import NewCaseForm
from dressapp.workspace.presenters.cases import present_case_row, present_filters, present_pages
from dressapp.workspace.presenters.new_case import (
    KnownPatient,
    SimilarPatient,
    present_known,
    present_similar,
    warn_of_similar,
)
from dressapp.workspace.presenters.quick import present_carried
from dressapp.workspace.presenters.shell import present_notices
from dressapp.workspace.services import begin_case
from dressapp.workspace.turns import refuse_too_many

ROWS = 25
LONGEST_SEARCH = 100


@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show one page of the cases that the person may see, searched, narrowed and ordered by the address."""
    form = CaseFilterForm(request.GET)
    form.is_valid()
    asked = {
        name: form.cleaned_data.get(name, strip_control(request.GET.get(name, ""))) for name in form.fields
    }
    filters = {name: asked[name] for name in ("course", "category", "state", "drug")}
    is_search = any([asked["q"], *filters.values()])
    if is_search and (refused := refuse_too_many(request, "search")):
        return refused
    searched = unseal(asked["q"])
    cases = list_cases_for(request.user, query=searched, filters=filters, ordering=asked["order"])
    page = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    record_view(request, "", "list")
    context = {
        "form": form,
        "rows": [present_case_row(case, today) for case in page],
        "pages": present_pages(page, asked),
        "active": present_filters(form, asked, searched=searched),
        "searched": searched,
        "can_write": writable_teams_for(request.user).exists(),
        "to_review": count_to_review(request.user),
        "drafts": page_drafts(request, of_page=False),
        "notices": present_notices(request),
    }
    return render(request, "workspace/list.html", context)


@require_POST
def search_cases(request: HttpRequest) -> HttpResponse:
    """Go to the list of what was searched for; the words, which may name a patient, are sealed."""
    words = strip_control(request.POST.get("q", "")).strip()[:LONGEST_SEARCH]
    address = reverse("workspace:list")
    return HttpResponseRedirect(
        f"{address}?{urlencode({'q': seal(words)})}" if words else address, status=303
    )


@require_POST
def load_example(request: HttpRequest) -> HttpResponse:
    """Load the worked example that ships with the demonstration, and show it in the list."""
    if not settings.IS_DEMO:
        raise Http404("Only the demonstration has a worked example.")
    call_command("demo", verbosity=0)
    return redirect("workspace:list")


@require_http_methods(["GET", "POST"])
@puts_back
def new_case(request: HttpRequest) -> HttpResponse:
    """Show and handle the form of a new case; a known patient gets a second case after being confirmed."""
    teams = list(writable_teams_for(request.user))
    if not teams:
        raise PermissionDenied("You may read the cases of your team, not add one.")
    known = _known_patient(request, teams)
    form = _new_case_form(request, teams, known)
    similar = () if known else _similar_patients(request, teams)
    is_valid = request.method == "POST" and form.is_valid()
    if begun := _begun_before(request.user, form):
        return _show_begun(request, form, begun)
    if is_valid:
        return _begin(request, form, teams, similar)
    context = {
        "form": form,
        "known": _present_known(request, known),
        "similar": similar,
        "carried": present_carried(form.carried),
        "drafts": page_drafts(request),
        "notices": present_notices(request),
    }
    return render(request, "workspace/new.html", context, status=422 if form.errors else 200)


@require_POST
def look_up_patient(request: HttpRequest) -> HttpResponse:
    """Show who has the id already that is typed into the form of a new case."""
    teams = list(writable_teams_for(request.user))
    if not teams:
        raise PermissionDenied("You may read the cases of your team, not add one.")
    known = _known_patient(request, teams)
    form = NewCaseForm(initial={"id": uuid4()}, **_form_options(request, known))
    similar = () if known else _similar_patients(request, teams)
    context = {"form": form, "known": _present_known(request, known), "similar": similar}
    return render(request, "workspace/new.html", context)


def _known_patient(request: HttpRequest, teams: list[Team]) -> Patient | None:
    """Return the patient who has the id that was typed."""
    team, local_id, _ = _looked_up(request, teams)
    return find_patient(team=team, local_id=local_id) if team and local_id else None


def _similar_patients(request: HttpRequest, teams: list[Team]) -> tuple[SimilarPatient, ...]:
    """Return who has nearly the id or name that was typed, and write that the person saw them."""
    team, local_id, name = _looked_up(request, teams)
    if not team or not local_id:
        return ()
    similar = present_similar(list_similar(team=team, local_id=local_id, name=name))
    for patient in similar:
        record_view(request, patient.case_id, "similar patient")
    return similar


def _looked_up(request: HttpRequest, teams: list[Team]) -> tuple[Team | None, str, str]:
    """Return the team, the id and the name that were typed; without a team chosen nobody is looked up.

    All of it is posted, never asked for by the address.
    """
    typed = request.POST
    chosen = [team for team in teams if len(teams) == 1 or str(team.pk) == typed.get("team")]
    return (chosen[0] if chosen else None), _tidy(typed.get("local_id", "")), _tidy(typed.get("name", ""))


def _tidy(text: str) -> str:
    """Return a text with single spaces and without control characters."""
    return " ".join(strip_control(text).split())


def _new_case_form(request: HttpRequest, teams: list[Team], known: Patient | None) -> NewCaseForm:
    """Return the posted form, or an empty one with an id of its own."""
    options = _form_options(request, known)
    if request.method == "POST":
        return NewCaseForm(request.POST, **options)
    carried = urlencode({name: request.GET[name] for name in TITLES if name in request.GET})
    return NewCaseForm(initial={"id": uuid4(), "answers": carried}, **options)


def _form_options(request: HttpRequest, known: Patient | None) -> dict[str, Any]:
    """Return what the form of a new case needs to know."""
    return {"teams": writable_teams_for(request.user), "known": known, "today": timezone.localdate()}


def _begin(
    request: HttpRequest, form: NewCaseForm, teams: list[Team], similar: tuple[SimilarPatient, ...]
) -> HttpResponse:
    """Begin the case and lead to its drugs; another post of the form may have begun it at the same moment."""
    try:
        case = _begin_case(request, form, teams)
    except EditConflict as stale:
        return _show_begun(request, form, stale.current.case)
    messages.success(request, "Case begun. Enter the drugs taken before the reaction.")
    if similar:
        messages.warning(request, warn_of_similar(similar))
    return _to_drugs(case)


def _begin_case(request: HttpRequest, form: NewCaseForm, teams: list[Team]) -> Case:
    """Store the case; an id that belongs to another case is refused."""
    team = form.cleaned_data.get("team") or teams[0]
    try:
        with saving(sent_form(request)):
            case = begin_case(team=team, by=request.user, **form.case_values())
            if case.is_voided:
                raise Http404("The case that this form began was removed. Open a new form.")
            return case
    except NotYours:
        raise Http404("This form belongs to another case. Open it afresh.") from None


def _show_begun(request: HttpRequest, form: NewCaseForm, case: Case) -> HttpResponse:
    """Lead to a case that the form had begun already, and name what is to be corrected there."""
    again = compare_again(form, case, list_answers(case))
    if not again.differs:
        return _to_drugs(case)
    messages.warning(request, again.words)
    address = reverse(f"workspace:{again.tab}", args=[case.pk])
    return HttpResponseRedirect(address + again.place, status=303)


def _to_drugs(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:drugs", args=[case.pk]), status=303)


def _begun_before(user: Any, form: NewCaseForm) -> Case | None:
    """Return the case that an earlier post of the same form made, so that a double click makes one."""
    made = form.cleaned_data.get("id") if form.is_bound else None
    try:
        return get_case_for(user, made) if made else None
    except Http404:
        return None


def _present_known(request: HttpRequest, known: Patient | None) -> KnownPatient | None:
    """Return who has the id already, and write that the person saw it."""
    if known is None:
        return None
    cases = list_cases_of(known)
    record_view(request, cases[0].pk if cases else "", "known patient")
    return present_known(known, cases, timezone.localdate())
