"""The summary's sections in words: the same words that the report prints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dressapp.cases import selectors
from dressapp.cases.entry import RowForm
from dressapp.cases.models import Case
from dressapp.core.models import Record
from dressapp.reports.patient import present_who
from dressapp.reports.presenters import present_conclusion
from dressapp.reports.sections import (
    Row,
    present_background,
    present_course,
    present_outcome,
    present_treatments,
    row,
)
from scoring.facts import show_date

NOTHING = {
    "conclusion": "No conclusion written yet. It stands on the case, in saved assessments and on the report.",
    "course": "No day recorded yet.",
    "background": "Nothing asked or recorded yet.",
    "outcome": "Nothing recorded yet.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the treatment, with the row that it edits."""

    id: str
    version: int
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One section: what is recorded, or what to say where nothing is, and the row that it shows."""

    id: str
    title: str
    rows: tuple[Row, ...]
    nothing: str
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The sections of a case, and the steps of its treatment."""

    cards: tuple[Card, ...]
    steps: tuple[Step, ...]


def present_summary(case: Case, today: date) -> Summary:
    """Return what the summary shows beside Now and score."""
    background, outcome = selectors.get_background(case), selectors.get_outcome(case)
    background_rows = present_background(case, background)["rows"]
    outcome_rows = present_outcome(case, outcome)["rows"]
    return Summary(
        cards=(
            _card("conclusion", "Conclusion", _conclusion(case), case),
            _card("course", "Course", (*present_course(case)["rows"], *_notes(case)), case),
            _card("background", "Background", background_rows, background),
            _card("outcome", "Outcome and reporting", outcome_rows, outcome),
            _card("patient", "Patient", _patient(case, today), case.patient),
        ),
        steps=tuple(_steps(case)),
    )


def _card(name: str, title: str, rows: Iterable[Row], stored: Record | None) -> Card:
    """Return one section with the row that its history is of."""
    return Card(name, title, tuple(rows), NOTHING.get(name, ""), str(stored.pk) if stored else "")


def _conclusion(case: Case) -> Iterator[Row]:
    """Return the conclusion under a heading that names it already."""
    for found in present_conclusion(case):
        yield found | {"term": "In own words"} if found["term"] == "Conclusion" else found


def _notes(case: Case) -> Iterator[Row]:
    """Return what the form of the course holds beside days."""
    yield from (found for found in (row("Note", case.note), row("Source", case.source)) if found["text"])


def _patient(case: Case, today: date) -> Iterator[Row]:
    """Return who the patient is, a row each."""
    patient = case.patient
    yield row("Patient id", patient.local_id)
    if patient.name:
        yield row("Name", patient.name)
    yield row("Sex and age at onset", present_who(case, today))
    if patient.birth_on and not case.is_relative:
        yield row("Born", show_date(patient.birth_on))


def _steps(case: Case) -> list[Step]:
    steps = list(case.treatments.live())
    words = present_treatments(case, steps)["rows"]
    return [
        Step(str(step.pk), step.version, row["term"], row["text"])
        for step, row in zip(steps, words, strict=True)
    ]


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
