"""Storing a table that was looked at: whole or not at all, said on the Labs tab, and taken back whole."""

from datetime import date

import pytest
from django.urls import reverse

from dressapp.cases.models import Case
from dressapp.exchange.models import Intake, IntakeState
from dressapp.exchange.progress import Progress
from dressapp.labs.models import LabResult
from tests.factories.people import make_user
from tests.factories.records import make_lab
from tests.web.workspace.intakes import (
    PROBLEMS,
    confirm,
    intake_url,
    make_ward_case,
    pasted,
    preview_of,
    say,
)
from tests.web.workspace.labs import HTMX, message_of, page, text_of, undo_of, url

SORAFENIB = "tests/golden/cases/sorafenib-2016-table1.tsv"


@pytest.fixture
def case(user):
    return make_ward_case(user)


@pytest.fixture
def stored(client_in, case):
    intake = pasted(client_in, case)
    confirm(client_in, intake)
    return intake


def state_of(intake):
    intake.refresh_from_db()
    return intake.state


def test_what_was_shown_is_stored_whole_and_said_with_the_way_back(client_in, case):
    with open(SORAFENIB, encoding="utf-8") as table:
        intake = pasted(client_in, case, table.read())
    response = confirm(client_in, intake)
    assert (response.status_code, response["Location"]) == (303, url(case))
    assert str(message_of(response)) == "104 values stored from the paste."
    assert undo_of(response) == intake_url(intake, "undo_intake")
    results = LabResult.objects.filter(case=case)
    assert results.count() == 104
    assert results.get(analyte="wbc", taken_on=date(2015, 3, 14)).value_raw == "6800"
    assert "104 results on 13 dates" in page(client_in, case)


def test_the_score_moves_with_what_is_stored(client_in, case):
    with open(SORAFENIB, encoding="utf-8") as table:
        intake = pasted(client_in, case, table.read())
    before = client_in.get(url(case)).context["page"].total
    confirm(client_in, intake)
    assert client_in.get(url(case)).context["page"].total != before


def test_lines_kept_aside_are_told_and_stay_to_be_seen(client_in, case):
    intake = pasted(client_in, case, PROBLEMS)
    say(client_in, intake, cell__r2c3="skip")
    response = confirm(client_in, intake)
    assert str(message_of(response)).startswith("1 value stored from the paste.")
    assert "kept aside." in str(message_of(response))
    assert "kept aside." in page(client_in, case)
    text = text_of(client_in.get(intake_url(intake)))
    assert "Mystery factor (U/L)" in text
    assert "No test of this name is known" in text


def test_a_script_is_sent_to_the_labs_tab_and_the_message_waits_there(client_in, case):
    intake = pasted(client_in, case)
    digest = preview_of(client_in, intake).digest
    data = {"version": intake.version, "digest": digest}
    response = client_in.post(intake_url(intake, "confirm_intake"), data, headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, url(case))
    assert "6 values stored from the paste." in page(client_in, case)


def test_confirming_twice_stores_once(client_in, case):
    intake = pasted(client_in, case)
    assert [confirm(client_in, intake).status_code for _ in range(2)] == [303, 303]
    assert LabResult.objects.filter(case=case).count() == 6


def test_nothing_is_stored_while_something_is_open(client_in, case):
    intake = pasted(client_in, case, PROBLEMS)
    assert confirm(client_in, intake).status_code == 409
    assert not case.lab_results.exists()


def test_choices_that_the_preview_has_not_followed_are_shown_first(client_in, case):
    intake = pasted(client_in, case)
    response = confirm(client_in, intake, **{"test-t0": "aside"})
    assert response.status_code == 409
    assert "you changed choices, and the preview follows them now" in text_of(response)
    assert response.context["preview"].confirm == "Confirm: store 4 values"
    assert not case.lab_results.exists()


def test_a_refused_choice_stops_the_confirmation_with_its_text_kept(client_in, case):
    intake = pasted(client_in, case)
    response = confirm(client_in, intake, **{"upper-t0": "1,500", "lower-t0": ""})
    assert response.status_code == 422
    assert not case.lab_results.exists()


def test_values_that_came_meanwhile_are_shown_before_anything_is_stored(client_in, case, user):
    intake = pasted(client_in, case)
    data = {"version": intake.version, "digest": preview_of(client_in, intake).digest}
    make_lab(case, user, analyte="ast", value="55", unit="[IU]/L", on=date(2015, 3, 12))
    response = client_in.post(intake_url(intake, "confirm_intake"), data)
    assert response.status_code == 409
    assert "have changed since you opened the preview" in text_of(response)
    assert response.context["preview"].decisions
    assert LabResult.objects.filter(case=case).count() == 1


