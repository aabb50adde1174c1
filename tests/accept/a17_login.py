"""A17: guessing is slowed for the guesser alone, and nobody sees a patient without a second factor."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from django.urls import get_resolver

from tests.accept.browser import Browser
from tests.accept.outcome import Outcome
from tests.accept.passkeys import replayed_passkey
from tests.accept.servers import Site, site
from tests.factories.codes import code_of
from tests.factories.people import PASSWORD

CHECK, NAME, DATABASES, IN_TESTS = "A17", "login", ("sqlite",), False
PROVES = ("P13", "P14", "P15")
GUESSES, EVALUATED, PAIRS, TOLERANCE = 200, 5, 30, 0.10
SIGN_IN, CODE, TRUST = "/account/sign-in/", "/account/sign-in/code/", "/account/sign-in/trust/"
WORKERS = {"GUNICORN_CMD_ARGS": "--workers 4"}
BEFORE_A_FACTOR = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_reauthenticate",
    "account_logout", "session_left", "session_stay", "health", "ready",
}  # fmt: skip


def check(database: str) -> Outcome:
    """Guess, sign in, and walk every route, on a server with four workers."""
    with site(database, **WORKERS) as place, place.serving() as server:
        return _try_everything(place, server.url)


def twin(database: str) -> Outcome:
    """Count guesses for each worker alone, and ask for no second factor."""
    faults = {"DJANGO_SETTINGS_MODULE": "tests.accept.faults.open_doors"}
    with site(database, **WORKERS) as place, place.serving(**faults) as server:
        return _try_everything(place, server.url)


def _try_everything(place: Site, url: str) -> Outcome:
    failures = replayed_passkey(place, url) + _routes_without_a_factor(place, url)
    guessed, evaluated = _guess(place, url)
    slower, times = _unknown_names(place, url)
    failures += guessed + slower + _factors_twice(place, url) + _lost_factor(place, url)
    return Outcome(GUESSES, failures, {"evaluated": evaluated, "median_s_known_unknown": times})


def _guess(place: Site, url: str) -> tuple[list[str], int]:
    """Guess two hundred times at once, each with a claimed address; then let the person in from elsewhere."""
    place.people("one", "target")
    before = place.people("events", "sign_in_refused")

    def guess(number: int) -> int:
        forged = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"}
        return Browser(url).post(SIGN_IN, {"login": "target", "password": f"wrong {number}"}, **forged).status

    with ThreadPoolExecutor(32) as pool:
        statuses = list(pool.map(guess, range(GUESSES)))
    evaluated = place.people("events", "sign_in_refused") - before
    failures = [f"{evaluated} guesses were evaluated"] if evaluated > EVALUATED else []
    failures += [
        f"a guess was answered {status}" for status in set(statuses) if status not in (200, 422, 429)
    ]
    entered = Browser(url, source="127.0.0.9").post(SIGN_IN, {"login": "target", "password": PASSWORD})
    return failures + ([] if entered.status == 302 else ["the person was locked out"]), evaluated


def _unknown_names(place: Site, url: str) -> tuple[list[str], list[float]]:
    """Compare what a known and an unknown name get, each from an address of its own."""
    place.people("one", "known")
    times: dict[str, list[float]] = {"known": [], "nobody": []}
    bodies: dict[str, set[str]] = {"known": set(), "nobody": set()}
    for number in range(PAIRS):
        for name in times:
            browser = Browser(url, source=f"127.0.{3 if name == 'known' else 4}.{number + 1}")
            browser.get(SIGN_IN)
            begun = time.perf_counter()
            answer = browser.post(SIGN_IN, {"login": name, "password": "wrong"})
            times[name].append(time.perf_counter() - begun)
            bodies[name].add(_without_marks(answer.text, name, browser))
    medians = [statistics.median(found) for found in times.values()]
    failures = [] if bodies["known"] == bodies["nobody"] else ["a known name gets another answer"]
    apart = abs(medians[0] - medians[1]) / max(medians)
    failures += [f"known and unknown names differ by {apart:.0%}"] if apart > TOLERANCE else []
    return failures, [round(median, 4) for median in medians]


def _without_marks(text: str, name: str, browser: Browser) -> str:
    """Return a page without what differs at every request."""
    lines = [
        line for line in text.replace(f'value="{name}"', "").splitlines() if "csrf" not in line.casefold()
    ]
    return "\n".join(lines)


def _routes(resolver=None, prefix: str = "", namespace: str = ""):
    """Yield the name and an example of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from _routes(entry, prefix + str(entry.pattern), namespace + inner)
        else:
            yield f"{namespace}{entry.name}", prefix + str(entry.pattern)


def _example(pattern: str) -> str:
    """Return an address of a pattern with made-up parts."""
    made = {"uuid": "00000000-0000-0000-0000-000000000007", "int": "1"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda part: made.get(part[1], "x"), pattern)


def _routes_without_a_factor(place: Site, url: str) -> list[str]:
    """Return the routes that open to a person who has shown a password alone."""
    place.people("one", "newcomer")
    browser = Browser(url)
    browser.post(SIGN_IN, {"login": "newcomer", "password": PASSWORD})
    failures = []
    for name, pattern in _routes():
        if name in BEFORE_A_FACTOR or pattern.startswith(SIGN_IN[1:]) or name == "account_inactive":
            continue
        answers = [browser.get(_example(pattern)), browser.post(_example(pattern), {"x": "y"})]
        failures += [f"{name} answered {answer.status}" for answer in answers if answer.place != "/account/"]
    return failures


def _is_in(browser: Browser) -> bool:
    return browser.get("/").status == 200


def _enter(url: str, name: str, code: str) -> bool:
    """Sign in by both steps, and tell whether that led in."""
    browser = Browser(url, source="127.0.0.77")
    browser.post(SIGN_IN, {"login": name, "password": PASSWORD})
    if _is_in(browser):
        return True
    browser.post(CODE, {"code": code})
    browser.post(TRUST, {"action": "dont_trust"})
    return _is_in(browser)


def _factors_twice(place: Site, url: str) -> list[str]:
    """Return the factors that let somebody in twice, or not at all."""
    made = place.people("app", "twice")
    time.sleep(30 - time.time() % 30 + 0.5)  # a code of one half minute, used twice within it
    failures = ["password alone led in"] if _enter(url, "twice", "000000") else []
    for kind, code in (("a code", code_of(made["secret"])), ("a recovery code", made["codes"][0])):
        entered = [_enter(url, "twice", code) for _ in range(2)]
        failures += [] if entered == [True, False] else [f"{kind} led in {entered}"]
    return failures


def _lost_factor(place: Site, url: str) -> list[str]:
    """Take a lost factor away: the password alone must still open no page."""
    place.people("app", "lost")
    place.manage("resetfactor", "lost", "--reason", "phone lost")
    return ["the password alone led in after a lost factor"] if _enter(url, "lost", "000000") else []
