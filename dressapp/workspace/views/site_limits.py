"""A team's own limits: whoever is in the team sees them, its leads change them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dressapp.accounts.models import Team
from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import teams_for, teams_with
from dressapp.assessments.services import Followed
from dressapp.audit.selectors import get_last_change
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.numbers import read_count
from dressapp.drafts.kept import sent_form
from dressapp.drafts.services import saving
from dressapp.labs import services
from dressapp.labs.limit_selectors import get_site_limit_for, list_site_limits
from dressapp.labs.models import SiteLimit
from dressapp.labs.services import LimitsOverlap
from dressapp.labs.site_limit_form import SiteLimitForm
from dressapp.workspace.drafts import page_drafts, puts_back
from dressapp.workspace.presenters.conflict import present_conflict
from dressapp.workspace.presenters.shell import present_notices
from dressapp.workspace.presenters.site_limits import (
    NOT_LIMITED,
    name_limit,
    present_limit_form,
    present_team_limits,
    words_of_followed,
    words_of_overlap,
)
from dressapp.workspace.services import change_limits
from scoring.kernel import units

from .labs import analyte_or_404, uuid_or_404

SEX_NOW = {"": "Both", "female": "Women", "male": "Men"}


@require_safe
@puts_back
def show_limits(request: HttpRequest) -> HttpResponse:
    """Show the limits of each team of the person; `?add=` and `?edit=` open a form for a lead."""
    asked = request.GET
    if asked.get("edit"):
        limit = get_site_limit_for(request.user, uuid_or_404(asked["edit"]))
        return _render(request, form=_form(limit.analyte, limit), team=limit.team, limit=limit)
    if asked.get("add"):
        team = _team_or_404(request, asked.get("team", ""))
        return _render(request, form=_form(_limited_or_404(asked["add"])), team=team)
    return _render(request)


def _render(
    request: HttpRequest,
    *,
    form: SiteLimitForm | None = None,
    team: Team | None = None,
    limit: SiteLimit | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page with the form of one row in its team; who may not change them gets none."""
    writable = set(teams_with(request.user, Right.SET_LIMITS))
    form = form if team in writable else None
    opened = str(limit.pk) if limit and form else ""
    every = {each: list_site_limits(each.pk) for each in teams_for(request.user)}
    shown = [
        present_team_limits(each, limits, can_write=each in writable, opened=opened)
        for each, limits in every.items()
    ]
    context: dict[str, Any] = {
        "teams": shown,
        "form": form,
        "notices": present_notices(request),
        "drafts": page_drafts(request),
    }
    if form and team:
        analyte = form.analyte.id
        others = [row for row in every[team] if row.analyte == analyte]
        context |= {"panel": present_limit_form(analyte, limit, others), "open_team": team.pk}
    return render(request, "workspace/limits/show.html", context, status=status)


def _form(analyte: str, limit: SiteLimit | None = None, data: Any = None) -> SiteLimitForm:
    """Return the form of one row."""
    form = SiteLimitForm(data, analyte=analyte, row=limit)
    if not form.is_bound:
        form.fields["unit"].widget.attrs["autofocus"] = True
    form.fields["source"].widget.attrs["list"] = "limit-sources"
    return form


@require_POST
def add_limit(request: HttpRequest) -> HttpResponse:
    """Add limits of a test to a team."""
    team = _team_or_404(request, request.POST.get("team", ""), write=True)
    form = _form(_limited_or_404(request.POST.get("analyte", "")), data=request.POST)

    def add() -> SiteLimit:
        values = {"analyte": form.analyte.id, "id": form.row_id, **form.values}
        return services.add_site_limit(team=team, by=request.user, **values)

    if form.is_valid() and (saved := _store(request, team, form, add)):
        return saved
    return _render(request, form=form, team=team, status=422)


@require_POST
def change_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    """Change limits of a team."""
    limit = get_site_limit_for(request.user, limit_id, write=True)
    form = _form(limit.analyte, limit, request.POST)

    def change() -> SiteLimit:
        return services.update_site_limit(
            limit=limit, version=form.seen_version, by=request.user, **form.values
        )

    if form.is_valid() and (saved := _store(request, limit.team, form, change, had=limit)):
        return saved
    return _render(request, form=form, team=limit.team, limit=limit, status=422)


