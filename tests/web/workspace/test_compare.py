"""The page that compares two versions, or one with the case as it stands."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.people import PASSWORD
from tests.factories.queries import queries
from tests.factories.records import make_answer, make_drug, make_lab


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def url(case, name="compare", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def complete(client, case):
    case.refresh_from_db()
    answer = client.post(url(case, "complete_assessment"), {"id": uuid4(), "revision": case.revision})
    assert answer.status_code == 303


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def changed(client_in, user, case):
    """Return a case with three versions, the score of which went up, and a change since."""
    complete(client_in, case)
    with changing(case):
        make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=case.rash_onset_on)
    complete(client_in, case)
    with changing(case):
        make_drug(case, user, name="lamotrigine")
    complete(client_in, case)
    with changing(case):
        make_answer(case, user, item="lymph_nodes", answer="no")
    return case


def parts(response):
    return {part.title: part for part in response.context["comparison"].parts}


def test_two_versions_are_compared_item_by_item_and_input_by_input(client_in, changed):
    response = client_in.get(url(changed) + "?from=1&to=3")
    assert response.status_code == 200
    found = parts(response)
    assert [d.what for d in found["Items"].differences] == ["Eosinophilia"]
    assert [d.what for d in found["Drugs"].differences] == ["lamotrigine"]
    assert len(found["Items"].same) == 9
    text = text_of(response)
    for words in (
        "1,889 /µL",
        "lamotrigine",
        "Assessment 1",
        "Assessment 3",
        "9 unchanged",
        "by Dr Clinician",
    ):
        assert words in text


def test_the_other_direction_reads_the_other_way(client_in, changed):
    there, back = (client_in.get(url(changed) + query) for query in ("?from=1&to=3", "?from=3&to=1"))
    assert there.context["comparison"].count == back.context["comparison"].count
    (added,), (gone,) = (parts(page)["Drugs"].differences for page in (there, back))
    assert (added.kind, gone.kind) == ("Added", "Taken away")
    assert "?from=3&amp;to=1" in text_of(there)


def test_the_newest_is_compared_with_the_case_as_it_stands_by_default(client_in, changed):
    response = client_in.get(url(changed))
    assert [d.what for d in parts(response)["Items"].differences] == ["Enlarged lymph nodes"]
    assert "The case as it stands" in text_of(response)
    assert text_of(client_in.get(url(changed) + "?from=3&to=now")).count("Last change") == 1


def test_a_version_beside_itself_differs_in_nothing(client_in, changed):
    assert "Nothing differs." in text_of(client_in.get(url(changed) + "?from=2&to=2"))


def test_signatures_stand_with_the_version_that_they_are_under(client_in, case):
    complete(client_in, case)
    posted = {"meaning": "reviewer", "password": PASSWORD}
    client_in.post(url(case, "sign_assessment", 1), posted)
    text = text_of(client_in.get(url(case) + "?from=1&to=now"))
    assert "by Dr Clinician: “I reviewed this assessment" in text
    assert "Signed" in text


@pytest.mark.parametrize("query", ["?from=4&to=1", "?from=1&to=x", "?from=&to=1", "?from=1&to=-1"])
def test_a_version_that_is_none_is_not_found(client_in, changed, query):
    assert client_in.get(url(changed) + query).status_code == 404


def test_a_case_without_versions_is_compared_with_itself(client_in, case):
    assert "Nothing differs." in text_of(client_in.get(url(case)))


def test_facts_that_contradict_each_other_are_told(client_in, user, changed):
    with changing(changed):
        make_lab(changed, user, analyte="wbc", value="1", unit="10*3/uL", on=changed.rash_onset_on)
    text = text_of(client_in.get(url(changed)))
    assert "Nothing can be compared with the case as it stands" in text
    assert client_in.get(url(changed) + "?from=1&to=2").context["comparison"].count > 0


def test_the_history_leads_to_what_changed_since_the_version_before(client_in, changed):
    text = text_of(client_in.get(url(changed, "history")))
    assert f"{url(changed)}?from=2&amp;to=3" in text


def test_looking_is_one_event_and_strangers_find_nothing(client_for, stranger, reader, changed):
    before = Event.objects.filter(action="view").count()
    assert client_for(reader).get(url(changed) + "?from=1&to=2").status_code == 200
    assert Event.objects.filter(action="view").count() == before + 1
    assert client_for(stranger).get(url(changed)).status_code == 404


@pytest.mark.parametrize("query", ["?from=1&to=3", "?from=3&to=now"])
def test_comparing_costs_few_queries(client_in, changed, django_assert_max_num_queries, query):
    client_in.get(url(changed))
    with django_assert_max_num_queries(queries(21)):
        client_in.get(url(changed) + query)
