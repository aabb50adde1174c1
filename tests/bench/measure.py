"""Time requests inside the server: from the WSGI environment to the last byte of the answer."""

import gzip
import io
import statistics
from dataclasses import dataclass
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

ROUNDS, WARM_UP = 40, 4


@dataclass
class Row:
    """One measured page: median milliseconds, queries, bytes as sent, bytes compressed."""

    name: str
    ms: float
    queries: int
    size: int
    packed: int


class Browser:
    """A signed-in person's requests, made straight to the WSGI application."""

    def __init__(self, user):
        client = Client()
        client.force_login(user)
        self.application = get_wsgi_application()
        token = "a" * 32
        self.token = token
        self.cookies = SimpleCookie()
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies[settings.CSRF_COOKIE_NAME] = token

    def request(self, path, data=None, *, htmx=False):
        """Return status and body of one request."""
        body = urlencode(data | {"csrfmiddlewaretoken": self.token}).encode() if data is not None else b""
        address, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if data is not None else "GET",
            "PATH_INFO": address, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
            "HTTP_COOKIE": self.cookies.output(header="", sep=";").strip(),
        }  # fmt: skip
        if htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        status = []
        chunks = self.application(environ, lambda line, headers, exc=None: status.append(line))
        answer = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return status[0], answer


class Queries:
    """Count the queries of one request; the marks of a transaction are none."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, *rest):
        self.count += not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))
        return execute(sql, *rest)


def measure(name, browser, path, *, data=None, htmx=False, rounds=ROUNDS, before=None):
    """Return the median of many requests; `data` may make each post anew, `before` runs first, untimed."""
    times, counted, answer = [], 0, b""
    for turn in range(WARM_UP + rounds):
        cache.clear()  # so many a minute are for a person, not for a measurement
        if before:
            before()
        posted = data(turn) if callable(data) else data
        queries = Queries()
        with connection.execute_wrapper(queries):
            start = perf_counter()
            status, answer = browser.request(path, posted, htmx=htmx)
            spent = perf_counter() - start
        if not status.startswith(("200", "303")):
            raise SystemExit(f"{name}: {path} answered {status}")
        counted = queries.count
        if turn >= WARM_UP:
            times.append(spent)
    return Row(name, statistics.median(times) * 1000, counted, len(answer), len(gzip.compress(answer)))
