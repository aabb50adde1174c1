"""Search the audit trail: what was done in the cases of some teams, and by and to the people of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from .change_selectors import READS
from .models import Event

PERSON, TEAM = "accounts.user", "accounts.team"
OF_ACCOUNTS = Q(object_type=PERSON) | Q(action="sign_in_refused")
GROUPS = {
    "views": Q(action="view"),
    "changes": ~Q(action__in=READS) & ~OF_ACCOUNTS,
    "prints": Q(action="print"),
    "exports": Q(action="export"),
    "accounts": OF_ACCOUNTS,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see: their teams with cases, people and limits of these, by ids as in the trail.

    `case_ids` are queries of ids.
    """

    team_ids: Collection[str]
    case_ids: Sequence[Any]
    person_ids: Collection[str]
    limit_ids: Collection[str]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is searched for; None and blank narrow nothing, an empty list finds nothing."""

    case_ids: Collection[str] | None = None
    actor_ids: Collection[str] | None = None
    group: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0


def search_events(scope: Scope, narrowed: Narrowed, *, count: int) -> list[Event]:
    """Return up to `count` events of a scope, the newest first."""
    found = Event.objects.filter(_in(scope), *_conditions(narrowed))
    return list(found.order_by("-seq")[:count])


def _in(scope: Scope) -> Q:
    """Return the condition that an event is of a case, a person or a limit of the scope."""
    by_people = Q(actor_id__in=scope.person_ids, object_type__in=("", PERSON))
    of_people = Q(object_id__in=scope.person_ids, object_type=PERSON)
    of_teams = Q(object_id__in=scope.team_ids, object_type=TEAM)
    without_case = by_people | of_people | of_teams | Q(object_id__in=scope.limit_ids)
    of_cases = reduce(or_, (Q(case_id__in=ids) for ids in scope.case_ids))
    return of_cases | (Q(case_id="") & without_case)


def _conditions(narrowed: Narrowed) -> list[Q]:
    """Return what events must meet beside being in scope."""
    given = {
        "case_id__in": narrowed.case_ids,
        "actor_id__in": narrowed.actor_ids,
        "at__gte": narrowed.since,
        "at__lt": narrowed.until,
        "seq__lt": narrowed.before or None,
    }
    found = [Q(**{name: value}) for name, value in given.items() if value is not None]
    return [*found, GROUPS[narrowed.group]] if narrowed.group else found
