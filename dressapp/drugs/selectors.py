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


def list_known_names(team_ids: list[int], start: str, limit: int = 10) -> list[tuple[str, str]]:
    """Return names and codes of drugs that the teams have recorded, beginning with the letters typed."""
    rows = DrugCourse.objects.live().filter(case__team_id__in=team_ids, name__istartswith=start)
    return list(rows.order_by("name", "atc").values_list("name", "atc").distinct()[:limit])
