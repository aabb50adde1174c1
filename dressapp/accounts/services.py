"""Make accounts and teams, end sessions, and keep account of how people sign in."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession

from dressapp.audit.services import record
from dressapp.core.transactions import writing

from .models import Membership, Role, Team, User
from .selectors import has_second_factor, has_user

CODES = Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True, slots=True)
class Means:
    """What a person signs in by: the password as it is stored, and the kind of each factor by its id."""

    password: str
    factors: dict[int, str]


class NameTaken(Exception):
    """There is an account of this name already."""


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
    """Make one account, and its place in a team where one is named; raises NameTaken."""
    if has_user(username):
        raise NameTaken
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
def end_sessions(*, user: User, but: str | None = None, only: int | None = None, by: Any) -> int:
    """End a person's sessions at their next request, all but one or only one; return how many."""
    found = [session for session in UserSession.objects.filter(user=user) if session.session_key != but]
    chosen = [session for session in found if only in (None, session.pk)]
    alive = sum(session.exists() for session in chosen)
    for session in chosen:
        session.end()
    if alive:
        record(action="sessions_ended", by=by, obj=user, detail={"count": alive})
    return alive


@writing()
def reset_factors(*, user: User, reason: str, by: Any) -> int:
    """Take away the second factors of a person who lost them, end all sessions, and count the factors."""
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(factors.values_list("type", flat=True))
    factors.delete()
    record(action="factors_reset", by=by, obj=user, reason=reason, detail={"factors": kinds})
    end_sessions(user=user, by=by)
    return len(kinds)


@writing()
def forget_devices(*, user: User) -> bool:
    """Trust no device of a person any more: each trust is bound to how the seed of the codes is locked.

    Who has no second factor has no trusted device either, and gets no codes by this.
    """
    if not has_second_factor(user):
        return False
    codes = Authenticator.objects.select_for_update().get(pk=RecoveryCodes.activate(user).instance.pk)
    codes.data["seed"] = encrypt(decrypt(codes.data["seed"]))
    codes.save(update_fields=["data"])
    record(action="devices_forgotten", by=user, obj=user)
    return True


def means_of(user: User) -> Means:
    """Return what a person can sign in by now."""
    factors = Authenticator.objects.filter(user=user).values_list("pk", "type")
    return Means(User.objects.values_list("password", flat=True).get(pk=user.pk), dict(factors))


@writing()
def record_changed_means(*, user: User, before: Means) -> bool:
    """Record what has changed since of how a person signs in, and tell whether anything has."""
    after = means_of(user)
    made = sorted(kind for pk, kind in after.factors.items() if pk not in before.factors)
    gone = sorted(kind for pk, kind in before.factors.items() if pk not in after.factors)
    events = [("recovery_codes_made" if kind == CODES else "factor_added", kind) for kind in made]
    events += [("factor_removed", kind) for kind in gone if not (kind == CODES and CODES in made)]
    if before.password != after.password:
        events.append(("password_changed", "password"))
        User.objects.filter(pk=user.pk, password_is_temporary=True).update(password_is_temporary=False)
    for action, what in events:
        record(action=action, by=user, obj=user, detail={"what": what})
    return bool(events)
