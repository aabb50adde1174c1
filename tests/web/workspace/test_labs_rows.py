"""Rows of the lab grid: a unit chosen once and never preset, the laboratory's own limits."""

import pytest

from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.labs.models import LabRow
from dressapp.labs.selectors import get_row
from dressapp.labs.services import set_row, update_result
from tests.factories.records import make_case, make_lab
from tests.web.workspace.labs import grid_of, message_of, page, row_of, text_of, undo_of, url


@pytest.fixture
def case(user, team):
    return make_case(user)


def save_row(client, case, analyte="wbc", **posted):
    data = {"version": 0, "unit": "10*9/L"} | posted
    return client.post(url(case, "save_lab_row", analyte), data)


def seen(client, case, analyte="alt"):
    """Return what the page keeps of the results that it counted."""
    return client.get(url(case) + f"?row={analyte}").context["form"].initial["seen"]


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("analyte", ["wbc", "eosinophils_pct", "alt", "temperature"])
def test_a_new_row_asks_for_its_unit_and_presets_none(client_in, case, analyte):
    text = page(client_in, case, f"?row={analyte}")
    assert "Choose the unit" in text
    assert "selected" not in text.partition("Choose the unit")[2].partition("</select>")[0]
    response = save_row(client_in, case, analyte, unit="")
    assert response.status_code == 422
    assert "Choose the unit." in text_of(response)
    assert not LabRow.objects.exists()


def test_a_row_stands_in_the_grid_before_it_has_values(client_in, case):
    assert save_row(client_in, case, lower_limit="4.0", upper_limit="10").status_code == 303
    row = row_of(client_in, case, "wbc")
    assert (row.name, row.unit, row.limits) == ("White cells", "×10⁹/L", "limit 4–10")
    assert "No date yet." in page(client_in, case)
    assert "White cells" not in [starter.name for starter in grid_of(client_in, case).starters]


def test_two_posts_make_one_row(client_in, case):
    for _ in range(2):
        assert save_row(client_in, case).status_code == 303
    assert LabRow.objects.count() == 1


def test_a_row_without_results_changes_no_score(client_in, case):
    save_row(client_in, case)
    assert Case.objects.get(pk=case.pk).revision == case.revision


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"unit": "mg/dL"}, "Select a valid choice"),
        ({"lower_limit": "10", "upper_limit": "4"}, "The upper limit lies below the lower limit."),
        ({"upper_limit": "1.500"}, "can be read as 1500 or as 1.5"),
        ({"upper_limit": "<10"}, "without &lt; or &gt;"),
    ],
)
def test_a_refused_row_stores_nothing_and_loses_nothing(client_in, case, posted, message):
    response = save_row(client_in, case, **posted)
    assert response.status_code == 422
    assert message in text_of(response)
    assert not LabRow.objects.exists()


def test_a_change_of_unit_holds_for_new_values_only(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="6770", unit="/uL")
    save_row(client_in, case, version=get_row(case, "wbc").version)
    result = case.lab_results.get()
    assert (result.unit, get_row(case, "wbc").unit) == ("/uL", "10*9/L")
    assert row_of(client_in, case, "wbc").cells[0].values[0].unit == "/µL"


def test_stored_results_take_the_limits_only_where_that_is_asked_for(client_in, case, user):
    make_lab(case, user, value="50")
    own = make_lab(case, user, value="60", upper_limit="70", on=case.rash_onset_on.replace(day=13))
    version = get_row(case, "alt").version
    save_row(client_in, case, "alt", unit="U/L", upper_limit="41", version=version)
    assert {result.upper_limit for result in case.lab_results.all()} == {"", "70"}
    row = {"unit": "U/L", "upper_limit": "42", "version": version + 1, "give_to": "bare"}
    row["seen"] = seen(client_in, case)
    response = save_row(client_in, case, "alt", **row)
    assert "1 stored result took these limits." in str(message_of(response))
    assert {result.upper_limit for result in case.lab_results.all()} == {"42", "70"}
    own.refresh_from_db()
    assert own.version == 1


def test_the_second_of_two_editors_of_a_row_sees_both(client_in, case, user):
    set_row(case=case, analyte="wbc", unit="/uL", lower_limit="", upper_limit="", by=user)
    set_row(case=case, analyte="wbc", unit="10*6/L", lower_limit="", upper_limit="", version=1, by=user)
    response = save_row(client_in, case, version=1)
    assert response.status_code == 409
    unit = response.context["conflict"].fields[0]
    assert (unit.yours, unit.theirs) == ("×10⁹/L", "×10⁶/L")


