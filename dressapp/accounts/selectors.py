"""Read who works where, and may do what there."""

from typing import Any

from django.db.models import QuerySet

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
    """Tell whether an account of this name exists."""
    return User.objects.filter(username=username).exists()
