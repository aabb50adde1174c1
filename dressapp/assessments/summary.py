"""What the case list shows of one assessment."""

from typing import Any

from dressapp.drugs.models import still_taken
from scoring.facts import DrugCourse
from scoring.panel import Assessment
from scoring.regiscar.ruleset import RULESET

NOT_SCORED: dict[str, Any] = {
    "course": "",
    "total": None,
    "category": "",
    "lowest_total": None,
    "lowest_category": "",
    "highest_total": None,
    "highest_category": "",
    "goes_on_total": None,
    "goes_on_category": "",
    "suspects": [],
    "suspect_count": 0,
    "still_taken_count": 0,
    "drug_names": "",
}


def summary_of(assessment: Assessment | None, *, problem: str = "") -> dict[str, Any]:
    """Return the columns of a summary; without an assessment they say what the problem is."""
    fixed = {"ruleset": RULESET, "problem": problem}
    if assessment is None:
        return NOT_SCORED | fixed
    return _totals(assessment) | _drugs(assessment) | fixed


def _totals(assessment: Assessment) -> dict[str, Any]:
    """Return today's total, the range, and the best total if the course goes on."""
    score = assessment.regiscar
    goes_on = score.highest_if_course_goes_on
    return {
        "course": score.course,
        "total": score.now.total,
        "category": score.now.category,
        "lowest_total": score.lowest.total,
        "lowest_category": score.lowest.category,
        "highest_total": score.highest.total,
        "highest_category": score.highest.category,
        "goes_on_total": goes_on.total if goes_on else None,
        "goes_on_category": goes_on.category if goes_on else "",
    }


def _drugs(assessment: Assessment) -> dict[str, Any]:
    """Return the suspects with their days, and the names that a case is found by."""
    courses = assessment.facts.drugs
    suspects = [
        {"name": course.name, "days_text": latency.words, "still_taken": _still_taken(course)}
        for course, latency in zip(courses, assessment.latency, strict=True)
        if course.role == "suspect"
    ]
    names = dict.fromkeys(course.name.casefold() for course in courses)
    return {
        "suspects": suspects,
        "suspect_count": len(suspects),
        "still_taken_count": sum(suspect["still_taken"] == "yes" for suspect in suspects),
        "drug_names": "".join(f"\n{name}" for name in names) + ("\n" if names else ""),
    }


def _still_taken(course: DrugCourse) -> str:
    """Say whether a drug is still taken as far as is recorded."""
    return still_taken(course.stop_precision, course.still_taken_on)