def test_what_a_colleague_dropped_or_stored_is_told(client_in, client_for, case, team):
    intake = pasted(client_in, case)
    digest = preview_of(client_in, intake).digest
    colleague = client_for(make_user("colleague", team=team.name))
    confirm(colleague, intake)
    response = client_in.post(intake_url(intake, "confirm_intake"), {"version": 1, "digest": digest})
    assert response.status_code == 303
    assert say(client_in, intake, decimal="point").status_code == 409
    assert LabResult.objects.filter(case=case).count() == 6


def test_undo_takes_back_all_of_it_and_opens_again(client_in, case, stored):
    response = client_in.post(intake_url(stored, "undo_intake"))
    assert (response.status_code, response["Location"]) == (303, url(case))
    assert str(message_of(response)).startswith("Undone: 6 values of the table pasted on")
    assert not LabResult.objects.live().filter(case=case).exists()
    assert "none of it is in the case" in text_of(client_in.get(intake_url(stored)))
    again = client_in.post(undo_of(response))
    assert (again.status_code, again["Location"]) == (303, intake_url(stored))
    assert state_of(stored) == IntakeState.PENDING
    assert preview_of(client_in, stored).confirm == "Confirm: store 6 values"


def test_undo_by_a_script_goes_to_the_labs_tab(client_in, case, stored):
    response = client_in.post(intake_url(stored, "undo_intake"), headers=HTMX)
    assert response["HX-Redirect"] == url(case)


def test_what_somebody_built_upon_is_not_undone_and_said_why(client_in, case, stored):
    result = LabResult.objects.filter(case=case).first()
    data = {"version": result.version}
    client_in.post(reverse("workspace:delete_lab_value", args=[case.pk, result.pk]), data)
    assert "Undo: take all of it back" not in text_of(client_in.get(intake_url(stored)))
    response = client_in.post(intake_url(stored, "undo_intake"))
    assert response.status_code == 409
    assert "Not undone. Some of its values have been changed" in text_of(response)
    assert state_of(stored) == IntakeState.STORED


def test_a_dropped_table_is_gone_and_its_text_with_it(client_in, case):
    intake = pasted(client_in, case)
    response = client_in.post(intake_url(intake, "cancel_intake"), {"version": intake.version})
    assert (response.status_code, response["Location"]) == (303, url(case))
    assert "was dropped" in str(message_of(response))
    assert state_of(intake) == IntakeState.CANCELLED
    assert "WBC" not in intake.content
    assert client_in.get(intake_url(intake)).status_code == 404
    assert "not stored yet" not in page(client_in, case)


def test_a_table_changed_by_a_colleague_is_not_dropped_unseen(client_in, client_for, case, team):
    intake = pasted(client_in, case)
    colleague = client_for(make_user("colleague", team=team.name))
    say(colleague, intake, **{"test-t0": "aside"})
    response = client_in.post(intake_url(intake, "cancel_intake"), {"version": 1})
    assert response.status_code == 409
    assert state_of(intake) == IntakeState.PENDING


def test_progress_is_told_while_an_import_runs_and_it_can_be_stopped(client_in, case):
    intake = pasted(client_in, case)
    assert client_in.get(intake_url(intake, "intake_progress")).json() == {}
    Progress(intake.pk).tell(3, 6)
    assert client_in.get(intake_url(intake, "intake_progress")).json() == {"done": 3, "total": 6}
    response = client_in.post(intake_url(intake, "stop_intake"))
    assert (response.status_code, response["Location"]) == (303, intake_url(intake))
    stopped = confirm(client_in, intake)
    assert stopped.status_code == 409
    assert "Stopped. Nothing was stored." in text_of(stopped)
    assert not case.lab_results.exists()
    assert confirm(client_in, intake).status_code == 303


def test_where_a_value_came_from_stands_on_its_panel(client_in, case, stored):
    text = page(client_in, case, "?value=wbc&at=2015-03-12")
    assert "from Paste of" in text
    assert "7,730" in text
    assert intake_url(stored) in text


@pytest.mark.parametrize(
    "name", ["confirm_intake", "undo_intake", "reopen_intake", "cancel_intake", "stop_intake"]
)
def test_a_reader_changes_nothing(client_for, reader, case, stored, name):
    assert client_for(reader).post(intake_url(stored, name)).status_code == 403
    assert state_of(stored) == IntakeState.STORED


def test_a_reader_sees_what_came_of_a_table_without_a_button(client_for, reader, stored):
    response = client_for(reader).get(intake_url(stored))
    assert "6 values stored from the paste." in text_of(response)
    assert response.content.decode().count('method="post"') == 2  # search, sign out


def test_another_case_knows_nothing_of_a_table(client_in, user, stored):
    other = make_ward_case(user, local_id="P-2")
    for name in ("intake", "intake_progress"):
        assert client_in.get(url(other, name, stored.pk)).status_code == 404
    for name in ("intake", "confirm_intake", "undo_intake", "reopen_intake", "cancel_intake", "stop_intake"):
        assert client_in.post(url(other, name, stored.pk)).status_code == 404
    assert Case.objects.count() == 2
    assert Intake.objects.count() == 1
