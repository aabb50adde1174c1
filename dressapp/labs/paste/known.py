"""Gather what a case and its team know before a table is read."""

from datetime import date, time

from dressapp.cases.models import Case
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.selectors import team_names

from .parts import Known, Stored

EVENTS = (
    "admission_on", "rash_onset_on", "first_symptom_on", "fever_onset_on", "discharge_on", "index_on",
    "still_ill_on", "resolution_on", "skin_resolution_on", "organ_resolution_on", "closed_on", "died_on",
)  # fmt: skip


def get_known(case: Case, *, today: date, first_dose_on: date | None = None) -> Known:
    """Return a case's days, rows and results and its team's names, in three queries."""
    events = {name: on for name in EVENTS if (on := getattr(case, name))}
    if first_dose_on:
        events["first_dose_on"] = first_dose_on
    rows = LabRow.objects.live().filter(case=case).values_list("analyte", "unit")
    return Known(today, case.day_zero, events, dict(rows), team_names(case.team_id), _stored(case))


def _stored(case: Case) -> dict[tuple[str, date, time | None], tuple[Stored, ...]]:
    """Return the case's results by test, day and time."""
    columns = "id version value_raw value_comparator value_canonical unit".split()
    where = "analyte taken_on taken_time".split()
    by_place: dict[tuple[str, date, time | None], list[Stored]] = {}
    results = LabResult.objects.live().filter(case=case).order_by("created_at", "id")
    for analyte, on, at, result_id, *values in results.values_list(*where, *columns):
        by_place.setdefault((analyte, on, at), []).append(Stored(str(result_id), *values))
    return {place: tuple(stored) for place, stored in by_place.items()}
