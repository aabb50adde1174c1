"""Completing an assessment, and the list of its versions."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import Snapshot
from dressapp.assessments.snapshots import is_intact
from dressapp.audit.models import Event
from dressapp.cases.services import update_case
from dressapp.drugs.services import void_course
from dressapp.labs.services import void_result
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.many import record_much
from tests.factories.queries import queries
from tests.factories.records import make_answer, make_case, make_drug, make_lab


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def url(case, name="history", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def save(client, case, **posted):
    case.refresh_from_db()
    return client.post(url(case, "complete_assessment"), {"id": uuid4(), "revision": case.revision} | posted)


def text_of(response):
    return " ".join(response.content.decode().split())


def rows(client, case):
    return client.get(url(case)).context["history"]


def states(client, case):
    return [row.version.state.words for row in rows(client, case)]


def test_the_empty_list_says_what_saving_is_for(client_in, case):
    text = text_of(client_in.get(url(case)))
    assert "Nothing complete yet" in text
    assert text.count("<form") == text.count("complete/") + 2  # sign out, search, and the one to save


@pytest.mark.parametrize("page", ["summary", "report", "history"])
def test_the_form_of_each_page_saves_the_assessment(client_in, case, page):
    response = client_in.get(url(case, page))
    assert url(case, "complete_assessment") in response.content.decode()
    context = response.context
    answer = save(client_in, case, id=context["new_id"], revision=context["case"].revision)
    assert answer.status_code == 303
    assert answer.headers["Location"] == url(case)
    assert "Assessment 1 completed." in text_of(client_in.get(url(case)))
    saved = Snapshot.objects.get(case=case)
    assert is_intact(saved)
    assert saved.page["report"]["score"]["headline"] == "Too early to classify: score today −1 on day 4"


def test_the_same_form_posted_twice_saves_one(client_in, case):
    posted = {"id": uuid4()}
    assert save(client_in, case, **posted).status_code == 303
    assert save(client_in, case, **posted).status_code == 303
    assert Snapshot.objects.filter(case=case).count() == 1
    assert Event.objects.filter(action="complete").count() == 1


def test_the_second_of_two_editors_saves_nothing_and_is_told(client_in, user, case):
    seen = case.revision
    with changing(case):
        make_drug(case, user, name="lamotrigine")
    response = save(client_in, case, revision=seen)
    assert response.status_code == 409
    assert "Nothing was completed: the case has changed since you opened the page." in text_of(response)
    assert not Snapshot.objects.exists()
    fresh = response.context
    assert save(client_in, case, id=fresh["new_id"], revision=fresh["case"].revision).status_code == 303


@pytest.mark.parametrize("posted", [{"id": "nonsense"}, {"revision": ""}, {"revision": "-1"}])
def test_a_form_without_its_marks_saves_nothing(client_in, case, posted):
    response = save(client_in, case, **posted)
    assert response.status_code == 422
    assert "Nothing was completed" in text_of(response)
    assert not Snapshot.objects.exists()


def test_a_reader_saves_nothing_and_a_stranger_finds_nothing(client_for, reader, stranger, case):
    assert save(client_for(reader), case).status_code == 403
    assert save(client_for(stranger), case).status_code == 404
    assert not Snapshot.objects.exists()


def test_another_cases_assessment_cannot_be_named(client_in, user, case):
    other = make_case(user, local_id="P-2")
    taken = uuid4()
    save(client_in, other, id=taken)
    assert save(client_in, case, id=taken).status_code == 404
    assert not Snapshot.objects.filter(case=case).exists()


def test_facts_that_contradict_each_other_are_not_saved(client_in, user, case):
    with changing(case):
        make_lab(case, user, analyte="wbc", value="5", unit="10*3/uL")
        make_lab(case, user, analyte="eosinophils_abs", value="9", unit="10*3/uL")
    response = save(client_in, case)
    assert response.status_code == 409
    assert "contradict each other" in text_of(response)
    assert not Snapshot.objects.exists()


def test_the_newest_is_current_until_the_case_changes(client_in, user, case):
    save(client_in, case)
    assert states(client_in, case) == ["Complete, not signed"]
    with changing(case):
        make_drug(case, user, name="lamotrigine")
    (row,) = rows(client_in, case)
    assert row.version.state.words == "Out of date, not signed"
    assert row.version.state.warning == "The case has changed since this assessment was completed."
    save(client_in, case)
    assert states(client_in, case) == ["Complete, not signed", "Superseded, not signed"]


def test_what_moved_the_total_stands_apart_from_other_changes(client_in, user, case):
    save(client_in, case)
    with changing(case):
        make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=case.rash_onset_on)
        make_answer(case, user, item="lymph_nodes", answer="no")
        make_drug(case, user, name="ibuprofen", role="concomitant", start_on=case.rash_onset_on)
        void_course(case=case, course=case.drug_courses.get(name="allopurinol"), version=1, by=user)
    save(client_in, case)
    changes = rows(client_in, case)[0].changes
    assert (changes.since, changes.total) == (1, "−1 → 1")
    assert [(change.what, change.words) for change in changes.moved] == [
        ("Eosinophilia", "below 700 /µL so far (1 count, last day 4) (0) → 1,500 /µL or more (+2)")
    ]
    assert "1,889 /µL on " in changes.moved[0].why
    others = {change.what: change.words for change in changes.others}
    assert others["Enlarged lymph nodes"] == "unknown (0) → no so far (day 4) (0)"
    assert others["ibuprofen"].startswith("added, ")
    assert others["allopurinol"] == "taken away"
    assert others["Results"] == "1 added"


def test_results_that_were_corrected_or_taken_away_are_counted(client_in, user, case):
    save(client_in, case)
    with changing(case):
        result = case.lab_results.get(analyte="alt")
        void_result(case=case, result=result, version=result.version, by=user)
    save(client_in, case)
    changes = rows(client_in, case)[0].changes
    assert changes.total == "still −1"
    assert ("Results", "1 taken away") in [(change.what, change.words) for change in changes.others]


def test_a_second_saving_of_the_same_says_that_nothing_changed(client_in, case):
    save(client_in, case)
    save(client_in, case)
    assert "still −1</strong>, nothing else changed" in text_of(client_in.get(url(case)))


def insert_damaged(case, saved, **changed):
    """Put a row beside a saved one that has its hash but other content, as tampering would leave it."""
    columns = {field.name: getattr(saved, field.name) for field in Snapshot._meta.concrete_fields}
    damaged = Snapshot(**columns | {"id": uuid4(), "number": saved.number + 1} | changed)
    damaged.save(force_insert=True)


def test_content_that_does_not_match_its_hash_is_said_everywhere(client_in, case):
    save(client_in, case)
    saved = Snapshot.objects.get(case=case)
    page = json.loads(json.dumps(saved.page).replace("vancomycin", "vancomycine"))
    insert_damaged(case, saved, page=page)
    row = rows(client_in, case)[0]
    assert (row.number, row.version.state.words) == (2, "Damaged")
    shown = text_of(client_in.get(url(case, "snapshot", 2)))
    assert "The content does not match its hash: do not rely on this record." in shown


def test_content_that_cannot_be_read_does_not_take_the_list_down(client_in, case):
    save(client_in, case)
    insert_damaged(case, Snapshot.objects.get(case=case), page={"report": {}})
    row = rows(client_in, case)[0]
    assert (row.version.state.words, row.headline) == ("Damaged", "This assessment cannot be read")
    for name in ("snapshot", "snapshot_pdf", "snapshot_figure"):
        assert client_in.get(url(case, name, 2)).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_few_queries_however_many_were_saved(
    client_in, user, case, django_assert_max_num_queries, count
):
    record_much(case, user, count)
    for _ in range(count):
        save(client_in, case)
    client_in.get(url(case))
    with django_assert_max_num_queries(queries(16)):
        assert len(rows(client_in, case)) == count


def test_a_later_change_of_dates_leaves_the_saved_page_as_it_was(client_in, user, case):
    save(client_in, case)
    with changing(case):
        update_case(case=case, version=case.version, closed_on=timezone.localdate(), by=user)
    text = text_of(client_in.get(url(case, "snapshot", 1))).partition('class="sheet card"')[2]
    assert "open, rash day 4" in text
    assert "closed on" not in text
