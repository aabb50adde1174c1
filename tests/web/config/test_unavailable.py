"""A database that does not answer gets a page that says so, and what was typed is given back."""

import pytest
from django.db import InterfaceError, OperationalError

from dressapp.accounts import middleware as sign_in
from dressapp.workspace.views import drugs
from tests.factories.records import make_case

TYPED = {"name": "allopurinol & co", "role": "suspect", "password": "my-secret", "code": "123456"}


@pytest.fixture
def case(user):
    return make_case(user)


def stop(monkeypatch, where, name, error=OperationalError):
    def fail(*args, **kwargs):
        raise error("the server closed the connection")

    monkeypatch.setattr(where, name, fail)


def test_what_was_typed_stands_on_the_page_in_a_form_that_sends_it_again(client_in, case, monkeypatch):
    stop(monkeypatch, drugs, "open_case")
    response = client_in.post(f"/cases/{case.pk}/drugs/add/", TYPED)
    page = response.content.decode()
    assert response.status_code == 503
    assert f'action="/cases/{case.pk}/drugs/add/"' in page
    assert '<input type="hidden" name="name" value="allopurinol &amp; co">' in page
    assert "Try again" in page
    assert "my-secret" not in page
    assert "123456" not in page


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_before_the_view_is_told_the_same_way(client_in, case, monkeypatch, error):
    client_in.raise_request_exception = False
    stop(monkeypatch, sign_in.sessions, "seconds_left", error)
    response = client_in.post(f"/cases/{case.pk}/drugs/add/", TYPED)
    assert response.status_code == 503
    assert "allopurinol" in response.content.decode()
    assert "Go back and try again" in client_in.get("/").content.decode()


def test_another_failure_is_no_failure_of_the_database(client_in, monkeypatch):
    client_in.raise_request_exception = False
    stop(monkeypatch, sign_in.sessions, "seconds_left", ValueError)
    response = client_in.get("/")
    assert response.status_code == 500
    assert "cannot be reached" not in response.content.decode()
