"""Beside each value: whose limit it is measured by, and how often it is the patient's own before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dressapp.labs import services
from dressapp.labs.models import SiteLimit
from tests.factories.records import RASH, make_case, make_lab
from tests.web.workspace.labs import page, row_of, text_of, url

HANDBOOK = "Central laboratory handbook 2026"


@pytest.fixture
def case(user, team):
    return make_case(user, sex="female", age_years=44)


def add_limit(team, user, **values):
    values = {"analyte": "alt", "unit": "U/L", "upper_limit": "33", "source": HANDBOOK} | values
    return services.add_site_limit(team=team, by=user, **values)


def course(case, user, *values, analyte="alt", unit="U/L", **more):
    """Store values by their day of the illness."""
    for day, value in values:
        make_lab(case, user, analyte=analyte, unit=unit, value=value, on=RASH + timedelta(days=day), **more)


def test_the_sites_limit_stands_at_the_row_and_in_the_cell_with_its_source(client_in, case, user, team):
    add_limit(team, user, sex="female")
    course(case, user, (0, "66"))
    row = row_of(client_in, case, "alt")
    assert (row.limits, row.limits_source) == ("site's limit 33", f"{HANDBOOK}, women")
    assert row.cells[0].words == "2× the site's limit 33 U/L"
    assert f'title="{HANDBOOK}, women"' in page(client_in, case)
    assert f"the site&#x27;s limit 33 U/L ({HANDBOOK}, women) stands in" in page(client_in, case, "?row=alt")


def test_a_sites_limit_in_another_unit_is_shown_in_the_rows(client_in, case, user, team):
    add_limit(team, user, unit="ukat/L", upper_limit="0.55", lower_limit="0.1")
    course(case, user, (0, "30"), (1, "33.1"))
    row = row_of(client_in, case, "alt")
    assert row.limits == "site's limit 6–33"
    assert [cell.mark.words for cell in row.cells] == ["", "1.003× the site's limit 33 U/L"]


def test_limits_of_the_row_or_result_come_before_the_sites(client_in, case, user, team):
    add_limit(team, user)
    course(case, user, (0, "66"), upper_limit="40")
    row = row_of(client_in, case, "alt")
    assert (row.limits, row.limits_source, row.cells[0].words) == (
        "limit 40", "", "1.65× the limit 40 U/L",
    )  # fmt: skip


def test_a_row_without_results_and_contradicting_facts_have_the_sites_limits_too(client_in, case, user, team):
    add_limit(team, user)
    services.set_row(case=case, analyte="alt", unit="U/L", lower_limit="", upper_limit="", by=user)
    assert row_of(client_in, case, "alt").limits == "site's limit 33"
    course(case, user, (0, "900"), analyte="wbc", unit="/uL")
    course(case, user, (0, "1200"), analyte="eosinophils_abs", unit="/uL")
    assert row_of(client_in, case, "alt").limits == "site's limit 33"


def test_contradicting_limits_are_said_to_be_unused(client_in, case, user, team):
    add_limit(team, user, sex="female")
    other = add_limit(team, user, sex="male", age_from=18)
    SiteLimit.objects.filter(pk=other.pk).update(sex="")
    course(case, user, (0, "66"))
    assert row_of(client_in, case, "alt").limits == "assumed limit 35"
    words = "contradict each other for this patient, so neither is used: ALT (women and from 18 years)."
    assert words in page(client_in, case)


def test_computed_eosinophils_are_marked_by_the_sites_limit(client_in, case, user, team):
    add_limit(team, user, analyte="eosinophils_abs", unit="10*9/L", upper_limit="0.4")
    course(case, user, (0, "6000"), analyte="wbc", unit="/uL")
    course(case, user, (0, "20"), analyte="eosinophils_pct", unit="%")
    computed = row_of(client_in, case, "eosinophils_computed")
    assert computed.cells[0].words == "above the site's limit 400 /µL"


def test_each_cell_says_how_often_it_is_the_value_before(client_in, case, user):
    course(case, user, (-24, "31"), (0, "34"), (2, "379"), (3, ">500"))
    row = row_of(client_in, case, "alt")
    assert [cell.words for cell in row.cells] == [
        "",
        "1.1× before the illness",
        "10.83× the assumed limit 35 U/L, 12.2× before the illness",
        ">14.2× the assumed limit 35 U/L, >16.1× before the illness",
    ]
    text = page(client_in, case)
    assert 'title="1.1× before the illness"' in text
    assert '▲</span><span class="visually-hidden"> 10.83× the assumed limit 35 U/L, 12.2× before' in text


def test_the_head_of_a_row_has_its_peak_against_limit_and_value_before(client_in, case, user):
    course(case, user, (-24, "31"), (2, "379"), (5, "90"))
    head = row_of(client_in, case, "alt").head
    assert head.peak == "peak 379: 10.8× assumed limit, 12.2× before"
    assert head.peak_in_full == (
        "379 U/L on 14 Mar 2026: 10.8× the assumed limit 35 U/L, "
        "12.2× the patient’s own 31 U/L on 16 Feb 2026, before the illness"
    )
    assert head.high_before == ""


@pytest.mark.parametrize(
    ("values", "more", "peak"),
    [
        ([(2, "379")], {"upper_limit": "40"}, "peak 379: 9.48× limit"),
        ([(2, "30")], {}, ""),
        ([(-24, "31")], {}, ""),
        ([(2, ">500")], {"upper_limit": "40"}, "peak >500: >12.5× limit"),
    ],
)
def test_a_row_without_a_value_above_its_limit_has_no_peak(client_in, case, user, values, more, peak):
    course(case, user, *values, **more)
    assert row_of(client_in, case, "alt").head.peak == peak


def test_a_peak_in_another_unit_than_the_rows_says_so(client_in, case, user):
    course(case, user, (0, "36"))
    course(case, user, (2, "7"), unit="ukat/L")
    assert row_of(client_in, case, "alt").head.peak == "peak 7 µkat/L: 12× assumed limit"


def test_what_was_high_before_is_said_in_the_grid_and_beside_its_organ(client_in, case, user):
    course(case, user, (-24, "92"), (2, "379"), (3, "380"))
    words = "already above 2× the assumed limit before the reaction"
    assert row_of(client_in, case, "alt").head.high_before == words
    assert words in page(client_in, case)
    score = text_of(client_in.get(reverse("workspace:score", args=[case.pk])))
    assert f"above 2× on 2 dates; ALT {words}: 92 U/L on 16 Feb 2026" in score


def test_a_relative_case_names_the_day_and_never_a_date(client_in, user, team):
    case = make_case(user, basis="relative")
    course(case, user, (-24, "92"), (2, "379"))
    head = row_of(client_in, case, "alt").head
    assert head.peak_in_full.startswith("379 U/L on day 2:")
    assert "92 U/L on day −24" in head.peak_in_full
    assert " 2026" not in page(client_in, case).replace(HANDBOOK, "")


def test_a_value_before_that_is_a_bound_leaves_a_bound(client_in, case, user):
    course(case, user, (-24, "<10"), (2, "379"))
    text = page(client_in, case, "?value=alt&at=2026-03-14")
    assert "&gt;37.9× the patient’s own &lt;10 U/L on 16 Feb 2026, before the illness" in text


def test_a_reader_sees_the_same_heads(client_for, reader, case, user):
    course(case, user, (-24, "92"), (2, "379"))
    response = client_for(reader).get(url(case))
    assert "peak 379" in text_of(response)
