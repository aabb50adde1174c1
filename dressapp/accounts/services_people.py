"""Change who works in a team: an administrator's act on somebody else, with what was before and after."""

import secrets
from base64 import b32encode
from typing import Any

from dressapp.audit.services import record
from dressapp.core.transactions import writing

from .models import Membership, Role, User
from .services import end_sessions

GROUPS, LETTERS = 4, 4  # of a temporary password: 80 bits, in a form that can be read out


class NotAllowed(Exception):
    """An administrator may not do this; the text says why."""


class RightsChanged(Exception):
    """Somebody else changed the rights first; `current` is the membership as it is stored now."""

    def __init__(self, current: Membership) -> None:
        """Keep the stored membership for the page that shows it."""
        super().__init__("The rights were changed by somebody else.")
        self.current = current


def rights_of(membership: Membership) -> str:
    """Return the rights of a membership as a page sends back what it showed."""
    return f"{membership.role} {'may' if membership.may_export else 'may not'} export"


def make_password() -> str:
    """Return a new temporary password."""
    letters = b32encode(secrets.token_bytes(GROUPS * LETTERS * 5 // 8)).decode().lower()
    return "-".join(letters[at : at + LETTERS] for at in range(0, GROUPS * LETTERS, LETTERS))


def change_membership(
    *, membership: Membership, role: str, may_export: bool, seen: str = "", by: Any
) -> Membership:
    """Change a colleague's role and right to export; `seen` are the `rights_of` them that the page showed.

    Raises RightsChanged where somebody else has made them others since, unless they are what is wanted.
    """
    with writing():
        stored = _other(membership, by)
        before = {"role": stored.role, "may_export": stored.may_export}
        after = {"role": role, "may_export": may_export}
        if before != after:
            if seen and seen != rights_of(stored):
                raise RightsChanged(stored)
            Membership.objects.filter(pk=stored.pk).update(**after)
            _log("change_rights", stored, by, {"before": before, "after": after})
    return stored


def set_active(*, membership: Membership, is_active: bool, by: Any) -> None:
    """Close or open a colleague's account; closing it ends its sessions at once."""
    with writing():
        stored = _other(membership, by)
        _refuse_people_of_others(stored.user, by)
        if stored.user.is_active == is_active:
            return
        User.objects.filter(pk=stored.user_id).update(is_active=is_active)
        end_sessions(user=stored.user, by=by)
        detail = {"before": {"is_active": not is_active}, "after": {"is_active": is_active}}
        _log("activate" if is_active else "deactivate", stored, by, detail)


def renew_password(*, membership: Membership, by: Any) -> str:
    """Give a colleague a new temporary password, ended sessions with it, and return it; it stands nowhere."""
    password = make_password()
    with writing():
        stored = _other(membership, by)
        _refuse_people_of_others(stored.user, by)
        stored.user.set_password(password)
        User.objects.filter(pk=stored.user_id).update(
            password=stored.user.password, password_is_temporary=True
        )
        end_sessions(user=stored.user, by=by)
        _log("renew_password", stored, by, {})
    return password


def _other(membership: Membership, by: Any) -> Membership:
    """Return the stored membership of a colleague; nobody changes their own, so that somebody stays."""
    stored = Membership.objects.select_related("user", "team").get(pk=membership.pk)
    administers = {"user_id": by.pk, "user__is_active": True, "role": Role.ADMINISTRATOR}
    if not Membership.objects.filter(team_id=stored.team_id, **administers).exists():
        raise NotAllowed("You no longer look after the accounts of this team.")
    if stored.user_id == by.pk:
        raise NotAllowed("Nobody changes their own account. Ask another administrator.")
    return stored


def _refuse_people_of_others(user: User, by: Any) -> None:
    """Refuse to close an account that also works where somebody else looks after the accounts."""
    mine = Membership.objects.filter(user_id=by.pk, role=Role.ADMINISTRATOR).values("team_id")
    if user.memberships.exclude(team_id__in=mine).exists():
        raise NotAllowed("This person also works in a team that you do not look after.")


def _log(action: str, membership: Membership, by: Any, detail: dict[str, Any]) -> None:
    said = {"username": membership.user.username, "team": membership.team.name}
    record(action=action, by=by, obj=membership.user, detail=said | detail)
