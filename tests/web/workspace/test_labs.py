"""The lab grid as it is read: dates across, tests down, limits, marks, the value before, pages."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dressapp.audit.models import Event
from dressapp.cases.services import add_row
from dressapp.labs.models import LabResult
from dressapp.labs.services import set_row
from tests.factories.records import RASH, make_case, make_lab, number
from tests.web.workspace.labs import grid_of, page, row_of, texts, url

BEFORE = RASH - timedelta(days=24)


@pytest.fixture
def case(user, team):
    return make_case(user)


def test_an_empty_grid_says_what_to_enter_first(client_in, case):
    text = page(client_in, case)
    assert "No result on record yet" in text
    names = [starter.name for starter in grid_of(client_in, case).starters]
    assert names == ["White cells", "Eosinophils %", "ALT", "Total bilirubin", "Creatinine", "Temperature"]


def test_dates_run_from_left_to_right_with_their_day(client_in, case, user):
    for days in (3, 0, 1):
        make_lab(case, user, on=RASH + timedelta(days=days), value=f"{50 + days}")
    assert [day.words for day in grid_of(client_in, case).days] == [
        "12 Mar 2026, day 0", "13 Mar 2026, day 1", "15 Mar 2026, day 3",
    ]  # fmt: skip
    assert texts(row_of(client_in, case, "alt")) == ["50", "51", "53"]


def test_a_relative_case_shows_days_and_never_a_date(client_in, user, team):
    case = make_case(user, basis="relative", rash_onset_on=date(2000, 1, 1))
    make_lab(case, user, on=date(2000, 1, 9))
    text = page(client_in, case)
    assert [day.words for day in grid_of(client_in, case).days] == ["day 8"]
    assert "?date=day8" in text
    assert "2000" not in text


def test_values_stand_as_they_were_entered(client_in, case, user):
    make_lab(case, user, analyte="troponin_t", value="<5.0", unit="ng/L")
    make_lab(case, user, analyte="creatinine", value="2.0", unit="mg/dL")
    make_lab(case, user, analyte="creatinine", value="177", unit="umol/L", on=RASH + timedelta(days=1))
    assert texts(row_of(client_in, case, "troponin_t"))[0] == "<5.0"
    assert texts(row_of(client_in, case, "creatinine")) == ["2.0", "177 µmol/L"]


@pytest.mark.parametrize(
    ("value", "limits", "sign", "words"),
    [
        ("36", {}, "▲", "1.03× the assumed limit 35 U/L"),
        ("35", {}, "", ""),
        ("36", {"upper_limit": "40"}, "", ""),
        ("50", {"upper_limit": "40"}, "▲", "1.25× the limit 40 U/L"),
        ("9", {"lower_limit": "10"}, "▼", "below the limit 10 U/L"),
        (">30", {}, "", ""),
    ],
)
def test_a_value_outside_its_limits_is_marked_by_sign_and_words(
    client_in, case, user, value, limits, sign, words
):
    make_lab(case, user, value=value, **limits)
    mark = row_of(client_in, case, "alt").cells[0].mark
    assert (mark.sign, mark.words) == (sign, words)
    if words:
        assert words in page(client_in, case)


def test_fever_is_marked_from_its_threshold(client_in, case, user):
    make_lab(case, user, analyte="temperature", value="38.4", unit="Cel")
    make_lab(case, user, analyte="temperature", value="38.5", unit="Cel", on=RASH + timedelta(days=1))
    assert [cell.mark.words for cell in row_of(client_in, case, "temperature").cells] == [
        "",
        "38.5 °C or more",
    ]


@pytest.mark.parametrize(
    ("analyte", "row", "words"),
    [
        ("alt", {"unit": "U/L"}, "assumed limit 35"),
        ("alt", {"unit": "U/L", "upper_limit": "41"}, "limit 41"),
        ("wbc", {"unit": "10*9/L"}, "assumed limit 4–11"),
        ("creatinine", {"unit": "umol/L"}, "assumed limit ≈53–106"),
        ("hemoglobin", {"unit": "g/dL"}, "assumed limit from 12"),
        ("urea", {"unit": "mmol/L", "lower_limit": "2.5", "upper_limit": "7"}, "limit 2.5–7"),
        ("temperature", {"unit": "Cel"}, ""),
    ],
)
def test_the_head_of_a_row_names_its_limits(client_in, case, user, analyte, row, words):
    set_row(case=case, analyte=analyte, by=user, **{"lower_limit": "", "upper_limit": ""} | row)
    assert row_of(client_in, case, analyte).limits == words


def test_the_last_value_before_the_illness_stands_beside_the_row(client_in, case, user):
    make_lab(case, user, analyte="creatinine", value="1.1", unit="mg/dL", on=BEFORE - timedelta(days=90))
    make_lab(case, user, analyte="creatinine", value="1.3", unit="mg/dL", on=BEFORE)
    make_lab(case, user, analyte="creatinine", value="2.0", unit="mg/dL")
    before = row_of(client_in, case, "creatinine").before
    assert (before.text, before.day, before.mark.sign) == ("1.3", "day −24", "▲")
    assert [day.aside for day in grid_of(client_in, case).days] == [
        "before the illness",
        "before the illness",
        "",
    ]


def test_without_an_onset_nothing_is_called_before(client_in, user, team):
    case = make_case(user, rash_onset_on=None)
    make_lab(case, user, on=BEFORE)
    grid = grid_of(client_in, case)
    assert not grid.has_before
    assert grid.days[0].words == "16 Feb 2026"


def test_eosinophils_are_computed_from_white_cells_of_the_same_sample(client_in, case, user):
    for on, cells, percent in ((BEFORE, "4810", "6.4"), (RASH, "6770", "27.9")):
        make_lab(case, user, analyte="wbc", value=cells, unit="/uL", on=on)
        make_lab(case, user, analyte="eosinophils_pct", value=percent, unit="%", on=on)
    make_lab(case, user, analyte="eosinophils_pct", value="30", unit="%", on=RASH, taken_time=time(8))
    rows = grid_of(client_in, case).rows
    computed = rows[2]
    assert (rows[1].analyte, computed.is_computed, computed.limits) == (
        "eosinophils_pct", True, "computed: white cells × %",
    )  # fmt: skip
    assert texts(computed) == ["308", "1,889", ""]
    assert computed.cells[1].mark.words == "above the assumed limit 500 /µL"
    assert computed.before.text == "308"


@pytest.mark.hazard("H06")
def test_contradicting_values_of_one_sample_are_both_shown_and_called_unused(client_in, case, user):
    make_lab(case, user, value="50")
    add_row(
        model=LabResult, case=case, by=user, analyte="alt", taken_on=RASH, unit="U/L", **number("value", "80")
    )
    cell = row_of(client_in, case, "alt").cells[0]
    assert {value.text for value in cell.values} == {"50", "80"}
    assert (cell.is_conflict, cell.aside, cell.mark.sign) == (True, "neither is used", "")
    text = page(client_in, case, "?value=alt&at=2026-03-12")
    assert "These values of one sample differ, so neither is used" in text


def test_equal_values_of_one_sample_count_once_whatever_their_unit(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7.2", unit="10*9/L")
    add_row(
        model=LabResult,
        case=case,
        by=user,
        analyte="wbc",
        taken_on=RASH,
        unit="/uL",
        **number("value", "7200"),
    )
    cell = row_of(client_in, case, "wbc").cells[0]
    assert (len(cell.values), cell.aside, cell.is_conflict) == (1, "recorded 2 times", False)


def test_a_page_has_the_newest_fourteen_dates_and_leads_to_older_ones(client_in, case, user):
    for days in range(20):
        make_lab(case, user, on=RASH + timedelta(days=days))
    grid = grid_of(client_in, case)
    assert [day.number for day in grid.days] == [f"day {days}" for days in range(6, 20)]
    older = grid_of(client_in, case, "?page=2")
    assert [day.number for day in older.days] == [f"day {days}" for days in range(6)]
    assert grid_of(client_in, case, "?on=2026-03-13").page == 2
    assert grid.count_words == "20 results on 20 dates"


def test_a_phone_shows_one_date_with_ways_to_its_neighbours(client_in, case, user):
    for days in range(3):
        make_lab(case, user, on=RASH + timedelta(days=days))
    newest, first = grid_of(client_in, case), grid_of(client_in, case, "?on=2026-03-12")
    assert (newest.shown.short, newest.earlier.short, newest.later) == ("14 Mar", "13 Mar", None)
    assert (first.shown.short, first.earlier, first.later.short) == ("12 Mar", None, "13 Mar")


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=99", "?page=-1", "?on=nonsense", "?on=2026-99-99", "?on=day8"]
)
def test_an_odd_address_shows_the_newest_dates(client_in, case, user, query):
    make_lab(case, user)
    assert [day.key for day in grid_of(client_in, case, query).days] == ["2026-03-12"]


@pytest.mark.parametrize(
    "query", ["?row=x", "?date=x", "?date=day8", "?value=x&at=2026-03-12", "?value=alt&at=x"]
)
def test_a_form_of_nothing_is_not_found(client_in, case, query):
    assert client_in.get(url(case) + query).status_code == 404


def test_a_reader_sees_the_values_and_no_form(client_for, reader, case, user):
    make_lab(case, user)
    client = client_for(reader)
    for query in ("", "?add=date", "?row=alt", "?date=2026-03-12", "?value=alt&at=2026-03-12"):
        text = page(client, case, query)
        assert "50" in texts(row_of(client, case, "alt"))
        assert "labs-panel" not in text
        assert "labs.js" not in text
        assert "data-types" not in text


def test_a_stranger_finds_nothing(client_for, stranger, case):
    assert client_for(stranger).get(url(case)).status_code == 404


def test_contradicting_facts_still_show_the_grid_so_that_they_can_be_corrected(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="900", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="1200", unit="/uL")
    text = page(client_in, case)
    assert texts(row_of(client_in, case, "eosinophils_abs")) == ["1200"]
    assert "eosinophils above the white cells" in text


def test_five_hundred_results_take_no_more_queries_than_one(client_in, case, user):
    make_lab(case, user)
    client_in.get(url(case))
    with CaptureQueriesContext(connection) as few:
        client_in.get(url(case))
    analytes = ["ast", "alt", "alp", "ggt", "ldh", "lipase", "amylase", "ck"]
    LabResult.objects.bulk_create(
        LabResult(
            case=case, analyte=analyte, taken_on=RASH + timedelta(days=days), unit="U/L",
            created_at=case.created_at, updated_at=case.created_at, **number("value", "50"),
        )
        for analyte in analytes
        for days in range(1, 64)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        response = client_in.get(url(case))
    assert response.context["grid"].count_words == "505 results on 64 dates"
    assert len(many) == len(few) <= 21


def test_opening_the_tab_is_recorded_once_and_a_fragment_is_not(client_in, case):
    client_in.get(url(case))
    client_in.get(url(case) + "?add=test", headers={"HX-Request": "true"})
    assert Event.objects.filter(action="view", case_id=str(case.pk)).count() == 1
