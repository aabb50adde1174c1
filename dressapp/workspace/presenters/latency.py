"""Each drug's days from start to onset as the Score tab shows them under the items."""

from dataclasses import dataclass

from dressapp.assessments.page import DrugRow, ScorePage
from dressapp.assessments.selectors import Assessment
from dressapp.cases.models import Case
from dressapp.core.dates import show_partial
from scoring.facts import DrugCourse

TREATMENT = "treatment"


@dataclass(frozen=True, slots=True)
class LatencyRow:
    """One drug with when it was taken."""

    row: DrugRow
    taken: str
    reason: str


@dataclass(frozen=True, slots=True)
class LatencyCard:
    """The drugs before the reaction, and the names of those given for it."""

    rows: tuple[LatencyRow, ...]
    treatments: str


def present_latency(case: Case, assessment: Assessment, page: ScorePage) -> LatencyCard:
    """Return suspects first, then the other drugs; what was given for the reaction stands apart."""
    courses = {course.ref: course for course in assessment.facts.drugs}
    before = sorted(
        (row for row in page.drugs if row.role != TREATMENT), key=lambda row: row.role != "suspect"
    )
    return LatencyCard(
        rows=tuple(_row(case, row, courses[row.ref]) for row in before),
        treatments=", ".join(row.name for row in page.drugs if row.role == TREATMENT),
    )


def _row(case: Case, row: DrugRow, course: DrugCourse) -> LatencyRow:
    """Return one drug; the reason and its notes are one text."""
    reason = "; ".join([row.why, *row.notes])
    return LatencyRow(row, _taken(case, course), reason)


def _taken(case: Case, course: DrugCourse) -> str:
    """Return first and last day as far as they are known."""
    start = show_partial(course.start, course.start_precision, day_zero=case.day_zero)
    stop = show_partial(course.stop, course.stop_precision, day_zero=case.day_zero)
    start = f"from {start}" if start and start != "not known" else "start not known"
    if stop == "ongoing":
        return f"{start}, ongoing"
    return f"{start} to {stop}" if stop and stop != "not known" else f"{start}, end not known"
