"""Read the drugs of a case."""

from uuid import UUID

from dressapp.cases.models import Case
from dressapp.cases.selectors import get_row_for

from .models import DrugCourse


def list_courses(case: Case) -> list[DrugCourse]:
    """Return the courses in the order they are shown."""
    return list(DrugCourse.objects.live().filter(case=case))


def get_course_for(case: Case, course_id: UUID, *, voided: bool = False) -> DrugCourse:
    """Return a course of the case."""
    return get_row_for(case, DrugCourse, course_id, voided=voided)
