"""Whole dates of the lab grid: add, change, move, delete and bring back one column."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dressapp.cases.services import add_row, void_row
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import list_sample
from dressapp.labs.services import move_date, set_row, update_result, void_result
from tests.factories.records import RASH, make_case, make_lab, number
from tests.web.security.page_forms import read_forms
from tests.web.workspace.labs import (
    HTMX,
    grid_of,
    message_of,
    row_of,
    save_date,
    text_of,
    texts,
    undo_of,
    url,
)

NEXT = RASH + timedelta(days=1)
SORAFENIB = [("12 Mar 2026", "7730", "9.7"), ("14 Mar 2026", "6800", "12.9"), ("19 Mar 2026", "6770", "27.9")]


@pytest.fixture
def case(user, team):
    case = make_case(user)
    set_row(case=case, analyte="wbc", unit="/uL", lower_limit="4000", upper_limit="10000", by=user)
    set_row(case=case, analyte="eosinophils_pct", unit="%", by=user)
    return case


def form_of(client, case, query):
    return client.get(url(case) + query).context["form"]


def opened(client, case, query="?date=2026-03-12"):
    """Return what the form of a date would send, as a browser reads it from the page."""
    forms = read_forms(client.get(url(case) + query).content.decode())
    form = next(form for form in forms if form.action == url(case, "save_lab_date"))
    return {name: held[-1] for name, held in form.values.items() if name != "csrfmiddlewaretoken"}


def seen_at(client, case, query="?date=2026-03-12"):
    """Return which values the form that deletes a date says it has shown."""
    forms = read_forms(client.get(url(case) + query).content.decode())
    return next(form for form in forms if form.id == "delete-date").values["seen"][0]


def add_beside(case, user, value, analyte="alt", unit="U/L"):
    """Add a second value to a cell, as a case file gives it."""
    row = {"analyte": analyte, "taken_on": RASH, "unit": unit} | number("value", value)
    return add_row(model=LabResult, case=case, by=user, **row)


def values_on(case, on=RASH):
    return {(result.analyte, result.value_raw) for result in list_sample(case, on)}


def both_texts(response):
    assert response.status_code == 409
    return [(field.label, field.yours, field.theirs) for field in response.context["conflict"].fields]


def test_dates_typed_one_after_the_other_are_scored(client_in, case):
    for on, cells, percent in SORAFENIB:
        response = save_date(
            client_in, case, taken_on=on, value_wbc=cells, value_eosinophils_pct=percent, another="1"
        )
        assert response.url.endswith("/labs/?add=date")
    row = row_of(client_in, case, "eosinophils_computed")
    assert texts(row) == ["750", "877", "1,889"]
    assert "1,889" in text_of(client_in.get(url(case)))


def test_a_new_date_takes_units_and_limits_of_the_rows(client_in, case):
    response = save_date(client_in, case, taken_on="12 Mar 2026", taken_time="08:30", value_wbc="6770")
    assert (response.status_code, response.url) == (303, url(case) + "?on=2026-03-12T0830")
    result = case.lab_results.get()
    assert (result.unit, result.lower_limit, result.upper_limit) == ("/uL", "4000", "10000")
    assert (result.taken_on, result.taken_time, result.source) == (RASH, time(8, 30), "typed")
    assert str(message_of(response)) == "12 Mar 2026 at 08:30 saved."


def test_a_relative_case_takes_days(client_in, user, team):
    case = make_case(user, basis="relative", rash_onset_on=date(2000, 1, 1))
    set_row(case=case, analyte="alt", unit="U/L", by=user)
    assert "Counted from day 0" in text_of(client_in.get(url(case) + "?add=date"))
    response = save_date(client_in, case, taken_on="day 3", value_alt="50")
    assert response.url.endswith("?on=day3")
    assert case.lab_results.get().taken_on == date(2000, 1, 4)
    refused = save_date(client_in, case, taken_on="12 Mar 2026", value_alt="50")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"taken_on": ""}, "Enter the date of the samples."),
        ({"taken_on": "03/04/2026"}, "Write the month in letters: 3 Apr 2026 or 4 Mar 2026."),
        ({"taken_on": "12 Mar 26"}, "four digits"),
        ({"taken_time": "8 am"}, "Write the time as 08:30"),
        ({"value_wbc": "6,770"}, "Write 6770, without a separator"),
        ({"value_wbc": "6.770"}, "6.770 can be read as 6770 or as 6.77. Write 6770 or 6.77."),
        ({"value_wbc": "6.77"}, "White cells 6.77 /µL is unusually low."),
        ({"value_eosinophils_pct": "279"}, "A percentage lies between 0 and 100."),
        ({"value_wbc": "", "value_eosinophils_pct": ""}, "Enter at least one value."),
    ],
)
def test_a_refused_date_stores_nothing_and_loses_nothing(client_in, case, posted, message):
    data = {"taken_on": "12 Mar 2026", "value_wbc": "6770", "value_eosinophils_pct": "27.9"} | posted
    response = save_date(client_in, case, **data)
    assert response.status_code == 422
    text = text_of(response)
    assert message in text
    assert not LabResult.objects.exists()
    for value in data.values():
        assert not value or f'value="{value}"' in text


@pytest.mark.hazard("H07")
def test_a_date_of_tomorrow_is_refused(client_in, case):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = save_date(client_in, case, taken_on=tomorrow.isoformat(), value_wbc="6770")
    assert "This day is in the future." in text_of(response)
    assert not LabResult.objects.exists()


def test_unusual_values_of_a_date_are_kept_once_confirmed(client_in, case):
    data = {"taken_on": "12 Mar 2026", "value_wbc": "67.7"}
    assert 'name="confirm"' in text_of(save_date(client_in, case, **data))
    assert save_date(client_in, case, confirm="on", **data).status_code == 303
    assert case.lab_results.get().value_raw == "67.7"


def test_two_posts_of_one_date_make_one_column(client_in, case):
    for _ in range(2):
        save_date(client_in, case, taken_on="12 Mar 2026", value_wbc="6770", value_eosinophils_pct="27.9")
    assert case.lab_results.count() == 2


def test_a_date_of_the_grid_opens_with_what_is_stored_and_the_values_before(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    make_lab(case, user, analyte="wbc", value="6.77", unit="10*9/L", on=date(2026, 3, 19))
    response = client_in.get(url(case) + "?date=2026-03-19")
    panel = response.context["date"]
    assert panel.title == "19 Mar 2026, day 7"
    assert (panel.fields[0].unit, panel.fields[0].meaning) == ("×10⁹/L", "6.77 ×10⁹/L = 6,770 /µL")
    assert panel.fields[0].last == "7,730 /µL on 12 Mar 2026"
    assert 'value="6.77"' in text_of(response)


def test_an_edited_date_adds_changes_and_empties_cells(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    make_lab(case, user, analyte="alt", value="50")
    data = {
        "version_wbc": 1,
        "value_wbc": "",
        "version_alt": 1,
        "value_alt": "55",
        "value_eosinophils_pct": "9.7",
    }
    response = save_date(client_in, case, at="2026-03-12", taken_on="12 Mar 2026", **data)
    assert response.status_code == 303
    stored = {result.analyte: result.value_raw for result in case.lab_results.live()}
    assert stored == {"alt": "55", "eosinophils_pct": "9.7"}


def test_a_date_can_be_moved_with_all_its_values(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    make_lab(case, user, analyte="alt", value="50")
    data = {"version_wbc": 1, "value_wbc": "7730", "version_alt": 1, "value_alt": "50"}
    save_date(client_in, case, at="2026-03-12", taken_on="13 Mar 2026", **data)
    assert [day.key for day in grid_of(client_in, case).days] == ["2026-03-13"]
    assert case.lab_results.live().count() == 2


def test_a_date_deleted_comes_back_whole(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    make_lab(case, user, analyte="alt", value="50")
    response = client_in.post(url(case, "delete_lab_date", "2026-03-12"), {"seen": seen_at(client_in, case)})
    assert not case.lab_results.live().exists()
    assert str(message_of(response)) == "12 Mar 2026 deleted with 2 values."
    assert "12 Mar 2026 is back." in text_of(client_in.post(undo_of(response), headers=HTMX))
    assert case.lab_results.live().count() == 2


def test_an_undo_brings_back_nothing_of_another_case(client_in, case, user):
    other = make_lab(make_case(user, local_id="P-2"), user)
    void_result(case=other.case, result=other, version=1, by=user)
    client_in.post(url(case, "restore_lab_date", "2026-03-12") + f"?ids={other.pk.hex}")
    assert not LabResult.objects.live().exists()
    assert client_in.post(url(case, "restore_lab_date", "2026-03-12") + "?ids=x").status_code == 404


def solve(client, case, response):
    """Save over what somebody else saved, as the button of the conflict page does."""
    conflict = response.context["conflict"]
    return client.post(url(case, "save_lab_date"), dict(conflict.posted) | {"version": conflict.version})


def test_cells_that_somebody_else_changed_are_all_shown_at_once(client_in, case, user):
    cells = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    percent = make_lab(case, user, analyte="eosinophils_pct", value="9.7", unit="%")
    data = {
        "version_wbc": 1,
        "value_wbc": "7000",
        "version_eosinophils_pct": 1,
        "value_eosinophils_pct": "9.9",
    }
    update_result(case=case, result=cells, version=1, by=user, **number("value", "7740"))
    update_result(case=case, result=percent, version=1, by=user, **number("value", "9.8"))
    response = save_date(client_in, case, at="2026-03-12", taken_on="12 Mar 2026", **data)
    assert response.status_code == 409
    fields = [(field.yours, field.theirs) for field in response.context["conflict"].fields]
    assert fields == [("7000", "7740"), ("9.9", "9.8")]
    assert solve(client_in, case, response).status_code == 303
    assert {result.value_raw for result in case.lab_results.live()} == {"7000", "9.9"}


def test_a_cell_that_somebody_deleted_does_not_come_back_unseen(client_in, case, user):
    cells = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    void_result(case=case, result=cells, version=1, by=user)
    data = {"version_wbc": 1, "value_wbc": "7730", "value_eosinophils_pct": "9.7"}
    response = save_date(client_in, case, at="2026-03-12", taken_on="12 Mar 2026", **data)
    assert response.status_code == 409
    assert not case.lab_results.live().exists()
    assert solve(client_in, case, response).status_code == 303
    assert {result.value_raw for result in case.lab_results.live()} == {"7730", "9.7"}


def test_a_cell_that_nobody_touches_stays_as_somebody_else_left_it(client_in, case, user):
    cells = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    data = {"version_wbc": 1, "value_wbc": "7740", "value_eosinophils_pct": "9.7"}
    update_result(case=case, result=cells, version=1, by=user, **number("value", "7740"))
    assert save_date(client_in, case, at="2026-03-12", taken_on="12 Mar 2026", **data).status_code == 303


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
def test_values_moved_meanwhile_do_not_come_back_to_their_old_date_unseen(client_in, case, user):
    cells = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    percent = make_lab(case, user, analyte="eosinophils_pct", value="9.7", unit="%")
    stale = opened(client_in, case)
    move_date(case=case, taken_on=RASH, to_on=NEXT, by=user)
    response = client_in.post(url(case, "save_lab_date"), stale | {"value_eosinophils_pct": "9.9"})
    assert both_texts(response) == [
        ("White cells, /µL", "7730", "7730 /µL on 13 Mar 2026"),
        ("Eosinophils, %", "9.9", "9.7 % on 13 Mar 2026"),
    ]
    assert not list_sample(case, RASH)
    assert values_on(case, NEXT) == {("wbc", "7730"), ("eosinophils_pct", "9.7")}
    assert solve(client_in, case, response).status_code == 303
    assert {row.pk for row in list_sample(case, RASH)} == {cells.pk, percent.pk}
    assert values_on(case) == {("wbc", "7730"), ("eosinophils_pct", "9.9")}
    assert not list_sample(case, NEXT)


@pytest.mark.promise("P02")
@pytest.mark.parametrize("value", ["50", "51", ""])
def test_one_value_moved_meanwhile_is_a_conflict_whatever_its_cell_says(client_in, case, user, value):
    moved = make_lab(case, user, value="50")
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    stale = opened(client_in, case)
    update_result(case=case, result=moved, version=1, taken_on=NEXT, by=user)
    changed = {"value_alt": value, "value_wbc": "7000"}
    response = client_in.post(url(case, "save_lab_date"), stale | changed)
    assert both_texts(response) == [("ALT, U/L", value or "(blank)", "50 U/L on 13 Mar 2026")]
    assert (values_on(case), values_on(case, NEXT)) == ({("wbc", "7730")}, {("alt", "50")})
    assert solve(client_in, case, response).status_code == 303
    assert values_on(case) == {("wbc", "7000")} | ({("alt", value)} if value else set())
    assert not list_sample(case, NEXT)


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
def test_the_other_of_two_contradicting_values_is_not_written_over_unseen(client_in, case, user):
    make_lab(case, user, value="50")
    add_beside(case, user, "60")
    shown, other = list_sample(case, RASH)
    stale = opened(client_in, case)
    assert stale["result_alt"] == str(shown.pk)
    void_result(case=case, result=shown, version=1, by=user)
    response = client_in.post(url(case, "save_lab_date"), stale | {"value_wbc": "7730"})
    assert both_texts(response) == [("ALT, U/L", shown.value_raw, other.value_raw)]
    other.refresh_from_db()
    assert other.version == 1
    assert values_on(case) == {("alt", other.value_raw)}
    emptied = client_in.post(url(case, "save_lab_date"), stale | {"value_alt": "", "value_wbc": "7730"})
    assert both_texts(emptied) == [("ALT, U/L", "(blank)", other.value_raw)]


@pytest.mark.promise("P02")
def test_a_cell_filled_by_somebody_else_stays_where_it_was_left_blank(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    stale = opened(client_in, case)
    make_lab(case, user, analyte="eosinophils_pct", value="9.7", unit="%")
    assert client_in.post(url(case, "save_lab_date"), stale | {"value_wbc": "7000"}).status_code == 303
    assert values_on(case) == {("wbc", "7000"), ("eosinophils_pct", "9.7")}


@pytest.mark.promise("P02")
def test_a_seen_value_that_is_not_there_is_a_conflict_for_a_page_that_names_no_row(client_in, case, user):
    moved = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    update_result(case=case, result=moved, version=1, taken_on=NEXT, by=user)
    for version in (1, 2):
        data = {"version_wbc": version, "value_wbc": "7730", "value_eosinophils_pct": "9.7"}
        response = save_date(client_in, case, at="2026-03-12", taken_on="12 Mar 2026", **data)
        assert both_texts(response) == [("White cells, /µL", "7730", "7730 /µL on 13 Mar 2026")]
    assert not list_sample(case, RASH)


@pytest.mark.promise("P02")
def test_a_value_taken_away_comes_back_as_it_was_measured(client_in, case, user):
    gone = make_lab(case, user, value="0.9", unit="ukat/L", upper_limit="0.6", note="other laboratory")
    set_row(case=case, analyte="alt", unit="U/L", version=1, by=user)
    stale = opened(client_in, case)
    void_result(case=case, result=gone, version=1, by=user)
    response = client_in.post(url(case, "save_lab_date"), stale | {"value_wbc": "7730"})
    assert both_texts(response) == [("ALT, µkat/L", "0.9", "(blank)")]
    assert solve(client_in, case, response).status_code == 303
    gone.refresh_from_db()
    assert (gone.is_voided, gone.value_raw, gone.unit, gone.note) == (
        False,
        "0.9",
        "ukat/L",
        "other laboratory",
    )


@pytest.mark.parametrize("other", ["another case", "another test", "nothing", "no id"])
def test_a_cell_that_names_a_row_of_something_else_is_not_found(client_in, case, user, other):
    mine = make_lab(case, user, value="50")
    named = {
        "another case": make_lab(make_case(user, local_id="P-2"), user).pk,
        "another test": make_lab(case, user, analyte="ast").pk,
        "nothing": uuid4(),
        "no id": "x",
    }[other]
    stale = opened(client_in, case) | {"result_alt": named, "value_alt": "51"}
    assert client_in.post(url(case, "save_lab_date"), stale).status_code == 404
    mine.refresh_from_db()
    assert mine.value_raw == "50"


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
def test_values_that_somebody_added_are_not_moved_unseen(client_in, case, user):
    make_lab(case, user, value="50")
    stale = opened(client_in, case) | {"taken_on": "13 Mar 2026"}
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    add_beside(case, user, "60")
    response = client_in.post(url(case, "save_lab_date"), stale)
    assert set(both_texts(response)) == {
        ("White cells, /µL", "(blank)", "7730"), ("ALT, U/L", "50", "60"),
    }  # fmt: skip
    every = {("alt", "50"), ("alt", "60"), ("wbc", "7730")}
    assert (values_on(case), values_on(case, NEXT)) == (every, set())
    assert solve(client_in, case, response).status_code == 303
    assert (values_on(case), values_on(case, NEXT)) == (set(), every)


@pytest.mark.promise("P02")
def test_a_value_that_came_beside_one_seen_falls_on_no_filled_cell(client_in, case, user):
    make_lab(case, user, value="50")
    stale = opened(client_in, case) | {"taken_on": "13 Mar 2026"}
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    make_lab(case, user, analyte="wbc", value="6000", unit="/uL", on=NEXT)
    response = client_in.post(url(case, "save_lab_date"), stale)
    assert response.status_code == 422
    assert "6000 /µL is recorded at this date and time already." in text_of(response)


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
def test_a_date_with_values_that_nobody_saw_is_not_deleted(client_in, case, user):
    make_lab(case, user, value="50")
    changed = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    seen = seen_at(client_in, case)
    update_result(case=case, result=changed, version=1, by=user, **number("value", "7740"))
    make_lab(case, user, analyte="eosinophils_pct", value="9.7", unit="%")
    for posted in ({"seen": seen}, {"seen": "x,1:2,:"}, {}):
        response = client_in.post(url(case, "delete_lab_date", "2026-03-12"), posted)
        shown = [(label, theirs) for label, _, theirs in both_texts(response)]
        assert sorted(shown) == [
            ("ALT, U/L", "50 U/L"), ("Eosinophils, %", "9.7 %"), ("White cells, /µL", "7740 /µL"),
        ]  # fmt: skip
        assert "Remove it all the same" in text_of(response)
        assert case.lab_results.live().count() == 3
    again = dict(response.context["conflict"].posted)
    deleted = client_in.post(url(case, "delete_lab_date", "2026-03-12"), again)
    assert str(message_of(deleted)) == "12 Mar 2026 deleted with 3 values."


@pytest.mark.promise("P02")
def test_a_value_moved_meanwhile_is_not_deleted_with_its_old_date(client_in, case, user):
    make_lab(case, user, value="50")
    moved = make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    seen = seen_at(client_in, case)
    update_result(case=case, result=moved, version=1, taken_on=NEXT, by=user)
    response = client_in.post(url(case, "delete_lab_date", "2026-03-12"), {"seen": seen})
    shown = [(label, theirs) for label, _, theirs in both_texts(response)]
    assert shown == [("ALT, U/L", "50 U/L"), ("White cells, /µL", "7730 /µL on 13 Mar 2026, where it stays")]
    assert case.lab_results.live().count() == 2
    client_in.post(url(case, "delete_lab_date", "2026-03-12"), dict(response.context["conflict"].posted))
    assert (values_on(case), values_on(case, NEXT)) == (set(), {("wbc", "7730")})


def test_a_date_deleted_twice_is_deleted_once(client_in, case, user):
    make_lab(case, user, value="50")
    seen = {"seen": seen_at(client_in, case)}
    for _ in range(2):
        assert client_in.post(url(case, "delete_lab_date", "2026-03-12"), seen).status_code == 303
    assert case.lab_results.get().version == 2


@pytest.mark.promise("P02")
@pytest.mark.hazard("H01")
@pytest.mark.parametrize("query", ["?add=date", "?date=2026-03-12"])
def test_a_value_of_a_date_is_stored_in_no_unit_that_its_page_did_not_show(client_in, case, user, query):
    set_row(case=case, analyte="albumin", unit="mg/dL", by=user)
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    on = "14 Mar 2026" if "add" in query else "12 Mar 2026"
    stale = opened(client_in, case, query) | {"taken_on": on, "value_albumin": "4000"}
    set_row(case=case, analyte="albumin", unit="g/L", version=1, by=user)
    response = client_in.post(url(case, "save_lab_date"), stale)
    assert response.status_code == 422
    assert "The page showed mg/dL, but it is g/L now. Write the value in g/L." in text_of(response)
    assert 'value="4000"' in text_of(response)
    assert not case.lab_results.filter(analyte="albumin").exists()
    again = next(
        form.values
        for form in read_forms(response.content.decode())
        if form.action == url(case, "save_lab_date")
    )
    sent = {name: held[-1] for name, held in again.items()} | {"value_albumin": "40"}
    assert client_in.post(url(case, "save_lab_date"), sent).status_code == 303
    stored = case.lab_results.get(analyte="albumin")
    assert (stored.value_raw, stored.unit) == ("40", "g/L")


@pytest.mark.promise("P02")
def test_a_value_that_somebody_gave_another_unit_is_shown_with_it(client_in, case, user):
    result = make_lab(case, user, value="50")
    stale = opened(client_in, case)
    update_result(case=case, result=result, version=1, unit="ukat/L", by=user)
    response = client_in.post(url(case, "save_lab_date"), stale | {"value_wbc": "7730"})
    assert both_texts(response) == [("ALT, µkat/L", "50", "50 µkat/L")]
    assert values_on(case) == {("alt", "50")}


@pytest.mark.promise("P02")
def test_a_value_typed_into_a_row_that_was_removed_meanwhile_is_not_lost(client_in, case, user):
    row = set_row(case=case, analyte="ast", unit="U/L", by=user)
    stale = opened(client_in, case, "?add=date") | {"taken_on": "12 Mar 2026", "value_ast": "70"}
    void_row(case=case, row=row, version=1, by=user)
    assert client_in.post(url(case, "save_lab_date"), stale).status_code == 303
    stored = case.lab_results.get()
    assert (stored.analyte, stored.value_raw, stored.unit) == ("ast", "70", "U/L")
    assert row_of(client_in, case, "ast").unit == "U/L"


def test_a_new_date_that_is_there_already_is_refused_at_its_cells(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="7730", unit="/uL")
    response = save_date(client_in, case, taken_on="12 Mar 2026", value_wbc="7000")
    assert response.status_code == 422
    assert "7730 /µL is recorded at this date and time already." in text_of(response)


def test_a_reader_and_a_stranger_write_no_date(client_for, reader, stranger, case, user):
    make_lab(case, user)
    for person, status in ((reader, 403), (stranger, 404)):
        client = client_for(person)
        assert save_date(client, case, taken_on="12 Mar 2026", value_wbc="6770").status_code == status
        for name in ("delete_lab_date", "restore_lab_date"):
            assert client.post(url(case, name, "2026-03-12")).status_code == status
    assert case.lab_results.live().count() == 1
