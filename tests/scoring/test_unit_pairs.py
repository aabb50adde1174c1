"""One amount in any of its units is one result: every test, every pair of units, the whole assessment."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ucumvert import PintUcumRegistry

from dressapp.exchange.results import present_result
from scoring.analytes import ANALYTES
from scoring.facts import Baseline, CaseDates, CaseFacts, LabPoint, Measure
from scoring.panel import assess

RASH = date(2020, 3, 2)
PAIRS = [(one.id, *pair) for one in ANALYTES.values() for pair in combinations(one.family, 2)]
UNITS = [(one.id, unit) for one in ANALYTES.values() for unit in one.family]
# Amounts in steps for which each unit of the test has a number that ends: 0.06 U/L is 0.001 µkat/L.
STEPS = {"ukat/L": Decimal("0.06"), "[degF]": Decimal("0.5"), "mg/mmol": Decimal("0.0884")}
# Around what the rules ask for: 1.5 times a baseline, 2, 3 and 5 times a limit.
MULTIPLES = [Decimal(text) for text in "0.5 1 1.1 1.4 1.5 1.6 1.9 2 2.1 2.9 3 3.1 4.9 5 5.1 10".split()]


@dataclass(frozen=True)
class Amount:
    """A result before it has a unit: a value and a limit, both in the unit compared in."""

    analyte: str
    day: int
    value: Decimal
    limit: Decimal | None = None


def convert(analyte_id, value, unit):
    """Return a value of the unit compared in, written in another one with no digit lost."""
    analyte = ANALYTES[analyte_id]
    there = value * 9 / 5 + 32 if unit == "[degF]" else value / analyte.family[unit]
    assert analyte.canonical(there, unit) == value
    return there


def step_of(analyte_id):
    return next((STEPS[unit] for unit in ANALYTES[analyte_id].family if unit in STEPS), Decimal("0.01"))


def in_steps(analyte_id, value):
    step = step_of(analyte_id)
    return (value / step).to_integral_value() * step


def usual_of(analyte_id):
    """Return a value to take multiples of: the assumed limit, else one that is plausible."""
    analyte = ANALYTES[analyte_id]
    low, high = analyte.plausible
    return analyte.upper or analyte.lower or min((low + high) / 4, Decimal(100))


def amounts_of(analyte_id):
    """Draw results of one test around the thresholds of the rules, some with a limit of their own."""
    usual, highest = usual_of(analyte_id), 100 if analyte_id.endswith("_pct") else 10**7
    values = st.one_of(st.sampled_from(MULTIPLES), st.integers(0, 1200).map(lambda part: Decimal(part) / 100))
    return st.builds(
        Amount,
        st.just(analyte_id),
        st.integers(-2, 20),
        values.map(lambda times: min(in_steps(analyte_id, usual * times), Decimal(highest))),
        st.sampled_from([None, in_steps(analyte_id, usual)]),
    )


def lab_of(amount, unit):
    on = RASH + timedelta(days=amount.day)
    limit = None if amount.limit is None else convert(amount.analyte, amount.limit, unit)
    value = Measure(convert(amount.analyte, amount.value, unit))
    return LabPoint(amount.analyte, on, on.isoformat(), value, unit, upper_limit=limit)


def outcome(labs, baseline=None):
    """Return the whole assessment but for its sentences, which name the unit that was given."""
    facts = CaseFacts(dates=CaseDates(rash_onset=RASH), labs=tuple(labs), creatinine_baseline=baseline)
    found = assess(facts)
    result = present_result(found)
    conflicts = result["regiscar"].pop("conflicts")
    levers = [(lever.item, lever.answer, lever.result) for lever in found.levers]
    footing = [(one.stand.item, one.result) for one in found.footing]
    return without_sentences(result), len(conflicts), levers, footing


def without_sentences(result):
    if isinstance(result, dict):
        return {key: without_sentences(value) for key, value in result.items() if key != "why"}
    return [without_sentences(value) for value in result] if isinstance(result, list) else result


def test_every_unit_of_every_test_is_in_a_pair():
    alone = {one.id for one in ANALYTES.values() if len(one.family) == 1}
    assert {analyte for analyte, *_ in PAIRS} | alone == set(ANALYTES)
    assert all(ANALYTES[analyte].unit == "%" for analyte in alone)


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(("analyte", "one", "other"), PAIRS)
@settings(derandomize=True, deadline=None, max_examples=12)
@given(st.data())
def test_an_amount_in_one_unit_scores_as_in_any_other(analyte, one, other, data):
    amounts = data.draw(st.lists(amounts_of(analyte), min_size=1, max_size=4))
    in_one, in_other = ([lab_of(amount, unit) for amount in amounts] for unit in (one, other))
    assert outcome(in_one) == outcome(in_other)
    mixed = [*in_one[::2], *in_other[1::2]]
    assert outcome(sorted(mixed, key=lambda lab: lab.on)) == outcome(sorted(in_one, key=lambda lab: lab.on))


PANEL = (
    "temperature neutrophils_pct platelets hemoglobin inr creatinine alt ast alp ggt bilirubin_total"
    " bilirubin_direct crp lipase amylase ck troponin_t troponin_i urine_protein_24h"
    " urine_protein_creatinine_ratio eosinophils_pct atypical_lymphocytes_pct"
).split()
ANY = st.one_of([amounts_of(analyte) for analyte in PANEL])


@st.composite
def blood_counts(draw):
    """Draw white cells and eosinophils of one sample, by count or share, never more than there are cells."""
    day = draw(st.integers(-2, 20))
    cells = draw(st.integers(1, 400)) * 100
    share = draw(st.integers(0, 100))
    counted = Amount("eosinophils_abs", day, Decimal(cells * share) / 100)
    percent = Amount("eosinophils_pct", day, Decimal(share))
    return [Amount("wbc", day, Decimal(cells)), draw(st.sampled_from([counted, percent]))]


@pytest.mark.hazard("H01")
@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(ANY, max_size=12),
    st.lists(blood_counts(), max_size=4, unique_by=lambda row: row[0].day),
    st.data(),
)
def test_a_case_in_mixed_units_scores_as_in_one(panel, counts, data):
    """A creatinine baseline is in a unit of its own too."""
    days_counted = {row[0].day for row in counts}
    amounts = [one for one in panel if one.analyte != "eosinophils_pct" or one.day not in days_counted]
    amounts += [amount for row in counts for amount in row]

    def labs():
        units = {one: st.sampled_from(sorted(ANALYTES[one.analyte].family)) for one in amounts}
        return [lab_of(one, data.draw(units[one])) for one in amounts]

    def baseline():
        unit = data.draw(st.sampled_from(sorted(ANALYTES["creatinine"].family)))
        return Baseline(convert("creatinine", Decimal("0.8"), unit), unit)

    usual = [lab_of(one, ANALYTES[one.analyte].unit) for one in amounts]
    expected = outcome(usual, Baseline(Decimal("0.8"), "mg/dL"))
    assert outcome(labs(), baseline()) == expected


@pytest.mark.parametrize(("analyte", "unit"), UNITS)
@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(0, 10**7))
def test_a_value_there_and_back_is_the_same_to_the_last_digit(analyte, unit, steps):
    value = steps * step_of(analyte)
    there = convert(analyte, value, unit)
    assert ANALYTES[analyte].canonical(there, unit) == value
    assert convert(analyte, ANALYTES[analyte].canonical(there, unit), unit) == there


@pytest.fixture(scope="module")
def ucum():
    return PintUcumRegistry()


# What UCUM leaves to others: a mole of what, and what an international unit is of.
BEYOND_UCUM = ("mol", "[IU]")


def is_in_ucum(analyte, unit):
    return not any(sign in (unit + ANALYTES[analyte].unit) for sign in BEYOND_UCUM) and analyte != "inr"


@pytest.mark.parametrize(("analyte", "unit"), [pair for pair in UNITS if is_in_ucum(*pair)])
def test_a_factor_is_that_of_ucum(ucum, analyte, unit):
    """The library works in binary fractions; ours are exact, so they agree to 14 digits."""
    compared = ANALYTES[analyte].unit
    value = Decimal("101.3")
    found = ucum.Quantity(float(value), ucum.from_ucum(unit).units)
    scale = Decimal(str(ucum.from_ucum(unit).magnitude)) / Decimal(str(ucum.from_ucum(compared).magnitude))
    theirs = Decimal(str(found.to(ucum.from_ucum(compared).units).magnitude)) * scale
    ours = ANALYTES[analyte].canonical(value, unit)
    assert abs(theirs / ours - 1) < Decimal("1e-14")


def test_ucum_is_asked_about_all_units_but_those_of_substance_and_effect():
    asked = [pair for pair in UNITS if is_in_ucum(*pair)]
    assert len(asked) > 50
    left = {unit for analyte, unit in UNITS if not is_in_ucum(analyte, unit)}
    assert left == {
        "umol/L", "mmol/L", "pmol/L", "mg/mmol", "[IU]/L", "m[IU]/L", "u[IU]/mL", "mU/L", "{INR}", "1",
    }  # fmt: skip
