"""So many searches and PDFs a minute, and so many files an hour: more get a page that says to wait."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from dressapp.core.sealed import seal
from dressapp.workspace import turns
from dressapp.workspace.turns import TURNS, refuse_too_many
from tests.factories.records import make_case


def test_the_limits_are_those_that_were_promised():
    assert TURNS == {"search": (60, 60), "export": (5, 3600), "pdf": (30, 60), "emergency": (5, 3600)}


@pytest.mark.parametrize("what", TURNS)
def test_many_at_once_never_get_more_than_there_are(user, what):
    request = RequestFactory().get("/")
    request.user = user
    most, seconds = TURNS[what]
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: refuse_too_many(request, what), range(2 * most)))
    assert answers.count(None) == most
    refused = next(answer for answer in answers if answer)
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= seconds) == (429, True)


@pytest.fixture
def none_left(monkeypatch):
    """Let every turn be taken."""
    monkeypatch.setattr(turns, "take_turn", lambda *args, **limits: 61)


def test_a_search_waits_and_the_plain_list_does_not(client_in, user, none_left):
    make_case(user)
    page = reverse("workspace:list")
    for query in (f"?q={seal('P-1')}", "?drug=sorafenib", "?course=open"):
        response = client_in.get(page + query)
        assert (response.status_code, response["Retry-After"]) == (429, "61")
        assert "Wait 2 min" in response.content.decode()
    for query in ("", "?page=1", "?order=patient", "?q="):
        assert client_in.get(page + query).status_code == 200


def test_a_pdf_waits_and_is_neither_made_nor_recorded(client_in, user, none_left, monkeypatch):
    monkeypatch.setattr("dressapp.workspace.views.report.print_pdf", lambda *args, **said: HttpResponse())
    response = client_in.get(reverse("workspace:report_pdf", args=[make_case(user).pk]))
    assert (response.status_code, response["Content-Type"]) == (429, "text/html; charset=utf-8")
