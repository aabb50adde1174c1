"""The tracker of tests for other causes on the Criteria tab: what it says, how a test is recorded from it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.selectors import get_assessment
from dressapp.assessments.tracker_page import present_tracker
from dressapp.cases.models import CauseTest, VirusTest
from dressapp.cases.services import add_row, own_id, set_dates, update_row, void_row
from dressapp.core.dates import show_day
from dressapp.workspace.services import changing
from tests.factories.queries import queries
from tests.factories.records import RASH, make_answer, make_case

DIFFER = "The readings differ"


@pytest.fixture
def case(user):
    return make_case(user)


def url(case, name="criteria", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def page(client, case, query=""):
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def tracker(case):
    return present_tracker(get_assessment(case))


def row_of(case, name):
    return next(row for row in tracker(case).rows if row.name == name)


def entries(client, case):
    """Return the small forms of the page by the name of their test."""
    shown = client.get(url(case) + "?open=tests").context["tracker"].entries
    return {entry.name: entry for entry in shown}


def record(client, case, name, result, tested_on=None, **more):
    """Send one of the forms as the page shows it, with a button pressed."""
    entry = entries(client, case)[name]
    sent = {"id": entry.id, "version": entry.version, "result": result}
    sent |= {"tested_on": entry.day if tested_on is None else tested_on}
    sent |= {"test": entry.test} if entry.test else {}
    return client.post(url(case, "save_tracked"), sent | more)


def store(case, user, model=CauseTest, **values):
    with changing(case):
        return add_row(model=model, case=case, by=user, **values)


def test_an_empty_record_says_of_each_usual_test_that_it_is_not_on_record(case):
    rows = tracker(case).rows
    assert [row.name for row in rows] == [
        "ANA", "Blood culture", "Hepatitis A", "Hepatitis B", "Hepatitis C", "Mycoplasma", "Chlamydia", "HIV",
        "Syphilis", "Strongyloides",
    ]  # fmt: skip
    assert {(row.state, row.day, row.counts) for row in rows} == {("not on record", "", ("", "", ""))}
    assert [virus.state for virus in tracker(case).viruses] == ["not on record"] * 4


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("negative", "negative"), ("positive", "positive"), ("pending", "pending"),
        ("not_done", "not ordered or not done"),
    ],
)  # fmt: skip
def test_each_state_is_recorded_with_the_day_of_the_sample_and_leads_back(client_in, case, result, state):
    response = record(client_in, case, "Hepatitis B", result, "13 Mar 2026")
    row = case.cause_tests.live().get()
    assert response.status_code == 303
    assert response["Location"] == f"{url(case)}?open=tests#track-{row.pk}"
    assert (row.test, row.result, row.tested_on) == ("hepatitis_b", result, RASH + timedelta(days=1))
    assert (row_of(case, "Hepatitis B").state, row_of(case, "Hepatitis B").day) == (
        state,
        "13 Mar 2026 (day 1)",
    )
    assert f'id="track-{row.pk}"' in page(client_in, case, "?open=tests")


def test_a_pending_test_becomes_negative_and_keeps_what_the_tracker_does_not_show(client_in, case, user):
    row = store(
        case, user, test="mycoplasma", result="pending", tested_on=RASH, detail="IgM", note="second lab"
    )
    assert record(client_in, case, "Mycoplasma", "negative").status_code == 303
    row.refresh_from_db()
    assert (row.result, row.tested_on, row.detail, row.note) == ("negative", RASH, "IgM", "second lab")


def test_a_test_without_a_day_counts_and_its_day_can_be_added_and_taken_away(client_in, case):
    record(client_in, case, "ANA", "negative", "")
    assert row_of(case, "ANA").day == "not recorded"
    record(client_in, case, "ANA", "negative", "12 Mar 2026")
    assert row_of(case, "ANA").day == "12 Mar 2026 (day 0)"
    record(client_in, case, "ANA", "negative", "")
    assert case.cause_tests.live().get().tested_on is None


@pytest.mark.parametrize("is_stored", [False, True])
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("03/04/2026", "Write the month in letters"),
        ("1 Jan 2099", "This day is in the future."),
        ("spring", "Write the date as 12 Mar 2015 or 2015-03-12"),
    ],
)
def test_a_day_that_cannot_be_is_told_and_kept_and_nothing_is_stored(
    client_in, case, user, is_stored, typed, message
):
    if is_stored:
        store(case, user, test="ana", result="pending", detail="1:80")
    response = record(client_in, case, "ANA", "negative", typed)
    text = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert message in text
    assert f'value="{typed}"' in text
    assert 'href="#id_tested_on"' in text
    kept = list(case.cause_tests.live().values_list("result", "detail"))
    assert kept == ([("pending", "1:80")] if is_stored else [])


def test_the_form_of_a_refused_test_saves_it_once_the_day_is_right(client_in, case):
    entry = record(client_in, case, "ANA", "negative", "spring").context["entry"]
    assert [option.value for option in entry.options if option.is_chosen] == ["negative"]
    sent = {"id": entry.id, "version": entry.version, "test": entry.test, "result": "negative"}
    client_in.post(url(case, "save_tracked"), sent | {"tested_on": "12 Mar 2026"})
    assert case.cause_tests.live().get().result == "negative"


@pytest.mark.parametrize("posted", [{"result": ""}, {"result": "perhaps"}, {"test": "nonsense"}])
def test_what_is_no_state_and_no_test_is_refused(client_in, case, posted):
    entry = entries(client_in, case)["ANA"]
    sent = {"id": entry.id, "version": "0", "test": entry.test, "result": "negative"} | posted
    assert client_in.post(url(case, "save_tracked"), sent).status_code == 422
    assert CauseTest.objects.count() == 0


def test_a_form_without_its_row_is_refused(client_in, case):
    assert client_in.post(url(case, "save_tracked"), {"result": "negative"}).status_code == 400


def test_two_people_cannot_make_two_rows_of_one_test(client_in, case):
    first = record(client_in, case, "ANA", "negative", "12 Mar 2026")
    assert first.status_code == 303
    sent = {"id": own_id(case, "test", "ana"), "version": "0", "test": "ana", "result": "negative"}
    client_in.post(url(case, "save_tracked"), sent | {"tested_on": "12 Mar 2026"})
    assert case.cause_tests.live().count() == 1


@pytest.mark.promise("P02")
@pytest.mark.parametrize("view", [("save_tracked",), ("score_save_row", "test")], ids=["tracker", "score"])
def test_a_stale_page_never_writes_over_a_result_that_somebody_has_recorded_since(client_in, case, view):
    stale = {"id": own_id(case, "test", "ana"), "version": "0", "test": "ana", "result": "positive"}
    record(client_in, case, "ANA", "negative", "12 Mar 2026")
    response = client_in.post(url(case, *view), stale)
    assert response.status_code == 409
    row = case.cause_tests.live().get()
    assert (row.result, row.tested_on) == ("negative", RASH)
    again = client_in.post(url(case, *view), stale | {"version": row.version})  # Save mine over it
    assert again.status_code == 303
    assert case.cause_tests.live().get().result == "positive"


def test_a_test_is_recorded_although_its_row_was_changed_to_another_test(client_in, case, user):
    record(client_in, case, "ANA", "positive", "")
    row = case.cause_tests.live().get()
    with changing(case):
        update_row(case=case, row=row, version=row.version, by=user, test="hepatitis_b")
    for _ in range(2):
        assert record(client_in, case, "ANA", "negative", "").status_code == 303
    assert sorted(case.cause_tests.live().values_list("test", "result")) == [
        ("ana", "negative"), ("hepatitis_b", "positive"),
    ]  # fmt: skip


@pytest.mark.parametrize("view", [("save_tracked",), ("score_save_row", "test")], ids=["tracker", "score"])
def test_a_result_typed_into_a_test_that_was_taken_away_meanwhile_is_not_lost(client_in, case, user, view):
    row = store(case, user, test="ana", result="pending")
    with changing(case):
        void_row(case=case, row=row, version=row.version, by=user)
    sent = {
        "id": row.pk,
        "version": row.version,
        "test": "ana",
        "result": "negative",
        "tested_on": "12 Mar 2026",
    }
    response = client_in.post(url(case, *view), sent)
    assert response.status_code == 409
    assert "took this away" in response.content.decode()
    assert "12 Mar 2026" in response.content.decode()
    row.refresh_from_db()
    assert client_in.post(url(case, *view), sent | {"version": row.version}).status_code == 303
    assert case.cause_tests.live().get().result == "negative"


def test_of_two_who_record_a_test_whose_first_row_became_another_one_is_asked(client_in, case, user):
    record(client_in, case, "ANA", "positive", "")
    row = case.cause_tests.live().get()
    with changing(case):
        update_row(case=case, row=row, version=row.version, by=user, test="hepatitis_b")
    stale = {"id": str(own_id(case, "test", "ana")), "version": "0", "test": "ana", "result": "positive"}
    record(client_in, case, "ANA", "negative", "")
    asked = client_in.post(url(case, "save_tracked"), stale)
    assert asked.status_code == 409
    again = dict(asked.context["conflict"].posted) | {"version": asked.context["conflict"].version}
    assert client_in.post(url(case, "save_tracked"), again).status_code == 303
    assert sorted(case.cause_tests.live().values_list("test", "result")) == [
        ("ana", "positive"), ("hepatitis_b", "positive"),
    ]  # fmt: skip


def test_a_second_editor_sees_both_texts(client_in, case, user):
    row = store(case, user, test="ana", result="pending")
    record(client_in, case, "ANA", "negative", "")
    sent = {"id": row.pk, "version": row.version, "result": "positive", "tested_on": ""}
    response = client_in.post(url(case, "save_tracked"), sent)
    assert response.status_code == 409
    assert url(case) in response.content.decode()
    row.refresh_from_db()
    assert row.result == "negative"


def test_a_test_that_was_taken_away_comes_back_with_its_tap(client_in, case, user):
    record(client_in, case, "ANA", "negative", "")
    row = case.cause_tests.live().get()
    with changing(case):
        void_row(case=case, row=row, version=row.version, by=user)
    record(client_in, case, "ANA", "pending", "")
    assert case.cause_tests.live().get().result == "pending"


@pytest.mark.parametrize(("answer", "stands"), [("yes", True), ("no", False), ("unknown", True)])
def test_a_positive_is_judged_from_the_tracker(client_in, case, user, answer, stands):
    row = store(case, user, test="hiv", result="positive")
    entry = entries(client_in, case)["HIV"]
    response = client_in.post(entry.explains_url, {"answer": answer, "version": entry.version})
    assert response["Location"] == f"{url(case)}?open=tests#track-{row.pk}"
    assert ("stands against it: hiv" in tracker(case).words) is stands


def test_judged_on_the_score_tab_it_leads_back_to_that(client_in, case, user):
    row = store(case, user, test="hiv", result="positive")
    address = url(case, "score_explains", "test", row.pk)
    response = client_in.post(address, {"answer": "no", "version": row.version})
    assert response["Location"] == url(case, "score") + "#item-other_causes_excluded"


def test_only_a_positive_that_is_not_too_old_is_judged(client_in, case, user):
    store(case, user, test="hiv", result="positive", tested_on=RASH - timedelta(days=15))
    store(case, user, test="ana", result="negative")
    assert {entry.explains for entry in entries(client_in, case).values()} == {()}


def test_each_sample_of_a_test_is_a_row_and_other_tests_and_viruses_follow(client_in, case, user):
    for result, on in (("negative", RASH), ("pending", RASH + timedelta(days=2))):
        store(case, user, test="blood_culture", result=result, tested_on=on)
    store(case, user, test="orientia_tsutsugamushi", result="negative")
    store(case, user, VirusTest, virus="hsv", result="negative")
    store(case, user, VirusTest, virus="ebv", result="negative")
    rows = tracker(case).rows
    assert [row.name for row in rows[1:3]] == ["Blood culture"] * 2
    assert [row.name for row in rows[11:]] == ["Orientia tsutsugamushi", "HSV"]
    names = [entry.name for entry in client_in.get(url(case) + "?open=tests").context["tracker"].entries]
    assert names.count("Blood culture") == 2
    assert names[-1] == "Orientia tsutsugamushi"


def test_readings_that_differ_are_told_on_both_tabs_and_the_score_keeps_groups(client_in, case, user):
    for test in ("hepatitis_a", "hepatitis_b", "hepatitis_c"):
        store(case, user, test=test, result="negative")
    text = page(client_in, case)
    assert "worth +1 point counting single tests (3 negative)" in text
    assert "In the score: unknown, 0 (not answered)." in text
    assert [(row.count, row.points, row.is_scored) for row in tracker(case).readings] == [
        ("1 of 4", "0", True), ("3 of 7", "+1", False), ("1 of 5", "0", False),
    ]  # fmt: skip
    score = " ".join(client_in.get(url(case, "score")).content.decode().split())
    assert DIFFER in score
    assert f"{url(case)}#tracker" in score


def test_readings_that_agree_are_not_told_at_the_item(client_in, case, user):
    store(case, user, test="ana", result="negative")
    score = client_in.get(url(case, "score")).content.decode()
    assert DIFFER not in score
    assert "by every reading" not in score
    assert "Fewer than three are negative by every reading" in page(client_in, case)


def test_the_score_goes_by_the_clinicians_answer_and_the_tracker_says_so(client_in, case, user):
    with changing(case):
        make_answer(case, user, item="other_causes_excluded", answer="yes")
    assert "In the score: yes, +1 (the clinician&#x27;s answer)." in page(client_in, case)


def test_a_virus_stands_apart_with_specimen_reading_day_and_what_it_cannot_say(client_in, case, user):
    values = {"method": "PCR", "specimen": "plasma", "tested_on": RASH + timedelta(days=3)}
    store(case, user, VirusTest, virus="hhv6", result="negative", **values)
    store(case, user, VirusTest, virus="cmv", result="positive", reading="reactivation")
    text = page(client_in, case)
    assert "negative; PCR in plasma; sample 15 Mar 2026 (day 3)" in text
    assert "is early and settles nothing" in text
    assert "positive; read as reactivation; date of the sample not recorded" in text
    assert "Worth 0 points by every reading" not in text
    assert [virus.state for virus in tracker(case).viruses] == [
        "negative", "not on record", "positive", "not on record",
    ]  # fmt: skip


def test_a_virus_test_without_a_result_is_not_called_missing(case, user):
    store(case, user, VirusTest, virus="ebv")
    assert tracker(case).viruses[1].state == "result not recorded"


def test_a_case_of_days_shows_and_takes_days(client_in, user):
    case = make_case(user, basis="relative")
    record(client_in, case, "ANA", "negative", "day 3")
    assert row_of(case, "ANA").day == "day 3"
    assert entries(client_in, case)["ANA"].day == "day 3" == show_day(RASH + timedelta(days=3), case)
    assert "2026" not in page(client_in, case).partition('id="tracker"')[2].partition("</section>")[0]


def test_a_reader_sees_the_tracker_and_no_form(client_for, reader, case, user):
    store(case, user, test="ana", result="negative")
    text = page(client_for(reader), case, "?open=tests")
    assert "counts: ANA" in text
    assert "tracker-entries" not in text
    assert "Record results" not in text


def test_entries_that_contradict_each_other_leave_the_tab_standing(client_in, case, user):
    with changing(case):
        set_dates(case=case, version=case.version, by=user, index_on=timezone.localdate())
        case.patient.birth_on = timezone.localdate() + timedelta(days=1)
        case.patient.save()
    response = client_in.get(url(case) + "?open=tests")
    assert response.status_code == 200
    assert response.context["tracker"] is None


@pytest.mark.parametrize("query", ["", "?open=tests"])
def test_the_tab_costs_few_queries_however_many_tests(
    client_in, case, user, query, django_assert_max_num_queries
):
    for number in range(12):
        store(case, user, test=f"own {number}", result="negative")
        store(case, user, VirusTest, virus="hsv", result="negative")
    with django_assert_max_num_queries(queries(22)):
        page(client_in, case, query)
