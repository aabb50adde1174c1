"""Results against a threshold: beyond it, not beyond it, or not to be told, and how to say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from scoring.analytes import ANALYTES
from scoring.derive.labs import LabTable, Limit, upper_limit
from scoring.facts import CaseFacts, LabPoint
from scoring.kernel import units
from scoring.kernel.result import LastBeyond


@dataclass(frozen=True, slots=True)
class Crossing:
    """One result against its threshold; `is_beyond` is None where a bound does not decide.

    `limit` is the threshold in the unit compared in; `ratio` is the multiple of the upper limit or baseline.
    """

    point: LabPoint
    is_beyond: bool | None
    ratio: Decimal
    limit: Decimal
    is_assumed: bool
    words: str


def multiples(facts: CaseFacts, table: LabTable, analyte: str, multiple: Decimal) -> list[Crossing]:
    """Return the results of one test in the episode against a multiple of their upper limit."""
    found = []
    for point in table.of(analyte):
        limit = upper_limit(point) if facts.in_episode(point.on) else None
        if limit is not None:
            found.append(against_limit(facts, point, limit, multiple))
    return found


def against_limit(facts: CaseFacts, point: LabPoint, limit: Limit, multiple: Decimal) -> Crossing:
    """Return one result against a multiple of a limit."""
    bound = limit.value * multiple
    value, own = point.canonical, limit.value
    if limit.unit == point.unit:  # as entered, nothing is lost in a conversion
        value, own = point.value, limit.given
    beyond = True if value.is_above(own * multiple) else False if value.is_at_most(own * multiple) else None
    ratio = value.value / own if own else Decimal(0)
    words = (
        f"{ANALYTES[point.analyte].name} {point.shown} on {facts.name_day(point.on)}, "
        f"{value.comparator}{show_ratio(ratio, multiple)}× {limit.shown}"
    )
    return Crossing(point, beyond, ratio, bound, limit.is_assumed, words)


def show_ratio(ratio: Decimal, *limits: Decimal) -> str:
    """Return a multiple with two decimals, or exactly enough digits not to carry it across a threshold."""
    for places in (2, 4, 8):
        text = round(ratio, places)
        if all((text > limit, text >= limit) == (ratio > limit, ratio >= limit) for limit in limits):
            return units.shown(units.plain(text))
    return units.shown(ratio)


def highest(crossings: Iterable[Crossing]) -> Crossing:
    """Return the crossing of the largest ratio, one beyond its threshold first; at least one is given."""
    return max(crossings, key=lambda crossing: (crossing.is_beyond is True, crossing.ratio))


def last_beyond(crossings: Iterable[Crossing]) -> LastBeyond:
    """Return the last result beyond the threshold, by a limit on record first; at least one lies beyond."""
    beyond = (crossing for crossing in crossings if crossing.is_beyond)
    last = max(beyond, key=lambda crossing: (crossing.point.on, not crossing.is_assumed))
    words = f"{ANALYTES[last.point.analyte].name} {last.point.shown}"
    return LastBeyond(
        last.point.on, f"{words} (by an assumed limit)" if last.is_assumed else words, last.is_assumed
    )


def successive(crossings: list[Crossing]) -> list[Crossing]:
    """Return the results beyond on two dates that follow each other in the measurements of that test."""
    by_date: dict[date, list[Crossing]] = {}
    for crossing in crossings:
        by_date.setdefault(crossing.point.on, []).append(crossing)
    days = sorted(by_date)
    for first, second in pairwise(days):
        pair = [[crossing for crossing in by_date[day] if crossing.is_beyond] for day in (first, second)]
        if all(pair):
            return [crossing for crossing in crossings if crossing.is_beyond]
    return []
