"""The limits that lanes are drawn with and results are measured against, each with its name."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive import course, organs
from scoring.derive.before import MULTIPLES
from scoring.derive.crossings import show_ratio
from scoring.derive.labs import (
    EOSINOPHILS_ONE_POINT,
    EOSINOPHILS_TWO_POINTS,
    Limit,
    lower_limit,
    upper_limit,
)
from scoring.facts import LabPoint
from scoring.kernel import units
from scoring.kernel.citation import OWN_CHOICE, threshold

EOSINOPHILS = "eosinophils"  # the lane of counts, given or computed
NORMAL_TEMPERATURE = threshold(
    "37.0", "Cel", OWN_CHOICE, "DESIGN"
)  # only ranks how far a fever is from normal


@dataclass(frozen=True, slots=True)
class Line:
    """A limit to draw: its value in the unit compared in, its name, and the side on which abnormal lies."""

    value: Decimal
    words: str
    is_upper: bool = True


def lines_for(point: LabPoint, baseline: organs.BaselineUsed | None, unit: str) -> tuple[Line, ...]:
    """Return the limits to draw for a test, named in the lane's unit, as they hold for one result."""
    fixed = _fixed_lines(point.analyte, baseline, unit)
    if fixed:
        return fixed
    found = []
    upper, lower = upper_limit(point), _lower_that_counts(point)
    if upper is not None:
        multiple = MULTIPLES.get(point.analyte, Decimal(1))
        times = f"{multiple} × " if multiple != 1 else ""
        found.append(Line(upper.value * multiple, f"{times}{_named(upper, point.analyte, unit, 'limit')}"))
    if lower is not None:
        found.append(Line(lower.value, _named(lower, point.analyte, unit, "lower limit"), is_upper=False))
    return tuple(found)


def _fixed_lines(analyte: str, baseline: organs.BaselineUsed | None, unit: str) -> tuple[Line, ...]:
    if analyte == "temperature":
        return (Line(course.FEVER.value, f"{course.FEVER.value} °C"),)
    if analyte == "urine_protein_24h":
        return (Line(organs.KIDNEY_PROTEIN.value, f"{in_unit(organs.KIDNEY_PROTEIN.value, analyte, unit)}"),)
    if analyte == "creatinine" and baseline is not None:
        rise = organs.KIDNEY_RISE.value
        return (Line(baseline.value * rise, f"{rise} × baseline {in_unit(baseline.value, analyte, unit)}"),)
    return ()


def eosinophil_lines() -> tuple[Line, ...]:
    """Return the two counts that carry points."""
    return (
        Line(EOSINOPHILS_TWO_POINTS.value, f"{units.shown(EOSINOPHILS_TWO_POINTS.value)} · 2 points"),
        Line(EOSINOPHILS_ONE_POINT.value, f"{units.shown(EOSINOPHILS_ONE_POINT.value)} · 1 point"),
    )


def _named(limit: Limit, analyte: str, unit: str, words: str) -> str:
    if limit.unit == unit:
        return f"{limit.whose}{words} {units.shown(units.plain(limit.given))}"
    return f"{limit.whose}{words} {in_unit(limit.value, analyte, unit)}"


def in_unit(value: Decimal, analyte: str, unit: str) -> str:
    """Return a canonical value as a number in the lane's unit, at most four digits behind the point."""
    if analyte == "temperature":
        return units.shown(value)
    return units.shown(units.plain(round(value / ANALYTES[analyte].family[unit], 4)))


def measure_distance(point: LabPoint, baseline: organs.BaselineUsed | None) -> Decimal:
    """Return how far a result is from its limit, on the side where it is further out; 0 without any.

    A bound that may as well lie within the limit ranks nowhere.
    """
    value = point.canonical.value
    if point.analyte == "temperature":
        return (value - NORMAL_TEMPERATURE.value) / (course.FEVER.value - NORMAL_TEMPERATURE.value)
    if point.analyte == "urine_protein_24h":
        return value / organs.KIDNEY_PROTEIN.value
    if point.analyte == "creatinine" and baseline is not None:
        return value / baseline.value
    above, below = _above(point), _below(point)
    if point.canonical.comparator == "<":
        above = min(above, Decimal(1))
    if point.canonical.comparator == ">":
        below = min(below, Decimal(1))
    return max(above, below)


def _above(point: LabPoint) -> Decimal:
    upper = upper_limit(point)
    return point.canonical.value / upper.value if upper is not None and upper.value else Decimal(0)


def _below(point: LabPoint) -> Decimal:
    lower = _lower_that_counts(point)
    if lower is None or not lower.value:
        return Decimal(0)
    return lower.value / max(point.canonical.value, lower.value / 1000)


def _lower_that_counts(point: LabPoint) -> Limit | None:
    """Return the lower limit of a test of which a low value tells something."""
    return None if point.analyte in MULTIPLES or point.analyte == "creatinine" else lower_limit(point)


def name_distance(point: LabPoint, baseline: organs.BaselineUsed | None) -> str:
    """Return in words what a result is measured against; empty without a limit."""
    if point.analyte == "temperature":
        return f"threshold {course.FEVER.value} °C"
    if point.analyte == "urine_protein_24h":
        return "threshold 1 g/24 h"
    if point.analyte == "creatinine" and baseline is not None:
        ratio = point.canonical.value / baseline.value
        return f"{_times(point, ratio, organs.KIDNEY_RISE.value)} baseline {baseline.words}"
    lower, upper = _lower_that_counts(point), upper_limit(point)
    if lower is not None and lower.value and _below(point) > _above(point):
        side = _side(point, lower)
        return f"{side} {_with_unit(lower, point, 'lower limit')}"
    if upper is None or not upper.value:
        return ""
    times = _times(point, _above(point), MULTIPLES.get(point.analyte, Decimal(1)))
    return f"{times} {_with_unit(upper, point, 'limit')}"


def _side(point: LabPoint, lower: Limit) -> str:
    """Say on which side of a lower limit a result lies; a bound may lie on either."""
    if point.canonical.is_below(lower.value):
        return "below"
    return "not below" if point.canonical.is_at_least(lower.value) else "perhaps below"


def _with_unit(limit: Limit, point: LabPoint, words: str) -> str:
    return units.with_unit(_named(limit, point.analyte, point.unit, words), point.unit)


def _times(point: LabPoint, ratio: Decimal, bound: Decimal) -> str:
    """Return a multiple; of a bound it is a bound."""
    return f"{point.canonical.comparator}{show_ratio(ratio, bound)} ×"
