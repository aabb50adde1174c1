"""The R value and its pattern, at each threshold and beside it."""

from decimal import Decimal

import pytest

from scoring.derive.labs import read_labs
from scoring.derive.r_value import r_values
from tests.scoring.build import facts_of, lab


def found(*labs):
    return r_values(read_labs(facts_of(labs=list(labs))))


def r(alt, alp, *, alt_limit=40, alp_limit=120, on=2):
    return found(
        lab("alt", alt, "U/L", on, upper_limit=alt_limit), lab("alp", alp, "U/L", on, upper_limit=alp_limit)
    )


def oracle(alt, alt_limit, alp, alp_limit):
    """Return the pattern as the reference words it: >= 5, < 2, between."""
    value = (Decimal(alt) / alt_limit) / (Decimal(alp) / alp_limit)
    return "hepatocellular" if value >= 5 else "cholestatic" if value < 2 else "mixed"


@pytest.mark.parametrize(
    ("alt", "pattern", "number"),
    [
        ("79.96", "cholestatic", "1.999"), ("80", "mixed", "2"), ("80.04", "mixed", "2.001"),
        ("199.96", "mixed", "4.999"), ("200", "hepatocellular", "5"), ("200.04", "hepatocellular", "5.001"),
        ("0", "cholestatic", "0"),
    ],
)  # fmt: skip
def test_pattern_at_its_thresholds(alt, pattern, number):
    (one,) = r(float(alt), 120)
    assert (one.pattern, one.number) == (pattern, number)
    assert one.pattern == oracle(alt, 40, "120", 120)


def test_limits_that_do_not_divide_evenly_lose_nothing():
    # (70 ÷ 35) ÷ (133 ÷ 133) is 2, (210 ÷ 35) ÷ (159.6 ÷ 133) is 5.
    assert r(70, 133, alt_limit=35, alp_limit=133)[0].pattern == "mixed"
    assert r(210, 159.6, alt_limit=35, alp_limit=133)[0].pattern == "hepatocellular"
    assert r(209.999, 159.6, alt_limit=35, alp_limit=133)[0].pattern == "mixed"


@pytest.mark.parametrize("alp", [0, "<0.5"])
@pytest.mark.parametrize("alt", ["<10"])
def test_what_cannot_be_divided_is_not_shown(alt, alp):
    assert r(alt, alp) == ()


def test_alp_of_zero_is_not_divided_by():
    assert r(100, 0) == ()


@pytest.mark.parametrize(
    ("alt", "alp", "pattern", "number"),
    [
        (">200", 120, "hepatocellular", ">5"), (">199", 120, "", ">4.98"), ("<80", 120, "cholestatic", "<2"),
        ("<82", 120, "", "<2.05"), (200, "<120", "hepatocellular", ">5"), (80, ">120", "cholestatic", "<2"),
        (80, "<120", "", ">2"), (">200", "<120", "hepatocellular", ">5"),
    ],
)  # fmt: skip
def test_a_bound_decides_only_what_holds_for_every_value_it_allows(alt, alp, pattern, number):
    (one,) = r(alt, alp)
    assert (one.pattern, one.number) == (pattern, number)


def test_both_results_stand_in_one_sample():
    alt, alp = lab("alt", 400, "U/L", 2), lab("alp", 120, "U/L", 3)
    assert found(alt, alp) == ()
    timed = lab("alp", 120, "U/L", "2020-03-04T08:00")
    assert found(lab("alt", 400, "U/L", "2020-03-04"), timed) == ()


def test_no_alp_no_value():
    assert found(lab("alt", 400, "U/L")) == ()


def test_contradictory_results_are_not_used():
    assert found(lab("alt", 400, "U/L"), lab("alp", 100, "U/L"), lab("alp", 300, "U/L")) == ()


def test_both_results_and_their_limits_are_named():
    (one,) = found(lab("alt", 350, "U/L"), lab("alp", 120, "U/L", upper_limit=120))
    assert one.working == "ALT 350 U/L ÷ assumed limit 35 U/L, over ALP 120 U/L ÷ limit 120 U/L"
    assert [evidence.text for evidence in one.evidence] == ["350 U/L", "120 U/L"]
    assert one.point.analyte == "alt"


def test_units_may_differ():
    # 5 µkat/L are 300 U/L; over a limit of 0.6 µkat/L.
    (one,) = found(lab("alt", 3.6, "ukat/L", upper_limit=0.6), lab("alp", 144, "U/L", upper_limit=120))
    assert (one.number, one.pattern) == ("5", "hepatocellular")


def test_values_before_the_illness_have_an_r_value_too():
    assert [one.pattern for one in r(400, 120, on=-30)] == ["hepatocellular"]
