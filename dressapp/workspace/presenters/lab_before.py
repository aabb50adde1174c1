"""The patient's own value before the illness in words: beside a value, and at the head of a row."""

from dataclasses import dataclass
from typing import Any

from scoring.derive.before import (
    Peak,
    high_before,
    last_before,
    name_high_before,
    peak,
    show_times,
    times_before,
)
from scoring.facts import CaseFacts, LabPoint

BEFORE = "before the illness"


@dataclass(frozen=True, slots=True)
class RowHead:
    """What a row's head says of the illness: the peak in short and in full, and what was high already."""

    peak: str = ""
    peak_in_full: str = ""
    high_before: str = ""


def own_value(assessment: Any, analyte: str) -> LabPoint | None:
    """Return the patient's own last value of a test from before the illness."""
    return last_before(assessment.facts, assessment.labs, analyte) if assessment else None


def times_own(point: LabPoint | None, own: LabPoint | None, facts: CaseFacts) -> str:
    """Return how often a value since the illness began is the patient's own: `12.2×`; else nothing."""
    start = facts.dates.episode_start
    if point is None or own is None or start is None or point.on < start:
        return ""
    times = times_before(point, own)
    return f"{show_times(times, point.analyte)}×" if times else ""


def present_row_head(assessment: Any, analyte: str, unit: str) -> RowHead:
    """Return the head of one test's row; `unit` is the row's, named only where a value has another."""
    if assessment is None:
        return RowHead()
    facts, table = assessment.facts, assessment.labs
    found, high = peak(facts, table, analyte), high_before(facts, table, analyte)
    return RowHead(
        peak=_in_short(found, unit) if found else "",
        peak_in_full=_in_full(facts, found) if found else "",
        high_before=name_high_before(high) if high else "",
    )


def _in_short(found: Peak, unit: str) -> str:
    """Return the peak as it fits a row's head: `peak 379: 10.8× limit, 12.2× before`."""
    value = str(found.point.value) if found.point.unit == unit else found.point.shown
    limit = f"{found.limit.whose}limit" if found.limit else ""
    return f"peak {value}: {_multiples(found, limit, 'before')}"


def _in_full(facts: CaseFacts, found: Peak) -> str:
    """Return the peak with its day, its limit and the value before."""
    point, own = found.point, found.before
    limit = f"the {found.limit.shown}" if found.limit else ""
    before = f"the patient’s own {own.shown} on {facts.name_day(own.on)}, {BEFORE}" if own else ""
    return f"{point.shown} on {facts.name_day(point.on)}: {_multiples(found, limit, before)}"


def _multiples(found: Peak, limit: str, before: str) -> str:
    """Return how often the peak is its limit and the value before, each in the words given."""
    pairs = ((found.times_limit, limit), (found.times_before, before))
    return ", ".join(f"{show_times(times, found.point.analyte)}× {words}" for times, words in pairs if times)
