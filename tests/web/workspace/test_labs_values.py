"""Typing single values: what is kept, asked back or refused, two editors, and every way back."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dressapp.assessments.models import CaseSummary
from dressapp.audit.models import Event
from dressapp.cases.services import add_row
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.services import set_row, update_result, void_result
from tests.factories.records import RASH, make_case, make_lab, number
from tests.web.workspace.labs import (
    HTMX,
    grid_of,
    message_of,
    row_of,
    text_of,
    texts,
    type_value,
    undo_of,
    url,
)


@pytest.fixture
def case(user, team):
    case = make_case(user)
    set_row(case=case, analyte="alt", unit="U/L", lower_limit="", upper_limit="41", by=user)
    set_row(case=case, analyte="wbc", unit="10*9/L", lower_limit="", upper_limit="", by=user)
    return case


def fill(client, case, result=None, analyte="alt", at="2026-03-12", **posted):
    """Post the form of one value."""
    known = {"result": result.pk, "version": result.version} if result else {"id": uuid4(), "version": 0}
    data = {"analyte": analyte, "at": at, "taken_on": "12 Mar 2026", "value": "50", "unit": "U/L"}
    return client.post(url(case, "save_lab_value"), data | known | posted)


def only(case):
    return case.lab_results.live().get()


def test_a_typed_value_takes_unit_and_limits_of_its_row(client_in, case):
    response = type_value(client_in, case, value="50")
    assert response.status_code == 200
    result = only(case)
    assert (result.value_raw, result.unit, result.upper_limit, result.source) == ("50", "U/L", "41", "typed")
    assert result.taken_on == RASH
    assert texts(row_of(client_in, case, "alt")) == ["50"]


@pytest.mark.hazard("H01")
def test_a_typed_count_is_answered_with_what_it_means(client_in, case):
    text = text_of(type_value(client_in, case, "wbc", value="1.5"))
    assert "White cells on 12 Mar 2026: 1.5 ×10⁹/L = 1,500 /µL." in text


def test_a_typed_value_goes_to_the_sample_of_its_time(client_in, case):
    type_value(client_in, case, at="2026-03-12T0830")
    assert only(case).taken_time == time(8, 30)
    assert grid_of(client_in, case).days[0].words == "12 Mar 2026, 08:30, day 0"


def test_a_day_of_a_relative_case_is_typed_by_its_number(client_in, user, team):
    case = make_case(user, basis="relative", rash_onset_on=date(2000, 1, 1))
    set_row(case=case, analyte="alt", unit="U/L", by=user)
    response = type_value(client_in, case, at="day3")
    assert "ALT on day 3: 50 U/L." in text_of(response)
    assert only(case).taken_on == date(2000, 1, 4)
    assert "2000" not in text_of(response)


def test_a_value_raises_the_revision_and_is_scored_in_the_same_step(client_in, case, user):
    make_lab(case, user, analyte="eosinophils_pct", value="27.9", unit="%")
    revision = case.revision
    text = text_of(type_value(client_in, case, "wbc", value="6.77"))
    case.refresh_from_db()
    assert case.revision == revision + 1 == CaseSummary.objects.get(case=case).revision
    assert "1,889" in text


@pytest.mark.parametrize(
    ("analyte", "value", "message"),
    [
        ("alt", "38,5", "Write the decimal with a point: 38.5."),
        ("alt", "1,500", "Write 1500, without a separator"),
        ("alt", "1.500", "1.500 can be read as 1500 or as 1.5. Write 1500 or 1.5."),
        ("alt", "12 U/L", "Write the number without its unit"),
        ("alt", "≤5", "Write &lt; or &gt;"),
        ("alt", "many", "Write digits 0 to 9"),
        ("alt", "<script>alert(1)</script>", "Write digits 0 to 9"),
        ("alt", "９", "Write digits 0 to 9"),
        ("alt", "5" * 41, "at most 40 characters"),
        ("alt", "40000", "ALT 40000 U/L is unusually high. Check the number and the unit."),
        ("wbc", "6770", "White cells 6770 ×10⁹/L = 6,770,000 /µL is unusually high."),
        ("wbc", "0.0015", "unusually low"),
    ],
)
def test_what_is_not_sure_is_asked_back_and_nothing_is_stored_or_lost(
    client_in, case, analyte, value, message
):
    response = type_value(client_in, case, analyte, value=value)
    assert response.status_code == 422
    assert message in text_of(response)
    assert response.context["form"]["value"].value() == value
    assert response.context["form"]["unit"].value() == {"alt": "U/L", "wbc": "10*9/L"}[analyte]
    assert not case.lab_results.exists()


def test_a_percentage_lies_between_0_and_100(client_in, case, user):
    set_row(case=case, analyte="eosinophils_pct", unit="%", by=user)
    assert "A percentage lies between 0 and 100." in text_of(
        type_value(client_in, case, "eosinophils_pct", value="279")
    )
    assert type_value(client_in, case, "eosinophils_pct", value="27.9").status_code == 200


@pytest.mark.parametrize(("first", "second"), [("wbc", "eosinophils_abs"), ("eosinophils_abs", "wbc")])
def test_more_eosinophils_than_white_cells_of_one_sample_are_refused(client_in, case, user, first, second):
    values = {"wbc": ("6.8", "10*9/L"), "eosinophils_abs": ("7000", "/uL")}
    make_lab(case, user, analyte=first, value=values[first][0], unit=values[first][1])
    set_row(case=case, analyte=second, unit=values[second][1], version=get_version(case, second), by=user)
    response = type_value(client_in, case, second, value=values[second][0])
    assert response.status_code == 422
    assert "More eosinophils than white cells in one sample." in text_of(response)
    assert type_value(client_in, case, second, value=values[second][0], at="2026-03-13").status_code == 200


def get_version(case, analyte):
    row = LabRow.objects.filter(case=case, analyte=analyte).first()
    return row.version if row else 0


@pytest.mark.hazard("H01")
def test_an_unusual_value_is_kept_once_it_is_confirmed(client_in, case):
    refused = fill(client_in, case, value="40000")
    assert 'name="confirm"' in text_of(refused)
    assert fill(client_in, case, value="40000", confirm="on").status_code == 303
    assert only(case).value_raw == "40000"


@pytest.mark.hazard("H07")
def test_a_value_of_tomorrow_is_refused(client_in, case):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = type_value(client_in, case, at=tomorrow.isoformat())
    assert response.status_code == 422
    assert "This day is in the future." in text_of(response)
    assert fill(client_in, case, taken_on="03/04/2026").status_code == 422


@pytest.mark.parametrize("posted", [{"analyte": "x"}, {"at": "x"}, {"at": "day3"}])
def test_a_value_of_no_cell_is_not_found(client_in, case, posted):
    assert type_value(client_in, case, **posted).status_code == 404


@pytest.mark.parametrize("result", ["x", "665c6361-1c2c-4afc-9142-c14c904f1644"])
def test_a_result_that_is_none_is_not_found(client_in, case, result):
    data = {"analyte": "alt", "at": "2026-03-12", "value": "50", "result": result, "version": "1"}
    assert client_in.post(url(case, "save_lab_value"), data).status_code == 404


def test_a_test_without_a_row_asks_for_its_unit(client_in, case):
    response = type_value(client_in, case, "ast", value="50")
    assert response.status_code == 422
    assert response.context["form"]["unit"].value() in (None, "")
    assert "Choose the unit." in text_of(response)


@pytest.mark.parametrize("post", [type_value, fill])
def test_two_posts_make_one_result(client_in, case, post):
    key = uuid4()
    for _ in range(2):
        assert post(client_in, case, id=key).status_code < 400
    assert case.lab_results.count() == 1


def test_an_emptied_cell_is_taken_away_and_comes_back(client_in, case, user):
    result = make_lab(case, user, value="50")
    response = type_value(client_in, case, value="", result=result)
    assert "ALT on 12 Mar 2026: 50 U/L deleted." in text_of(response)
    assert not case.lab_results.live().exists()
    undone = client_in.post(response.context["said"].undo_url)
    assert undone.status_code == 303
    assert only(case).value_raw == "50"


def test_an_empty_cell_left_empty_is_nothing(client_in, case):
    assert type_value(client_in, case, value="  ").status_code == 200
    assert not LabResult.objects.exists()


def test_a_changed_value_can_be_changed_back(client_in, case, user):
    result = make_lab(case, user, value="50")
    response = type_value(client_in, case, value="500", result=result)
    assert "ALT on 12 Mar 2026: 500 U/L (was 50 U/L)." in text_of(response)
    undone = client_in.post(response.context["said"].undo_url, headers=HTMX)
    assert "ALT on 12 Mar 2026: 50 U/L is back." in text_of(undone)
    assert (only(case).value_raw, only(case).value_canonical) == ("50", "50")


def test_a_value_moved_to_another_day_can_be_moved_back(client_in, case, user):
    result = make_lab(case, user, value="50")
    response = fill(client_in, case, result, taken_on="13 Mar 2026", taken_time="08:30")
    assert (only(case).taken_on, only(case).taken_time) == (date(2026, 3, 13), time(8, 30))
    client_in.post(undo_of(response))
    assert (only(case).taken_on, only(case).taken_time) == (RASH, None)


def test_a_change_that_was_changed_again_is_not_taken_back(client_in, case, user):
    result = make_lab(case, user, value="50")
    undo = type_value(client_in, case, value="500", result=result).context["said"].undo_url
    update_result(case=case, result=result, version=2, by=user, **number("value", "55"))
    shown = client_in.post(undo, follow=True)
    assert "has changed it since. It stays as it is now." in shown.content.decode()
    assert only(case).value_raw == "55"


def test_a_value_keeps_its_own_unit_and_limits_when_it_is_typed_over(client_in, case, user):
    result = make_lab(case, user, value="0.9", unit="ukat/L", upper_limit="0.6", note="other laboratory")
    type_value(client_in, case, value="1.1", result=result)
    kept = only(case)
    assert (kept.value_raw, kept.unit, kept.upper_limit, kept.note) == (
        "1.1",
        "ukat/L",
        "0.6",
        "other laboratory",
    )


def test_the_form_of_a_value_changes_unit_limits_and_note(client_in, case, user):
    result = make_lab(case, user, value="50")
    posted = {
        "value": "0.9",
        "unit": "ukat/L",
        "lower_limit": "0.1",
        "upper_limit": "0.6",
        "note": "other laboratory",
    }
    assert fill(client_in, case, result, **posted).status_code == 303
    kept = only(case)
    assert (kept.unit, kept.lower_limit, kept.upper_limit, kept.note) == (
        "ukat/L",
        "0.1",
        "0.6",
        "other laboratory",
    )


def test_a_value_cannot_move_onto_another(client_in, case, user):
    make_lab(case, user, value="60", on=date(2026, 3, 13))
    result = make_lab(case, user, value="50")
    response = fill(client_in, case, result, taken_on="13 Mar 2026")
    assert response.status_code == 422
    assert "60 U/L is recorded at this date and time already." in text_of(response)


def test_a_cell_left_by_a_moved_value_takes_a_new_one(client_in, case):
    type_value(client_in, case, value="50")
    fill(client_in, case, only(case), taken_on="13 Mar 2026")
    assert type_value(client_in, case, value="70").status_code == 200
    assert texts(row_of(client_in, case, "alt")) == ["70", "50"]


def test_the_second_of_two_editors_sees_both_values_and_can_save_over(client_in, case, user):
    result = make_lab(case, user, value="50")
    update_result(case=case, result=result, version=1, by=user, **number("value", "55"))
    response = type_value(client_in, case, value="60", result=result)
    assert response.status_code == 409
    text = text_of(response)
    assert "55" in text
    assert "60" in text
    conflict = response.context["conflict"]
    assert [field.label for field in conflict.fields] == ["ALT on 12 Mar 2026"]
    client_in.post(url(case, "save_lab_value"), dict(conflict.posted) | {"version": conflict.version})
    assert only(case).value_raw == "60"


@pytest.mark.promise("P02")
@pytest.mark.hazard("H01")
def test_a_typed_value_is_stored_in_no_unit_that_the_grid_did_not_show(client_in, case, user):
    set_row(case=case, analyte="albumin", unit="mg/dL", by=user)
    set_row(case=case, analyte="albumin", unit="g/L", version=1, by=user)
    response = type_value(client_in, case, "albumin", value="4000", unit="mg/dL")
    assert response.status_code == 422
    words = "The grid showed mg/dL, but it is g/L now. Choose the unit that this value is in."
    assert words in text_of(response)
    form = response.context["form"]
    assert (form["value"].value(), form["unit"].value()) == ("4000", "mg/dL")
    assert not case.lab_results.exists()
    posted = {"analyte": "albumin", "value": "4000", "unit": "mg/dL"}
    assert fill(client_in, case, **posted).status_code == 303
    assert (only(case).value_raw, only(case).unit) == ("4000", "mg/dL")


def test_a_typed_value_with_the_unit_that_the_grid_showed_is_stored(client_in, case, user):
    own = make_lab(case, user, value="0.9", unit="ukat/L")
    assert type_value(client_in, case, value="1.1", result=own, unit="ukat/L").status_code == 200
    assert type_value(client_in, case, "wbc", value="6.7", unit="10*9/L").status_code == 200
    assert {result.unit for result in case.lab_results.live()} == {"ukat/L", "10*9/L"}


@pytest.mark.promise("P02")
def test_a_value_typed_over_one_that_has_another_unit_by_now_keeps_no_unit_unseen(client_in, case, user):
    result = make_lab(case, user, value="50")
    update_result(case=case, result=result, version=1, by=user, unit="ukat/L", **number("value", "0.9"))
    response = type_value(client_in, case, value="60", result=result, unit="U/L")
    assert response.status_code == 422
    assert "The grid showed U/L, but it is µkat/L now." in text_of(response)
    late = fill(client_in, case, result, value="60", unit="U/L", version=1)
    fields = {field.label: (field.yours, field.theirs) for field in late.context["conflict"].fields}
    assert fields["Unit"] == ("U/L", "µkat/L")
    assert (only(case).value_raw, only(case).unit) == ("0.9", "ukat/L")


@pytest.mark.promise("P02")
def test_a_conflict_shows_the_unit_where_it_is_another(client_in, case, user):
    result = make_lab(case, user, analyte="ast", value="50")
    update_result(case=case, result=result, version=1, by=user, unit="ukat/L", **number("value", "0.9"))
    response = type_value(client_in, case, "ast", value="60", unit="U/L")
    fields = {field.label: (field.yours, field.theirs) for field in response.context["conflict"].fields}
    assert fields["Unit"] == ("U/L", "µkat/L")


def test_two_editors_of_one_empty_cell_are_a_conflict_that_can_be_solved(client_in, case, user):
    make_lab(case, user, value="50")
    response = type_value(client_in, case, value="60")
    assert response.status_code == 409
    conflict = response.context["conflict"]
    client_in.post(url(case, "save_lab_value"), dict(conflict.posted) | {"version": conflict.version})
    assert only(case).value_raw == "60"


def test_a_value_that_somebody_deleted_is_a_conflict_and_comes_back_when_saved_over(client_in, case, user):
    result = make_lab(case, user, value="50")
    void_result(case=case, result=result, version=1, by=user)
    response = type_value(client_in, case, value="60", result=result)
    assert response.status_code == 409
    assert response.context["conflict"].is_taken_away
    conflict = response.context["conflict"]
    client_in.post(url(case, "save_lab_value"), dict(conflict.posted) | {"version": conflict.version})
    assert only(case).value_raw == "60"


def test_deleting_what_somebody_changed_is_a_conflict(client_in, case, user):
    result = make_lab(case, user, value="50")
    update_result(case=case, result=result, version=1, by=user, **number("value", "55"))
    response = client_in.post(url(case, "delete_lab_value", result.pk), {"version": 1})
    assert response.status_code == 409
    assert only(case).value_raw == "55"


def test_one_of_two_contradicting_values_is_deleted_and_comes_back(client_in, case, user):
    make_lab(case, user, value="50")
    wrong = add_row(
        model=LabResult, case=case, by=user, analyte="alt", taken_on=RASH, unit="U/L", **number("value", "80")
    )
    panel = text_of(client_in.get(url(case) + f"?value=alt&at=2026-03-12&result={wrong.pk}"))
    assert 'value="80"' in panel
    response = client_in.post(url(case, "delete_lab_value", wrong.pk), {"version": 1})
    assert only(case).value_raw == "50"
    assert str(message_of(response)) == "ALT on 12 Mar 2026: 80 U/L deleted."
    client_in.post(undo_of(response))
    assert case.lab_results.live().count() == 2


def test_the_form_of_a_value_shows_what_it_means(client_in, case, user):
    make_lab(case, user, analyte="creatinine", value="1.3", unit="mg/dL", on=RASH - timedelta(days=24))
    make_lab(case, user, analyte="creatinine", value="177", unit="umol/L", source="case file x")
    text = text_of(client_in.get(url(case) + "?value=creatinine&at=2026-03-12"))
    assert "177 µmol/L ≈ 2.002 mg/dL" in text
    assert "1.67× the assumed limit 106.08 µmol/L" in text
    assert "1.54× the patient’s own 1.3 mg/dL on 16 Feb 2026, before the illness" in text
    assert "from case file x" in text


@pytest.mark.parametrize(
    ("analyte", "query", "words"),
    [
        ("wbc", "unit=10*9/L&value=1.5", "1.5 ×10⁹/L = 1,500 /µL"),
        ("wbc", "unit=/uL&value=1.5", '<span class="tone-warn">White cells 1.5 /µL is unusually low. '
         "Check the number and the unit.</span>"),
        ("wbc", "unit=/uL&value=6770", ""),
        ("alt", "unit=U/L&value_alt=38,5", '<span class="tone-warn">Write the decimal with a point: '
         "38.5.</span>"),
        ("alt", "unit=U/L&value=", ""),
        ("alt", "unit=mg/dL&value=5", ""),
        ("alt", "unit=U/L&value=<b>", '<span class="tone-warn">Write digits 0 to 9 and, if needed, '
         "a decimal point, such as 38.5.</span>"),
    ],
)  # fmt: skip
def test_what_a_value_means_is_said_while_it_is_typed(client_in, analyte, query, words):
    response = client_in.get(f"/labs/meaning/{analyte}/?{query}")
    assert response.content.decode() == words


def test_a_reader_and_a_stranger_change_nothing(client_for, reader, stranger, case, user):
    result = make_lab(case, user, value="50")
    for person, status in ((reader, 403), (stranger, 404)):
        client = client_for(person)
        assert type_value(client, case, value="60", result=result).status_code == status
        for name in ("delete_lab_value", "restore_lab_value", "revert_lab_value"):
            assert client.post(url(case, name, result.pk), {"version": 1}).status_code == status
    assert only(case).value_raw == "50"


def test_a_value_of_another_case_is_not_found(client_in, case, user):
    other = make_lab(make_case(user, local_id="P-2"), user, value="50")
    assert type_value(client_in, case, value="60", result=other).status_code == 404
    assert client_in.post(url(case, "delete_lab_value", other.pk), {"version": 1}).status_code == 404


def test_every_change_of_a_value_is_in_the_audit_trail(client_in, case):
    type_value(client_in, case, value="50")
    type_value(client_in, case, value="60", result=only(case))
    type_value(client_in, case, value="", result=only(case))
    events = Event.objects.filter(object_type="labs.labresult").order_by("seq")
    assert [event.action for event in events] == ["create", "update", "void"]
    assert events[1].detail["before"]["value_raw"] == "50"
