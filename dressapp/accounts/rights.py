"""Who may do what: each right with its lowest role; a higher role may all that a lower one."""

from enum import StrEnum

from django.core.exceptions import PermissionDenied

from .models import Role


class Right(StrEnum):
    """One thing that a member of a team may be allowed to do; exporting stands apart, on the membership."""

    READ = "read the cases of this team"
    WRITE = "change, complete and sign its cases"
    REMOVE_CASE = "remove and restore a case"
    SET_LIMITS = "change the team’s limits"
    SEE_TRAIL = "see the audit trail"
    REVIEW_ACCESS = "review emergency access"
    REQUEST_ERASURE = "ask for an erasure"
    MANAGE_PEOPLE = "change accounts and roles"
    APPROVE_ERASURE = "approve an erasure"


ASCENDING = (Role.READER, Role.CLINICIAN, Role.LEAD, Role.ADMINISTRATOR)
LOWEST = {
    Right.READ: Role.READER,
    Right.WRITE: Role.CLINICIAN,
    Right.REMOVE_CASE: Role.LEAD,
    Right.SET_LIMITS: Role.LEAD,
    Right.SEE_TRAIL: Role.LEAD,
    Right.REVIEW_ACCESS: Role.LEAD,
    Right.REQUEST_ERASURE: Role.LEAD,
    Right.MANAGE_PEOPLE: Role.ADMINISTRATOR,
    Right.APPROVE_ERASURE: Role.ADMINISTRATOR,
}


def roles_with(right: Right) -> tuple[Role, ...]:
    """Return the roles that have a right."""
    return ASCENDING[ASCENDING.index(LOWEST[right]) :]


def may(role: str, right: Right) -> bool:
    """Tell whether a role has a right."""
    return role in roles_with(right)


def require(role: str, right: Right) -> None:
    """Refuse, in words, what a role may not do."""
    if not may(role, right):
        raise PermissionDenied(f"Your role in this team does not let you {right.value}.")
