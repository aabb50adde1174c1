"""Rows of the lab grid: a unit chosen once and never preset, the laboratory's own limits."""

import pytest

from dressapp.cases.models import Case
from dressapp.labs.models import LabRow
from dressapp.labs.selectors import get_row
from dressapp.labs.services import set_row
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
    response = client_in.post(url(case, "remove_lab_row", "wbc"))
    assert not grid_of(client_in, case).rows
    client_in.post(undo_of(response))
    assert row_of(client_in, case, "wbc").unit == "×10⁹/L"


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
