"""The results as a grid: every value at its test and sample, marked against its limit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dressapp.reports.results import LEGEND, MOST_COLUMNS, present_legend, present_results
from scoring.facts import CaseDates, CaseFacts, LabPoint, Measure, SiteLimits

RASH = date(2026, 3, 12)


def point(analyte="alt", value="50", unit="U/L", day=0, at="", site=None, **limits):
    on = RASH + timedelta(days=day)
    value, comparator = value.lstrip("<>"), value[0] if value[0] in "<>" else ""
    known = {name: Decimal(limit) for name, limit in limits.items()}
    return LabPoint(
        analyte, on, f"{on.isoformat()}{at}", Measure(Decimal(value), comparator), unit, **known,
        site_limits=site,
    )  # fmt: skip


def grid(*points, basis="calendar"):
    return present_results(CaseFacts(basis=basis, dates=CaseDates(rash_onset=RASH), labs=points))


def cell(*points):
    return grid(*points)[0]["rows"][0]["cells"][0]


def test_a_case_without_results_has_no_grid():
    assert grid() == []


def test_samples_stand_in_order_of_time_with_date_time_and_day():
    (block,) = grid(point(day=2, at="T08:30:00"), point(day=-3), point(day=2))
    assert block["columns"] == [
        {"date": "9 Mar 2026", "time": "", "day": "day −3"},
        {"date": "14 Mar 2026", "time": "", "day": "day 2"},
        {"date": "14 Mar 2026", "time": "08:30", "day": "day 2"},
    ]


def test_a_relative_case_shows_no_date():
    (block,) = grid(point(day=3), basis="relative")
    assert block["columns"] == [{"date": "", "time": "", "day": "day 3"}]


def test_tests_stand_in_the_order_of_the_catalogue_and_once_a_unit():
    (block,) = grid(
        point("creatinine", "2.0", "mg/dL"),
        point("creatinine", "177", "umol/L", day=1),
        point("wbc", "9", "10*9/L"),
    )
    assert [(row["test"], row["unit"]) for row in block["rows"]] == [
        ("White cells", "×10⁹/L"), ("Creatinine", "mg/dL"), ("Creatinine", "µmol/L"),
    ]  # fmt: skip
    assert block["rows"][1]["cells"] == ["2.0 H", ""]


def test_many_samples_are_cut_into_even_blocks_and_none_is_lost():
    points = [point(day=day, value=str(day + 1)) for day in range(MOST_COLUMNS * 2 + 3)]
    blocks = grid(*points)
    widths = [len(block["columns"]) for block in blocks]
    assert max(widths) <= MOST_COLUMNS
    assert max(widths) - min(widths) <= 2
    shown = [value.split()[0] for block in blocks for value in block["rows"][0]["cells"]]
    assert shown == [str(day + 1) for day in range(len(points))]


def test_both_values_of_one_sample_are_shown():
    assert cell(point(value="50"), point(value="60")) == "50 H, 60 H"


@pytest.mark.parametrize(
    ("shown", "value", "limits"),
    [
        ("40", "40", {"upper_limit": "40"}),
        ("40.1 H", "40.1", {"upper_limit": "40"}),
        ("36 H", "36", {}),
        ("9 L", "9", {"lower_limit": "10", "upper_limit": "40"}),
        ("<50", "<50", {"upper_limit": "40"}),
        (">50 H", ">50", {"upper_limit": "40"}),
        ("<5 L", "<5", {"lower_limit": "10"}),
        ("38.50", "38.50", {"upper_limit": "40"}),
    ],
)
def test_a_value_is_marked_against_its_limit(shown, value, limits):
    assert cell(point(value=value, **limits)) == shown


@pytest.mark.parametrize(
    ("words", "analyte", "unit", "limits"),
    [
        ("10 to 40", "alt", "U/L", {"lower_limit": "10", "upper_limit": "40"}),
        ("up to 40", "alt", "U/L", {"upper_limit": "40"}),
        ("assumed up to 35", "alt", "U/L", {}),
        ("from 10, up to assumed 35", "alt", "U/L", {"lower_limit": "10"}),
        ("assumed 150 to 400", "platelets", "10*3/uL", {}),
        ("assumed 150,000 to 400,000", "platelets", "/uL", {}),
        ("assumed from 12", "hemoglobin", "g/dL", {}),
        ("assumed up to 0.5", "crp", "mg/dL", {}),
        ("assumed about 53 to about 106", "creatinine", "umol/L", {}),
        ("", "temperature", "Cel", {}),
    ],
)
def test_limits_are_shown_in_the_unit_of_the_value(words, analyte, unit, limits):
    (block,) = grid(point(analyte, "38", unit, **limits))
    assert block["rows"][0]["limits"] == words


def test_limits_that_differ_between_values_are_all_shown():
    (block,) = grid(point(upper_limit="40"), point(day=1, upper_limit="45"), point(day=2, upper_limit="40"))
    assert block["rows"][0]["limits"] == "up to 40; up to 45"


def sites(unit="U/L", **limits):
    return SiteLimits(
        unit, "Handbook 2026, women", **{side: Decimal(limit) for side, limit in limits.items()}
    )


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("site's 7 to 33", {"site": sites(lower="7", upper="33")}),
        ("site's up to 33", {"site": sites(upper="33")}),
        ("site's up to 33", {"site": sites("ukat/L", upper="0.55")}),
        ("from site's 7, up to 40", {"site": sites(lower="7", upper="33"), "upper_limit": "40"}),
        ("up to 40", {"site": sites(upper="33"), "upper_limit": "40"}),
    ],
)
def test_a_sites_limits_are_named_as_such(words, limits):
    (block,) = grid(point(**limits))
    assert block["rows"][0]["limits"] == words


def test_the_legend_names_the_sources_that_were_used_and_no_others():
    own, by_site = (
        point(upper_limit="40", lower_limit="5", site=sites(upper="33")),
        point(site=sites(upper="33")),
    )
    assert present_legend(CaseFacts(labs=(own,))) == LEGEND
    assert "else the site's (Handbook 2026, women), or an assumed one" in present_legend(
        CaseFacts(labs=(own, by_site, by_site))
    )
