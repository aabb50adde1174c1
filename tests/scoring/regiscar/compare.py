"""Run one answer state through the engine and say where it leaves the oracle."""

from collections.abc import Mapping
from datetime import date

from scoring.facts import Answer, CaseDates, CaseFacts
from scoring.kernel.result import ScoreResult
from scoring.panel import assess
from tests.scoring.regiscar import oracle

OPEN = CaseDates(rash_onset=date(2020, 3, 2))
CLOSED = CaseDates(rash_onset=date(2020, 3, 2), closed_on=date(2020, 5, 1))
ANSWERS = {word: Answer(word) for words in oracle.POINTS.values() for word in words if isinstance(word, str)}


def open_facts(state: Mapping[str, str | int], dates: CaseDates = OPEN) -> CaseFacts:
    """Return a case that holds nothing but the answers of one state; organs as a bare count."""
    answers = {name: ANSWERS[word] for name, word in state.items() if name != "organs"}
    return CaseFacts(dates=dates, answers=answers, organ_count=state.get("organs"))


def engine_result(state: Mapping[str, str | int], *, is_open: bool = True) -> ScoreResult:
    """Score one state with the engine."""
    return assess(open_facts(state, OPEN if is_open else CLOSED)).regiscar


def disagreements(state: Mapping[str, str | int], result: ScoreResult, *, is_open: bool = True) -> list[str]:
    """Return what the engine says differently from the published table; empty where they agree."""
    goes_on = oracle.highest_if_course_goes_on(state) if is_open else None
    expected = {
        "total": oracle.total(state),
        "lowest": oracle.lowest(state, is_open=is_open),
        "highest": oracle.highest(state, is_open=is_open),
        "highest_if_course_goes_on": goes_on,
    }
    found = {
        "total": result.now,
        "lowest": result.lowest,
        "highest": result.highest,
        "highest_if_course_goes_on": result.highest_if_course_goes_on,
    }
    return [
        f"{name}: {found[name]}, the table gives {points}"
        for name, points in expected.items()
        if not _agrees(found[name], points)
    ]


def _agrees(found, points: int | None) -> bool:
    if found is None or points is None:
        return found is points
    return (found.total, found.category) == (points, oracle.CATEGORY[points])
