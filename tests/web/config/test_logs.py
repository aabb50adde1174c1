"""A log line says who, which route and what kind of failure, and never what anybody typed."""

import json
import logging
import re
import sys
import threading
import warnings

import pytest
from django.test import Client
from django.urls import reverse

from dressapp.config import logs
from dressapp.config.reporter import QuietReporter
from tests.factories.records import make_case

NAME = "Kimberley-Canary"


@pytest.fixture
def lines():
    """Return a function that tells every line written since, as the product writes them."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(logs.JsonLine().format(record))

    handler = Kept()
    loggers = [
        logging.getLogger(name) for name in ("", "dressapp", "django", "django.request", "py.warnings")
    ]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
    logging.getLogger("dressapp").setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written]
    for logger, level in before:
        logger.removeHandler(handler)
        logger.setLevel(level)


def only(lines, message="request"):
    (found,) = [line for line in lines() if line.get("message") == message]
    return found


def test_request_has_one_line_by_the_name_of_its_route(client_in, user, lines):
    case = make_case(user)
    address = reverse("workspace:score", args=[case.pk])
    answer = client_in.get(f"{address}?q={NAME}")
    line = only(lines)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+\+00:00", line.pop("time"))
    assert line.pop("ms") >= 0
    assert line == {
        "level": "INFO", "logger": "dressapp.request", "request_id": answer["X-Request-ID"],
        "message": "request", "user": user.pk, "method": "GET", "route": "workspace:score",
        "status": answer.status_code,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"/{NAME}", 404), (f"/account/sign-in/?next=/{NAME}", 302), (f"/cases/{NAME}/", 404)],
)
def test_no_line_repeats_a_path_or_query(client_in, lines, path, status):
    assert client_in.get(path).status_code == status
    assert only(lines)["status"] == status
    assert NAME not in json.dumps(lines())


def test_refused_host_and_bad_request_are_logged_without_their_words(client, lines, db):
    assert client.get("/account/sign-in/", headers={"host": f"{NAME}.example"}).status_code == 400
    assert client.post("/account/sign-in/", {"login": NAME, "x" * 3: ["1"] * 1001}).status_code == 400
    assert NAME.lower() not in json.dumps(lines()).lower()


def test_post_without_a_token_is_logged_without_its_path(lines, db):
    assert (
        Client(enforce_csrf_checks=True).post(f"/account/sign-in/?{NAME}", {"login": NAME}).status_code == 403
    )
    assert NAME not in json.dumps(lines())


@pytest.mark.parametrize("error", [ValueError(NAME), KeyError(NAME)])
def test_crash_is_logged_by_its_kind_and_place(client_in, lines, monkeypatch, error):
    def crash(*args, **kwargs):
        raise error

    client_in.raise_request_exception = False
    monkeypatch.setattr("dressapp.config.views.HttpResponse", crash)
    answer = client_in.get(f"/healthz?q={NAME}")
    assert answer.status_code == 500
    (kind,) = [line["error"][0]["kind"] for line in lines() if "error" in line and line["level"] == "ERROR"]
    assert kind == f"builtins.{type(error).__name__}"
    assert only(lines)["status"] == 500
    assert NAME not in json.dumps(lines())


def formatted(**given):
    record = logging.LogRecord("x", logging.ERROR, "/a/b/place.py", 7, "", (), None)
    record.__dict__.update(given)
    return json.loads(logs.JsonLine().format(record))


def raised(error):
    try:
        raise error
    except Exception:
        return sys.exc_info()


def test_exception_is_told_by_kind_file_line_and_function():
    (found,) = formatted(exc_info=raised(ValueError(NAME)))["error"]
    assert found["kind"] == "builtins.ValueError"
    assert re.fullmatch(r"web/config/test_logs.py:\d+ raised", found["at"][0])


def test_causes_of_an_exception_are_told_and_a_ring_of_them_ends():
    first, second = ValueError(NAME), KeyError(NAME)
    first.__cause__, second.__cause__ = second, first
    kinds = [each["kind"] for each in logs.describe(first)]
    assert kinds == ["builtins.ValueError", "builtins.KeyError"]


def test_message_of_a_library_keeps_its_pattern_and_loses_its_values():
    assert formatted(msg="Row %s refused", args=(NAME,))["message"] == "Row %s refused"
    assert "message" not in formatted(msg=f"Row {NAME} refused")
    assert formatted(msg=f"Row {NAME} refused")["where"] == "place:7"


def test_report_of_an_exception_has_none_of_its_words(rf):
    request = rf.post(f"/{NAME}", {"name": NAME})
    report = QuietReporter(request, *raised(ValueError(NAME)))
    for text in (report.get_traceback_text(), report.get_traceback_html()):
        assert "ValueError" in text
        assert NAME not in text


def test_django_reports_by_that_and_mails_nobody(settings):
    assert settings.DEFAULT_EXCEPTION_REPORTER == "dressapp.config.reporter.QuietReporter"
    assert "AdminEmailHandler" not in json.dumps(settings.LOGGING)
    assert settings.ADMINS == []


@pytest.fixture
def _hooks():
    """Give the hooks back after a test."""
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = before
    logging.captureWarnings(False)


@pytest.mark.usefixtures("_hooks")
def test_what_nobody_caught_is_logged_without_its_words(lines):
    logs.catch_the_rest()
    sys.excepthook(*raised(ValueError(NAME)))
    threading.excepthook(threading.ExceptHookArgs((*raised(KeyError(NAME)), None)))
    warnings.warn(f"about {NAME}", stacklevel=1)
    kinds = [line["error"][0]["kind"] for line in lines() if "error" in line]
    assert kinds == ["builtins.ValueError", "builtins.KeyError"]
    assert NAME not in json.dumps(lines())


@pytest.mark.usefixtures("_hooks")
def test_person_who_stops_a_command_is_no_error(lines):
    logs.catch_the_rest()
    sys.excepthook(*raised_interrupt())
    assert lines() == []


def raised_interrupt():
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        return sys.exc_info()


def test_gunicorn_writes_by_the_same_formatter_and_keeps_no_access_log(settings):
    from dressapp.config import gunicorn

    assert gunicorn.logconfig_dict == settings.LOGGING
    assert settings.LOGGING["loggers"]["gunicorn.error"]["handlers"] == ["console"]
    assert not hasattr(gunicorn, "accesslog")


@pytest.mark.parametrize("level", ["WARNING", "INFO"])
def test_every_handler_has_the_formatter(level):
    found = logs.logging_settings(level)
    assert found["loggers"]["dressapp"]["level"] == level
    assert {handler["formatter"] for handler in found["handlers"].values()} == {"line"}
