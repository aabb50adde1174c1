"""The case list: what a row says, what is found, how it is narrowed."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import CaseSummary
from dressapp.audit.models import Event
from dressapp.cases.services import touch, update_case, void_case
from dressapp.core.sealed import seal
from dressapp.workspace.services import changing
from scoring.regiscar.ruleset import RULESET
from tests.factories.day_four import make_day_four_case
from tests.factories.people import make_user
from tests.factories.queries import queries
from tests.factories.records import make_answer, make_case, make_drug

LIST = "/"


def text_of(client, query=""):
    response = client.get(LIST + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def patients(client, query=""):
    return [row.patient for row in client.get(LIST + query).context["rows"]]


def make_closed_case(user, *, local_id="P-9", **answers):
    case = make_case(user, local_id=local_id, closed_on=date(2026, 5, 1))
    with changing(case):
        make_drug(case, user, stop_on=date(2026, 3, 13), stop_precision="day")
        for item, answer in answers.items():
            make_answer(case, user, item=item, answer=answer)
    return case


def test_a_row_says_the_day_the_suspects_and_the_score_with_its_range(client_in, user):
    make_day_four_case(user, timezone.localdate())
    text = text_of(client_in)
    assert "rash day 4" in text
    assert "vancomycin" in text
    assert "14 d, usual interval" in text
    assert "still taken" in text
    assert "−3 to 7, up to 9 if it develops" in text
    assert "Too early to classify" in text
    assert "no case" not in text.lower()


def test_days_shorter_than_usual_are_said_so(client_in, user):
    make_closed_case(user)
    assert "10 d, shorter than usual" in text_of(client_in)


@pytest.mark.hazard("H21")
def test_an_open_course_past_day_15_with_a_low_score_is_not_called_no_case(client_in, user):
    today = timezone.localdate()
    make_case(user, rash_onset_on=today - timedelta(days=40))
    text = text_of(client_in)
    assert "Too little on record to classify" in text
    assert "no case" not in text.lower()


def test_a_closed_course_with_nothing_open_below_two_has_the_papers_word(client_in, user):
    case = make_closed_case(user)
    CaseSummary.objects.filter(case=case).update(category="no", highest_category="no")
    assert "Below 2 (the paper&#x27;s word: no case)" in text_of(client_in)


@pytest.mark.hazard("H21")
def test_a_verdict_of_an_open_course_is_conditional(client_in, user):
    case = make_case(user, rash_onset_on=timezone.localdate())
    CaseSummary.objects.filter(case=case).update(total=4, category="probable")
    assert "would be probable DRESS" in text_of(client_in)
    case = make_closed_case(user)
    CaseSummary.objects.filter(case=case).update(total=6, category="definite")
    assert "definite DRESS" in text_of(client_in)


def test_days_stay_days_where_only_days_are_known(client_in, user):
    make_case(user, basis="relative")
    assert "rash day" not in text_of(client_in)


def test_a_case_without_onset_says_so(client_in, user):
    make_case(user, rash_onset_on=None)
    assert "onset not recorded" in text_of(client_in)


@pytest.mark.hazard("H15")
def test_an_old_summary_is_shown_as_out_of_date(client_in, user):
    case = make_case(user)
    assert "score out of date" not in text_of(client_in)
    touch(case=case)
    assert "score out of date" in text_of(client_in)
    case.refresh_from_db()
    CaseSummary.objects.filter(case=case).update(revision=case.revision, ruleset="another")
    assert "score out of date" in text_of(client_in)


def test_a_case_that_was_never_scored_or_cannot_be_says_so(client_in, user):
    case = make_case(user)
    CaseSummary.objects.filter(case=case).update(total=None, problem="more eosinophils than white cells")
    assert "Cannot be scored: more eosinophils than white cells" in text_of(client_in)
    CaseSummary.objects.all().delete()
    assert "Not scored yet" in text_of(client_in)


def test_many_suspects_are_cut_short(client_in, user):
    case = make_case(user)
    with changing(case):
        for number in range(6):
            make_drug(case, user, name=f"drug {number}")
    text = text_of(client_in)
    assert "and 2 more" in text
    assert "drug 5" not in text


@pytest.mark.hazard("H15")
def test_a_saved_assessment_is_out_of_date_after_a_change(client_in, user):
    case = make_case(user)
    assert "Draft" in text_of(client_in)
    completed = {"complete_number": 1, "complete_revision": case.revision, "complete_ruleset": RULESET}
    CaseSummary.objects.filter(case=case).update(**completed)
    assert "Complete, not signed" in text_of(client_in)
    touch(case=case)
    assert "Out of date" in text_of(client_in)


@pytest.mark.parametrize("words", ["P-104", "p-104", "vanco", "ALLOPURINOL", "p-104 vanco"])
def test_patient_and_drug_are_searched_in_any_letters(client_in, user, words):
    make_day_four_case(user, timezone.localdate())
    make_case(user, local_id="Q-7")
    assert patients(client_in, f"?q={seal(words)}") == ["P-104"]


def test_a_name_is_searched_too(client_in, user):
    make_case(user, name="Ödön Kovács")
    assert patients(client_in, f"?q={seal('ödön')}") == ["P-1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("course=open", ["open"]),
        ("course=closed", ["closed"]),
        ("category=no", ["open"]),
        ("category=definite", []),
        ("category=possible", ["closed"]),
        ("state=draft", ["closed", "open"]),
        ("state=signed", []),
        ("drug=Sorafenib", ["closed"]),
        ("drug=soraf", []),
        (f"course=closed&drug=sorafenib&q={seal('clo')}", ["closed"]),
        ("course=nonsense", []),
    ],
)
def test_the_list_is_narrowed_by_the_address(client_in, user, query, found):
    make_case(user, local_id="open", rash_onset_on=timezone.localdate())
    case = make_closed_case(user, local_id="closed")
    CaseSummary.objects.filter(case=case).update(category="possible")
    assert patients(client_in, f"?{query}") == found


def test_each_filter_can_be_taken_away(client_in, user):
    make_closed_case(user)
    active = client_in.get("/?course=closed&drug=sorafenib").context["active"]
    assert [(chosen.words, chosen.url) for chosen in active] == [
        ("Course: Closed", "/?drug=sorafenib"),
        ("Drug (full name): sorafenib", "/?course=closed"),
    ]


@pytest.mark.parametrize(
    ("order", "found"),
    [("", ["B", "A"]), ("oldest", ["A", "B"]), ("patient", ["A", "B"]), ("nonsense", ["B", "A"])],
)
def test_the_list_is_ordered_by_the_address(client_in, user, order, found):
    make_case(user, local_id="A")
    make_case(user, local_id="B")
    assert patients(client_in, f"?order={order}") == found


def test_a_page_has_25_rows_and_keeps_the_filters(client_in, user):
    for number in range(27):
        make_case(user, local_id=f"P-{number:02}", rash_onset_on=timezone.localdate())
    first = client_in.get("/?course=open").context
    assert len(first["rows"]) == 25
    assert first["pages"].words == "1 to 25 of 27 cases"
    assert first["pages"].after == "/?course=open&page=2"
    second = client_in.get(first["pages"].after).context
    assert len(second["rows"]) == 2
    assert (second["pages"].before, second["pages"].after) == ("/?course=open", "")
    assert len(client_in.get("/?page=999").context["rows"]) == 2


def test_the_list_costs_the_same_queries_however_many_cases(client_in, user, django_assert_num_queries):
    make_day_four_case(user, timezone.localdate())
    client_in.get(LIST)
    # Session, person, team, count, rows, view event and its chain, may write, waits for review,
    # drafts.
    with django_assert_num_queries(queries(10)):
        client_in.get(LIST)
    for number in range(24):
        make_case(user, local_id=f"P-{number}")
    with django_assert_num_queries(queries(10)):
        client_in.get(LIST)


def test_nobody_sees_the_cases_of_another_team_or_what_was_taken_away(client_in, client_for, user, stranger):
    make_case(stranger, local_id="secret")
    mine = make_case(user, local_id="mine")
    assert patients(client_in) == ["mine"]
    void_case(case=mine, version=mine.version, revision=mine.revision, why="entered twice", by=user)
    assert patients(client_in) == []
    assert patients(client_for(stranger)) == ["secret"]


def test_opening_the_list_is_on_record(client_in):
    client_in.get(LIST)
    assert Event.objects.get(action="view").detail == {"what": "list"}


def test_an_empty_list_says_how_to_begin(client_in):
    text = text_of(client_in)
    assert "Begin the first case" in text
    assert "make run" in text
    assert reverse("workspace:example") not in text


def test_an_empty_list_tells_a_reader_to_wait(client_for, reader):
    text = text_of(client_for(reader))
    assert reverse("workspace:new") not in text
    assert "Your role in this team is to read" in text


def test_the_demonstration_offers_its_worked_example(db, client_for, settings):
    settings.IS_DEMO = True
    person = make_user(settings.DEMO_USER)
    client = client_for(person)
    assert reverse("workspace:example") in text_of(client)
    assert client.post(reverse("workspace:example")).status_code == 302
    text = text_of(client)
    assert "sorafenib" in text
    assert "10 d, shorter than usual" in text
    assert "5 to 8" in text


def test_only_the_demonstration_has_a_worked_example(client_in):
    assert client_in.post(reverse("workspace:example")).status_code == 404


def test_nothing_found_says_so(client_in, user):
    make_case(user)
    assert "No case matches" in text_of(client_in, f"?q={seal('nothing-like-it')}")


def test_what_was_typed_is_shown_as_text(client_in, user):
    make_case(user, local_id="<script>alert(1)</script>")
    text = text_of(client_in, f"?q={seal('<script>')}")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_died_patient_has_a_closed_course(client_in, user):
    case = make_case(user)
    with changing(case):
        update_case(case=case, version=case.version, died_on=date(2026, 3, 20), by=user)
    row = client_in.get(LIST).context["rows"][0]
    assert (row.course, row.day) == ("closed", "")


def test_a_search_names_nobody_in_the_address(client_in, user):
    make_case(user, local_id="Kim-4711")
    make_case(user, local_id="Other-1")
    answer = client_in.post(reverse("workspace:search"), {"q": "kim-4711"})
    assert answer.status_code == 303
    assert "kim" not in answer.url.lower()
    page = client_in.get(answer.url)
    assert [row.patient for row in page.context["rows"]] == ["Kim-4711"]
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page.content.decode())
    assert not any("kim" in address.lower() for address in addresses)
    assert 'value="kim-4711"' in page.content.decode()


def test_an_empty_search_shows_all_cases(client_in, user):
    make_case(user)
    assert client_in.post(reverse("workspace:search"), {"q": " "}).url == reverse("workspace:list")


@pytest.mark.parametrize("address", ["nonsense", "gAAAAA==", "", "ü"])
def test_words_that_this_server_did_not_seal_search_for_nothing(client_in, user, address):
    make_case(user)
    assert patients(client_in, f"?q={address}") == ["P-1"]
