"""What holds for every request: the policy, no caching, loopback in the demo, clear pages for failures."""

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import RequestFactory

from dressapp.config.middleware import LoopbackOnlyMiddleware, UnavailableMiddleware
from dressapp.core.errors import LedgerUnavailable

PUBLIC = ["/healthz", "/account/sign-in/", "/nothing-here", "/account/closed/"]


def test_health_answers_without_a_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_has_a_strict_policy_and_is_never_stored(client, db, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.promise("P30")
@pytest.mark.parametrize(("path", "status"), [("/nothing-here", 404), ("/account/nothing", 404)])
def test_refusal_is_a_page_that_repeats_nothing(client, db, path, status):
    response = client.get(f"{path}?secret=Kim")
    assert response.status_code == status
    assert b"Kim" not in response.content
    assert path.encode() not in response.content


@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.4", "::ffff:10.0.0.5", "", "unix"])
def test_demo_refuses_other_machines(client, settings, address):
    settings.IS_DEMO = True
    response = client.get("/healthz", REMOTE_ADDR=address)
    assert response.status_code == 403
    assert b"only on the machine" in response.content


def test_demo_refuses_what_a_proxy_passed_on(settings):
    settings.IS_DEMO = True
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "127.0.0.1"})
    assert LoopbackOnlyMiddleware(lambda request: None)(request).status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_demo_answers_this_machine(client, settings, address):
    settings.IS_DEMO = True
    assert client.get("/healthz", REMOTE_ADDR=address).status_code == 200


def test_server_for_real_use_answers_other_machines(client, settings):
    settings.IS_DEMO = False
    assert client.get("/healthz", REMOTE_ADDR="10.0.0.5").status_code == 200


@pytest.mark.hazard("H24")
@pytest.mark.parametrize("error", [LedgerUnavailable(), OperationalError("database is locked")])
def test_page_says_that_nothing_was_saved_when_the_store_fails(error):
    response = UnavailableMiddleware(lambda request: None).process_exception(RequestFactory().get("/"), error)
    assert response.status_code == 503
    assert b"nothing was saved" in response.content


def test_other_errors_are_left_to_the_500_page():
    middleware = UnavailableMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503"])
def test_error_page_needs_no_request(name):
    from django.template.loader import render_to_string

    assert "Go to the cases" in render_to_string(f"{name}.html")


@pytest.mark.hazard("H21")
def test_footer_says_what_the_product_is_for(client, db, settings):
    text = client.get("/account/sign-in/").content.decode()
    assert "Not validated for excluding DRESS at the bedside or for causality." in text
    assert "Not for patients yet." in text


def test_demo_footer_says_that_it_is_a_demonstration(client, db, settings):
    settings.IS_DEMO = True
    text = client.get("/account/sign-in/").content.decode()
    assert "Demonstration on this machine only" in text
    assert "Not for patients yet." not in text


@pytest.mark.parametrize("name", ["vendor/bootstrap.min.css", "vendor/htmx-2.min.js", "css/theme.css"])
def test_static_file_is_found(name):
    assert finders.find(name)


@pytest.mark.parametrize("name", ["vendor/none.js", "bootstrap.min.css", "vendor/../settings.py"])
def test_static_file_is_not_found_when_it_is_not_published(name):
    assert not finders.find(name)
