"""The drug courses that a file holds, in words."""

from typing import Any

from dressapp.cases.models import Case
from dressapp.core.dates import show_partial
from dressapp.drugs.selectors import list_courses
from dressapp.exchange.courses_in import courses_of
from dressapp.exchange.models import Intake
from dressapp.exchange.takeover import is_known_course


def present_courses(case: Case, intake: Intake) -> list[dict[str, Any]]:
    """Return each drug course of a file in words, and whether the case has it already."""
    if not intake.courses:
        return []
    there = list_courses(case)
    return [
        {"words": _words(case, course), "is_known": is_known_course(course, there)}
        for course in courses_of(intake)
    ]


def _words(case: Case, course: dict[str, Any]) -> str:
    """Return one course as a line: `sorafenib, suspect, 2 Mar 2015 to 12 Mar 2015`."""
    start, stop = (
        show_partial(course[f"{end}_on"], course[f"{end}_precision"], day_zero=case.day_zero)
        for end in ("start", "stop")
    )
    start = start or "start not known"
    days = f"{start} to {stop}" if stop else start
    parts = (course["name"], course.get("dose", ""), course["role"], days)
    return ", ".join(part for part in parts if part)
