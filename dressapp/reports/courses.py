"""The drugs of the printed page: each course as recorded, beside its latency check."""

from collections.abc import Iterable, Iterator
from typing import Any

from dressapp.assessments.page import DrugRow
from dressapp.cases.models import Case
from dressapp.core.dates import show_day
from dressapp.drugs.models import DrugCourse, Role

from .sections import Row, listed, present_span, row, show_moment_date

ORDER = [Role.SUSPECT, Role.CONCOMITANT, Role.TREATMENT]
TAKEN_WORDS = {"yes": "still taken", "no": "stopped", "unknown": "still taken: not recorded"}


def present_suspects(drugs: Iterable[DrugCourse], checks: Iterable[DrugRow]) -> Row:
    """Return the suspects in one line, each with its days and whether it is still taken."""
    days = {check.ref: check for check in checks}
    suspects = [drug for drug in drugs if drug.is_suspect]
    named = "; ".join(_suspect(drug, days[str(drug.pk)]) for drug in suspects)
    taken = sum(drug.still_taken == "yes" for drug in suspects)
    term = f"Suspects {len(suspects)}, still taken {taken}" if suspects else "Suspects"
    return row(term, named or "none on record")


def _suspect(drug: DrugCourse, check: DrugRow) -> str:
    return f"{drug.name} ({check.days}, {check.verdict_words}; {TAKEN_WORDS[drug.still_taken]})"


def present_courses(
    case: Case, drugs: Iterable[DrugCourse], checks: Iterable[DrugRow]
) -> list[dict[str, str]]:
    """Return every drug, suspects first, given for the reaction last."""
    by_ref = {check.ref: check for check in checks}
    ordered = sorted(drugs, key=lambda drug: ORDER.index(Role(drug.role)))
    return [_course(case, drug, by_ref[str(drug.pk)]) for drug in ordered]


def _course(case: Case, drug: DrugCourse, check: DrugRow) -> dict[str, str]:
    return {
        "name": drug.name,
        "role": check.role_words,
        "taken": listed(*_taken(case, drug), by="; "),
        "days": check.days,
        "interval": check.verdict_words,
        "why": listed(check.why, *check.notes, by="; "),
        "conclusion": _conclusion(drug, check),
    }


def _taken(case: Case, drug: DrugCourse) -> Iterator[str]:
    """Say what was taken, when, and what became of it."""
    yield listed(drug.brand and f"brand {drug.brand}", drug.atc and f"ATC {drug.atc}")
    yield drug.indication and f"for {drug.indication}"
    yield listed(drug.dose or listed(drug.dose_amount_raw, drug.dose_unit, by=" "), drug.frequency)
    yield drug.route
    yield present_span(case, drug)
    yield drug.batch and f"batch {drug.batch}"
    yield "single dose" if drug.single_dose == "yes" else ""
    yield f"still taken on {show_day(drug.still_taken_on, case)}" if drug.still_taken_on else ""
    yield listed(_display(drug, "previous_exposure"), drug.previous_exposure_note, by=": ")
    yield drug.stop_reason and f"stopped because: {drug.stop_reason}"
    yield drug.action_taken and f"action: {_display(drug, 'action_taken')}"
    yield drug.after_stop and f"after stopping: {drug.after_stop}"
    yield drug.dose_changes and f"dose changes: {drug.dose_changes}"
    yield drug.since_onset and f"since onset: {_display(drug, 'since_onset')}"
    yield drug.later_tolerated and f"later tolerated: {drug.later_tolerated}"
    yield drug.note


def _display(drug: DrugCourse, name: str) -> str:
    """Return a choice in words, as part of a sentence."""
    display: Any = getattr(drug, f"get_{name}_display")
    return str(display()).lower() if getattr(drug, name) != "unknown" else "not known"


def _conclusion(drug: DrugCourse, check: DrugRow) -> str:
    """Return the clinician's conclusion with its author, day and basis."""
    if not check.conclusion_words:
        return ""
    day = show_moment_date(drug.conclusion_at) if drug.conclusion_at else ""
    return listed(listed(check.conclusion_words, day), drug.conclusion_basis, by="; basis: ")
