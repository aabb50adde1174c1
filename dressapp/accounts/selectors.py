"""Read who works where, and may do what there."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet
from django.http import Http404

from .models import Membership, Team, User
from .rights import Right, roles_with


def teams_for(user: Any) -> QuerySet[Team]:
    """Return the teams whose patients a person may see."""
    return Team.objects.filter(memberships__user=user).order_by("name")


def teams_with(user: Any, right: Right) -> QuerySet[Team]:
    """Return the teams in which a person has a right."""
    mine = Membership.objects.filter(user=user, role__in=roles_with(right))
    return Team.objects.filter(memberships__in=mine).order_by("name")


def writable_teams_for(user: Any) -> QuerySet[Team]:
    """Return the teams whose patients a person may change."""
    return teams_with(user, Right.WRITE)


def can_write(user: Any, team_id: int) -> bool:
    """Tell whether a person may change the patients of a team."""
    return writable_teams_for(user).filter(pk=team_id).exists()


def has_user(username: str) -> bool:
    """Tell whether an account of this name exists, in capitals or not: at sign-in both are the same.

    Compared here and not by the database: SQLite knows capitals of ASCII alone.
    """
    name = User.normalize_username(username).casefold()
    return any(taken.casefold() == name for taken in User.objects.values_list("username", flat=True))


def has_second_factor(user: Any) -> bool:
    """Tell whether a person has a second factor; recovery codes alone are none: they stand in for one."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def list_memberships_of(user: Any) -> list[Membership]:
    """Return a person's place in each of their teams."""
    return list(Membership.objects.filter(user=user).select_related("team").order_by("team__name"))


def _administered_by(user: Any) -> QuerySet[Membership]:
    """Return the memberships of the teams that a person administers."""
    teams = teams_with(user, Right.MANAGE_PEOPLE)
    return Membership.objects.filter(team__in=teams).select_related("team", "user")


def list_people_for(user: Any) -> list[Membership]:
    """Return the people of the teams that a person administers, team by team."""
    return list(_administered_by(user).order_by("team__name", "user__full_name", "user__username"))


def get_membership_for(user: Any, membership_id: int) -> Membership:
    """Return a membership of a team that a person administers; anybody else gets 404."""
    found = _administered_by(user).filter(pk=membership_id).first()
    if found is None:
        raise Http404("There is nobody of this number in your teams.")
    return found


def looks_after_a_team(user: Any) -> bool:
    """Tell whether a person leads or administers a team."""
    return teams_with(user, Right.SEE_TRAIL).exists()
