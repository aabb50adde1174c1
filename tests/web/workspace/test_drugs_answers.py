"""What is tapped on the Drugs tab: still taken, last day, conclusion, code, exposures, the list complete."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.cases.models import ExposureHistory
from dressapp.cases.services import save_exposures
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import update_course
from dressapp.workspace.services import changing
from tests.factories.people import make_user
from tests.factories.records import RASH, make_case, make_drug

HTMX = {"HX-Request": "true"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(user, team, today):
    return make_case(user, rash_onset_on=today - timedelta(days=4))


@pytest.fixture
def drug(case, user, today):
    return make_drug(case, user, name="vancomycin", start_on=today - timedelta(days=18))


def url(case, name, *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def tap(client, case, course, answer, **options):
    data = {"answer": answer, "version": course.version}
    return client.post(url(case, "still_taken", course.pk), data, **options)


def card(client, case):
    return client.get(url(case, "drugs")).context["drugs"].groups[0].cards[0]


def chosen(choices):
    return [choice.value for choice in choices if choice.is_chosen]


def test_nothing_is_chosen_where_nobody_said_whether_the_drug_is_taken(client_in, case, drug):
    assert chosen(card(client_in, case).still) == []


def test_still_taken_is_one_tap_as_of_today(client_in, case, drug, today):
    response = tap(client_in, case, drug, "yes")
    assert response.status_code == 303
    drug.refresh_from_db()
    assert (drug.still_taken_on, drug.stop_precision, drug.stop_on) == (today, "ongoing", None)
    shown = card(client_in, case)
    assert chosen(shown.still) == ["yes"]
    assert shown.taken.endswith(", ongoing")
    assert "1, still taken 1" in client_in.get(url(case, "drugs")).content.decode()


def test_a_drug_tapped_off_is_stored_as_ended_by_today_and_asks_for_its_last_day(
    client_in, case, drug, today
):
    response = tap(client_in, case, drug, "no")
    assert response.url.endswith(f"?last-day={drug.pk}#drug-{drug.pk}")
    drug.refresh_from_db()
    assert (drug.stop_on, drug.stop_precision) == (today, "on_or_before")
    asked = client_in.get(response.url)
    assert asked.context["forms"].stopped_id == str(drug.pk)
    yesterday = today - timedelta(days=1)
    last_day = {"stop": yesterday.isoformat(), "version": drug.version}
    assert client_in.post(url(case, "last_day", drug.pk), last_day).status_code == 303
    drug.refresh_from_db()
    assert (drug.stop_on, drug.stop_precision, drug.still_taken) == (yesterday, "day", "no")


def test_htmx_gets_the_question_for_the_last_day_in_the_row(client_in, case, drug):
    html = tap(client_in, case, drug, "no", headers=HTMX).content.decode()
    assert 'id="last_day_stop"' in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("03/04/2026", "Write the month in letters"),
        ("1 Jan 2024", "The last day lies before the first day."),
        ("", "Enter the last day, or write not known."),
    ],
)
def test_a_bad_last_day_is_refused_at_the_row_and_kept(client_in, case, drug, text, message):
    response = client_in.post(url(case, "last_day", drug.pk), {"stop": text, "version": 1})
    assert response.status_code == 422
    html = response.content.decode()
    assert message in html
    assert 'href="#last_day_stop"' in html
    assert response.context["forms"].stopped_id == str(drug.pk)


def test_a_recorded_last_day_that_a_tap_takes_off_comes_back_by_undo(client_in, case, drug, user, today):
    stop = today - timedelta(days=3)
    drug = update_course(case=case, course=drug, version=1, by=user, stop_on=stop, stop_precision="day")
    response = tap(client_in, case, drug, "yes", headers=HTMX)
    notice = response.context["notices"][0]
    assert "was taken off" in notice.words
    assert notice.undo_label == "Undo"
    assert client_in.post(notice.undo_url).status_code == 303
    drug.refresh_from_db()
    assert (drug.stop_on, drug.stop_precision, drug.still_taken_on) == (stop, "day", None)


def test_an_undo_that_comes_too_late_is_a_conflict_that_still_knows_the_last_day(client_in, case, drug):
    tap(client_in, case, drug, "yes")
    response = client_in.post(url(case, "last_day", drug.pk) + "?stop=not+known&version=1")
    assert response.status_code == 409
    assert '<input type="hidden" name="stop" value="not known">' in response.content.decode()


def test_a_second_tap_on_an_old_page_is_a_conflict_for_the_whole_tab(client_in, case, drug):
    tap(client_in, case, drug, "yes")
    response = tap(client_in, case, drug, "unknown", headers=HTMX)
    assert response.status_code == 409
    assert (response["HX-Retarget"], response["HX-Reselect"]) == ("#tab", "#tab")
    assert "Save mine over it" in response.content.decode()
    assert tap(client_in, case, drug, "yes").status_code == 303


def test_an_answer_that_there_is_not_is_refused(client_in, case, drug):
    assert tap(client_in, case, drug, "perhaps").status_code == 404


def test_a_relative_case_asks_for_the_day_and_stores_none_of_its_own(client_in, user, team):
    case = make_case(user, local_id="P-2", basis="relative")
    drug = make_drug(case, user)
    response = tap(client_in, case, drug, "no")
    assert "?last-day=" in response.url
    drug.refresh_from_db()
    assert drug.stop_precision == ""
    client_in.post(url(case, "last_day", drug.pk), {"stop": "before day 1", "version": 1})
    assert card(client_in, case).taken == "day −10, last day on or before day 1"
    drug.refresh_from_db()
    tap(client_in, case, drug, "yes")
    drug.refresh_from_db()
    assert (drug.stop_precision, drug.still_taken_on) == ("ongoing", None)


def test_a_closed_case_no_longer_asks_whether_a_drug_is_taken(client_in, user, team):
    case = make_case(user, local_id="P-2", closed_on=date(2026, 5, 1))
    make_drug(case, user)
    assert "still-taken/" not in client_in.get(url(case, "drugs")).content.decode()


def test_several_drugs_may_be_culprits_each_with_author_day_and_basis(client_in, case, user, drug):
    other = make_drug(case, user, name="allopurinol")
    for course in (drug, other):
        values = {"conclusion": "culprit", "conclusion_basis": "Patch test\npositive", "version": 1}
        assert client_in.post(url(case, "conclude_drug", course.pk), values).status_code == 303
    page = client_in.get(url(case, "drugs"))
    shown = page.context["drugs"].groups[0].cards
    assert [one.conclusion for one in shown] == ["Culprit", "Culprit"]
    assert shown[0].conclusion_by.startswith("Dr Clinician, ")
    assert "Patch test<br>positive" in page.content.decode()


@pytest.mark.hazard("H22")
def test_a_conclusion_is_never_preselected_and_never_a_bare_word_of_dress(client_in, case, drug):
    html = client_in.get(url(case, "drugs") + f"?conclude={drug.pk}").content.decode()
    form = html[html.index("drug-conclude") :]
    assert "checked" not in form
    assert "Possible culprit" in form


def test_a_reason_without_a_conclusion_is_refused_and_kept(client_in, case, drug):
    values = {"conclusion_basis": "because 💊", "version": 1}
    response = client_in.post(url(case, "conclude_drug", drug.pk), values)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Choose the conclusion that this is the reason for." in html
    assert "because 💊" in html


def test_a_stale_conclusion_is_a_conflict(client_in, case, drug, user):
    update_course(case=case, course=drug, version=1, by=user, dose="1 g")
    values = {"conclusion": "unlikely", "version": 1}
    assert client_in.post(url(case, "conclude_drug", drug.pk), values).status_code == 409


@pytest.mark.hazard("H22")
def test_a_code_is_offered_with_its_use_and_never_forced(client_in, case, drug):
    assert [offer.words for offer in card(client_in, case).offers] == [
        "J01XA01 (into a vein)",
        "A07AA09 (by mouth)",
    ]
    values = {"atc": "J01XA01", "version": 1}
    assert client_in.post(url(case, "drug_code", drug.pk), values | {"atc": "L01EX02"}).status_code == 404
    assert client_in.post(url(case, "drug_code", drug.pk), values).status_code == 303
    assert client_in.post(url(case, "drug_code", drug.pk), values | {"atc": "A07AA09"}).status_code == 409
    shown = card(client_in, case)
    assert (shown.atc, shown.offers) == ("J01XA01", ())


def answer(client, case, kind, value, seen="", **more):
    return client.post(url(case, "exposure", kind), {"answer": value, "seen": seen} | more)


def test_exposures_are_answered_one_by_one_and_taken_back(client_in, case):
    assert answer(client_in, case, "contrast", "no").url.endswith("#exposure-contrast")
    assert answer(client_in, case, "herbal", "yes").status_code == 303
    rows = {row.kind: row for row in client_in.get(url(case, "drugs")).context["exposures"].rows}
    assert (rows["contrast"].answer, rows["herbal"].answer, rows["vaccine"].answer) == ("no", "yes", "")
    answer(client_in, case, "contrast", "", seen="no")
    assert ExposureHistory.objects.get().contrast == ""


def test_an_exposure_answered_by_somebody_else_meanwhile_is_a_conflict(client_in, case, user):
    with changing(case):
        save_exposures(case=case, version=0, by=user, contrast="yes")
    assert answer(client_in, case, "contrast", "no").status_code == 409
    assert answer(client_in, case, "contrast", "yes").status_code == 303
    assert answer(client_in, case, "contrast", "no", version=1).status_code == 303
    assert ExposureHistory.objects.get().contrast == "no"


@pytest.mark.parametrize(("kind", "value"), [("moonlight", "yes"), ("contrast", "perhaps"), ("note", "x")])
def test_a_question_or_answer_that_there_is_not_is_refused(client_in, case, kind, value):
    assert answer(client_in, case, kind, value).status_code == 404
    assert not ExposureHistory.objects.exists()


def confirm(client, case, value="yes"):
    version = client.get(url(case, "drugs")).context["exposures"].version
    return client.post(url(case, "confirm_list"), {"is_complete": value, "version": version})


def test_a_list_is_confirmed_complete_by_name_and_date_and_says_what_came_after(client_in, case, user):
    assert confirm(client_in, case).status_code == 303
    exposures = client_in.get(url(case, "drugs")).context["exposures"]
    assert exposures.complete_words.startswith("Confirmed complete by Dr Clinician, ")
    assert exposures.changed_words == ""
    make_drug(case, user, name="ibuprofen")
    exposures = client_in.get(url(case, "drugs")).context["exposures"]
    assert exposures.changed_words == "Added since: ibuprofen."
    confirm(client_in, case)
    assert client_in.get(url(case, "drugs")).context["exposures"].changed_words == ""
    confirm(client_in, case, "no")
    assert client_in.get(url(case, "drugs")).context["exposures"].complete_words == ""


def test_a_confirmation_on_an_old_page_is_a_conflict(client_in, case):
    answer(client_in, case, "contrast", "no")
    confirm(client_in, case)
    stale = {"is_complete": "no", "version": 1}
    assert client_in.post(url(case, "confirm_list"), stale).status_code == 409


def test_strangers_and_readers_change_nothing(client_for, case, drug, reader):
    for person, status in ((reader, 403), (make_user("foreign", team="Elsewhere"), 404)):
        client = client_for(person)
        assert tap(client, case, drug, "yes").status_code == status
        assert answer(client, case, "contrast", "no").status_code == status
        assert confirm_as(client, case).status_code == status
    assert DrugCourse.objects.get().version == 1


def confirm_as(client, case):
    return client.post(url(case, "confirm_list"), {"is_complete": "yes", "version": 0})


def test_a_usual_start_before_a_rash_is_counted_to_the_index_day_given(client_in, user, team):
    case = make_case(user, local_id="P-2", index_on=RASH + timedelta(days=4), index_reason="first lesion")
    make_drug(case, user)
    page = client_in.get(url(case, "drugs"))
    assert "to index day, 16 Mar 2026" in " ".join(page.content.decode().split())
    assert card(client_in, case).days == "14 d"
