"""Read assessments: one case's, the saved ones, and the case list."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404

from dressapp.accounts.selectors import teams_for
from dressapp.cases.models import Case
from scoring import panel
from scoring.panel import Assessment

from .facts import build
from .models import ItemAnswer, Snapshot

ORDERINGS = {
    "changed": ("-updated_at", "id"),
    "oldest": ("updated_at", "id"),
    "patient": ("patient__local_id", "id"),
    "score": (F("summary__total").desc(nulls_last=True), "-updated_at", "id"),
}
LONG_TEXTS = (
    "conclusion", "expert_diagnosis", "note", "source", "extra", "index_reason", "first_symptom_what",
)  # fmt: skip
STATES = {
    "draft": Q(summary__signed_revision__isnull=True),
    "signed": Q(summary__signed_revision=F("revision")),
    "out_of_date": Q(summary__signed_revision__isnull=False) & ~Q(summary__signed_revision=F("revision")),
}


def get_assessment(case: Case) -> Assessment:
    """Return the case assessed as it is stored now; raises scoring.facts.ImpossibleFact."""
    return panel.assess(build(case))


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
        return STATES.get(value, Q(pk__isnull=True))
    if name == "drug":
        return Q(summary__drug_names__contains=f"\n{value.casefold()}\n")
    if name in ("course", "category"):
        return Q(**{f"summary__{name}": value})
    return Q()


def state_of(case: Case) -> str:
    """Return `draft`, `signed` or `out_of_date` of a case read with its summary."""
    summary = getattr(case, "summary", None)
    if summary is None or summary.signed_revision is None:
        return "draft"
    return "signed" if summary.signed_revision == case.revision else "out_of_date"


def list_snapshots(case: Case) -> list[Snapshot]:
    """Return the saved assessments, the newest first."""
    return list(Snapshot.objects.filter(case=case))


def get_snapshot_for(case: Case, number: int) -> Snapshot:
    """Return one saved assessment of the case."""
    snapshot = Snapshot.objects.filter(case=case, number=number).first()
    if snapshot is None:
        raise Http404("There is no such assessment of this case.")
    return snapshot
