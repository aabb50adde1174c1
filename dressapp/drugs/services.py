"""Write the drugs of a case; every function runs in the caller's transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from dressapp.audit.selectors import get_last_change
from dressapp.cases.models import Case
from dressapp.cases.services import add_row, restore_row, update_row, void_row
from dressapp.core.errors import EditConflict
from dressapp.core.services import create_records, void_records

from .models import DrugCourse


def add_course(*, case: Case, id: UUID | None = None, by: Any, **values: Any) -> DrugCourse:
    """Add a course at the end of the list."""
    course = DrugCourse.objects.filter(pk=id, case=case).first() if id else None
    values = {"position": course.position if course else _next_position(case)} | values
    return add_row(model=DrugCourse, case=case, id=id, by=by, **values)


def add_courses(*, case: Case, courses: Iterable[Mapping[str, Any]], by: Any) -> list[DrugCourse]:
    """Add many courses at the end of the list, in their order."""
    places = enumerate(courses, start=_next_position(case))
    values = [{**course, "case": case, "position": place} for place, course in places]
    return create_records(DrugCourse, values, by=by, case_id=case.pk)


def void_courses(*, case: Case, versions: Mapping[UUID, int], by: Any) -> list[DrugCourse]:
    """Take many courses off the list at once, by id with the version that was seen."""
    return void_records(DrugCourse, versions, by=by, case_id=case.pk)


def _next_position(case: Case) -> int:
    """Return the place after the last course."""
    last = DrugCourse.objects.filter(case=case).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def update_course(*, case: Case, course: DrugCourse, version: int, by: Any, **values: Any) -> DrugCourse:
    """Change a course."""
    return update_row(case=case, row=course, version=version, by=by, **values)


def take_back_name(*, case: Case, course: DrugCourse, version: int, by: Any) -> DrugCourse:
    """Give a course the name it had before its version `version`; a later change is a conflict."""
    change = get_last_change(course)
    before = change.detail.get("before", {}) if change else {}
    if "name" not in before:
        raise EditConflict(current=course)
    return update_course(case=case, course=course, version=version, by=by, name=before["name"])


def void_course(*, case: Case, course: DrugCourse, version: int, why: str = "", by: Any) -> DrugCourse:
    """Take a course off the list; it can be brought back."""
    return void_row(case=case, row=course, version=version, why=why, by=by)


def restore_course(*, case: Case, course: DrugCourse, by: Any) -> DrugCourse:
    """Bring a course back to the list."""
    return restore_row(case=case, row=course, by=by)


def set_still_taken(
    *, case: Case, course: DrugCourse, version: int, answer: str, on: date | None, by: Any
) -> DrugCourse:
    """Write whether the drug is still taken on a day: `yes`, `no` or `unknown`.

    A *no* on a course without an end says that it ended on that day or before; no day is made up.
    """
    return update_course(case=case, course=course, version=version, by=by, **_taken(course, answer, on))


def _taken(course: DrugCourse, answer: str, on: date | None) -> dict[str, Any]:
    """Return the end of a course as the answer makes it."""
    if answer == "yes":
        return {"still_taken_on": on, "stop_on": None, "stop_precision": "ongoing"}
    has_end = course.stop_precision not in ("", "ongoing", "unknown")
    if has_end:
        return {"still_taken_on": None}
    if answer == "no" and on:
        return {"still_taken_on": None, "stop_on": on, "stop_precision": "on_or_before"}
    return {"still_taken_on": None, "stop_on": None, "stop_precision": "unknown"}


def set_conclusion(
    *,
    case: Case,
    course: DrugCourse,
    version: int,
    conclusion: str | None = None,
    conclusion_basis: str | None = None,
    by: Any,
) -> DrugCourse:
    """Write the clinician's conclusion about one drug with its author and time; a blank one has neither.

    What is left out stays as stored.
    """
    conclusion = course.conclusion if conclusion is None else conclusion
    conclusion_basis = course.conclusion_basis if conclusion_basis is None else conclusion_basis
    values: dict[str, Any] = {"conclusion": conclusion, "conclusion_basis": conclusion_basis}
    if (conclusion, conclusion_basis) != (course.conclusion, course.conclusion_basis):
        values["conclusion_by"] = by.get_full_name() if conclusion else ""
        values["conclusion_at"] = timezone.now() if conclusion else None
    return update_course(case=case, course=course, version=version, by=by, **values)


def move_course(*, case: Case, course: DrugCourse, steps: int, by: Any) -> None:
    """Move a course up (-1) or down (1) the list."""
    courses = list(DrugCourse.objects.live().filter(case=case))
    old = next(place for place, other in enumerate(courses) if other.pk == course.pk)
    courses.insert(max(0, old + steps), courses.pop(old))
    for place, other in enumerate(courses):
        update_course(case=case, course=other, version=other.version, by=by, position=place)
