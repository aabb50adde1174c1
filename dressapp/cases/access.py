"""By which right a person sees a case: as a member of its team, or for a while in an emergency."""

from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.db.models.functions import Now

from dressapp.accounts.models import Membership, Role
from dressapp.accounts.rights import Right, roles_with

from .models import Case
from .models_emergency import EmergencyAccess


def as_member(cases: QuerySet[Case], user: Any) -> QuerySet[Case]:
    """Return the cases of a person's teams, each with the person's role and right to export."""
    return cases.filter(team__memberships__user=user).annotate(
        role=F("team__memberships__role"),
        may_export=F("team__memberships__may_export"),
        emergency_until=Value(None, output_field=DateTimeField()),
    )


def in_emergency(cases: QuerySet[Case], user: Any) -> QuerySet[Case]:
    """Return the cases that a person has opened in an emergency; who writes anywhere may write them too.

    Nobody exports, removes or reviews what they are not in the team of.
    """
    writes = Membership.objects.filter(user=user, role__in=roles_with(Right.WRITE))
    return cases.annotate(
        emergency_until=Subquery(
            EmergencyAccess.objects.filter(
                case_id=OuterRef("pk"), person_id=str(user.pk), expires_at__gt=Now()
            )
            .order_by("-expires_at")
            .values("expires_at")[:1]
        ),
        role=Choose(
            When(Exists(writes), then=Value(Role.CLINICIAN)),
            default=Value(Role.READER),
            output_field=CharField(),
        ),
        may_export=Value(False, output_field=BooleanField()),
    ).filter(emergency_until__isnull=False)


def marker(case: Case) -> dict[str, bool]:
    """Return what an event of a view says beside what was seen: that it was an emergency."""
    return {"emergency": True} if case.emergency_until else {}
