"""An assessment as the output object of `manage.py score` (case format, section Output)."""

from typing import Any

from scoring.derive.latency import LatencyResult
from scoring.kernel.result import ItemResult, ScoreResult, Total
from scoring.panel import Assessment


def present_result(assessment: Assessment) -> dict[str, Any]:
    """Return one result line as an object."""
    return {
        "id": assessment.facts.id,
        "regiscar": _score(assessment.regiscar),
        "latency": [_latency(result) for result in assessment.latency],
    }


def _score(score: ScoreResult) -> dict[str, Any]:
    goes_on = score.highest_if_course_goes_on
    return {
        "ruleset": score.ruleset,
        "total": score.now.total,
        "category": score.now.category,
        "course": score.course,
        "lowest": _total(score.lowest),
        "highest": _total(score.highest),
        "highest_if_course_goes_on": _total(goes_on) if goes_on else None,
        "items": {name: _item(item) for name, item in score.items.items()},
        "conflicts": list(score.conflicts),
    }


def _total(total: Total) -> dict[str, Any]:
    return {"total": total.total, "category": total.category}


def _item(item: ItemResult) -> dict[str, Any]:
    shown = {
        "points": item.points,
        "answer": item.answer,
        "source": item.source.value,
        "why": item.why,
    }
    if item.organs:
        shown["organs"] = {
            organ.organ: {"answer": organ.answer, "threshold": organ.threshold, "why": organ.why}
            for organ in item.organs
        }
    return shown


def _latency(result: LatencyResult) -> dict[str, Any]:
    return {
        "drug": result.drug,
        "days": result.days,
        "days_min": result.days_min,
        "days_max": result.days_max,
        "verdict": result.verdict,
        "why": result.why,
    }
