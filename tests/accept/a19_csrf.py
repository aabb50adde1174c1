"""A19: no write without its form's token, and nothing changes by being read."""

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.architecture.test_urls import addresses
from tests.factories.people import make_user
from tests.web.security.world import WRITES, digest, make_full_case

CHECK, NAME, DATABASES, IN_TESTS = "A19", "csrf-and-safe-get", ("sqlite",), True
PROVES = ("P15", "H25")
SAFE = ("get", "head", "options")
MADE_UP = {"UUIDConverter": "00000000-0000-0000-0000-000000000007", "IntConverter": 1}
OTHERS = ("put", "patch", "delete")


def check(database: str) -> Outcome:
    """Ask every address in every way, without a token and with reading methods."""
    with test_database(database):
        return _try_everything()


def twin(database: str) -> Outcome:
    """The same with the middleware taken out that asks for the token."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    with test_database(database):
        return _try_everything()


def _try_everything() -> Outcome:
    person = make_user("administrator", role="administrator")
    full = make_full_case(person, "P-1")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(person)
    known = dict(_examples(full))
    failures = [words for path in known.values() for words in _unsafe(client, path)]
    before = digest()
    failures += [words for name, path in known.items() for words in _safe(client, name, path, before)]
    return Outcome(len(known), failures)


def _examples(full):
    """Yield an address of every route: a real one where the world knows it, else a made-up one."""
    for name, converters in addresses(get_resolver()):
        short = name.removeprefix("workspace:")
        if short in WRITES and name != short:
            post = WRITES[short][0](full)
            yield name, reverse(name, args=post.args) + post.query
        else:
            parts = {part: MADE_UP.get(type(kind).__name__, "x") for part, kind in converters.items()}
            parts |= {"case_id": full.case.pk} if "case_id" in converters else {}
            yield name, reverse(name, kwargs=parts)


def _unsafe(client: Client, path: str) -> list[str]:
    """Return the writing methods that are answered without the token by anything but a refusal."""
    cache.clear()
    answers = {method: getattr(client, method)(path).status_code for method in ("post", *OTHERS)}
    return [f"{method} {path}: {status}" for method, status in answers.items() if status not in (403, 405)]


def _safe(client: Client, name: str, path: str, before) -> list[str]:
    """Return whether reading an address changed a clinical row."""
    for method in SAFE:
        cache.clear()
        getattr(client, method)(path)
    if name == "account_logout":
        return []
    return [] if digest() == before else [f"reading {path} changed a row"]
