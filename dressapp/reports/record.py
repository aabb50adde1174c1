"""What is recorded of a case beside its score, read for the printed page in four queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CharField, F, QuerySet, TextField, Value

from dressapp.cases.models import (
    Background,
    Case,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Treatment,
    VirusTest,
)
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import list_courses

FINDING, CAUSE, VIRUS = "finding", "cause", "virus"


@dataclass(frozen=True, slots=True)
class Examined:
    """One finding or test; what its kind lacks is blank. `judged`: does it bear on the reaction?"""

    kind: str
    name: str
    result: str
    on: date | None
    judged: str
    note: str
    created_at: datetime
    unit: str = ""
    method: str = ""
    detail: str = ""
    specimen: str = ""
    value_raw: str = ""
    reading: str = ""


_SAME = ("note", "created_at", "unit", "method", "detail", "specimen", "value_raw", "reading")
_FINDING = {
    "name": "finding", "result": "value_raw", "on": "seen_on", "judged": "attributed", "note": "note",
    "created_at": "created_at", "unit": "unit", "method": "method", "detail": "site",
}  # fmt: skip
_TEST = {
    "result": "result", "on": "tested_on", "judged": "explains_reaction", "note": "note",
    "created_at": "created_at",
}  # fmt: skip
_CAUSE = _TEST | {"name": "test", "detail": "detail"}
_VIRUS = _TEST | {
    "name": "virus", "unit": "unit", "method": "method", "specimen": "specimen", "value_raw": "value_raw",
    "reading": "reading",
}  # fmt: skip


@dataclass(frozen=True)
class CaseRecord:
    """The rows of one case that a report prints beside its facts."""

    case: Case
    drugs: tuple[DrugCourse, ...]
    examined: tuple[Examined, ...]
    treatments: tuple[Treatment, ...]
    background: Background | None
    outcome: Outcome | None
    exposures: ExposureHistory | None

    def examined_as(self, kind: str) -> tuple[Examined, ...]:
        """Return the findings or the tests of one kind, the oldest entry first."""
        return tuple(row for row in self.examined if row.kind == kind)


def read_record(case: Case) -> CaseRecord:
    """Read what a report prints beside the facts, in four queries whatever the case holds."""
    whole = Case.objects.select_related("background", "outcome", "exposures").get(pk=case.pk)
    return CaseRecord(
        case=case,
        drugs=tuple(list_courses(case)),
        examined=_read_examined(case),
        treatments=tuple(case.treatments.live()),
        background=_only_row(whole, "background"),
        outcome=_only_row(whole, "outcome"),
        exposures=_only_row(whole, "exposures"),
    )


def _only_row(case: Case, name: str) -> Any:
    """Return the one row of its kind, unless it was never made or was taken away."""
    try:
        row: Record = getattr(case, name)
    except ObjectDoesNotExist:
        return None
    return None if row.is_voided else row


def _read_examined(case: Case) -> tuple[Examined, ...]:
    """Read the findings and both kinds of tests at once, in the order they were entered."""
    findings = _columns(Finding.objects.live().filter(case=case), FINDING, _FINDING)
    causes = _columns(CauseTest.objects.live().filter(case=case), CAUSE, _CAUSE)
    viruses = _columns(VirusTest.objects.live().filter(case=case), VIRUS, _VIRUS)
    rows = (Examined(*row) for row in findings.union(causes, viruses, all=True))
    return tuple(sorted(rows, key=lambda row: row.created_at))


def _columns(rows: QuerySet[Any], kind: str, names: Mapping[str, str]) -> QuerySet[Any]:
    """Return the columns of an Examined; those that the table lacks are blank."""
    columns = {
        f"x_{name}": F(names[name]) if name in names else Value("", TextField())
        for name in ("name", "result", "on", "judged", *_SAME)
    }
    named = rows.order_by().annotate(x_kind=Value(kind, CharField()), **columns)
    return named.values_list("x_kind", *columns)
