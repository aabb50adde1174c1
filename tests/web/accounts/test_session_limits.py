"""A session ends when it was left alone or is too old; the server counts, and a page alone keeps none."""

import pytest

from dressapp.accounts import sessions
from dressapp.audit.models import Event
from tests.factories.factors import sign_in_whole

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def start(client, user, time_machine):
    """Sign a person in at noon, and return the clock."""
    time_machine.move_to("2026-11-29 12:00:00", tick=False)
    sign_in_whole(client, user)
    return time_machine


def is_in(client):
    return client.get("/").status_code == 200


@pytest.mark.promise("P12")
@pytest.mark.parametrize(("minutes", "expected"), [(14, True), (15, False), (60, False)])
def test_a_session_left_alone_ends_after_a_quarter_of_an_hour(client, start, minutes, expected):
    start.shift(60 * minutes)
    assert is_in(client) is expected


@pytest.mark.promise("P12")
def test_clicks_keep_it_going_but_not_beyond_ten_hours(client, start):
    for _ in range(59):
        start.shift(10 * 60)
        assert is_in(client)
    start.shift(11 * 60)
    assert not is_in(client)
    assert Event.objects.filter(action="session_over").count() == 1


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client, start):
    for _ in range(2):
        start.shift(7 * 60)
        assert client.get("/account/session/").json()["left"] > 0
    assert client.get("/account/session/").json()["left"] == 60
    start.shift(60)
    assert not is_in(client)


def test_saying_so_does(client, start):
    start.shift(14 * 60)
    assert client.get("/account/session/").json() == {"left": 60, "may_stay": True}
    assert client.post("/account/session/stay/").json() == {"left": 15 * 60, "may_stay": True}
    start.shift(14 * 60)
    assert is_in(client)


def test_nobody_stays_beyond_ten_hours(client, start):
    session = client.session
    session[sessions.BEGUN] -= 10 * 3600 - 90
    session.save()
    assert client.post("/account/session/stay/").json() == {"left": 90, "may_stay": False}


def test_a_page_knows_when_its_session_ends(client, start):
    start.shift(30)
    assert 'data-seconds="870" data-page=""' in client.get("/").content.decode()


def test_an_answer_to_a_form_knows_the_page_that_it_came_from(client, start):
    referer = {"Referer": "http://testserver/cases/new/?a=1"}
    shown = client.post("/cases/new/", headers=referer).content.decode()
    assert 'data-page="/cases/new/?a=1"' in shown


@pytest.mark.promise("P12")
def test_the_end_returns_to_the_page_and_says_what_was_not_saved(client, start):
    start.shift(15 * 60)
    assert client.get("/limits/")["Location"] == f"{SIGN_IN}?next=/limits/"
    response = client.post("/cases/new/", headers={"Referer": "http://testserver/cases/new/"})
    assert response["Location"] == f"{SIGN_IN}?next=%2Fcases%2Fnew%2F&unsaved=1"


def test_when_somebody_was_seen_is_written_once_a_minute(client, start):
    start.shift(30)
    client.get("/")
    assert client.session[sessions.SEEN] == client.session[sessions.BEGUN]
    start.shift(30)
    client.get("/")
    assert client.session[sessions.SEEN] == client.session[sessions.BEGUN] + 60


def test_the_session_has_another_name_after_signing_in(client, user):
    client.get(SIGN_IN)
    client.session["x"] = 1
    before = client.session.session_key
    client.post(SIGN_IN, {"login": user.username, "password": "correct horse battery"})
    assert client.session.session_key != before


def test_the_browser_forgets_at_signing_out(client, start):
    assert "Clear-Site-Data" not in client.get("/account/sign-out/")
    response = client.post("/account/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get(SIGN_IN)


def test_a_forged_sign_out_clears_nothing(client, start):
    client.handler.enforce_csrf_checks = True
    response = client.post("/account/sign-out/")
    assert response.status_code == 403
    assert "Clear-Site-Data" not in response
