"""A20: every answer carries strict headers, browsers keep nothing of a patient, unsafe settings are told."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

from django.core.checks import run_checks
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse

from dressapp.config import checks, checks_database, checks_privacy
from dressapp.config.paths import BASE_DIR
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.factories.unsafe_settings import SAFE, unsafe, without
from tests.server import clean_environment
from tests.web.security.world import READS, WRITES, make_full_case

CHECK, NAME, DATABASES, IN_TESTS = "A20", "headers", ("sqlite",), True
PROVES = ("P27", "P30")
YEAR = 365 * 24 * 60 * 60
HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
}  # fmt: skip
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
STATIC = ("/static/css/theme.css", "/static/vendor/htmx-2.min.js", "/static/nothing.css")


def check(database: str) -> Outcome:
    """Look at the headers of every answer, then break every setting once."""
    with test_database(database):
        answers = list(_every_answer())
    failures = [words for name, answer in answers for words in _what_is_missing(name, answer)]
    broken = unsafe()
    failures += [
        words for change in broken if (words := _what_is_not_told(*change))
    ] + _what_real_settings_say()
    return Outcome(
        len(answers) + len(broken) + 1, failures, {"answers": len(answers), "settings": len(broken)}
    )


def twin(database: str) -> Outcome:
    """Take the middleware of the headers away, and let the checks find nothing."""
    with override_settings(MIDDLEWARE=without("SecurityM")), test_database(database):
        failures = [words for name, answer in _errors() for words in _what_is_missing(name, answer)]
    with _silenced():
        failures += [words for change in unsafe() if (words := _what_is_not_told(*change))]
    return Outcome(1, failures)


@contextmanager
def _silenced() -> Iterator[None]:
    """Let our own checks find nothing wrong, whatever they see."""
    with ExitStack() as stack:
        for module in (checks, checks_database, checks_privacy):
            stack.enter_context(mock.patch.object(module, "errors", return_value=[]))
        yield


def _every_answer() -> Iterator[tuple[str, object]]:
    """Yield every page, write, refusal and failure of the application, by name."""
    user = make_user()
    full = make_full_case(user, "P-own")
    client = Client()
    client.force_login(user)
    for name, makes in READS.items():
        for make in makes:
            post = make(full)
            address = reverse(f"workspace:{name}", args=post.args) + post.query
            yield f"GET {name}", client.get(address, secure=True)
    for name, makes in WRITES.items():
        post = makes[0](full)
        address = reverse(f"workspace:{name}", args=post.args) + post.query
        yield f"GET {name}", client.get(address, secure=True)
        yield f"POST {name}", client.post(address, post.data, secure=True)
    for path in STATIC:
        yield path, client.get(path, secure=True)
    yield from _errors()


def _errors() -> Iterator[tuple[str, object]]:
    """Yield a refusal or failure of each kind."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sign_in = "/account/sign-in/"
    yield "sign in", client.get(sign_in, secure=True)
    yield "health", client.get("/healthz", secure=True)
    yield "not signed in", client.get("/", secure=True)
    yield "400", client.get(sign_in, secure=True, headers={"host": "elsewhere.example"})
    yield "403", client.post(sign_in, {"login": "x"}, secure=True)
    yield "404", client.get("/account/nothing/", secure=True)
    yield "405", client.put("/healthz", secure=True)
    yield "413", client.post(sign_in, b"x", content_type="text/plain", secure=True, CONTENT_LENGTH=10**9)
    for name, error in {"500": ValueError("x"), "503": OperationalError("x")}.items():
        with mock.patch("dressapp.config.views.HttpResponse", side_effect=error):
            yield name, client.get("/healthz", secure=True)


def _what_is_missing(name: str, answer) -> list[str]:
    """Return the headers that an answer should carry and does not."""
    found = [f"{name}: {header} is {answer.headers.get(header)}" for header, value in HEADERS.items()
             if answer.headers.get(header) != value and not _may_be_kept(name, header, answer)]  # fmt: skip
    policy = answer.headers.get("Content-Security-Policy", "")
    found += [f"{name}: the policy lacks {part}" for part in POLICY if part not in policy]
    found += [f"{name}: the policy is loose"] if "unsafe" in policy else []
    lasts = answer.headers.get("Strict-Transport-Security", "max-age=0").partition(";")[0].partition("=")[2]
    found += [f"{name}: HSTS holds {lasts} s"] if int(lasts) < YEAR else []
    return found


def _may_be_kept(name: str, header: str, answer) -> bool:
    """Tell whether a browser may keep an answer: our own files hold nothing of a patient."""
    return name.startswith("/static/") and answer.status_code == 200 and header == "Cache-Control"


def _what_is_not_told(code: str, name: str, value) -> str:
    """Return that a setting was broken and its check kept silent, or that others spoke up without cause."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"VAR_DIR": Path(folder), "SECRET_FILE": Path(folder) / "secret_key"}
        with override_settings(**(SAFE | files)):
            before = _ids()
            with override_settings(**{name: value}):
                return (
                    "" if f"dressapp.{code}" in _ids() - before else f"{code} is silent when {name} is unsafe"
                )


def _ids() -> set[str]:
    """Return what the checks of a server for real use say."""
    return {problem.id for problem in run_checks(include_deployment_checks=True)}


def _what_real_settings_say() -> list[str]:
    """Return what `manage.py check --deploy` says of the settings of a server that was set up by the book."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "secret_key").write_text("0123456789abcdefghijklmnopqrstuvwxyz" * 2)
        (Path(folder) / "secret_key").chmod(0o600)
        own = {"DRESSAPP_VAR": folder, "DRESSAPP_HOSTS": "dress.example", "DRESSAPP_BEHIND_PROXY": "yes"}
        own |= {"DRESSAPP_BACKUP_RECIPIENT": "age1", "DJANGO_SETTINGS_MODULE": "dressapp.config.settings"}
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            cwd=BASE_DIR, env=clean_environment(**own), capture_output=True, text=True, check=False,
        )  # fmt: skip
    return [f"check --deploy: {done.stderr[-500:]}"] if done.returncode else []
