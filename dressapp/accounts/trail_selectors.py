"""Read of whom the audit trail of some teams speaks."""

from collections.abc import Collection

from django.db.models import Q

from .models import Membership, Team, User

MOST_PEOPLE = 200


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
