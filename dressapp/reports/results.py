"""Every laboratory result as a grid: tests down, samples across, each value marked against its limit."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from scoring.analytes import ANALYTES
from scoring.derive.labs import Limit, lower_limit, upper_limit
from scoring.facts import CaseFacts, LabPoint, show_date
from scoring.kernel import units

MOST_COLUMNS = 13  # as many samples as an A4 page has room for
MOST_DIGITS = 3  # of a limit that had to be converted
LEGEND = "H above, L below the limit: the laboratory's own, or an assumed one where none was given."
WITH_SITE = "H above, L below the limit: the laboratory's own, else the site's ({}), or an assumed one."

Block = dict[str, Any]


def present_results(facts: CaseFacts) -> list[Block]:
    """Return the results as blocks of as many samples as a page is wide; the oldest comes first."""
    samples = {point.sample: point for point in sorted(facts.labs, key=lambda point: point.sample)}
    return [_block(facts, part) for part in _parts(list(samples.values()))]


def present_legend(facts: CaseFacts) -> str:
    """Return how values are marked, with the sources of the site's limits that were used."""
    limits = (limit for point in facts.labs for limit in (lower_limit(point), upper_limit(point)) if limit)
    sources = dict.fromkeys(limit.source for limit in limits if limit.source)
    return WITH_SITE.format("; ".join(sources)) if sources else LEGEND


def _parts(samples: Sequence[LabPoint]) -> Iterator[Sequence[LabPoint]]:
    """Cut the samples into blocks of even width."""
    count = ceil(len(samples) / MOST_COLUMNS)
    width = ceil(len(samples) / count) if count else 1
    for start in range(0, len(samples), width):
        yield samples[start : start + width]


def _block(facts: CaseFacts, samples: Sequence[LabPoint]) -> Block:
    names = [sample.sample for sample in samples]
    inside = [point for point in facts.labs if point.sample in names]
    return {
        "columns": [_column(facts, sample) for sample in samples],
        "rows": [_row(analyte, unit, inside, names) for analyte, unit in _tests(inside)],
    }


def _tests(points: Sequence[LabPoint]) -> list[tuple[str, str]]:
    """Return each test with its unit, in the order of the catalogue."""
    found = {(point.analyte, point.unit) for point in points}
    order = list(ANALYTES)
    return sorted(found, key=lambda test: (order.index(test[0]), test[1]))


def _column(facts: CaseFacts, sample: LabPoint) -> dict[str, str]:
    """Return the head of one sample: its date and time where there are any, and its day."""
    number = facts.day_number(sample.on)
    date = "" if facts.basis == "relative" else show_date(sample.on)
    return {
        "date": date,
        "time": sample.sample.partition("T")[2][:5],
        "day": f"day {number}".replace("-", "−") if number is not None else "",
    }


def _row(analyte: str, unit: str, points: Sequence[LabPoint], samples: Sequence[str]) -> dict[str, Any]:
    own = [point for point in points if (point.analyte, point.unit) == (analyte, unit)]
    values = {sample: [_value(point) for point in own if point.sample == sample] for sample in samples}
    return {
        "test": ANALYTES[analyte].name,
        "unit": units.label(unit),
        "limits": "; ".join(dict.fromkeys(words for point in own if (words := _limits(point)))),
        "cells": [", ".join(values[sample]) for sample in samples],
    }


def _value(point: LabPoint) -> str:
    """Return a value with its mark; a bound that does not decide has none."""
    high, low = upper_limit(point), lower_limit(point)
    if high and high.value and point.canonical.is_above(high.value):
        return f"{point.value} H"
    return f"{point.value} L" if low and point.canonical.is_below(low.value) else str(point.value)


def _limits(point: LabPoint) -> str:
    """Return the limits that a value is marked against, in its own unit: `150 to 450`, `assumed up to 35`."""
    low, high = lower_limit(point), upper_limit(point)
    if low and high and low.whose == high.whose:
        return f"{low.whose}{_number(point, low)} to {_number(point, high)}"
    if low and high:
        return f"from {low.whose}{_number(point, low)}, up to {high.whose}{_number(point, high)}"
    if low:
        return f"{low.whose}from {_number(point, low)}"
    return f"{high.whose}up to {_number(point, high)}" if high else ""


def _number(point: LabPoint, limit: Limit) -> str:
    """Return a limit in the unit of a value, rounded where it has no short form there."""
    if limit.unit == point.unit:
        return units.shown(limit.given)
    exact = units.plain(limit.value / ANALYTES[point.analyte].family[point.unit])
    digits = MOST_DIGITS - exact.adjusted() - 1
    rounded = units.plain(round(exact, digits))
    return f"{'' if rounded == exact else 'about '}{units.shown(rounded)}"
