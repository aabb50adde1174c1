"""Read cases for the search of the audit trail: those that were taken away, too."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dressapp.core.ids import IdText

from .models import Case
from .models_erasure import Erasure


def case_ids_of(teams: Collection[Any]) -> tuple[QuerySet[Any, str], ...]:
    """Return the ids of the cases of some teams as the audit trail keeps them, the erased too."""
    erased = Erasure.objects.filter(team__in=teams, executed_at__isnull=False)
    return tuple(
        found.annotate(text=IdText(key)).values_list("text", flat=True)
        for found, key in ((Case.objects.filter(team__in=teams), "pk"), (erased, "case_id"))
    )


def list_case_ids_of_patient(teams: Collection[Any], local_id: str) -> list[str]:
    """Return the ids of the cases of the patients who have an id in some teams, in any case of letters."""
    cases = Case.objects.filter(team__in=teams, patient__local_id__iexact=local_id.strip())
    return [str(pk) for pk in cases.order_by("created_at").values_list("pk", flat=True)]


def get_cases_by_id(ids: Collection[str]) -> dict[str, Case]:
    """Return cases with patient and team by their ids."""
    cases = Case.objects.filter(pk__in=[UUID(pk) for pk in ids if pk]).select_related("patient", "team")
    return {str(case.pk): case for case in cases}