def test_a_test_is_chosen_among_those_not_in_the_grid(client_in, case, user):
    make_lab(case, user)
    tests = dict(client_in.get(url(case) + "?add=test").context["tests"])
    assert "alt" not in tests
    assert (tests["eosinophils_pct"], tests["eosinophils_abs"]) == ("Eosinophils %", "Eosinophils")


def test_a_row_without_results_can_be_removed_and_comes_back(client_in, case):
    save_row(client_in, case)
    response = client_in.post(url(case, "remove_lab_row", "wbc"), {"version": 1})
    assert not grid_of(client_in, case).rows
    client_in.post(undo_of(response))
    assert row_of(client_in, case, "wbc").unit == "×10⁹/L"


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
def test_a_row_that_somebody_changed_is_not_removed_unseen(client_in, case, user):
    save_row(client_in, case)
    assert 'name="version" value="1"' in page(client_in, case, "?row=wbc").partition('id="remove-row"')[2]
    set_row(case=case, analyte="wbc", unit="/uL", lower_limit="4000", version=1, by=user)
    for seen in ({"version": 1}, {}):
        response = client_in.post(url(case, "remove_lab_row", "wbc"), seen)
        assert response.status_code == 409
        assert "Remove it all the same" in text_of(response)
        assert "4000" in text_of(response)
    assert get_row(case, "wbc").unit == "/uL"
    version = response.context["conflict"].version
    for _ in range(2):  # a double tap
        again = client_in.post(url(case, "remove_lab_row", "wbc"), {"version": version})
        assert again.status_code == 303
    assert get_row(case, "wbc") is None


def test_a_row_with_results_cannot_be_removed(client_in, case, user):
    make_lab(case, user)
    assert "Remove the row" not in page(client_in, case, "?row=alt")
    assert client_in.post(url(case, "remove_lab_row", "alt")).status_code == 404
    assert client_in.post(url(case, "restore_lab_row", "wbc")).status_code == 404


def test_a_reader_and_a_stranger_change_no_row(client_for, reader, stranger, case, user):
    make_lab(case, user)
    for person, status in ((reader, 403), (stranger, 404)):
        client = client_for(person)
        assert save_row(client, case, "alt", unit="ukat/L", version=1).status_code == status
        for name in ("remove_lab_row", "restore_lab_row"):
            assert client.post(url(case, name, "alt")).status_code == status
    assert get_row(case, "alt").unit == "U/L"


def give(client, case, to, *, version=1, **posted):
    """Give limits of ALT to stored results, as the page that counted them does."""
    row = {"unit": "U/L", "version": version, "give_to": to, "seen": seen(client, case)} | posted
    return save_row(client, case, "alt", **row)


def make_results(case, user, *limits):
    """Store a result of ALT a day with these upper limits."""
    days = range(12, 12 + len(limits))
    return [
        make_lab(case, user, value="60", on=case.rash_onset_on.replace(day=day), upper_limit=limit)
        for day, limit in zip(days, limits, strict=True)
    ]


def limits_of(case):
    results = case.lab_results.live().order_by("taken_on")
    return [(result.lower_limit, result.upper_limit) for result in results]


def test_the_row_says_which_stored_results_would_take_its_limits(client_in, case, user):
    make_results(case, user, "", "40", "", "35", "40")
    make_lab(case, user, value="1", unit="ukat/L", on=case.rash_onset_on.replace(day=20))
    text = page(client_in, case, "?row=alt")
    assert "Use these limits for results of this unit that have none (2)" in text
    words = "all 5 results of this row in U/L; replaces 3 own limits: 40 in 2 results, 35 in 1 result"
    assert f"Use these limits for {words}" in text
    assert "Stored results" not in page(client_in, case, "?row=wbc")


