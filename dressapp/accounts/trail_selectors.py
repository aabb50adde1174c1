"""Read who may search the audit trail, and of whom."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from .models import Membership, Role, Team, User

SEE_TRAIL = (Role.LEAD, Role.ADMINISTRATOR)
MOST_PEOPLE = 200


def trail_teams_for(user: Any) -> QuerySet[Team]:
    """Return the teams whose audit trail a person may search."""
    mine = Membership.objects.filter(user=user, role__in=SEE_TRAIL)
    return Team.objects.filter(memberships__in=mine).order_by("name")


def list_member_ids(teams: Collection[Team]) -> list[str]:
    """Return the ids of everybody in some teams, as the audit trail keeps them."""
    members = Membership.objects.filter(team__in=teams).values_list("user_id", flat=True)
    return [str(pk) for pk in members.distinct()]


def find_people(words: str) -> list[str]:
    """Return the ids of the people whose name or username holds some words."""
    named = User.objects.filter(Q(full_name__icontains=words) | Q(username__icontains=words))
    return [str(pk) for pk in named.values_list("pk", flat=True)[:MOST_PEOPLE]]


def name_people(ids: Collection[str]) -> dict[str, str]:
    """Return the names of accounts by their ids."""
    found = User.objects.filter(pk__in=[pk for pk in ids if pk.isdigit()])
    return {str(user.pk): user.get_full_name() for user in found}
