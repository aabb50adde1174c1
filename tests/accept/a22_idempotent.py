"""A22: one form is one record: fifty posts at once, sent again, cut off after the commit, or retried."""

import http.client
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests.accept.browser import Browser
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site

CHECK, NAME, DATABASES, IN_TESTS = "A22", "idempotent", ("sqlite",), True
PROVES = ("H17",)
AT_ONCE = 50


def check(database: str) -> Outcome:
    """Post one form in every way that makes two of it."""
    return _try_everything(database, {})


def twin(database: str) -> Outcome:
    """Serve with rows that get an id of their own at every post."""
    return _try_everything(database, {"DJANGO_SETTINGS_MODULE": "tests.accept.faults.new_ids"})


def _try_everything(database: str, faults: dict[str, str]) -> Outcome:
    with site(database) as place, place.serving(**faults) as server:
        failures = [words for way in WAYS for words in _try(way, place, server.url)]
    return Outcome(AT_ONCE + len(WAYS) - 1, failures)


def _try(way, place: Site, url: str) -> list[str]:
    """Add one drug in one way, and return what went wrong."""
    made = place.people("editors", "1", "1", way.__name__)
    path = f"/cases/{made['cases'][0]['case']}/drugs/add/"
    name = f"drug{uuid.uuid4().hex[:8]}"
    fields = {"id": str(uuid.uuid4()), "name": name, "role": "suspect"}
    answers = way(url, made["sessions"][0], path, fields)
    counted = place.people("made", name)
    failures = [] if counted == {"rows": 1, "events": 1} else [f"{way.__name__}: {counted}"]
    different = set(answers) - {(303, path.removesuffix("add/") + "?add#new-drug")}
    return failures + [f"{way.__name__}: answered {answer}" for answer in different]


def _post(url: str, session: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
    answer = Browser(url, session=session).post(path, fields)
    return answer.status, answer.place


def at_once(url, session, path, fields):
    """Send the form fifty times at the same moment."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda _: _post(url, session, path, fields), range(AT_ONCE)))


def sent_again(url, session, path, fields):
    """Send it, go back, and send it again."""
    return [_post(url, session, path, fields) for _ in range(2)]


def cut_off(url, session, path, fields):
    """Hang up as soon as it is sent, then send it again."""
    browser = Browser(url, session=session)
    body = urlencode({"csrfmiddlewaretoken": browser.token(), **fields}).encode()
    _send_and_hang_up(browser, path, body)
    return [_post(url, session, path, fields)]


def retried(url, session, path, fields):
    """Send it twice over two connections before either answers, as a proxy does that lost patience."""
    browser = Browser(url, session=session)
    body = urlencode({"csrfmiddlewaretoken": browser.token(), **fields}).encode()
    waiting = [_ask(browser, path, body) for _ in range(2)]
    answers = [connection.getresponse() for connection in waiting]
    return [(answer.status, answer.headers.get("location", "")) for answer in answers]


def _headers(browser: Browser, body: bytes) -> dict[str, str]:
    return {
        "Host": browser.host, "Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body)),
    }  # fmt: skip


def _ask(browser: Browser, path: str, body: bytes) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", browser.connection.port, timeout=30)
    connection.request("POST", path, body, _headers(browser, body))
    return connection


def _send_and_hang_up(browser: Browser, path: str, body: bytes) -> None:
    lines = [f"POST {path} HTTP/1.1", *(f"{k}: {v}" for k, v in _headers(browser, body).items()), "", ""]
    with socket.create_connection(("127.0.0.1", browser.connection.port)) as line:
        line.sendall("\r\n".join(lines).encode() + body)


WAYS = (at_once, sent_again, cut_off, retried)
