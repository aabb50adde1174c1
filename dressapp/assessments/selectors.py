"""Read assessments: one case's, the saved ones, and the case list."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404

from dressapp.accounts.selectors import teams_for
from dressapp.cases.models import Case
from scoring import panel
from scoring.as_of import as_of
from scoring.panel import Assessment

from .facts import build
from .models import ItemAnswer, Snapshot
from .standing import COLUMNS, Standing, state_condition

ORDERINGS = {
    "changed": ("-updated_at", "id"),
    "oldest": ("updated_at", "id"),
    "patient": ("patient__local_id", "id"),
    "score": (F("summary__total").desc(nulls_last=True), "-updated_at", "id"),
}
LONG_TEXTS = (
    "conclusion", "expert_diagnosis", "note", "source", "extra", "index_reason", "first_symptom_what",
)  # fmt: skip


def get_assessment(case: Case) -> Assessment:
    """Return the case assessed as it is stored now; raises scoring.facts.ImpossibleFact."""
    return panel.assess(build(case))


def get_assessment_of_day(assessment: Assessment, day: date) -> Assessment:
    """Return a case assessed from what was dated up to a day, that day included."""
    return panel.assess(as_of(assessment.facts, day))


def list_answers(case: Case) -> dict[str, ItemAnswer]:
    """Return the clinician's answers by item."""
    return {row.item: row for row in ItemAnswer.objects.live().filter(case=case)}


def list_cases_for(
    user: Any, *, query: str = "", filters: dict[str, str] | None = None, ordering: str = "changed"
) -> QuerySet[Case]:
    """Return the cases that a person may see, each with its patient and summary, for a page to be cut from.

    `query` is words of patient ids, names or drug names; `filters` may have `course`, `category`, `state`
    and `drug`; a value that means nothing finds nothing.
    """
    cases = (
        Case.objects.live().filter(_in_teams(user)).select_related("patient", "summary").defer(*LONG_TEXTS)
    )
    for word in query.casefold().split():
        cases = cases.filter(Q(patient__search_text__contains=word) | Q(summary__drug_names__contains=word))
    for name, value in (filters or {}).items():
        cases = cases.filter(_filter(name, value)) if value else cases
    return cases.order_by(*ORDERINGS.get(ordering, ORDERINGS["changed"]))


def _in_teams(user: Any) -> Q:
    """Return the condition on a person's teams; with one team the list's index gives the order."""
    ids = list(teams_for(user).order_by().values_list("pk", flat=True))
    return Q(team_id=ids[0]) if len(ids) == 1 else Q(team_id__in=ids)


def _filter(name: str, value: str) -> Q:
    """Return the condition of one filter."""
    if name == "state":
        return state_condition(value)
    if name == "drug":
        return Q(summary__drug_names__contains=f"\n{value.casefold()}\n")
    if name in ("course", "category"):
        return Q(**{f"summary__{name}": value})
    return Q()


def standing_of(case: Case) -> Standing:
    """Return where a case that was read with its summary stands."""
    summary = getattr(case, "summary", None)
    if summary is None:
        return Standing()
    return Standing(**{name: getattr(summary, column) for name, column in COLUMNS.items()})


def state_of(case: Case) -> str:
    """Return the step that a case read with its summary has reached."""
    return standing_of(case).state(case.revision)


def list_snapshots(case: Case) -> list[Snapshot]:
    """Return the versions of the assessment with their signatures, the newest first."""
    return list(Snapshot.objects.filter(case=case).prefetch_related("signatures"))


def get_snapshot_for(case: Case, number: int) -> Snapshot:
    """Return one version of the case's assessment, with its signatures."""
    snapshot = Snapshot.objects.filter(case=case, number=number).prefetch_related("signatures").first()
    if snapshot is None:
        raise Http404("There is no such assessment of this case.")
    return snapshot
