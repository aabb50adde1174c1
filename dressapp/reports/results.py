"""Every laboratory result as a grid: tests down, samples across, each value marked against its limit."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from scoring.analytes import ANALYTES
from scoring.derive.labs import lower_limit, upper_limit
from scoring.facts import CaseFacts, LabPoint, show_date
from scoring.kernel import units

MOST_COLUMNS = 13  # as many samples as an A4 page has room for
MOST_DIGITS = 3  # of an assumed limit that had to be converted
ASSUMED = "assumed "
LEGEND = "H above, L below the limit: the laboratory's own, or an assumed one where none was given."

Block = dict[str, Any]


def present_results(facts: CaseFacts) -> list[Block]:
    """Return the results as blocks of as many samples as a page is wide; the oldest comes first."""
    samples = {point.sample: point for point in sorted(facts.labs, key=lambda point: point.sample)}
    return [_block(facts, part) for part in _parts(list(samples.values()))]


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
    low, high = _own_or_assumed(point)
    if low and high:
        return (
            f"{low} to {high.removeprefix(ASSUMED)}" if _is_alike(low, high) else f"from {low}, up to {high}"
        )
    return _sided("from", low) or _sided("up to", high)


def _is_alike(low: str, high: str) -> bool:
    """Say whether the laboratory gave both limits, or neither."""
    return low.startswith(ASSUMED) is high.startswith(ASSUMED)


def _sided(side: str, limit: str) -> str:
    """Return one limit with its side: `assumed up to 35`."""
    if limit.startswith(ASSUMED):
        return f"{ASSUMED}{side} {limit.removeprefix(ASSUMED)}"
    return f"{side} {limit}" if limit else ""


def _own_or_assumed(point: LabPoint) -> tuple[str, str]:
    """Return the lower and the upper limit in the unit of the value; blank where there is none."""
    analyte = ANALYTES[point.analyte]
    given = ((point.lower_limit, analyte.lower), (point.upper_limit, analyte.upper))
    factor = analyte.family[point.unit]
    low, high = (
        units.shown(own) if own is not None else _assumed(catalogue, factor) for own, catalogue in given
    )
    return low, high


def _assumed(limit: Decimal | None, factor: Decimal) -> str:
    """Return a limit of the catalogue in another unit, rounded where it has no short form there."""
    if limit is None:
        return ""
    exact = units.plain(limit / factor)
    digits = MOST_DIGITS - exact.adjusted() - 1
    rounded = units.plain(round(exact, digits))
    return f"{ASSUMED}{'' if rounded == exact else 'about '}{units.shown(rounded)}"
