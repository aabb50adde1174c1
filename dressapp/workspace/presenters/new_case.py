"""Who already has the id that somebody types for a new case, or nearly the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from dressapp.cases.models import Case, Patient
from dressapp.core.dates import show_day, show_partial

from .shell import present_who


@dataclass(frozen=True, slots=True)
class KnownCase:
    """One case of the patient on record."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """The patient on record, to be recognised before a second case is begun."""

    id: str
    local_id: str
    name: str
    who: str
    born: str
    cases: tuple[KnownCase, ...]


def present_known(patient: Patient, cases: Sequence[Case], today: date) -> KnownPatient:
    """Return the patient on record with the cases, the newest first."""
    who = present_who(cases[0], today) if cases else patient.get_sex_display().lower()
    return KnownPatient(
        id=str(patient.pk),
        local_id=patient.local_id,
        name=patient.name,
        who=who,
        born=show_partial(patient.birth_on, "day"),
        cases=tuple(_case(case) for case in cases),
    )


def _case(case: Case) -> KnownCase:
    began = f"began {show_day(case.index_day, case)}" if case.index_day and not case.is_relative else "case"
    words = f"{began}, course {'closed' if case.is_closed else 'open'}"
    return KnownCase(reverse("workspace:summary", args=[case.pk]), words)


@dataclass(frozen=True, slots=True)
class SimilarPatient:
    """Somebody else of nearly the same id or name, with the newest case."""

    case_id: str
    url: str
    words: str


def present_similar(patients: Sequence[Patient]) -> tuple[SimilarPatient, ...]:
    """Return those of some patients who have a case, each in words that tell people apart."""
    prefetch_related_objects(patients, Prefetch("cases", Case.objects.live().order_by("-created_at")))
    return tuple(_similar(patient, case) for patient in patients for case in patient.cases.all()[:1])


def _similar(patient: Patient, case: Case) -> SimilarPatient:
    born = f"born {show_partial(patient.birth_on, 'day')}" if patient.birth_on else ""
    parts = (patient.local_id, patient.name, patient.get_sex_display().lower(), born)
    words = ", ".join(part for part in parts if part)
    return SimilarPatient(str(case.pk), reverse("workspace:summary", args=[case.pk]), words)


def warn_of_similar(similar: Sequence[SimilarPatient]) -> str:
    """Say after a case was begun that somebody else is nearly called the same."""
    who = "; ".join(patient.words for patient in similar)
    return f"Nearly the same id or name is on record: {who}. Check that this is the right patient."
