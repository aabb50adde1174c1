"""What a person is in each team, and where what they may do there is done."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from dressapp.accounts.models import Membership, Role
from dressapp.accounts.rights import Right, may

ROLE_WORDS = {
    Role.READER: "read its cases",
    Role.CLINICIAN: "read, change, complete and sign its cases",
    Role.LEAD: (
        "do all that a clinician may; remove and restore cases, set the team’s limits, see the audit trail, "
        "review emergency access and ask for erasures"
    ),
    Role.ADMINISTRATOR: "do all that a lead may; change accounts and roles, and approve erasures",
}
PAGES = (
    (Right.REMOVE_CASE, "workspace:removed", "Removed cases"),
    (Right.SEE_TRAIL, "workspace:trail", "Audit trail"),
    (Right.REVIEW_ACCESS, "workspace:emergencies", "Emergency access to review"),
    (Right.REQUEST_ERASURE, "workspace:erasures", "Erasures"),
    (Right.MANAGE_PEOPLE, "workspace:people", "People"),
)


@dataclass(frozen=True, slots=True)
class TeamCard:
    """One team with a person's part in it."""

    id: int
    name: str
    role: str
    may_do: str
    exporting: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that a role opens, and how much waits there."""

    url: str
    label: str
    waiting: int


def present_team(membership: Membership) -> TeamCard:
    """Return a person's part in one team, in words."""
    role = Role(membership.role)
    exporting = "You may export." if membership.may_export else "You may not export."
    return TeamCard(
        membership.team_id, membership.team.name, role.label, f"You may {ROLE_WORDS[role]}.", exporting
    )


def present_links(roles: Collection[str], *, to_review: int, to_approve: int) -> list[PageLink]:
    """Return the pages that a person's roles open."""
    waiting = {"workspace:emergencies": to_review, "workspace:erasures": to_approve}
    return [
        PageLink(reverse(name), label, waiting.get(name, 0))
        for right, name, label in PAGES
        if any(may(role, right) for role in roles)
    ]
