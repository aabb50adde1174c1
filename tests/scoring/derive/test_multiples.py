"""Results as multiples of their own limits: exact, in one unit, with what they were divided by."""

from decimal import Decimal
from itertools import product

import pytest

from scoring.analytes import ANALYTES
from scoring.derive.labs import read_labs
from scoring.derive.multiples import TESTS, bound_between, multiple_of, multiples_of, show_times, title_of
from scoring.facts import Measure, SiteLimits
from scoring.kernel.tri import Tri
from tests.scoring.build import facts_of, lab

YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN


def multiple(value, unit="U/L", analyte="alt", **limits):
    return multiple_of(facts_of(labs=[lab(analyte, value, unit, **limits)]).labs[0])


def test_tests_are_those_of_the_reference():
    assert set(TESTS) == {
        "alt", "ast", "alp", "ggt", "bilirubin_total", "bilirubin_direct", "ldh", "ck", "lipase", "amylase",
    }  # fmt: skip
    assert all(ANALYTES[name].upper for name in TESTS)


def test_a_multiple_is_told_with_what_was_divided():
    found = multiple(212, upper_limit=40)
    assert (found.number, found.words, found.working) == ("5.3", "ALT 5.3×", "212 U/L ÷ limit 40 U/L")
    assert (found.times.value, found.evidence.text) == (Decimal("5.3"), "212 U/L")
    assert title_of("bilirubin_total") == "Total bilirubin × ULN"


def test_an_assumed_limit_is_named():
    assert multiple(70).working == "70 U/L ÷ assumed limit 35 U/L"
    assert multiple(70).limit.is_assumed


def test_a_sites_limit_is_used_in_its_own_unit_and_named_with_its_source():
    point = facts_of(labs=[lab("alt", 2, "ukat/L")]).labs[0]
    object.__setattr__(point, "site_limits", SiteLimits("U/L", "handbook", upper=Decimal(40)))
    found = multiple_of(point)
    assert (found.number, found.limit.is_assumed) == ("3", False)
    assert "handbook" in found.working


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "limits"),
    [("urea", 30, "mg/dL", {}), ("temperature", 38, "Cel", {}), ("alt", 30, "U/L", {"upper_limit": 0})],
)
def test_without_a_limit_nothing_is_divided(analyte, value, unit, limits):
    assert multiple(value, unit, analyte, **limits) is None


def test_value_and_limit_are_divided_as_entered():
    # In mg/dL, 51.3 and 17.1 µmol/L are 3 and 1: a conversion must not turn exactly three times into less.
    found = multiple(61.8, "umol/L", "bilirubin_total", upper_limit=20.6)
    assert found.at_least(Decimal(3)) is YES
    assert found.above(Decimal(3)) is NO


@pytest.mark.parametrize(
    ("value", "at_least", "above"),
    [
        ("119.999", NO, NO), ("120", YES, NO), ("120.001", YES, YES),
        (">119.999", UNKNOWN, UNKNOWN), (">120", YES, YES), (">500", YES, YES),
        ("<120", NO, NO), ("<120.001", UNKNOWN, UNKNOWN), ("<10", NO, NO),
    ],
)  # fmt: skip
def test_a_bound_decides_only_what_holds_for_every_value_it_allows(value, at_least, above):
    given = value if value[0] in "<>" else Decimal(value)
    found = multiple(str(given) if isinstance(given, str) else float(given), upper_limit=40)
    assert (found.at_least(Decimal(3)), found.above(Decimal(3))) == (at_least, above)


def test_every_usable_result_with_a_limit_is_there_and_contradictions_are_not():
    rows = [
        lab("alt", 80, "U/L", -40), lab("alt", 90, "U/L", 1), lab("alt", 50, "U/L", 3),
        lab("alt", 60, "U/L", 3),
    ]  # fmt: skip
    facts = facts_of(labs=rows)
    assert [str(found.point.value) for found in multiples_of(read_labs(facts), "alt")] == ["80", "90"]


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("value", "shown"),
    [("2.9999", "2.9999"), ("3", "3"), ("3.0001", "3.0001"), ("1.996", "1.996"), ("2.4567", "2.46")],
)
def test_no_rounding_crosses_a_mark(value, shown):
    marks = (Decimal(1), Decimal(2), Decimal(3))
    assert show_times(Measure(Decimal(value), ">"), *marks) == f">{shown}"


def test_bounds_of_a_quotient_are_those_that_hold_for_every_pair():
    """Hold each pair of bounds to what quotients of sampled values do."""
    for rising, falling in product(("", "<", ">"), repeat=2):
        tops = {"": (4,), "<": (1, 3), ">": (5, 9)}[rising]
        bottoms = {"": (2,), "<": (0.5, 1), ">": (3, 8)}[falling]
        signs = {(top / bottom > 2) - (top / bottom < 2) for top, bottom in product(tops, bottoms)}
        expected = {frozenset({0}): "", frozenset({1}): ">", frozenset({-1}): "<"}.get(frozenset(signs))
        found = bound_between(Measure(Decimal(4), rising), Measure(Decimal(2), falling))
        assert found == expected, (rising, falling)