def test_all_results_of_a_row_take_its_limits_at_once_and_give_them_back_at_once(client_in, case, user):
    make_results(case, user, "", "40", "45", "35")
    before, revision = limits_of(case), Case.objects.get(pk=case.pk).revision
    response = give(client_in, case, "all", lower_limit="5", upper_limit="45")
    words = "ALT: new values are in U/L. 4 stored results took these limits, 3 in place of their own."
    assert str(message_of(response)) == words
    assert limits_of(case) == [("5", "45")] * 4
    assert Case.objects.get(pk=case.pk).revision == revision + 1
    undone = client_in.post(undo_of(response))
    assert str(message_of(undone)) == "ALT: the limits are as they were."
    assert limits_of(case) == before
    assert (get_row(case, "alt").lower_limit, get_row(case, "alt").upper_limit) == ("", "")
    assert Event.objects.filter(object_type="labs.labresult", action="update").count() == 8


def test_results_that_have_these_limits_already_are_left_alone(client_in, case, user):
    same, _ = make_results(case, user, "45", "")
    assert "1 stored result took these limits." in str(
        message_of(give(client_in, case, "all", upper_limit="45"))
    )
    same.refresh_from_db()
    assert same.version == 1
    again = give(client_in, case, "all", version=2, upper_limit="45")
    assert "No stored result took these limits." in str(message_of(again))
    assert not undo_of(again)


def test_results_of_another_unit_keep_their_limits(client_in, case, user):
    make_results(case, user, "")
    make_lab(case, user, value="1", unit="ukat/L", on=case.rash_onset_on.replace(day=20), upper_limit="0.6")
    give(client_in, case, "all", upper_limit="45")
    assert limits_of(case) == [("", "45"), ("", "0.6")]


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({}, "Enter the limits that the results are to take."),
        ({"upper_limit": "0"}, "A limit of 0 tells nothing."),
        ({"upper_limit": "45", "seen": "x"}, "Results of this row have changed meanwhile."),
        (
            {"upper_limit": "0.75", "unit": "ukat/L"},
            "The results counted here are in U/L. Save the unit first.",
        ),
        ({"upper_limit": "45", "give_to": "some"}, "Select a valid choice"),
    ],
)
def test_limits_are_given_to_no_other_results_than_the_page_counted(client_in, case, user, posted, message):
    make_results(case, user, "", "40")
    response = give(client_in, case, "all", **posted)
    assert response.status_code == 422
    assert message in text_of(response)
    assert limits_of(case) == [("", ""), ("", "40")]


def test_a_result_that_came_meanwhile_is_not_given_limits_unseen(client_in, case, user):
    make_results(case, user, "")
    counted = seen(client_in, case)
    make_lab(case, user, value="70", on=case.rash_onset_on.replace(day=20), upper_limit="50")
    assert give(client_in, case, "all", upper_limit="45", seen=counted).status_code == 422
    assert limits_of(case) == [("", ""), ("", "50")]


def test_nothing_is_given_back_where_a_result_was_changed_since(client_in, case, user):
    first, _ = make_results(case, user, "", "40")
    response = give(client_in, case, "all", upper_limit="45")
    first.refresh_from_db()
    update_result(case=case, result=first, version=2, value_raw="61", value_canonical="61", by=user)
    undone = client_in.post(undo_of(response))
    assert "not undone" in str(message_of(undone))
    assert limits_of(case) == [("", "45")] * 2


@pytest.mark.parametrize("span", ["", "?first=0&last=0", "?first=x&last=y", "?first=99999999999&last=1"])
def test_an_odd_span_takes_nothing_back(client_in, case, user, span):
    make_results(case, user, "")
    give(client_in, case, "all", upper_limit="45")
    assert client_in.post(url(case, "undo_row_limits", "alt") + span).status_code == 303
    assert limits_of(case) == [("", "45")]


def test_a_span_of_everything_takes_back_limits_of_that_test_alone(client_in, case, user):
    (result,) = make_results(case, user, "")
    other = make_lab(case, user, analyte="ast")
    for row in (result, other):
        update_result(case=case, result=row, version=1, upper_limit="33", by=user)
        update_result(case=case, result=row, version=2, value_raw="61", value_canonical="61", by=user)
    client_in.post(url(case, "undo_row_limits", "alt") + "?first=0&last=999999")
    assert {result.upper_limit for result in case.lab_results.all()} == {"33"}
    assert {result.value_raw for result in case.lab_results.all()} == {"61"}


def test_a_reader_and_a_stranger_take_nothing_back(client_for, reader, stranger, case, user):
    for person, status in ((reader, 403), (stranger, 404)):
        assert client_for(person).post(url(case, "undo_row_limits", "alt")).status_code == status
