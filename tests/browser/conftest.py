"""A real server on loopback, and windows that fail a test on a content-policy report or script error."""

import os
import uuid
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from playwright.sync_api import sync_playwright

from dressapp.accounts import sessions
from dressapp.accounts.models import Role, Team
from dressapp.config import settings as product
from tests.browser import chromium
from tests.factories.people import make_user
from tests.server import running_server

# Playwright's synchronous interface runs inside an event loop; these tests have one thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 360, "height": 740}
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("content policy:", event.violatedDirective, event.blockedURI, event.sourceFile || ""));"""
# Chromium reports every refused post as a console error; the tests look at those answers themselves.
EXPECTED_ERROR = "Failed to load resource: the server responded with a status of 4"


@contextmanager
def _connected_to(path, blocker):
    """Let this process use a database file of its own, and go back to the one before."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        with blocker.unblock():
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def database(tmp_path_factory, django_db_blocker):
    """Make the database file of the browser tests, from which the server, another process, reads too."""
    path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
    with _connected_to(path, django_db_blocker):
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture(autouse=True)
def _records_are_kept(database, django_db_blocker):
    """Commit what a test stores, in that file and nowhere else."""
    with _connected_to(database, django_db_blocker):
        yield


@pytest.fixture(scope="session")
def server(database, tmp_path_factory):
    """Start the product's own server on the test database; return its address."""
    var = tmp_path_factory.mktemp("var")
    secret = var / "secret_key"
    secret.touch(mode=0o600)
    secret.write_text(settings.SECRET_KEY)
    with running_server(var, DATABASE_URL=f"sqlite:///{database}") as running:
        yield running.url


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once."""
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=options)
        yield running
        running.close()


@pytest.fixture
def csp_violations():
    """Collect content-policy reports and script errors of every window; any of them fails the test."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def open_window(server, browser, csp_violations):
    """Return a function that opens a window; keyword arguments are Playwright's (color_scheme, ...)."""
    contexts = []

    def open_one(**options):
        context = browser.new_context(**{"base_url": server, "viewport": WIDE, "locale": "en-GB"} | options)
        context.add_init_script(TELL_VIOLATIONS)
        context.set_default_timeout(10_000)
        contexts.append(context)
        window = context.new_page()
        window.on("pageerror", lambda error: csp_violations.append(str(error)))
        window.on("console", lambda message: _keep_error(message, csp_violations))
        return window

    yield open_one
    for context in contexts:
        context.close()


def _keep_error(message, found):
    if message.type == "error" and not message.text.startswith(EXPECTED_ERROR):
        found.append(message.text)


@pytest.fixture
def page(open_window):
    """Open a wide window."""
    return open_window()


@pytest.fixture
def phone(open_window):
    """Open a window as wide as a small phone."""
    return open_window(viewport=PHONE, has_touch=True)


@pytest.fixture
def nojs(open_window):
    """Open a window without JavaScript."""
    return open_window(java_script_enabled=False)


@pytest.fixture
def axe():
    """Return a function that finds no accessibility violation on a page, or fails with what it found."""

    def check(window, rules=None):
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        violations = Axe().run(window, options=options).response["violations"]
        found = [
            (rule["id"], node["target"], node["failureSummary"])
            for rule in violations
            for node in rule["nodes"]
        ]
        assert not found, (window.url, found)

    return check


def _make_person(name, team, role=Role.CLINICIAN):
    """Make a person with a name of this test alone, and a password hashed as the server does."""
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        return make_user(f"{name}-{uuid.uuid4().hex[:8]}", team=team, role=role)


@pytest.fixture
def team(database):
    """Return a team of this test alone, so that it starts with an empty list."""
    return Team.objects.create(name=f"Ward {uuid.uuid4().hex[:8]}")


@pytest.fixture
def user(team):
    """Return a clinician of the team."""
    return _make_person("clinician", team.name)


@pytest.fixture
def reader(team):
    """Return somebody of the team who may not write."""
    return _make_person("reader", team.name, Role.READER)


@pytest.fixture
def stranger(database):
    """Return a clinician of another team."""
    return _make_person("stranger", f"Elsewhere {uuid.uuid4().hex[:8]}")


@pytest.fixture
def sign_in(server, user):
    """Return a function that signs a person in (the clinician, if nobody is named) and opens the list.

    The session is as the server leaves it after both steps; the steps have tests of their own.
    """

    def enter(window, person=None, path="/"):
        person = person or user
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        sessions.begin(session, has_factor=True)
        session.create()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "path": "/"}
        window.context.add_cookies([cookie | {"domain": "localhost", "secure": True, "httpOnly": True}])
        window.goto(path)
        return person

    return enter
