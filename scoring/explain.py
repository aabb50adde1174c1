"""An assessment in plain, complete sentences, in the order a reader wants them."""

from collections.abc import Iterator

from scoring.derive.latency import LatencyResult
from scoring.kernel.result import Footing, ItemResult, OrganResult, ScoreResult, Support, Total
from scoring.panel import Assessment
from scoring.regiscar.items import ANSWER_WORDS

CATEGORY_WORDS = {
    "no": "RegiSCAR below 2 (the paper's word: no case)",
    "possible": "possible DRESS",
    "probable": "probable DRESS",
    "definite": "definite DRESS",
}
THRESHOLD_WORDS = {
    "met": "threshold met",
    "one_date": "threshold met on one date only",
    "not_met": "threshold not met",
    "no_data": "no data",
}
SUPPORT_WORDS = {
    Support.NO_RECORD: "without supporting record",
    Support.NEAR_THRESHOLD: "within 10 % of a threshold",
    Support.ASSUMED_LIMIT: "by an assumed limit",
    Support.WELL_BEYOND: "by data well beyond it",
}


def explain(assessment: Assessment) -> list[str]:
    """Return the whole assessment as sentences: total, range, footing, items, organs, conflicts, drugs."""
    score = assessment.regiscar
    return [
        *explain_total(score),
        *(explain_footing(footing, score.course) for footing in assessment.footing),
        *(explain_item(item) for item in score.items.values()),
        *(explain_organ(organ) for organ in score.items["organs"].organs),
        *(f"Conflict: {conflict}." for conflict in score.conflicts),
        *(explain_drug(latency) for latency in assessment.latency),
    ]


def minus(number: int) -> str:
    """Return a whole number with a true minus sign."""
    return f"{number}".replace("-", "−")


def signed(points: int) -> str:
    """Return points with their sign: `+1`, `0`, `−1`."""
    return f"+{points}" if points > 0 else minus(points)


def name_category(total: Total, course: str) -> str:
    """Return a category in words; an open course is never called no case."""
    if course == "open" and total.category == "no":
        return "too early to classify"
    return CATEGORY_WORDS[total.category]


def explain_total(score: ScoreResult) -> Iterator[str]:
    """Say the total and its ranges."""
    now = minus(score.now.total)
    low, high = minus(score.lowest.total), minus(score.highest.total)
    if score.course == "closed":
        yield f"RegiSCAR {now}: {name_category(score.now, 'closed')}; says nothing about which drug."
        yield f"{low} to {high} on the findings on record."
        return
    named = name_category(score.now, "open")
    yield f"RegiSCAR {now} so far: {named}; the course is open; says nothing about which drug."
    assert score.highest_if_course_goes_on is not None
    top = minus(score.highest_if_course_goes_on.total)
    yield f"{low} to {high} on today's findings; up to {top} if the illness develops."


def explain_footing(footing: Footing, course: str) -> str:
    """Say what one answer carries."""
    stand, result = footing.stand, footing.result
    strength = SUPPORT_WORDS[stand.support]
    return (
        f"Rests on {stand.words}, {strength}; reversed alone: {minus(result.total)}, "
        f"{name_category(result, course)}."
    )


def explain_item(item: ItemResult) -> str:
    """Say an item's points, answer and reason."""
    answer = ANSWER_WORDS.get(str(item.answer)) or count_organs(int(item.answer))
    return f"{item.title}: {signed(item.points)}, {answer}. {item.why}."


def count_organs(count: int) -> str:
    """Return a number of organs in words."""
    return "1 organ" if count == 1 else f"{count} organs"


def explain_organ(organ: OrganResult) -> str:
    """Say what the clinician answered of an organ and what the data show."""
    answer = organ.answer if organ.is_answered else "not answered"
    explanation = f" ({organ.explanation})" if organ.explanation else ""
    return f"{organ.name}: {answer}{explanation}; {THRESHOLD_WORDS[organ.threshold]}. {organ.why}."


def explain_drug(result: LatencyResult) -> str:
    """Say a drug's days to onset and the reason of the verdict."""
    extras = [part for part in (result.at_edge, result.from_fever, result.from_stop) if part]
    return f"{result.drug}: {result.words}. {'; '.join([result.why, *extras])}."
