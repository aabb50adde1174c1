"""Make accounts and teams."""

from typing import Any

from dressapp.audit.services import record
from dressapp.core.transactions import writing

from .models import Membership, Role, Team, User


@writing()
def create_user(
    *,
    username: str,
    password: str,
    full_name: str = "",
    team: str = "",
    role: str = Role.CLINICIAN,
    by: Any = None,
) -> User:
    """Make one account, and its place in a team where one is named."""
    user = User.objects.create_user(username=username, password=password, full_name=full_name)
    record(action="create", by=by, obj=user, detail={"username": username, "team": team, "role": role})
    if team:
        join_team(user=user, team=team, role=role)
    return user


def join_team(*, user: User, team: str, role: str = Role.CLINICIAN) -> Membership:
    """Give a person a role in a team, which is made where it does not exist yet."""
    found, _ = Team.objects.get_or_create(name=team)
    return Membership.objects.create(user=user, team=found, role=role)
