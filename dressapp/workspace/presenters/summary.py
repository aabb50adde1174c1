"""The summary's sections in words: the same words that the report prints."""

from dataclasses import dataclass
from typing import Any

from dressapp.cases import selectors
from dressapp.cases.entry import RowForm
from dressapp.cases.models import Case
from dressapp.core.models import Record
from dressapp.reports.presenters import (
    Row,
    name_patient,
    present_background,
    present_course,
    present_outcome,
    present_treatments,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the treatment, with the row that it edits."""

    id: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One section: what is recorded, or what to say where nothing is."""

    id: str
    title: str
    rows: tuple[Row, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The sections of a case, and the steps of its treatment."""

    cards: tuple[Card, ...]
    steps: tuple[Step, ...]


def present_summary(case: Case) -> Summary:
    """Return what the summary shows beside Now and score."""
    background = present_background(case, selectors.get_background(case))
    outcome = present_outcome(case, selectors.get_outcome(case))
    return Summary(
        cards=(
            Card("conclusion", "Conclusion", _conclusion(case), "No conclusion written yet."),
            Card("course", "Course", tuple(present_course(case)["rows"]), "No day recorded yet."),
            Card("background", "Background", tuple(background["rows"]), "Nothing asked or recorded yet."),
            Card("outcome", "Outcome and reporting", tuple(outcome["rows"]), "Nothing recorded yet."),
            Card("patient", "Patient", _patient(case), ""),
        ),
        steps=tuple(_steps(case)),
    )


def _conclusion(case: Case) -> tuple[Row, ...]:
    rows = (
        {"term": "In the clinician's words", "text": case.conclusion},
        {"term": "Other diagnosis considered", "text": case.expert_diagnosis},
        {"term": "Written by", "text": case.conclusion_by},
    )
    return tuple(row for row in rows if row["text"])


def _patient(case: Case) -> tuple[Row, ...]:
    rows = ({"term": "Patient", "text": name_patient(case)}, {"term": "Source", "text": case.source})
    return tuple(row for row in rows if row["text"])


def _steps(case: Case) -> list[Step]:
    steps = list(case.treatments.live())
    words = present_treatments(case, steps)["rows"]
    return [Step(str(step.pk), row["term"], row["text"]) for step, row in zip(steps, words, strict=True)]


def present_stored(case: Case, form: RowForm, current: Record) -> dict[str, str]:
    """Return what is stored now of each field that a form shows."""
    stored = type(form)(case=case, row=current)
    names = (name for name in stored.fields if name not in ("id", "version"))
    return {name: _text(stored, name) for name in names}


def _text(form: RowForm, name: str) -> str:
    """Return one stored value the way the form shows it."""
    field = form[name]
    choices: dict[str, Any] = {str(value): str(words) for value, words in getattr(field.field, "choices", ())}
    value = field.value()
    prepared = "" if value is None else str(field.field.prepare_value(value) or "")
    return choices.get(prepared, prepared)
