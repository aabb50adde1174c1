"""Write the clinician's answers and the computed summary; every function runs in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from dressapp.cases.models import Case, Patient
from dressapp.cases.services import outdate, own_id, save_only_row, touch, update_patient, void_row
from dressapp.labs.limit_selectors import list_cases_measured_by
from dressapp.labs.models import SiteLimit
from scoring import panel
from scoring.facts import ImpossibleFact
from scoring.kernel.result import Source

from .facts import build
from .models import CaseSummary, ItemAnswer
from .summary import summary_of

MEASURED = ("fever", "eosinophilia", "resolution_15_days")
MOST_AT_ONCE = 200  # cases scored again in one transaction; of more, the list says that they are out of date


def set_answer(
    *,
    case: Case,
    item: str,
    answer: str,
    reason: str = "",
    explanation: str = "",
    other_explanation: str = "",
    since_on: date | None = None,
    extra: dict[str, Any] | None = None,
    version: int = 0,
    by: Any,
) -> ItemAnswer:
    """Write the answer to one item or organ; `version` is 0 where the page showed none.

    `extra` is what a case file says beside it; without one, what is stored of it stays.
    """
    given = {
        "item": item,
        "answer": answer,
        "reason": reason,
        "explanation": explanation,
        "other_explanation": other_explanation,
        "since_on": since_on,
        **({"extra": extra} if extra else {}),
    }
    stored = ItemAnswer.objects.live().filter(case=case, item=item).first()
    if stored is None or any(getattr(stored, name) != value for name, value in given.items()):
        given |= {"answered_by": by.get_full_name(), "answered_at": timezone.now()}
    if item.startswith("organs."):
        _drop_count(case=case, by=by)
    row_id = stored.pk if stored else own_id(case, "answer", item)
    return save_only_row(model=ItemAnswer, case=case, id=row_id, version=version, by=by, **given)


def _drop_count(*, case: Case, by: Any) -> None:
    """Take a bare count of organs away once organs are named: it would hide them."""
    count = ItemAnswer.objects.live().filter(case=case, item="organs").first()
    if count:
        void_row(case=case, row=count, version=count.version, by=by)


def take_over_measured(*, case: Case, by: Any) -> list[ItemAnswer]:
    """Answer fever, eosinophils and duration as the data say, where they decide and nobody has answered."""
    items = panel.assess(build(case)).regiscar.items
    from_data = [items[item] for item in MEASURED if items[item].source is Source.DATA]
    return [set_answer(case=case, item=item.id, answer=str(item.answer), by=by) for item in from_data]


def correct_patient(*, case: Case, version: int, by: Any, **values: Any) -> Patient:
    """Change who the patient is: every other case of the patient has changed with it, and is scored again.

    So has one that was removed: brought back, it must not stand as it was signed.
    """
    before = case.patient.version
    patient = update_patient(case=case, version=version, by=by, **values)
    others = patient.cases.exclude(pk=case.pk)
    for other in others if patient.version != before else ():
        touch(case=other)
        summarise(other)
    return patient


def follow_patient(case: Case) -> None:
    """Score the patient's other cases again that are out of date: a new case can say who the patient is."""
    others = Case.objects.filter(patient=case.patient_id).exclude(pk=case.pk)
    for other in others.exclude(summary__revision=F("revision")):
        summarise(other)


@dataclass(frozen=True, slots=True)
class Followed:
    """How many cases a change of a team's limits concerned, and whether they were scored again."""

    count: int = 0
    is_scored: bool = True


def follow_site_limits(*, team_id: int, analyte: str, before: Sequence[SiteLimit]) -> Followed:
    """Score again every case that is measured by other limits of a team than `before` the change.

    Their saved assessments are out of date from now on. Where the cases are too many to be scored at once
    they wait for `manage.py rescore`, and the case list says so.
    """
    concerned = list_cases_measured_by(team_id, analyte, before)
    outdate(case_ids=concerned)
    if len(concerned) > MOST_AT_ONCE:
        return Followed(len(concerned), is_scored=False)
    for case in Case.objects.filter(pk__in=concerned):
        summarise(case)
    return Followed(len(concerned))


def summarise(case: Case) -> CaseSummary:
    """Score the case as it is stored and write what the case list shows of it, for the revision at hand."""
    case.__dict__.pop("assessment", None)
    try:
        assessment = panel.assess(build(case))
        values = summary_of(assessment)
        case.assessment = assessment  # the page that shows this change need not score the case again
    except ImpossibleFact as impossible:
        values = summary_of(None, problem=str(impossible))
    values |= {"revision": case.revision, "computed_at": timezone.now()}
    summary = CaseSummary(case=case, **values)
    CaseSummary.objects.bulk_create(
        [summary], update_conflicts=True, unique_fields=["case"], update_fields=list(values)
    )
    return summary
