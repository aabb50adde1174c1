"""What cannot be, and what is so unusual that it is asked about once."""

from decimal import Decimal

from dressapp.core.numbers import Number
from scoring.analytes import ANALYTES, Analyte
from scoring.kernel import units

Sample = dict[str, tuple[Number, str]]

TOO_MANY = "More eosinophils than white cells in one sample. Check both values and their units."


def name_unit(unit: str) -> str:
    """Return a unit as people choose it; a ratio has no unit of its own."""
    return units.label(unit) or "(ratio)"


def refusal_of_unit(analyte: Analyte, unit: str) -> str:
    """Say that a unit belongs to another test, or nothing."""
    if unit in analyte.family:
        return ""
    own = " or ".join(dict.fromkeys(name_unit(code) for code in analyte.family))
    return f"{name_unit(unit)} is no unit of {analyte.name}. Choose {own}."


def refusal_of(analyte: Analyte, number: Number, unit: str, sample: Sample) -> str:
    """Say why a value cannot be, or nothing; `sample` has the sample's other values with their units."""
    if refusal := refusal_of_unit(analyte, unit):
        return refusal
    if unit == "%" and number.value > 100:
        return "A percentage lies between 0 and 100. Check the value."
    return _refusal_in_sample(analyte, number, unit, sample)


def _refusal_in_sample(analyte: Analyte, number: Number, unit: str, sample: Sample) -> str:
    """Say whether eosinophils are above the white cells of the same sample."""
    every = sample | {analyte.id: (number, unit)}
    cells, eosinophils = every.get("wbc"), every.get("eosinophils_abs")
    if analyte.id not in ("wbc", "eosinophils_abs") or not cells or not eosinophils:
        return ""
    if cells[0].comparator == ">" or eosinophils[0].comparator == "<":
        return ""
    is_more = _canonical("eosinophils_abs", *eosinophils) > _canonical("wbc", *cells)
    return TOO_MANY if is_more else ""


def doubt_of(analyte: Analyte, number: Number, unit: str) -> str:
    """Say what is unusual about a value, with what it means in the unit compared in; or nothing."""
    low, high = analyte.plausible
    value = analyte.canonical(number.value, unit)
    if low <= value <= high:
        return ""
    typed = units.with_unit(number.raw, unit)
    meant = "" if unit == analyte.unit else f" = {units.with_unit(_short(value), analyte.unit)}"
    side = "low" if value < low else "high"
    return f"{analyte.name} {typed}{meant} is unusually {side}. Check the number and the unit."


def _short(value: Decimal) -> str:
    """Return a computed number with at most four places."""
    return units.shown(units.plain(round(value, 4)))


def _canonical(analyte: str, number: Number, unit: str) -> Decimal:
    """Return a value in the unit that it is compared in."""
    return ANALYTES[analyte].canonical(number.value, unit)
