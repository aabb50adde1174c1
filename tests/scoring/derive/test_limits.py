"""Whose limit counts: the laboratory's own of the value, else the site's, else an assumed one; each named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.analytes import ANALYTES
from scoring.derive.labs import counted, lower_limit, read_labs, upper_limit
from scoring.derive.now import outliers
from scoring.derive.organs import organ_data
from scoring.facts import CaseDates, CaseFacts, LabPoint, Measure, SiteLimits
from scoring.kernel.result import Support
from scoring.panel import assess

DAY = date(2026, 3, 12)
SOURCE = "Central laboratory handbook 2026, women"
WOMEN = SiteLimits("U/L", SOURCE, lower=Decimal(7), upper=Decimal(41))


def point(value="300", unit="U/L", *, analyte="alt", on=DAY, site=WOMEN, **more):
    return LabPoint(
        analyte, on, on.isoformat(), Measure(Decimal(value)), unit, site_limits=site, **more
    )  # fmt: skip


def case(*labs, **more):
    return CaseFacts(dates=CaseDates(rash_onset=DAY), labs=labs, **more)


def words(limit):
    return limit and (limit.shown, limit.is_assumed)


ORDER = [
    ({"upper_limit": Decimal(40)}, ("limit 40 U/L", False)),
    ({}, (f"site's limit 41 U/L ({SOURCE})", False)),
    ({"site": SiteLimits("U/L", SOURCE, lower=Decimal(7))}, ("assumed limit 35 U/L", True)),
    ({"site": None}, ("assumed limit 35 U/L", True)),
    ({"site": None, "analyte": "neutrophils_abs", "unit": "/uL"}, None),
]


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(("given", "expected"), ORDER)
def test_the_upper_limit_is_the_nearest_one_and_says_whose_it_is(given, expected):
    assert words(upper_limit(point(**given))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"lower_limit": Decimal(5)}, ("limit 5 U/L", False)),
        ({}, (f"site's limit 7 U/L ({SOURCE})", False)),
        ({"site": SiteLimits("U/L", SOURCE, upper=Decimal(41))}, None),
        ({"site": None, "analyte": "platelets", "unit": "/uL"}, ("assumed limit 150,000 /µL", True)),
    ],
)
def test_the_lower_limit_is_found_in_the_same_order(given, expected):
    assert words(lower_limit(point(**given))) == expected


UNITS = [
    ("alt", "U/L", "ukat/L", "0.7", "42", "site's limit 42 U/L"),
    ("alt", "ukat/L", "U/L", "42", "42", "site's limit 0.7 µkat/L"),
    ("alt", "ukat/L", "U/L", "41", "41", "site's limit 41 U/L"),
    ("wbc", "10*9/L", "/uL", "10500", "10500", "site's limit 10.5 ×10⁹/L"),
    ("creatinine", "umol/L", "mg/dL", "1.2", "1.2", "site's limit 106.08 µmol/L"),
    ("creatinine", "umol/L", "umol/L", "97", "1.097285067873303167420814480", "site's limit 97 µmol/L"),
    ("temperature", "Cel", "[degF]", "100.4", "38", "site's limit 100.4 °F"),
]


@pytest.mark.parametrize(("analyte", "unit", "limit_unit", "upper", "value", "shown"), UNITS)
def test_a_sites_limit_in_another_unit_is_compared_exactly(analyte, unit, limit_unit, upper, value, shown):
    site = SiteLimits(limit_unit, "Handbook", upper=Decimal(upper))
    limit = upper_limit(point("1", unit, analyte=analyte, site=site))
    assert (limit.value, limit.words) == (Decimal(value), shown)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(("value", "met"), [("1.4", False), ("1.401", True)])
def test_exactly_twice_a_sites_limit_of_another_unit_is_not_above_it(value, met):
    site = SiteLimits("U/L", "Handbook", upper=Decimal(42))
    days = (DAY, date(2026, 3, 14))
    facts = case(*(point(value, "ukat/L", on=day, site=site) for day in days))
    assert (organ_data(facts, read_labs(facts))["liver"].threshold == "met") is met


@pytest.mark.parametrize(("value", "met"), [("14", False), ("14.1", True)])
def test_exactly_twice_a_sites_limit_in_the_molar_unit_is_not_above_it(value, met):
    site = SiteLimits("umol/L", "Handbook", upper=Decimal(7))  # 14 / 17.1 rounds up, twice 7 / 17.1 does not
    days = (DAY, date(2026, 3, 14))
    facts = case(*(point(value, "umol/L", analyte="bilirubin_direct", on=day, site=site) for day in days))
    assert (organ_data(facts, read_labs(facts))["liver"].threshold == "met") is met


def test_a_threshold_met_by_a_sites_limit_names_its_source_and_is_no_assumption():
    facts = case(point("300"), point("320", on=date(2026, 3, 14)))
    liver = organ_data(facts, read_labs(facts))["liver"]
    assert liver.why.startswith(f"ALT 320 U/L on 14 Mar 2026, 7.8× site's limit 41 U/L ({SOURCE})")
    assert liver.support is Support.WELL_BEYOND
    bare = replace(facts, labs=tuple(replace(each, site_limits=None) for each in facts.labs))
    assert organ_data(bare, read_labs(bare))["liver"].support is Support.ASSUMED_LIMIT


def test_what_stands_out_names_the_limit_in_short():
    facts = case(point("410"))
    assert [each.words for each in outliers(facts, read_labs(facts))] == [
        "ALT 410 U/L on 12 Mar 2026 (10× the site's limit 41 U/L)"
    ]


def test_computed_eosinophils_are_measured_against_the_sites_limit_too():
    labs = (
        point("6000", "/uL", analyte="wbc", site=None),
        point("20", "%", analyte="eosinophils_pct", site=None),
    )
    site = SiteLimits("10*9/L", "Handbook", upper=Decimal("0.4"))
    facts = case(*labs, site_limits={"eosinophils_abs": site})
    (count,) = counted(facts, read_labs(facts))
    assert upper_limit(count).words == "site's limit 400 /µL"
    assert upper_limit(replace(count, site_limits=None)).words == "assumed limit 500 /µL"


ENZYMES = st.sampled_from(["alt", "ast", "alp", "ggt", "lipase", "amylase", "ck", "ldh"])
TENTHS = st.integers(1, 9999).map(lambda tenths: Decimal(tenths) / 10)
RESULTS = st.lists(st.tuples(ENZYMES, TENTHS, st.integers(-20, 30)), max_size=12)


@given(RESULTS, TENTHS, TENTHS, st.sampled_from(["U/L", "ukat/L"]))
def test_a_sites_limit_changes_nothing_where_every_value_has_its_own(results, lower, upper, unit):
    days = [date.fromordinal(DAY.toordinal() + days) for *_, days in results]
    own = [
        LabPoint(analyte, on, on.isoformat(), Measure(value), "U/L", Decimal(50), Decimal(5))
        for (analyte, value, _), on in zip(results, days, strict=True)
    ]
    site = SiteLimits(unit, "Handbook", min(lower, upper), max(lower, upper))
    limits = dict.fromkeys(ANALYTES, site)
    facts = case(*own)
    with_site = case(*(replace(each, site_limits=site) for each in own), site_limits=limits)
    before, after = assess(facts), assess(with_site)
    assert after.regiscar == before.regiscar
    said = [[each.words for each in outliers(of.facts, of.labs)] for of in (before, after)]
    assert said[0] == said[1]
