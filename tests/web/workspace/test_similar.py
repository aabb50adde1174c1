"""Somebody else of nearly the same id or name is pointed out when a case is begun, and nothing is blocked."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.cases.similar import is_similar_id, is_similar_name
from tests.factories.records import make_case
from tests.web.workspace.labs import text_of

NEW, KNOWN = "/cases/new/", "/cases/known/"
SAID = "Nearly the same id or name is on record"


def look_up(client, local_id, **values):
    """Type an id, and maybe a name, as the script of the page sends them while they are typed."""
    return text_of(client.post(KNOWN, {"local_id": local_id} | values, headers={"HX-Request": "true"}))


def begin(client, **values):
    return client.post(NEW, {"id": uuid4(), "rash_onset_on": "12 Mar 2026"} | values, follow=True)


@pytest.mark.hazard("H13")
@pytest.mark.parametrize(
    ("one", "other"),
    [("P-1", "P1"), ("P-O12", "P-012"), ("4711-I", "47111"), ("KJG-67-337", "KJG-76-337"), ("0815", "815"),
     ("p 4711", "P-4711"), ("AB/12", "ab 12"), ("4711", "4171")],
)  # fmt: skip
def test_ids_that_eyes_take_for_one_another_are_alike(one, other):
    assert is_similar_id(one, other)
    assert is_similar_id(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("4711", "4712"), ("P-1", "P-2"), ("P-12", "P-21"), ("4711", "47110"), ("100", "10")]
)
def test_neighbours_in_a_row_of_numbers_are_not_alike(one, other):
    assert not is_similar_id(one, other)


@pytest.mark.hazard("H13")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Larsen", "Kim Larssen"),
        ("Larsen, Kim", "kim larsen"),
        ("Wilhelmina Okonkwo", "Wilhelmina Okonkvo"),
        ("Ann-Marie Roy", "Ann Marie Roy"),
    ],
)
def test_names_that_differ_by_a_letter_or_by_order_are_alike(one, other):
    assert is_similar_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Kim Larsen", "Tom Larsen"), ("", ""), ("", "Kim"), ("Kim", "")])
def test_other_names_and_none_are_not_alike(one, other):
    assert not is_similar_name(one, other)


@pytest.mark.hazard("H13")
def test_a_similar_id_is_pointed_out_where_it_is_typed_and_its_view_recorded(client_in, user):
    case = make_case(user, local_id="KJG-67-337", name="Kim Larsen", sex="female")
    text = look_up(client_in, "KJG-76-337")
    assert SAID in text
    assert (
        f'<a href="{reverse("workspace:summary", args=[case.pk])}">KJG-67-337, Kim Larsen, female</a>' in text
    )
    event = Event.objects.get(action="view")
    assert (event.case_id, event.detail) == (str(case.pk), {"what": "similar patient"})


@pytest.mark.hazard("H13")
def test_a_similar_name_is_told_once_the_case_is_begun(client_in, user):
    make_case(user, local_id="4711", name="Kim Larsen")
    response = begin(client_in, local_id="9", name="Larsen, Kim")
    assert Case.objects.filter(patient__local_id="9").exists()
    assert f"{SAID}: 4711, Kim Larsen. Check that this is the right patient." in text_of(response)


def test_nobody_is_pointed_out_where_nobody_is_alike(client_in, user):
    make_case(user, local_id="4711", name="Kim Larsen")
    assert SAID not in look_up(client_in, "9")
    assert SAID not in text_of(begin(client_in, local_id="9", name="Tom Berg"))


def test_the_known_patient_stands_alone(client_in, user):
    make_case(user, local_id="KJG-67-337")
    make_case(user, local_id="KJG-76-337")
    text = look_up(client_in, "kjg-67-337")
    assert "is on record" in text
    assert SAID not in text


def test_nobody_of_another_team_and_no_voided_case_is_pointed_out(client_in, user, stranger):
    make_case(stranger, local_id="KJG-67-337", name="Kim Larsen")
    gone = make_case(user, local_id="KJG-6-7337")
    Case.objects.filter(pk=gone.pk).update(voided_at="2026-03-12T08:30Z")
    assert SAID not in look_up(client_in, "KJG-76-337")


@pytest.mark.hazard("H13")
def test_a_similar_name_is_pointed_out_while_it_is_typed_and_stands_in_no_address(client_in, user):
    make_case(user, local_id="4711", name="Kim Larsen")
    assert SAID in look_up(client_in, "9", name="Larsen, Kim")
    assert SAID not in text_of(client_in.get(f"{NEW}?local_id=9&name=Kim+Larsen"))


def test_the_look_up_asks_the_database_the_same_for_one_patient_and_for_many(client_in, user):
    make_case(user, local_id="KJG-67-337")
    look_up(client_in, "9")  # the first request of a session writes more
    with CaptureQueriesContext(connection) as one:
        look_up(client_in, "KJG-76-337")
    for number in range(12):
        make_case(user, local_id=f"X-{number}", name="Somebody Else")
    with CaptureQueriesContext(connection) as many:
        look_up(client_in, "KJG-76-337")
    assert len(many) == len(one)


def test_at_most_three_are_pointed_out(client_in, user):
    for place in range(5):
        make_case(user, local_id=f"A-{place}", name="Kim Larsen")
    assert text_of(begin(client_in, local_id="9", name="Kim Larsen")).count("Kim Larsen") <= 5
