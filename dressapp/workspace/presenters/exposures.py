"""What people forget to mention: asked about or not, and who confirmed the list of drugs complete."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dressapp.cases.choices import EXPOSURES, Answered
from dressapp.cases.models import ExposureHistory
from dressapp.core.dates import show_partial
from dressapp.drugs.models import DrugCourse


@dataclass(frozen=True, slots=True)
class ExposureChoice:
    """One answer to tap."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """One kind of exposure with its answer; blank where nobody asked."""

    kind: str
    label: str
    answer: str
    answer_words: str
    choices: tuple[ExposureChoice, ...]


@dataclass(frozen=True, slots=True)
class ExposurePage:
    """The checklist, and the confirmation with what has changed since."""

    rows: tuple[ExposureRow, ...]
    version: int
    row_id: str
    complete_words: str
    changed_words: str


def present_exposures(stored: ExposureHistory | None, courses: Iterable[DrugCourse]) -> ExposurePage:
    """Return the checklist of a case."""
    at = stored.confirmed_complete_at if stored else None
    return ExposurePage(
        rows=tuple(_row(kind, label, getattr(stored, kind, "")) for kind, label in EXPOSURES.items()),
        version=stored.version if stored else 0,
        row_id=str(stored.pk) if stored else "",
        complete_words=_complete_words(stored.confirmed_complete_by, at) if stored and at else "",
        changed_words=_changed_words([course for course in courses if at and course.created_at > at]),
    )


def _row(kind: str, label: str, answer: str) -> ExposureRow:
    choices = tuple(ExposureChoice(value, words, value == answer) for value, words in Answered.choices)
    words = Answered(answer).label if answer else "not asked"
    return ExposureRow(kind, label, answer, words, choices)


def _complete_words(by: str, at: datetime) -> str:
    """Return who confirmed the list and when."""
    return f"Confirmed complete by {by}, {show_partial(timezone.localtime(at).date(), 'day')}."


def _changed_words(added: list[DrugCourse]) -> str:
    """Say which drugs have been added since the list was confirmed."""
    return f"Added since: {', '.join(course.name for course in added)}." if added else ""
