"""The audit trail of the teams that a person leads or administers, searched by patient, person and day."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_with
from dressapp.accounts.trail_selectors import find_people, list_member_ids, name_people
from dressapp.audit.change_selectors import list_earlier_changes
from dressapp.audit.models import Event
from dressapp.audit.search_selectors import Narrowed, Scope, search_events
from dressapp.audit.services import record_view
from dressapp.cases.trail_selectors import case_ids_of, get_cases_by_id, list_case_ids_of_patient
from dressapp.core.fields import strip_control
from dressapp.core.sealed import seal, unseal
from dressapp.labs.limit_selectors import list_limit_ids_of
from dressapp.workspace.changes_form import TrailForm
from dressapp.workspace.presenters.event_pages import present_pages
from dressapp.workspace.presenters.trail import TrailRow, present_trail

ROWS = 50
MOST_WORDS = 200  # characters of what is searched for: an address takes no more


@require_POST
def search_trail(request: HttpRequest) -> HttpResponse:
    """Go to what was searched for; the patient's id is sealed, so that it stands in no address."""
    sent = {name: strip_control(request.POST.get(name, "")).strip() for name in TrailForm.base_fields}
    asked = {name: words[:MOST_WORDS] for name, words in sent.items()}
    asked["patient"] = seal(asked["patient"])
    given = urlencode({name: words for name, words in asked.items() if words})
    return HttpResponseRedirect(f"{reverse('workspace:trail')}?{given}", status=303)


@require_safe
def show_trail(request: HttpRequest) -> HttpResponse:
    """Show who did what in the person's teams, the newest first; that they looked is written down, too."""
    teams = list(teams_with(request.user, Right.SEE_TRAIL))
    if not teams:
        raise PermissionDenied("Only leads and administrators of a team may see its audit trail.")
    form = TrailForm(request.GET.dict() | {"patient": unseal(request.GET.get("patient", ""))})
    is_valid = form.is_valid()
    cases = list_case_ids_of_patient(teams, form.cleaned_data["patient"]) if form.asked["patient"] else None
    record_view(request, cases[0] if cases else "", "audit")
    events = _find(teams, form, cases) if is_valid else []
    context = {
        "form": form,
        "teams": teams,
        "rows": _present(events[:ROWS]),
        "pages": present_pages(reverse("workspace:trail"), form, events, ROWS),
        "no_patient": cases == [],
        "search_url": reverse("workspace:search_trail"),
    }
    return render(request, "workspace/changes/trail.html", context, status=200 if is_valid else 422)


def _find(teams: list[Any], form: TrailForm, cases: list[str] | None) -> list[Event]:
    """Return one page of events and the first of the next."""
    team_ids = [str(team.pk) for team in teams]
    scope = Scope(team_ids, case_ids_of(teams), list_member_ids(teams), list_limit_ids_of(teams))
    since, until = form.times
    narrowed = Narrowed(
        case_ids=cases,
        actor_ids=find_people(form.cleaned_data["person"]) if form.cleaned_data["person"] else None,
        group=form.cleaned_data["what"],
        since=since,
        until=until,
        before=form.is_before,
    )
    return search_events(scope, narrowed, count=ROWS + 1)


def _present(events: list[Event]) -> tuple[TrailRow, ...]:
    cases = get_cases_by_id({event.case_id for event in events})
    people = name_people({event.object_id for event in events})
    return present_trail(events, list_earlier_changes(events), cases, people)
