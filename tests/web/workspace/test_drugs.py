"""The list of drugs: add, change, move, remove; what is refused, and that nothing typed is lost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import update_course
from tests.factories.queries import queries
from tests.factories.records import RASH, make_case, make_drug

NEW = {"name": "sorafenib", "role": "suspect"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(user, team):
    return make_case(user)


def url(case, name="drugs", course=None):
    return reverse(f"workspace:{name}", args=[case.pk, course.pk] if course else [case.pk])


def page(client, case, query=""):
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def cards(client, case):
    groups = client.get(url(case)).context["drugs"].groups
    return {card.name: card for group in groups for card in group.cards}


def add(client, case, **values):
    return client.post(url(case, "add_drug"), {"id": uuid4(), "version": 0} | NEW | values)


def edit(client, case, course, **values):
    stored = {"id": course.pk, "version": course.version, "name": course.name, "role": course.role}
    return client.post(url(case, "edit_drug", course), stored | values)


def test_an_empty_list_says_how_to_begin_and_the_form_stands_open(client_in, case):
    text = page(client_in, case)
    assert "No drug on record yet" in text
    assert 'id="new-drug"' in text
    assert "checked" not in text


def test_an_added_drug_is_stored_and_its_days_are_said(client_in, case):
    values = {"start": "2 Mar 2026", "stop": "12 March 2026", "dose_amount": "400", "dose_unit": "mg"}
    response = add(client_in, case, route="by mouth", indication="liver cancer", **values)
    assert response.status_code == 303
    assert response.url.endswith("?add#new-drug")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "sorafenib added: 10 d, shorter than usual."
    ]
    card = cards(client_in, case)["sorafenib"]
    assert (card.days, card.verdict) == ("10 d", "shorter than usual")
    assert card.why.endswith("shorter intervals are reported. This alone clears no drug.")
    assert (card.given, card.indication) == ("400 mg, by mouth", "liver cancer")
    assert card.taken == "2 Mar 2026 to 12 Mar 2026"
    assert card.notes == "Stopped on the day of onset (12 Mar 2026)."


def test_adding_a_drug_writes_one_event_and_raises_the_revision(client_in, case):
    before = case.revision
    add(client_in, case)
    case.refresh_from_db()
    assert case.revision == before + 1
    assert Event.objects.filter(object_type="drugs.drugcourse", action="create").count() == 1


def test_a_form_posted_twice_makes_one_row(client_in, case):
    course_id = uuid4()
    for _ in range(2):
        assert add(client_in, case, id=course_id).status_code == 303
    assert DrugCourse.objects.count() == 1


def test_a_form_posted_again_after_somebody_changed_the_row_is_a_conflict_that_can_be_saved_over(
    client_in, case, user
):
    course_id = uuid4()
    add(client_in, case, id=course_id)
    course = DrugCourse.objects.get()
    update_course(case=case, course=course, version=1, by=user, dose="by somebody else")
    response = add(client_in, case, id=course_id, name="sorafenib tosylate")
    assert response.status_code == 409
    response = add(client_in, case, id=course_id, name="sorafenib tosylate", version=2)
    assert response.status_code == 303
    assert DrugCourse.objects.get().name == "sorafenib tosylate"


def test_htmx_gets_the_whole_tab_with_the_form_open_for_the_next_drug(client_in, case):
    response = client_in.post(url(case, "add_drug"), NEW | {"id": uuid4()}, headers=HTMX)
    assert response.status_code == 200
    html = response.content.decode()
    assert "sorafenib added." in html
    assert html.count("autofocus") == 1
    assert response.context["forms"].new is None


REFUSED = [
    ({"start": "03/04/2026"}, "Write the month in letters: 3 Apr 2026 or 4 Mar 2026."),
    ({"start": "12.03.26"}, "Write the year with four digits and the month in letters: 12 Mar 2015."),
    ({"start": "31 Apr 2026"}, "Apr 2026 has no day 31."),
    ({"start": "ongoing"}, "A start cannot be ongoing. Enter the first day."),
    ({"start": "9 Mar 2026", "stop": "8 Mar 2026"}, "The last day lies before the first day."),
    ({"start": "Mar 2026", "stop": "Feb 2026"}, "The last day lies before the first day."),
    ({"dose_amount": "1,5", "dose_unit": "g"}, "Write the decimal with a point: 1.5."),
    ({"dose_amount": "1.5"}, "Enter the unit of the dose, such as mg."),
    ({"role": ""}, "Choose why the drug is in the list."),
    ({"name": ""}, "Enter the name of the drug."),
    ({"atc": "L01<EX02"}, "Write the ATC code like L01EX02"),
    ({"note": "x" * 10_000}, "This text has 10000 characters. Shorten it to 4000."),
    ({"name": "💊" * 10_000}, "This text has 10000 characters. Shorten it to 200."),
]


@pytest.mark.parametrize(("values", "message"), REFUSED)
def test_bad_input_is_refused_with_a_message_and_nothing_typed_is_lost(client_in, case, values, message):
    typed = NEW | {"indication": "liver <script>alert(1)</script> 💊", "stop_reason": "rash"} | values
    response = client_in.post(url(case, "add_drug"), {"id": uuid4()} | typed)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    errors = " ".join(
        str(error) for errors in response.context["forms"].new.errors.values() for error in errors
    )
    assert message in errors
    assert not DrugCourse.objects.exists()
    kept = {name: response.context["forms"].new[name].value() for name in typed}
    assert kept == typed


def test_a_start_in_the_future_is_refused(client_in, case):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = add(client_in, case, start=tomorrow.isoformat())
    assert response.status_code == 422
    assert "This day is in the future." in response.content.decode()


def test_markup_and_emoji_are_shown_as_text(client_in, case):
    add(client_in, case, name="<script>alert(1)</script> 💊", note="<b>bold</b>")
    html = client_in.get(url(case)).content.decode()
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 💊" in html


PARTIAL = [
    ("Feb 2026", "Feb 2026", "12 to 39 d", "uncertain"),
    ("Jan 2026", "Jan 2026", "40 to 70 d", "uncertain"),
    ("2021", "2021", "1532 to 1896 d", "much longer than usual"),
    ("on or before 1 Jul 2024", "on or before 1 Jul 2024", "619 d or more", "much longer than usual"),
    ("not known", "first day not known", "not known", ""),
    ("", "first day not recorded", "not known", ""),
    ("12 Mar 2026", "12 Mar 2026", "0 d", "same day as the onset"),
    ("14 Mar 2026", "14 Mar 2026", "−2 d", "started after onset"),
]


@pytest.mark.parametrize(("start", "taken", "days", "verdict"), PARTIAL)
def test_a_start_known_in_part_gives_bounds_and_never_a_day(client_in, case, start, taken, days, verdict):
    add(client_in, case, start=start)
    card = cards(client_in, case)["sorafenib"]
    assert card.taken.startswith(taken)
    assert (card.days, card.verdict) == (days, verdict)


def test_a_drug_started_after_onset_is_marked_and_asks_how_it_was_borne(client_in, case):
    add(client_in, case, start="14 Mar 2026")
    card = cards(client_in, case)["sorafenib"]
    assert card.is_after_onset
    assert card.since_onset == "Since then: tolerated or flare, not recorded."
    edit(client_in, case, DrugCourse.objects.get(), start="14 Mar 2026", since_onset="flare")
    assert cards(client_in, case)["sorafenib"].since_onset == "Since then: flare."


def test_suspects_come_first_and_what_was_given_for_the_reaction_last(client_in, case, user):
    for name, role in (
        ("prednisolone", "treatment"),
        ("amlodipine", "concomitant"),
        ("allopurinol", "suspect"),
    ):
        make_drug(case, user, name=name, role=role)
    groups = client_in.get(url(case)).context["drugs"].groups
    assert [(group.title, group.cards[0].name) for group in groups] == [
        ("Suspects", "allopurinol"),
        ("Other drugs", "amlodipine"),
        ("Given for this reaction", "prednisolone"),
    ]


def test_a_drug_without_a_role_stays_listed(client_in, case, user):
    make_drug(case, user, role="")
    assert "Role not recorded" in page(client_in, case)


def test_days_from_fever_and_the_edge_of_a_band_are_said_beside_the_verdict(client_in, user, team):
    case = make_case(user, fever_onset_on=RASH - timedelta(days=2))
    make_drug(case, user, start_on=RASH - timedelta(days=14))
    card = cards(client_in, case)["sorafenib"]
    assert (card.days, card.verdict) == ("14 d", "usual interval")
    assert card.notes.replace("\xa0", " ") == (
        "At the edge of the band shorter than usual. 12 d to the fever: shorter than usual."
    )


def test_a_relative_case_shows_and_takes_days_and_never_a_date(client_in, user, team):
    case = make_case(user, basis="relative")
    assert add(client_in, case, start="1 Mar 2026").status_code == 422
    assert add(client_in, case, start="day -10", stop="0").status_code == 303
    card = cards(client_in, case)["sorafenib"]
    assert (card.taken, card.days) == ("day −10 to day 0", "10 d")
    text = page(client_in, case, f"?edit={card.id}")
    assert 'value="day −10"' in text
    assert "Mar 2026" not in text


def test_an_edit_changes_the_row_and_opens_with_what_is_stored(client_in, case, user):
    course = make_drug(case, user, brand="Nexavar")
    text = page(client_in, case, f"?edit={course.pk}")
    assert 'value="2 Mar 2026"' in text
    assert '<details class="more" open>' in text
    response = edit(client_in, case, course, start="3 Mar 2026", previous_exposure="reacted", brand="")
    assert response.url.endswith(f"#drug-{course.pk}")
    course.refresh_from_db()
    assert (course.start_on, course.previous_exposure, course.brand) == (date(2026, 3, 3), "reacted", "")
    assert cards(client_in, case)["sorafenib"].verdict == "usual interval"


def test_a_refused_edit_stays_open_at_its_row(client_in, case, user):
    course = make_drug(case, user)
    response = edit(client_in, case, course, start="03/04/2026", note="keep me")
    assert response.status_code == 422
    assert response.context["forms"].edited_id == str(course.pk)
    assert response.context["forms"].new is None
    assert "keep me" in response.content.decode()


def test_a_stale_edit_gets_both_texts_and_may_be_saved_over(client_in, case, user):
    course = make_drug(case, user, previous_exposure="reacted")
    update_course(case=case, course=course, version=1, by=user, indication="theirs")
    response = edit(
        client_in, case, course, indication="mine", start="2 Mar 2026", previous_exposure="reacted"
    )
    assert response.status_code == 409
    html = response.content.decode()
    assert "theirs" in html
    assert "mine" in html
    assert [field.label for field in response.context["conflict"].fields if not field.is_equal] == [
        "Taken for"
    ]
    assert DrugCourse.objects.get().indication == "theirs"
    edit(client_in, case, course, indication="mine", start="2 Mar 2026", version=2)
    assert DrugCourse.objects.get().indication == "mine"


def test_saving_over_a_removed_drug_brings_it_back(client_in, case, user):
    course = make_drug(case, user)
    client_in.post(url(case, "remove_drug", course), {"version": 1})
    assert edit(client_in, case, course, dose="mine").status_code == 409
    assert edit(client_in, case, course, dose="mine", version=2).status_code == 303
    assert cards(client_in, case)["sorafenib"].given == "mine"


def test_a_removed_drug_comes_back_by_undo(client_in, case, user):
    course = make_drug(case, user)
    response = client_in.post(url(case, "remove_drug", course), {"version": 1}, headers=HTMX)
    assert "sorafenib removed from the list." in response.content.decode()
    assert f'hx-post="{url(case, "restore_drug", course)}"' in response.content.decode()
    assert cards(client_in, case) == {}
    client_in.post(url(case, "restore_drug", course))
    assert list(cards(client_in, case)) == ["sorafenib"]


def test_a_stale_removal_is_a_conflict(client_in, case, user):
    course = make_drug(case, user)
    update_course(case=case, course=course, version=1, by=user, dose="new")
    response = client_in.post(url(case, "remove_drug", course), {"version": 1})
    assert response.status_code == 409
    assert list(cards(client_in, case)) == ["sorafenib"]


def test_a_drug_moves_past_its_neighbour_of_the_same_role(client_in, case, user):
    for name, role in (("a", "suspect"), ("b", "concomitant"), ("c", "suspect")):
        make_drug(case, user, name=name, role=role)
    last = DrugCourse.objects.get(name="c")
    client_in.post(url(case, "move_drug", last), {"direction": "up"})
    assert list(cards(client_in, case)) == ["c", "a", "b"]
    client_in.post(url(case, "move_drug", last), {"direction": "up"})
    assert list(cards(client_in, case)) == ["c", "a", "b"]


def test_the_page_asks_the_database_the_same_for_one_drug_and_for_thirty(client_in, case, user):
    make_drug(case, user)
    client_in.get(url(case))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client_in.get(url(case))
    for number in range(30):
        make_drug(case, user, name=f"drug {number}")
    with CaptureQueriesContext(connection) as many:
        client_in.get(url(case))
    assert len(many) == len(one)
    reads = [query for query in many if query["sql"].startswith("SELECT")]
    assert len(reads) <= queries(16)


def test_a_course_that_contradicts_itself_still_shows_the_list(client_in, case, user):
    make_drug(case, user, start_precision="month", stop_on=date(2026, 1, 1), stop_precision="month")
    card = cards(client_in, case)["sorafenib"]
    assert card.days == "not known"
    assert "stop before start" in card.why


def test_a_stranger_finds_nothing_and_a_reader_sees_text_alone(client_for, case, user, reader, stranger):
    course = make_drug(case, user)
    assert client_for(stranger).get(url(case)).status_code == 404
    assert add(client_for(stranger), case).status_code == 404
    mine = client_for(reader)
    text = page(mine, case, f"?edit={course.pk}&conclude={course.pk}&last-day={course.pk}")
    assert "10 d" in text
    section = text[text.index('<section id="tab"') : text.index('<aside id="rail"')]
    assert "<form" not in section
    assert "<button" not in section
    assert add(mine, case).status_code == 403
    assert edit(mine, case, course).status_code == 403
    for name in ("remove_drug", "restore_drug", "move_drug", "still_taken", "last_day", "conclude_drug"):
        assert mine.post(url(case, name, course)).status_code == 403


def test_a_drug_of_another_case_is_not_found(client_in, case, user):
    other = make_drug(make_case(user, local_id="P-2"), user)
    assert edit(client_in, case, other).status_code == 404
    assert add(client_in, case, id=other.pk).status_code == 404
