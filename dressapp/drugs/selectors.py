"""Read the drugs of a case."""

from datetime import date
from uuid import UUID

from dressapp.cases.models import Case
from dressapp.cases.selectors import get_row_for

from .models import DrugCourse, Role


def list_courses(case: Case) -> list[DrugCourse]:
    """Return the courses in the order they are shown."""
    return list(DrugCourse.objects.live().filter(case=case))


def get_first_dose_on(case: Case) -> date | None:
    """Return the earliest known first day of a suspected drug."""
    suspects = DrugCourse.objects.live().filter(case=case, role=Role.SUSPECT, start_precision__in=("day", ""))
    return (
        suspects.filter(start_on__isnull=False)
        .order_by("start_on")
        .values_list("start_on", flat=True)
        .first()
    )


def get_course_for(case: Case, course_id: UUID, *, voided: bool = False) -> DrugCourse:
    """Return a course of the case."""
    return get_row_for(case, DrugCourse, course_id, voided=voided)
