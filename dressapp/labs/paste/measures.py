"""Settle the unit and the limits of each test of a table, and ask where its values do not fit the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dressapp.core.numbers import NumberRefused, parse_number
from dressapp.labs.plausibility import name_unit
from dressapp.labs.unit_words import read_unit, suggest_units
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .parts import Choices, Known, UnitSuggestion
from .plan import TestText

CHOSEN = "chosen"
CHOOSE = "Choose the unit of these values."


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of a test's values: its code, where it comes from, and what keeps it from being certain."""

    unit: str = ""
    how: str = ""
    problem: str = ""
    suggestions: tuple[UnitSuggestion, ...] = ()


def find_measure(
    test: TestText, analyte: str, values: Sequence[Decimal], choices: Choices, known: Known
) -> Measure:
    """Return the unit of a test; `values` are those that carry no unit of their own."""
    family = ANALYTES[analyte].family
    chosen = choices.units.get(test.key, "")
    if chosen in family:
        return Measure(chosen, CHOSEN)
    unit, problem = _given(test, analyte)
    if problem:
        return Measure(problem=problem, suggestions=_suggest(analyte, values, known))
    if unit:
        return Measure(unit, test.unit_from)
    if family is units.RATIO:
        return Measure(next(iter(family)), test.unit_from or "head")
    if not values:
        return Measure()
    return Measure(problem=CHOOSE, suggestions=_suggest(analyte, values, known))


def _given(test: TestText, analyte: str) -> tuple[str, str]:
    """Return the unit that stands beside a test, or what is wrong with it; 1 and INR are one unit."""
    if not test.unit_text:
        return "", ""
    unit = read_unit(test.unit_text, analyte)
    if not unit:
        own = " or ".join(dict.fromkeys(name_unit(code) for code in ANALYTES[analyte].family))
        return "", f"{test.unit_text} is no unit of {ANALYTES[analyte].name}. Choose {own}."
    other = read_unit(test.other_unit_text, analyte) if test.other_unit_text else unit
    family = ANALYTES[analyte].family
    if other and family[other] != family[unit]:
        return "", f"The table gives two units, {test.unit_text} and {test.other_unit_text}. {CHOOSE}"
    return unit, ""


def _suggest(analyte: str, values: Sequence[Decimal], known: Known) -> tuple[UnitSuggestion, ...]:
    """Return the units that fit the values, with the reason of each."""
    return suggest_units(analyte, list(values), known.rows.get(analyte, ""))


def misfit(analyte: str, measure: Measure, values: Sequence[Decimal], known: Known) -> Measure:
    """Return a unit in which no value of a test is plausible as a problem of the test."""
    name = ANALYTES[analyte].name
    problem = f"No value of {name} is plausible in {name_unit(measure.unit)}. Check the unit."
    return Measure(measure.unit, measure.how, problem, _suggest(analyte, values, known))


def typed_limits(pair: tuple[str, str]) -> tuple[str, str]:
    """Return limits that were typed, in their stored form; one that is no number is none."""
    lower, upper = (_canonical(text) for text in pair)
    return lower, upper


def _canonical(text: str) -> str:
    """Return a typed number in its stored form, or nothing."""
    try:
        return parse_number(text).canonical
    except NumberRefused:
        return ""
