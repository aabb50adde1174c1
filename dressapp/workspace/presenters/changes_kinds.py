"""The kinds of rows that have a history of their own: the word in the address, the tab, the name of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.words import name_item
from dressapp.cases.choices import CAUSE_TESTS, VIRUSES
from dressapp.cases.models import (
    Background,
    Case,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Patient,
    Treatment,
    VirusTest,
)
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse
from dressapp.exchange.models import Intake, IntakeKind
from dressapp.labs.models import LabResult, LabRow, SiteLimit, TeamTestName

from .changes_fields import fields_of
from .changes_values import Stored, name_analyte, name_finding, words_of

CONCLUSION = frozenset(["conclusion", "conclusion_by", "conclusion_at", "expert_diagnosis"])
COURSE = frozenset(shown.name for shown in fields_of(Case)) - CONCLUSION


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: its model, what pages call it, the tab it stands on, and which lines concern it."""

    model: type[Record]
    words: str
    tab: str
    only: frozenset[str] = frozenset()


KINDS = {
    "result": Kind(LabResult, "Result", "labs"),
    "row": Kind(LabRow, "Unit and limits", "labs"),
    "drug": Kind(DrugCourse, "Drug", "drugs"),
    "exposures": Kind(ExposureHistory, "Asked about", "drugs"),
    "answer": Kind(ItemAnswer, "Answer", "score"),
    "finding": Kind(Finding, "Finding", "score"),
    "test": Kind(CauseTest, "Test for another cause", "score"),
    "virus": Kind(VirusTest, "Virus test", "score"),
    "treatment": Kind(Treatment, "Treatment", "summary"),
    "background": Kind(Background, "Background", "summary"),
    "outcome": Kind(Outcome, "Outcome and reporting", "summary"),
    "patient": Kind(Patient, "Patient", "summary"),
    "course": Kind(Case, "Course", "summary", COURSE),
    "conclusion": Kind(Case, "Conclusion", "summary", CONCLUSION),
    "table": Kind(Intake, "Table or file", "labs"),
}
MODELS: dict[str, type[Record]] = {
    model._meta.label_lower: model for model in apps.get_models() if issubclass(model, Record)
}


def kind_of(name: str) -> Kind:
    """Return the kind of an address; 404 where there is none of this name."""
    if name not in KINDS:
        raise Http404("There is no such kind of row.")
    return KINDS[name]


def find_row(kind: Kind, case: Case, row_id: UUID) -> Record:
    """Return a row of the case, taken away or not; 404 where the case has none of this id."""
    rows: dict[type[Record], Callable[[], QuerySet[Any]]] = {
        Case: lambda: Case.objects.filter(pk=case.pk),
        Patient: lambda: Patient.objects.filter(pk=case.patient_id),
    }
    of_case = rows.get(kind.model, lambda: kind.model._default_manager.filter(case=case))
    row: Record | None = of_case().filter(pk=row_id).first()
    if row is None:
        raise Http404("There is no such row in this case.")
    return row


def name_of(model: type[Record], stored: Stored, case: Case | None) -> str:
    """Return what a row is called, from what is stored of it: `ALT on 12 Mar 2026`, a drug, an item."""
    make = NAMES.get(model)
    own = make(stored, case) if make else ""
    return own or WORDS.get(model) or str(model._meta.verbose_name).capitalize()


def name_of_row(kind: Kind, row: Record, case: Case) -> str:
    """Return what a stored row is called."""
    if kind.only:
        return kind.words
    stored = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    return name_of(kind.model, stored, case)


def _result(stored: Stored, case: Case | None) -> str:
    """Return the test, with day and time of its sample."""
    parts = [words_of(LabResult._meta.get_field(n), stored.get(n), case) for n in ("taken_on", "taken_time")]
    moment = " at ".join(part for part in parts if part)
    return f"{name_analyte(stored.get('analyte', ''))}{f' on {moment}' if moment else ''}"


def _finding(stored: Stored, case: Case | None) -> str:
    """Return what was looked at; a node with its site."""
    name = name_finding(stored.get("finding", ""))
    return f"{name}, {stored['site']}" if stored.get("site") else name


def _treatment(stored: Stored, case: Case | None) -> str:
    kind = words_of(Treatment._meta.get_field("kind"), stored.get("kind"), case)
    return ", ".join(part for part in (kind, stored.get("name")) if part)


def _intake(stored: Stored, case: Case | None) -> str:
    kind = dict(IntakeKind.choices).get(stored.get("kind", ""), "")
    return f"{kind} {stored.get('name') or ''}".strip()


NAMES: dict[type[Record], Callable[[Stored, Case | None], str]] = {
    LabResult: _result,
    LabRow: lambda stored, _: f"{name_analyte(stored.get('analyte', ''))}: unit and limits of new values",
    SiteLimit: lambda stored, _: f"Site’s limits of {name_analyte(stored.get('analyte', ''))}",
    TeamTestName: lambda stored, _: f"Name of a test: {stored.get('text', '')}",
    DrugCourse: lambda stored, _: stored.get("name", ""),
    ItemAnswer: lambda stored, _: name_item(stored.get("item", "")),
    Finding: _finding,
    Treatment: _treatment,
    CauseTest: lambda stored, _: CAUSE_TESTS.get(stored.get("test", ""), stored.get("test", "")),
    VirusTest: lambda stored, _: VIRUSES.get(stored.get("virus", ""), stored.get("virus", "")),
    Intake: _intake,
}
WORDS: dict[type[Record], str] = {
    Case: "Course",
    Patient: "Patient",
    Background: "Background",
    Outcome: "Outcome and reporting",
    ExposureHistory: "Asked about",
}
