"""Small cases in the words of the case format, and one way to score them."""

import json
from datetime import date, timedelta
from typing import Any

from dressapp.exchange.case_file import loads, parse_case
from dressapp.exchange.results import present_result
from scoring.facts import CaseFacts
from scoring.panel import assess

DAY_0 = "2020-03-02"
OPEN = {"rash_onset": DAY_0}
CLOSED = {"rash_onset": DAY_0, "closed_on": "2020-05-01"}


def a_case(**keys: Any) -> dict[str, Any]:
    """Return a case whose rash began on day 0, with the given keys of the format."""
    return {"format": "dress-case/1", "id": "made", "dates": dict(OPEN)} | keys


def day(number: int) -> str:
    """Return the ISO date of a day counted from day 0 (March 2020 and its neighbours)."""
    return (date.fromisoformat(DAY_0) + timedelta(days=number)).isoformat()


def lab(analyte: str, value: Any, unit: str, on: int | str = 0, **more: Any) -> dict[str, Any]:
    """Return one laboratory row; `on` is a day number or a date text."""
    return {
        "analyte": analyte,
        "value": value,
        "unit": unit,
        "date": day(on) if isinstance(on, int) else on,
    } | more


def facts_of(**keys: Any) -> CaseFacts:
    """Return the facts of a case given by its keys."""
    return parse_case(loads(json.dumps(a_case(**keys))))


def score_case(case: dict[str, Any]) -> dict[str, Any]:
    """Send a case through its text, as a file would, and return the output object."""
    return present_result(assess(parse_case(loads(json.dumps(case)))))


def score(**keys: Any) -> dict[str, Any]:
    """Score a case given by its keys and return the whole output object."""
    return score_case(a_case(**keys))


def regiscar(**keys: Any) -> dict[str, Any]:
    """Score a case given by its keys and return the RegiSCAR part of the output."""
    return score(**keys)["regiscar"]


def item(name: str, **keys: Any) -> dict[str, Any]:
    """Score a case given by its keys and return one item of the output."""
    return regiscar(**keys)["items"][name]


def answer(name: str, **keys: Any) -> Any:
    """Score a case given by its keys and return the answer of one item."""
    return item(name, **keys)["answer"]


def organ(name: str, **keys: Any) -> dict[str, Any]:
    """Score a case given by its keys and return one organ of the output."""
    return item("organs", **keys)["organs"][name]


def spread(**keys: Any) -> tuple[int, int, int, int | None]:
    """Score a case and return total, lowest, highest and highest if the course goes on."""
    result = regiscar(**keys)
    further = result["highest_if_course_goes_on"]
    return (
        result["total"],
        result["lowest"]["total"],
        result["highest"]["total"],
        None if further is None else further["total"],
    )
