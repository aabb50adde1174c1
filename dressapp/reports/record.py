"""What is recorded of a case beside its score, read for the printed page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from dressapp.cases import selectors
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

# Columns that make one entry together with another, or that are kept for other programs only.
_APART = ("case", "extra", "known_allergies", "confirmed_complete_at")


@dataclass(frozen=True)
class CaseRecord:
    """The rows of one case that a report prints; one query a kind."""

    case: Case
    drugs: tuple[DrugCourse, ...]
    findings: tuple[Finding, ...]
    cause_tests: tuple[CauseTest, ...]
    virus_tests: tuple[VirusTest, ...]
    treatments: tuple[Treatment, ...]
    background: Background | None
    outcome: Outcome | None
    exposures: ExposureHistory | None


def printed_columns(model: type[models.Model]) -> Iterator[Any]:
    """Return the columns of a form-like row that are printed; a unit and a day go with their number."""
    names = {field.name for field in model._meta.concrete_fields}
    own = {field.name for field in Record._meta.get_fields()}
    for field in model._meta.concrete_fields:
        stem, _, part = field.name.rpartition("_")
        if field.name in own or field.name in _APART or part in ("comparator", "canonical"):
            continue
        if part in ("unit", "on") and f"{stem}_raw" in names:
            continue
        yield field


def read_record(case: Case) -> CaseRecord:
    """Read what a report prints, in a fixed number of queries."""
    return CaseRecord(
        case=case,
        drugs=_live(case.drug_courses),
        findings=_live(case.findings),
        cause_tests=_live(case.cause_tests),
        virus_tests=_live(case.virus_tests),
        treatments=_live(case.treatments),
        background=selectors.get_background(case),
        outcome=selectors.get_outcome(case),
        exposures=selectors.get_exposures(case),
    )


def _live(rows: Any) -> tuple[Any, ...]:
    return tuple(rows.live())
