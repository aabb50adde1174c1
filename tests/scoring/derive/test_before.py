"""The patient's own value before the illness: how many times, the peak, and what was high already."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.derive import organs
from scoring.derive.before import (
    MULTIPLES,
    high_before,
    last_before,
    name_high_before,
    organs_high_before,
    peak,
    show_times,
    times_before,
)
from scoring.derive.labs import read_labs
from scoring.facts import CaseDates, CaseFacts, LabPoint, Measure, SiteLimits

RASH = date(2026, 3, 12)


def point(value, on=0, *, analyte="alt", unit="U/L", **more):
    sign, digits = (value[0], value[1:]) if value[0] in "<>" else ("", value)
    day = RASH + timedelta(days=on)
    return LabPoint(analyte, day, day.isoformat(), Measure(Decimal(digits), sign), unit, **more)


def case(*labs, **dates):
    facts = CaseFacts(dates=CaseDates(**{"rash_onset": RASH} | dates), labs=labs)
    return facts, read_labs(facts)


def of(labs, analyte="alt", **dates):
    return last_before(*case(*labs, **dates), analyte)


def test_the_last_usable_value_before_the_first_day_of_the_illness_is_the_patients_own():
    labs = [point("20", -90), point("31", -24), point("55", -1), point("300", 0)]
    assert of(labs).value == Measure(Decimal(55))
    assert of(labs, first_symptom=RASH - timedelta(days=1)).value == Measure(Decimal(31))
    assert of([point("300", 0)]) is None
    assert of(labs, rash_onset=None) is None
    assert of(labs, "ast") is None


def test_contradictory_values_of_one_sample_are_no_value_before():
    assert of([point("20", -90), point("31", -24), point("60", -24)]).value == Measure(Decimal(20))


TIMES = [
    ("379", "31", "12.2"),
    ("50", "40", "1.25"),
    ("31", "31", "1"),
    ("10", "30", "0.33"),
    (">500", "31", ">16.1"),
    ("<5", "31", "<0.17"),
    ("50", "<5", ">10"),
    ("50", ">100", "<0.5"),
    (">50", "<5", ">10"),
    ("<5", ">100", "<0.05"),
    ("<5", "<4", None),
    (">500", ">400", None),
    ("50", "0", None),
    ("50", "<0", None),
    ("0", "30", "0"),
]


@pytest.mark.parametrize(("value", "before", "shown"), TIMES)
def test_a_bound_on_either_side_leaves_a_bound_or_nothing(value, before, shown):
    times = times_before(point(value), point(before, -9))
    assert (times and show_times(times, "alt")) == shown


def test_a_bound_is_rounded_to_the_side_that_it_still_holds_for():
    assert show_times(times_before(point(">100"), point("60", -9)), "alt") == ">1.66"
    assert show_times(times_before(point("<100"), point("60", -9)), "alt") == "<1.67"


def test_values_of_one_unit_are_compared_as_entered_and_others_after_conversion():
    molar = {"analyte": "creatinine", "unit": "umol/L"}
    assert times_before(point("150", **molar), point("100", -9, **molar)).value == Decimal("1.5")
    mass = point("1.25", -9, analyte="creatinine", unit="mg/dL")
    assert times_before(point("221", **molar), mass).value == 2
    warm = {"analyte": "temperature", "unit": "Cel"}
    assert times_before(point("39", **warm), point("36.5", -9, **warm)) is None


def test_rounding_never_carries_a_multiple_across_1_or_the_rise_of_creatinine():
    assert show_times(Measure(Decimal("1.0004")), "alt") == "1.0004"
    assert show_times(Measure(Decimal("1.499")), "alt") == "1.5"
    assert show_times(Measure(Decimal("1.499")), "creatinine") == "1.499"


PEAKS = [
    ([point("31", -24), point("350", 2), point("379", 4), point("90", 9)], ("379", "10.8", "12.2")),
    ([point("379", 4)], ("379", "10.8", None)),
    ([point("379", 4, upper_limit=Decimal(40))], ("379", "9.48", None)),
    ([point(">350", 4), point("300", 5)], (">350", ">10", None)),
    ([point("<5", -3), point("70", 4)], ("70", "2", ">14")),
    ([point("35", 4)], None),
    ([point("<900", 4)], None),
    ([point("31", -24)], None),
    ([point("10", -24), point("34", 3)], None),
    ([point("20", 2), point("379", 90)], None),
]


def said(found, analyte):
    if found is None:
        return None
    times = (found.times_limit, found.times_before)
    return (str(found.point.value), *(each and show_times(each, analyte) for each in times))


@pytest.mark.hazard("H08")
@pytest.mark.parametrize(("labs", "expected"), PEAKS)
def test_the_peak_is_the_highest_of_the_episode_where_it_lies_above_its_limit(labs, expected):
    facts, table = case(*labs, closed_on=RASH + timedelta(days=60))
    assert said(peak(facts, table, "alt"), "alt") == expected


@pytest.mark.parametrize(
    ("analyte", "unit", "before", "value", "expected"),
    [
        ("neutrophils_abs", "/uL", "4000", "9000", ("9,000", None, "2.25")),
        ("neutrophils_abs", "/uL", "4000", "3900", None),
        ("creatinine", "mg/dL", "0.4", "1.1", ("1.1", None, "2.75")),
        ("creatinine", "mg/dL", "0.6", "0.9", ("0.9", None, "1.5")),
        ("creatinine", "mg/dL", "0.7", "1.0", None),
        ("creatinine", "mg/dL", "1.0", "2.4", ("2.4", "2", "2.4")),
        ("eosinophils_pct", "%", "3", "28", None),
        ("temperature", "Cel", "36.5", "39.5", None),
    ],
)
def test_what_has_no_limit_or_is_creatinine_also_peaks_against_the_value_before(
    analyte, unit, before, value, expected
):
    kind = {"analyte": analyte, "unit": unit}
    facts, table = case(point(before, -9, **kind), point(value, 3, **kind))
    assert said(peak(facts, table, analyte), analyte) == expected


def test_a_limit_of_nothing_is_no_limit_to_be_a_multiple_of():
    facts, table = case(point("20", -9), point("50", 3, upper_limit=Decimal(0)))
    assert said(peak(facts, table, "alt"), "alt") == ("50", None, "2.5")


HIGH = [
    (point("71", -9), "already above 2× the assumed limit before the reaction"),
    (point("70", -9), None),
    (point("81", -9, upper_limit=Decimal(40)), "already above 2× the limit before the reaction"),
    (point("80", -9, upper_limit=Decimal(40)), None),
    (point(">70", -9), "already above 2× the assumed limit before the reaction"),
    (point("<200", -9), None),
    (point("500", 0), None),
    (
        point("83", -9, site_limits=SiteLimits("U/L", "Handbook", upper=Decimal(41))),
        "already above 2× the site's limit before the reaction",
    ),
    (point("900", -9, analyte="ferritin", unit="ug/L"), None),
    (point("900", -9, analyte="neutrophils_abs", unit="/uL"), None),
]


@pytest.mark.parametrize(("result", "words"), HIGH)
def test_what_the_organ_rules_ask_for_may_have_been_so_before(result, words):
    found = high_before(*case(result), result.analyte)
    assert (found and name_high_before(found)) == words


def test_the_multiples_are_those_of_the_organ_rules():
    assert MULTIPLES["alt"] is organs.LIVER_TWO_DATES.value
    assert MULTIPLES["lipase"] is organs.PANCREAS.value
    assert MULTIPLES["ck"] is organs.MUSCLE.value


def test_each_organ_names_its_tests_that_were_high_before():
    labs = [
        point("90", -9),
        point("900", -8, analyte="ck"),
        point("75", -9, analyte="ast"),
        point("100", -9, analyte="lipase"),
    ]
    facts, table = case(*labs)
    assert organs_high_before(facts, table) == {
        "liver": "ALT already above 2× the assumed limit before the reaction: 90 U/L on 3 Mar 2026; "
        "AST already above 2× the assumed limit before the reaction: 75 U/L on 3 Mar 2026",
        "muscle_heart": "CK already above 2× the assumed limit before the reaction: 900 U/L on 4 Mar 2026",
    }
    assert organs_high_before(*case()) == {}


VALUES = st.tuples(st.sampled_from(["", "<", ">"]), st.integers(1, 900))
TRUE = st.integers(1, 2000).map(Decimal)


def allows(measure, value):
    return {"": value == measure.value, "<": value < measure.value, ">": value > measure.value}[
        measure.comparator
    ]


@given(VALUES, VALUES, TRUE, TRUE)
def test_a_multiple_holds_for_every_pair_of_values_that_the_bounds_allow(value, before, now, then):
    new, old = (point(f"{sign}{number}") for sign, number in (value, before))
    times = times_before(new, replace(old, on=RASH - timedelta(days=9)))
    if times is None or not (allows(new.value, now) and allows(old.value, then)):
        return
    assert allows(times, now / then)
