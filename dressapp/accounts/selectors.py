"""Read who works where."""

from typing import Any

from django.db.models import QuerySet

from .models import Membership, Role, Team, User


def teams_for(user: Any) -> QuerySet[Team]:
    """Return the teams whose patients a person may see."""
    return Team.objects.filter(memberships__user=user).order_by("name")


def writable_teams_for(user: Any) -> QuerySet[Team]:
    """Return the teams whose patients a person may change."""
    return teams_for(user).exclude(memberships__in=Membership.objects.filter(user=user, role=Role.READER))


def can_write(user: Any, team_id: int) -> bool:
    """Tell whether a person may change the patients of a team."""
    return Membership.objects.filter(user=user, team_id=team_id).exclude(role=Role.READER).exists()


def has_user(username: str) -> bool:
    """Tell whether an account of this name exists."""
    return User.objects.filter(username=username).exists()


def looks_after_a_team(user: Any) -> bool:
    """Tell whether a person leads or administers a team."""
    return Membership.objects.filter(user=user, role__in=(Role.LEAD, Role.ADMINISTRATOR)).exists()
