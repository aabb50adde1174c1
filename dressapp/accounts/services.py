"""Make accounts and teams, end sessions, and take lost factors away."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

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
    may_export: bool = False,
    is_temporary: bool = False,
    by: Any = None,
) -> User:
    """Make one account, and its place in a team where one is named."""
    user = User.objects.create_user(
        username=username, password=password, full_name=full_name, password_is_temporary=is_temporary
    )
    given = {"team": team, "role": role, "may_export": may_export}
    record(action="create", by=by, obj=user, detail={"username": username} | given)
    if team:
        join_team(user=user, **given)
    return user


def join_team(*, user: User, team: str, role: str = Role.CLINICIAN, may_export: bool = False) -> Membership:
    """Give a person a role in a team, which is made where it does not exist yet."""
    found, _ = Team.objects.get_or_create(name=team)
    return Membership.objects.create(user=user, team=found, role=role, may_export=may_export)


@writing()
def end_sessions(*, user: User, but: str | None = None, by: Any) -> int:
    """End a person's sessions at their next request, but the one at hand; return how many."""
    ended = [session for session in UserSession.objects.filter(user=user) if session.session_key != but]
    for session in ended:
        session.end()
    if ended:
        record(action="sessions_ended", by=by, obj=user, detail={"count": len(ended)})
    return len(ended)


@writing()
def reset_factors(*, user: User, reason: str, by: Any) -> int:
    """Take away the second factors of a person who lost them, end all sessions, and count the factors."""
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(factors.values_list("type", flat=True))
    factors.delete()
    record(action="factors_reset", by=by, obj=user, reason=reason, detail={"factors": kinds})
    end_sessions(user=user, by=by)
    return len(kinds)


def keep_own_password(*, user: User) -> None:
    """Write that a person has chosen a password of their own."""
    User.objects.filter(pk=user.pk, password_is_temporary=True).update(password_is_temporary=False)