def _store(
    request: HttpRequest,
    team: Team,
    form: SiteLimitForm,
    write: Callable[[], SiteLimit],
    had: SiteLimit | None = None,
) -> HttpResponse | None:
    """Store a row and say what it changed; None where other rows hold for the same patients."""
    try:
        with saving(sent_form(request)):
            saved, followed = change_limits(team_id=team.pk, analyte=form.analyte.id, write=write)
    except LimitsOverlap as overlap:
        form.add_error(None, words_of_overlap(overlap.other))
        return None
    except EditConflict as stale:
        return _conflict(request, form, stale.current)
    except NotYours:
        raise Http404("This form belongs to another team. Open it afresh.") from None
    if had is None:
        undo = (_address("remove_limit", saved) + f"?version={saved.version}", "Undo")
        return _back(request, f"{name_limit(saved)}: added.", followed, undo)
    if had.version == saved.version:
        return _back(request, "", Followed())
    undo = (_address("undo_limit", saved) + f"?version={saved.version}", "Change back")
    return _back(request, f"{name_limit(saved)}: changed.", followed, undo)


@require_POST
def undo_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    """Take the change back that made a version of limits."""
    limit = get_site_limit_for(request.user, limit_id, write=True)
    version = read_count(request.GET.get("version", ""))

    def take_back() -> SiteLimit:
        return services.take_back_site_limit(limit=limit, version=version, by=request.user)

    return _restore(request, limit, take_back, "as before.")


@require_POST
def remove_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    """Take limits of a team away."""
    limit = get_site_limit_for(request.user, limit_id, write=True, voided=True)
    version = read_count(request.POST.get("version", request.GET.get("version", "")))

    def remove() -> SiteLimit:
        return services.void_site_limit(limit=limit, version=version, by=request.user)

    return _restore(request, limit, remove, "removed.", (_address("restore_limit", limit), "Undo"))


@require_POST
def restore_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    """Bring limits of a team back."""
    limit = get_site_limit_for(request.user, limit_id, write=True, voided=True)
    return _restore(
        request, limit, lambda: services.restore_site_limit(limit=limit, by=request.user), "back."
    )


def _restore(
    request: HttpRequest,
    limit: SiteLimit,
    write: Callable[[], SiteLimit],
    done: str,
    undo: tuple[str, str] | None = None,
) -> HttpResponse:
    """Run a change without a form; say why where somebody else's change stands against it."""
    try:
        saved, followed = change_limits(team_id=limit.team_id, analyte=limit.analyte, write=write)
    except LimitsOverlap as overlap:
        messages.warning(request, f"{name_limit(limit)}: not {done} {words_of_overlap(overlap.other)}")
        return _redirect()
    except EditConflict as stale:
        by = get_last_change(stale.current)
        who = by.actor_name if by else "somebody else"
        messages.warning(request, f"{name_limit(limit)}: not {done} {who} changed it meanwhile.")
        return _redirect()
    return _back(request, f"{name_limit(saved)}: {done}", followed, undo)


def _back(
    request: HttpRequest, words: str, followed: Followed, undo: tuple[str, str] | None = None
) -> HttpResponse:
    """Return to the page with what was done, how many cases it concerns, and the way back."""
    if words:
        said = f"{words} {words_of_followed(followed)}"
        messages.success(request, said, extra_tags=" ".join(undo or ()))
    return _redirect()


def _redirect() -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:limits"), status=303)


def _conflict(request: HttpRequest, form: SiteLimitForm, current: SiteLimit) -> HttpResponse:
    """Show both texts of a row that somebody else changed first."""
    fields = {
        "unit": units.label(current.unit),
        "lower_limit": current.lower_limit,
        "upper_limit": current.upper_limit,
        "sex": SEX_NOW[current.sex],
        "age_from": "" if current.age_from is None else str(current.age_from),
        "age_to": "" if current.age_to is None else str(current.age_to),
        "source": current.source,
    }
    found = present_conflict(request.POST, form, current, fields, change=get_last_change(current))
    context = {"conflict": found, "keep_url": reverse("workspace:limits")}
    return render(request, "workspace/limits/conflict.html", context, status=409)


def _address(name: str, limit: SiteLimit) -> str:
    return reverse(f"workspace:{name}", args=[limit.pk])


def _limited_or_404(name: str) -> str:
    """Return the id of a test that a site may have limits of."""
    if analyte_or_404(name) in NOT_LIMITED:
        raise Http404("This test is judged by its own threshold.")
    return name


def _team_or_404(request: HttpRequest, asked: str, *, write: bool = False) -> Team:
    """Return the team that is asked for, or the person's only one; with `write`, one that may be changed."""
    teams = list(teams_for(request.user))
    team = next((each for each in teams if str(each.pk) == asked), None)
    if team is None and not asked and len(teams) == 1:
        team = teams[0]
    if team is None:
        raise Http404("There is no such team among yours.")
    if write and team not in teams_with(request.user, Right.SET_LIMITS):
        raise PermissionDenied("You may read the limits of this team, not change them.")
    return team
