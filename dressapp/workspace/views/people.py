"""A person's own teams, and for administrators the accounts of theirs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dressapp.accounts.models import Membership
from dressapp.accounts.rights import Right
from dressapp.accounts.selectors import (
    get_membership_for,
    list_memberships_of,
    list_people_for,
    teams_with,
)
from dressapp.accounts.services import NameTaken, create_user
from dressapp.accounts.services_people import (
    NotAllowed,
    RightsChanged,
    change_membership,
    make_password,
    rights_of,
)
from dressapp.accounts.services_people import renew_password as store_password
from dressapp.accounts.services_people import set_active as store_active
from dressapp.cases.selectors_emergency import count_to_review
from dressapp.cases.selectors_erasure import count_to_approve
from dressapp.workspace.people_forms import NAME_TAKEN, PersonForm, RightsForm
from dressapp.workspace.presenters.teams import present_links, present_team


@require_safe
def show_teams(request: HttpRequest) -> HttpResponse:
    """Show in which teams the person works, what they may do there, and where."""
    memberships = list_memberships_of(request.user)
    links = present_links(
        [membership.role for membership in memberships],
        to_review=count_to_review(request.user),
        to_approve=count_to_approve(request.user),
    )
    context = {"teams": [present_team(membership) for membership in memberships], "links": links}
    return render(request, "workspace/teams/show.html", context)


@require_safe
def list_people(request: HttpRequest) -> HttpResponse:
    """Show an administrator the people of their teams."""
    _require_administrator(request)
    context = {"memberships": list_people_for(request.user)}
    return render(request, "workspace/people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Make an account with a temporary password, which is shown once."""
    _require_administrator(request)
    teams = teams_with(request.user, Right.MANAGE_PEOPLE)
    form = PersonForm(request.POST if request.method == "POST" else None, teams=teams)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "workspace/people/add.html", {"form": form}, status=status)
    password, said = make_password(), form.cleaned_data
    try:
        person = create_user(
            username=said["username"],
            password=password,
            full_name=said["full_name"],
            team=form.chosen_team.name,
            role=said["role"],
            may_export=said["may_export"],
            is_temporary=True,
            by=request.user,
        )
    except NameTaken:
        form.add_error("username", NAME_TAKEN)
        return render(request, "workspace/people/add.html", {"form": form}, status=422)
    context = {"person": person, "password": password, "is_new": True}
    return render(request, "workspace/people/added.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Change a colleague's role and right to export."""
    membership = _colleague(request, membership_id)
    stored = {"role": membership.role, "may_export": membership.may_export}
    form = RightsForm(request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            change_membership(membership=membership, seen=seen, by=request.user, **form.cleaned_data)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except RightsChanged as stale:
            membership = stale.current
            form.add_error(None, _rights_now(membership))
        else:
            messages.success(request, f"Rights of {membership.user.get_full_name()} saved.")
            return _to_people()
    context = {"membership": membership, "form": form, "seen": rights_of(membership)}
    return render(request, "workspace/people/change.html", context, status=422 if form.errors else 200)


@require_POST
def renew_password(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a colleague who lost the password a temporary one, which is shown once."""
    membership = _colleague(request, membership_id)
    try:
        password = store_password(membership=membership, by=request.user)
    except NotAllowed as refused:
        messages.warning(request, f"Not changed. {refused}")
        return _to_people()
    context = {"person": membership.user, "password": password, "is_new": False}
    return render(request, "workspace/people/added.html", context)


@require_POST
def set_active(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Close a colleague's account, or open it again."""
    membership = _colleague(request, membership_id)
    is_active = request.POST.get("is_active") == "yes"
    try:
        store_active(membership=membership, is_active=is_active, by=request.user)
    except NotAllowed as refused:
        messages.warning(request, f"Not changed. {refused}")
        return _to_people()
    done = "can sign in again" if is_active else "can no longer sign in; their sessions have ended"
    messages.success(request, f"{membership.user.get_full_name()} {done}.")
    return _to_people()


def _rights_now(membership: Membership) -> str:
    """Say what a colleague's rights are since somebody else has changed them."""
    export = "may export" if membership.may_export else "may not export"
    return (
        "Somebody changed these rights after you had opened them: "
        f"{membership.get_role_display()}, {export}. "
        "Your choice is here; saving again puts it in their place."
    )


def _require_administrator(request: HttpRequest) -> None:
    if not teams_with(request.user, Right.MANAGE_PEOPLE).exists():
        raise PermissionDenied("Accounts are looked after by the administrators of a team.")


def _colleague(request: HttpRequest, membership_id: int) -> Membership:
    """Return the membership of somebody else in a team that the person administers."""
    _require_administrator(request)
    membership = get_membership_for(request.user, membership_id)
    if membership.user_id == request.user.pk:
        raise PermissionDenied("Nobody changes their own account. Ask another administrator.")
    return membership


def _to_people() -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:people"), status=303)
