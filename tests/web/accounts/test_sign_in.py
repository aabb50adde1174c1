"""Signing in: by name and password only, slowed when guessed, recorded, and needed for every page."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from dressapp.audit.models import Event
from tests.factories.people import PASSWORD

SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": user.username, "password": password, **extra})


def test_person_enters_when_name_and_password_are_right(client, user):
    response = sign_in(client, user)
    assert response.status_code == 302
    assert response["Location"] == reverse("workspace:list")
    assert Event.objects.last().action == "sign_in"


def test_person_returns_to_the_page_they_wanted(client, user):
    assert sign_in(client, user, next="/cases/new/")["Location"] == "/cases/new/"
    assert sign_in(client, user, next="https://evil.example/")["Location"] != "https://evil.example/"


@pytest.mark.promise("P14")
def test_refusal_is_the_same_when_the_name_or_the_password_is_wrong(client, user):
    wrong_password = sign_in(client, user, password="wrong")
    user.username = "nobody"
    wrong_name = sign_in(client, user)
    texts = [response.context["form"].non_field_errors() for response in (wrong_password, wrong_name)]
    assert texts[0] == texts[1]
    assert "error-summary" in wrong_name.content.decode()


def test_refused_sign_in_is_recorded_without_what_was_typed(client, user):
    sign_in(client, user, password="my-secret")
    event = Event.objects.last()
    assert event.action == "sign_in_refused"
    assert event.detail == {"from": "127.0.0.1"}
    assert (event.actor_id, event.object_id) == ("", str(user.pk))


def test_refused_sign_in_names_nobody_when_there_is_no_such_account(client, user):
    user.username = "my-secret"
    sign_in(client, user)
    assert (Event.objects.last().actor_id, Event.objects.last().object_id) == ("", "")


@pytest.mark.promise("P14")
def test_guessing_is_slowed_when_five_guesses_were_wrong(client, user):
    for _ in range(5):
        sign_in(client, user, password="wrong")
    assert "sessionid" not in sign_in(client, user).cookies
    assert not client.session.get("_auth_user_id")


@pytest.mark.promise("P14")
def test_guessing_keeps_nobody_out_who_comes_from_elsewhere(client, user):
    for _ in range(6):
        sign_in(client, user, password="wrong")
    client.defaults["REMOTE_ADDR"] = "127.0.0.9"
    assert sign_in(client, user)["Location"] == reverse("workspace:list")


def test_person_leaves_and_that_is_recorded(client_in):
    response = client_in.post("/account/sign-out/")
    assert response["Location"] == SIGN_IN
    assert Event.objects.last().action == "sign_out"
    assert client_in.get("/").status_code == 302


def test_sign_out_asks_first_when_only_looked_at(client_in):
    assert b"Sign out?" in client_in.get("/account/sign-out/").content
    assert client_in.get("/").status_code == 200


@pytest.mark.promise("P32")
def test_closed_account_is_told_so_and_does_not_enter(client, user):
    user.is_active = False
    user.save()
    response = client.post(SIGN_IN, {"login": user.username, "password": PASSWORD}, follow=True)
    assert not client.session.get("_auth_user_id")
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "password/change/"])
def test_nothing_else_of_the_account_pages_is_open(client_in, path):
    assert client_in.get(f"/account/{path}").status_code == 404


def test_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/")["Location"] == f"{SIGN_IN}?next=/"


def test_fragment_request_loads_the_whole_sign_in_page_when_signed_out(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/new/?a=1"}
    response = client.get("/", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == f"{SIGN_IN}?next=%2Fcases%2Fnew%2F%3Fa%3D1"


def test_fragment_request_names_no_foreign_page_to_return_to(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://evil.example/"}
    assert client.get("/", headers=headers)["HX-Redirect"] == f"{SIGN_IN}?next=%2F"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/cases/new/?a=1", "%2Fcases%2Fnew%2F%3Fa%3D1"),
        ("http://evil.example/x", "%2F"),
        ("", "%2F"),
    ],
)
def test_form_sent_when_signed_out_is_told_and_leads_back_to_its_page(client, db, referer, page):
    response = client.post("/cases/new/", headers={"Referer": referer})
    assert response["Location"] == f"{SIGN_IN}?next={page}&unsaved=1"
    assert b"was not saved" in client.get(response["Location"]).content


def test_fragment_sent_when_signed_out_is_told_too(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/new/"}
    response = client.post("/cases/new/", headers=headers)
    assert response["HX-Redirect"] == f"{SIGN_IN}?next=%2Fcases%2Fnew%2F&unsaved=1"


def test_form_is_refused_without_its_token(user, client_for):
    client = client_for(user)
    client.handler.enforce_csrf_checks = True
    response = client.post("/account/sign-out/")
    assert response.status_code == 403
    assert b"This form has expired" in response.content
