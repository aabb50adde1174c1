"""What could still change a score: the range, what each open item would do, and what the verdict rests on.

Works on the items of any rule set of points; knows none by name.
"""

from collections.abc import Callable, Iterable

from scoring.kernel.result import Footing, ItemResult, Lever, ScoreResult, Support, Total

Classify = Callable[[int], str]
_WEAKEST_FIRST = tuple(Support)


def combine(
    ruleset: str,
    items: Iterable[ItemResult],
    lab_conflicts: tuple[str, ...],
    classify: Classify,
    *,
    is_closed: bool,
) -> ScoreResult:
    """Add the items up: today's total, worst and best on today's findings, best if the course goes on."""
    items = tuple(items)
    now = lowest = highest = goes_on = 0
    for item in items:
        now += item.points
        lowest += item.bounds.lowest
        highest += item.bounds.highest
        goes_on += item.bounds.highest_if_course_goes_on
    return ScoreResult(
        ruleset=ruleset,
        now=Total(now, classify(now)),
        course="closed" if is_closed else "open",
        items={item.id: item for item in items},
        lowest=Total(lowest, classify(lowest)),
        highest=Total(highest, classify(highest)),
        highest_if_course_goes_on=None if is_closed else Total(goes_on, classify(goes_on)),
        conflicts=_conflicts(items, lab_conflicts),
    )


def _conflicts(items: tuple[ItemResult, ...], lab_conflicts: tuple[str, ...]) -> tuple[str, ...]:
    found = list(lab_conflicts)
    for item in items:
        found.extend(item.derived.conflicts)
        if item.contradiction:
            found.append(item.contradiction)
    return tuple(found)


def levers(score: ScoreResult, classify: Classify) -> tuple[Lever, ...]:
    """Return, for each open item in the paper's order, what each answer would make of the total."""
    return tuple(
        Lever(item.id, item.title, option.answer, option.words, _moved(score, item, option.points, classify))
        for item in score.items.values()
        for option in item.options
    )


def footing(score: ScoreResult, classify: Classify) -> tuple[Footing, ...]:
    """Return every answer whose reversal alone would change the category, weakest support first."""
    found = [
        (item, Footing(stand, _moved(score, item, stand.points_if_reversed, classify)))
        for item in score.items.values()
        for stand in item.stands
    ]
    deciding = [pair for pair in found if pair[1].result.category != score.now.category]
    deciding.sort(key=_weakness)
    return tuple(footing for _, footing in deciding)


def _weakness(pair: tuple[ItemResult, Footing]) -> tuple[int, int]:
    item, footing = pair
    at_stake = abs(item.points - footing.stand.points_if_reversed)
    return _WEAKEST_FIRST.index(footing.stand.support), -at_stake


def _moved(score: ScoreResult, item: ItemResult, points: int, classify: Classify) -> Total:
    total = score.now.total - item.points + points
    return Total(total, classify(total))
