"""The frame of every tab: who sees it, what it says, what a change answers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.cases.selectors import get_case_for
from dressapp.cases.services import save_background, update_case
from dressapp.core.errors import NotYours
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import set_conclusion, update_course
from dressapp.workspace import pages
from dressapp.workspace.services import changing
from tests.factories.day_four import answer_everything_no, make_day_four_case
from tests.factories.queries import queries
from tests.factories.records import make_case, make_drug, make_lab

TABS = ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report")


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def request_of(user):
    """Return a function that makes a request as the middleware hands it to a view."""

    def make(data=None, *, htmx=False, by=None, path="/"):
        request = RequestFactory().post(path, data) if data is not None else RequestFactory().get(path)
        request.user, request.htmx, request.session = (
            by or user,
            SimpleNamespace(current_url_abs_path="/") if htmx else False,
            SessionStore(),
        )
        request._messages = SessionStorage(request)
        return request

    return make


def text_of(client, case, tab="drugs"):
    response = client.get(reverse(f"workspace:{tab}", args=[case.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_finds_no_tab_of_the_case(client_for, stranger, case, tab):
    response = client_for(stranger).get(reverse(f"workspace:{tab}", args=[case.pk]))
    assert response.status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_a_page_writes_one_view_event_and_a_fragment_none(client_in, case, tab):
    url = reverse(f"workspace:{tab}", args=[case.pk])
    seen = Event.objects.filter(action="view", case_id=str(case.pk))
    client_in.get(url)
    assert seen.count() == 1
    client_in.get(url, headers={"HX-Request": "true"})
    assert seen.count() == 1


@pytest.mark.promise("P07")
def test_a_fragment_without_a_page_in_view_is_a_view(client_in, case, time_machine):
    time_machine.move_to(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False)
    url = reverse("workspace:labs", args=[case.pk])
    seen = Event.objects.filter(action="view", case_id=str(case.pk))
    for minutes, count in ((0, 1), (14, 1), (2, 2), (1, 2)):
        time_machine.shift(timedelta(minutes=minutes))
        client_in.get(url, headers={"HX-Request": "true"})
        assert seen.count() == count


def test_a_reader_may_open_but_not_change(request_of, case, reader):
    request = request_of(by=reader)
    opened = pages.open_case(request, case.pk)
    assert pages.frame_context(request, opened, tab="drugs")["can_write"] is False
    with pytest.raises(PermissionDenied):
        pages.open_case(request, case.pk, write=True)


@pytest.mark.parametrize("tab", TABS[:-1])
def test_a_tab_costs_few_queries_however_many_results(
    client_in, user, case, django_assert_max_num_queries, tab
):
    with changing(case):
        for day in range(20):
            for analyte, unit in (("alt", "U/L"), ("ast", "U/L"), ("creatinine", "mg/dL")):
                on = case.rash_onset_on + timedelta(days=day)
                make_lab(case, user, analyte=analyte, unit=unit, on=on)
    with django_assert_max_num_queries(queries(21)):
        text_of(client_in, case, tab)


@pytest.mark.hazard("H13")
def test_the_banner_says_who_what_day_and_what_is_still_taken(client_in, user):
    text = text_of(client_in, make_day_four_case(user, timezone.localdate()))
    assert "P-104" in text
    assert "male · 67 y" in text
    assert "rash day 4" in text
    assert "Suspects 3" in text
    assert "still taken 3" in text


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("tab", ["list", *TABS])
@pytest.mark.parametrize("prepare", [lambda *_: None, answer_everything_no])
def test_an_open_course_is_never_called_no_case(client_in, user, tab, prepare):
    case = make_day_four_case(user, timezone.localdate())
    prepare(case, user)
    url = reverse("workspace:list") if tab == "list" else reverse(f"workspace:{tab}", args=[case.pk])
    text = " ".join(client_in.get(url).content.decode().split())
    assert "Too early to classify" in text
    assert "no case" not in text.lower()


@pytest.mark.hazard("H05")
def test_the_rail_shows_two_ranges_while_the_course_is_open(client_in, user):
    text = text_of(client_in, make_day_four_case(user, timezone.localdate()))
    assert "−3 (below 2) to 7 (definite DRESS) on today&#x27;s findings" in text
    assert "What is absent so far (day 4) can still appear: up to 9 (definite DRESS)" in text


@pytest.mark.hazard("H05")
def test_now_names_the_worst_results_and_what_is_not_on_record(client_in, user):
    text = text_of(client_in, make_day_four_case(user, timezone.localdate()))
    assert "Creatinine 2.4 mg/dL" in text
    assert "(2× the limit 1.2 mg/dL)" in text
    assert "<strong>Heart</strong> ECG, troponin" in text


def test_unknown_is_not_counted_as_stopped(client_in, user, case):
    with changing(case):
        make_drug(case, user, stop_precision="ongoing")
        make_drug(case, user, name="allopurinol")
    assert "still taken 1, not known 1" in text_of(client_in, case)


@pytest.mark.hazard("H22")
def test_a_culprit_is_named_once_a_clinician_concluded_so(client_in, user, case):
    with changing(case):
        drug = make_drug(case, user)
    assert "concluded culprit" not in text_of(client_in, case)
    with changing(case):
        set_conclusion(case=case, course=drug, version=drug.version, conclusion="culprit", by=user)
    assert "concluded culprit: sorafenib (Dr Clinician)" in text_of(client_in, case)


def test_allergies_stand_in_the_banner(client_in, user, case):
    assert "not recorded" in text_of(client_in, case)
    with changing(case):
        save_background(case=case, version=0, known_allergies="penicillin\nlatex", by=user)
    assert "penicillin, latex" in text_of(client_in, case)


def test_days_stay_days_where_only_days_are_known(client_in, user):
    case = make_case(user, basis="relative", closed_on=None)
    text = text_of(client_in, case)
    assert "2026</" not in text
    assert "rash day" not in text
    assert "course open" in text


def test_facts_that_contradict_each_other_are_said_instead_of_a_score(client_in, user, case):
    with changing(case):
        make_drug(case, user, stop_precision="ongoing")
        make_lab(case, user, analyte="wbc", value="5", unit="10*3/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="9", unit="10*3/uL")
    text = text_of(client_in, case)
    assert "cannot both be right" in text
    assert "Not scored" in text
    assert "still taken 1" in text


def test_the_record_is_a_draft_until_completed_and_out_of_date_after_a_change(client_in, user, case):
    assert "Draft" in text_of(client_in, case)
    save = reverse("workspace:complete_assessment", args=[case.pk])
    case.refresh_from_db()
    client_in.post(save, {"id": "7f1c0a52-58c6-4b9b-9d0c-0a5f6f0d5a10", "revision": case.revision})
    assert "Assessment 1 not signed" in text_of(client_in, case)
    with changing(case):
        make_drug(case, user)
    assert "Assessment 1 out of date" in text_of(client_in, case)


@pytest.mark.hazard("H15")
def test_a_change_raises_the_revision_and_scores_the_case_anew(user, case):
    before = case.revision
    with changing(case):
        make_drug(case, user)
    case.refresh_from_db()
    assert case.revision == before + 1
    assert case.summary.revision == case.revision
    assert [suspect["name"] for suspect in case.summary.suspects] == ["sorafenib"]


def test_saving_what_is_stored_already_is_no_change(user, case):
    with changing(case):
        drug = make_drug(case, user, dose="400 mg")
    before = case.revision
    with changing(case):
        update_course(case=case, course=drug, version=drug.version, dose="400 mg", by=user)
    assert case.revision == before
    assert case.summary.revision == before


@pytest.mark.promise("P02")
def test_a_change_that_fails_leaves_nothing(user, case):
    def change_and_fail():
        with changing(case):
            make_drug(case, user)
            raise NotYours

    with pytest.raises(NotYours):
        change_and_fail()
    assert not DrugCourse.objects.exists()
    case.refresh_from_db()
    assert case.revision == case.summary.revision


def test_after_a_change_a_browser_is_sent_back_to_the_tab(request_of, case):
    response = pages.after_change(request_of({}), case, None, to="labs", at="#alt", message="Saved.")
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("workspace:labs", args=[case.pk]) + "#alt"


def test_after_a_change_htmx_gets_the_page_at_once(request_of, case):
    shown = HttpResponse("the tab")
    assert pages.after_change(request_of({}, htmx=True), case, lambda *_: shown, to="labs") is shown


def test_a_message_offers_to_undo(request_of, user, case):
    request = request_of({}, htmx=True)
    case = get_case_for(user, case.pk)

    def show(request, case):
        return pages.render_case(request, case, tab="drugs", template="workspace/case.html")

    undo = ("/put/it/back/", "Undo the removal")
    response = pages.after_change(request, case, show, to="drugs", message="Removed.", undo=undo)
    html = response.content.decode()
    assert "Removed." in html
    assert 'action="/put/it/back/"' in html
    assert "Undo the removal" in html


def test_a_conflict_shows_both_texts_and_both_ways_out(request_of, user, case):
    course = make_drug(case, user, dose="400 mg")
    seen = course.version
    current = update_course(case=case, course=course, version=seen, dose="200 mg", by=user)
    request = request_of({"version": seen, "dose": "800 mg <b>", "csrfmiddlewaretoken": "x"}, path="/edit/")
    case = get_case_for(user, case.pk)
    response = pages.conflict(
        request, case, tab="drugs", form=None, current=current, fields={"dose": current.dose}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "Dr Clinician saved this first" in html
    assert "200 mg" in html
    assert "800 mg &lt;b&gt;" in html
    assert f'name="version" value="{current.version}"' in html
    assert 'name="dose" value="800 mg &lt;b&gt;"' in html
    assert 'action="/edit/"' in html
    assert reverse("workspace:drugs", args=[case.pk]) in html


def test_a_closed_course_below_two_names_the_papers_word(client_in, user, case):
    with changing(case):
        answer_everything_no(case, user)
        update_case(case=case, version=case.version, closed_on=case.rash_onset_on, by=user)
    assert "course closed" in text_of(client_in, case)


def test_no_case_is_opened_under_an_id_that_does_not_exist(request_of):
    with pytest.raises(Http404):
        pages.open_case(request_of(), "7f1c0a52-58c6-4b9b-9d0c-0a5f6f0d5a10")
