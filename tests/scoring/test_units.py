"""Units: one amount written in two units is one amount, to the last digit."""

from decimal import Decimal

import pytest

from scoring.analytes import ANALYTES
from scoring.kernel import units
from tests.scoring.build import lab, organ, regiscar

MOLAR = [
    ("creatinine", "umol/L", "88.4"),
    ("bilirubin_total", "umol/L", "17.1"),
    ("bilirubin_direct", "umol/L", "17.1"),
    ("urea", "mmol/L", "0.1665"),
    ("triglycerides", "mmol/L", "0.01129"),
    ("glucose", "mmol/L", "0.0555"),
    ("free_t4", "pmol/L", "12.87"),
]
TENTHS = [Decimal(number) / 10 for number in range(1, 300)]


@pytest.mark.parametrize(("analyte", "unit", "molar_per_mass"), MOLAR)
def test_a_molar_value_is_the_mass_that_it_stands_for(analyte, unit, molar_per_mass):
    masses = [ANALYTES[analyte].canonical(mass * Decimal(molar_per_mass), unit) for mass in TENTHS]
    assert masses == TENTHS


@pytest.mark.parametrize(("micromol", "threshold"), [("132.5", "not_met"), ("132.6", "met")])
def test_creatinine_in_two_units_meets_the_kidneys_threshold_exactly(micromol, threshold):
    baseline = {"creatinine_baseline": {"value": 1.0, "unit": "mg/dL"}}
    found = organ("kidney", background=baseline, labs=[lab("creatinine", float(micromol), "umol/L", 1)])
    assert found["threshold"] == threshold


def test_direct_bilirubin_at_twice_an_assumed_limit_is_not_above_it():
    labs = [lab("bilirubin_direct", 17.1, "umol/L", on) for on in (1, 3)]
    assert organ("liver", labs=labs)["threshold"] == "not_met"


def test_one_amount_in_two_units_is_no_conflict():
    for mass, micromol in ((0.7, 61.88), (0.9, 79.56), (1.1, 97.24), (1.3, 114.92)):
        labs = [lab("creatinine", mass, "mg/dL", 1), lab("creatinine", micromol, "umol/L", 1)]
        assert regiscar(labs=labs)["conflicts"] == []


def test_a_unit_is_shown_as_people_write_it():
    assert units.with_unit("1.2", "{INR}") == "1.2"
    assert units.with_unit("38.5", "Cel") == "38.5 °C"


def test_a_share_is_told_from_the_count_of_the_same_cells():
    names = [ANALYTES[name].full_name for name in ("eosinophils_pct", "eosinophils_abs", "alt")]
    assert names == ["Eosinophils %", "Eosinophils", "ALT"]
