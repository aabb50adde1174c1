"""Every request carries its token, every answer its headers, and no error tells anything."""

import pytest
from django.test import Client
from django.urls import reverse

from .parts import Full
from .world import READS, WRITES, digest, make_full_case

UNSAFE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", " *", "http:", "https:")


@pytest.fixture
def own(user) -> Full:
    return make_full_case(user, "P-own")


def address(name: str, post) -> str:
    return reverse(f"workspace:{name}", args=post.args) + post.query


def assert_headers(response, what) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, what
    assert "frame-ancestors 'none'" in policy, what
    assert not [word for word in UNSAFE if word in policy], what
    assert response.headers["X-Content-Type-Options"] == "nosniff", what
    assert response.headers["Referrer-Policy"] == "same-origin", what
    assert response.headers["Cache-Control"] == "no-store", what


def test_every_write_needs_its_token(user, own):
    client, before = Client(enforce_csrf_checks=True), digest()
    client.force_login(user)
    for name, makes in WRITES.items():
        for make in makes:
            post = make(own)
            for data in (post.data, post.data | {"csrfmiddlewaretoken": "x" * 64}):
                response = client.post(address(name, post), data)
                assert response.status_code == 403, name
                assert_headers(response, name)
    for name in ("account_login", "account_logout"):
        assert client.post(reverse(name), {"login": "x", "password": "y"}).status_code == 403
    assert digest() == before


def test_every_answer_has_its_headers(client_in, own):
    for name, makes in READS.items():
        assert_headers(client_in.get(address(name, makes[0](own))), name)
    for name in ("add_drug", "save_section", "score_answer"):
        post = WRITES[name][0](own)
        assert_headers(client_in.post(address(name, post), {}), name)
        assert_headers(client_in.get(address(name, post)), name)
        assert_headers(client_in.post(address(name, post), post.data), name)
    for url in (
        "/nowhere/",
        reverse("health"),
        reverse("account_login"),
        "/static/nothing.css",
        "/cases/new",
    ):
        assert_headers(client_in.get(url), url)
        assert_headers(Client().get(url), url)


@pytest.mark.promise("P27", "P30")
def test_errors_tell_nothing(client_in, own, monkeypatch):
    client_in.raise_request_exception = False

    def fail(*args, **kwargs):
        raise ValueError("Rosalind Kessler")

    monkeypatch.setattr("dressapp.workspace.views.drugs.list_courses", fail)
    response = client_in.get(reverse("workspace:drugs", args=[own.case.pk]))
    assert response.status_code == 500
    for word in (b"Rosalind", b"Traceback", b"ValueError", b"dressapp/", b"SELECT"):
        assert word not in response.content
    missing = client_in.get("/nowhere/<script>alert(1)</script>/")
    assert missing.status_code == 404
    assert b"nowhere" not in missing.content
    assert b"urlconf" not in missing.content.lower()
