"""Read a team's own limits, those that hold for a patient, and the cases that a change of them concerns."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404

from dressapp.accounts.rights import Right, require
from dressapp.cases.models import Case
from scoring.facts import SiteLimits

from .models import LabResult, SiteLimit
from .selectors import ORDER
from .site_limits import Chosen, age_for_limits, choose

SIDES = ("lower", "upper")
SITE_COLUMNS = (
    "analyte", "unit", "lower_limit", "upper_limit", "sex", "age_from", "age_to", "source",
)  # fmt: skip


def list_site_limits(team_id: int, analyte: str = "") -> list[SiteLimit]:
    """Return a team's own limits, or those of one test, in the order of the catalogue; the widest first."""
    found = SiteLimit.objects.live().filter(team_id=team_id)
    rows = found.filter(analyte=analyte) if analyte else found
    return sorted(rows, key=lambda row: (ORDER[row.analyte], row.sex, row.age_from or 0, row.age_to or 0))


def choose_site_limits(*, team_id: int, sex: str, age: int | None) -> Chosen:
    """Return a team's own limits for a patient of this sex and age, in one query."""
    rows = SiteLimit.objects.live().filter(team_id=team_id, sex__in=("", sex))
    return choose(rows.values_list(*SITE_COLUMNS, named=True), sex=sex, age=age)


def get_site_limits(case: Case) -> Chosen:
    """Return the team's own limits for the patient of a case."""
    return choose_site_limits(team_id=case.team_id, **known_of(case))


def known_of(case: Case) -> dict[str, Any]:
    """Return the sex and age of a case's patient, as limits are chosen by."""
    birth_on, days = case.patient.birth_on, {"index_day": case.index_day, "basis": case.basis}
    age = age_for_limits(birth_on=birth_on, age_years=case.age_years, **days)
    return {"sex": case.patient.sex, "age": age}


def list_cases_measured_by(team_id: int, analyte: str, before: Iterable[SiteLimit]) -> list[UUID]:
    """Return the cases that have results measured by the team's limits, and by others than `before`."""
    rows, earlier = list_site_limits(team_id, analyte), list(before)
    found = _cases_without_limits(team_id, analyte)
    return [case.pk for case in found if _is_measured_otherwise(case, analyte, earlier, rows)]


def _cases_without_limits(team_id: int, analyte: str) -> Any:
    """Return the team's cases with results to which a limit of the laboratory is lacking."""
    results = LabResult.objects.live().filter(case=OuterRef("pk"))
    computed = Q(analyte="eosinophils_pct") if analyte == "eosinophils_abs" else Q(pk__isnull=True)
    lacking = {
        f"lacks_{side}": Exists(results.filter(computed | Q(analyte=analyte, **{f"{side}_limit": ""})))
        for side in SIDES
    }
    cases = Case.objects.filter(team_id=team_id).select_related("patient").annotate(**lacking)
    return cases.filter(Q(lacks_lower=True) | Q(lacks_upper=True))


def _is_measured_otherwise(case: Case, analyte: str, before: list[SiteLimit], after: list[SiteLimit]) -> bool:
    """Tell whether a limit that results of a case lack is another one than before."""
    old, new = (choose(rows, **known_of(case)).limits.get(analyte) for rows in (before, after))
    return any(getattr(case, f"lacks_{side}") and _side(old, side) != _side(new, side) for side in SIDES)


def _side(limits: SiteLimits | None, side: str) -> Any:
    """Return one limit with its unit and source; None where there is none."""
    value = getattr(limits, side) if limits else None
    return None if limits is None or value is None else (value, limits.unit, limits.source)


def get_site_limit_for(user: Any, limit_id: UUID, *, write: bool = False, voided: bool = False) -> SiteLimit:
    """Return limits of a team of the person; a stranger gets 404 as of none, 403 who may not change them."""
    rows = SiteLimit.objects.all() if voided else SiteLimit.objects.live()
    own = rows.select_related("team").filter(pk=limit_id, team__memberships__user=user)
    limit = own.annotate(role=F("team__memberships__role")).first()
    if limit is None:
        raise Http404("There are no such limits among yours.")
    require(limit.role, Right.SET_LIMITS if write else Right.READ)
    return limit


def list_limit_ids_of(teams: Collection[Any]) -> list[str]:
    """Return the ids of every limit of some teams, those taken away, too, as the audit trail keeps them."""
    return [str(pk) for pk in SiteLimit.objects.filter(team__in=teams).values_list("pk", flat=True)]
