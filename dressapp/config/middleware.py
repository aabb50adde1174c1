"""Rules for every request: an id, loopback in the demo, bounded bodies, nothing kept, clear failures."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render

from dressapp.audit import context
from dressapp.core.errors import LedgerUnavailable, NotYours
from dressapp.core.numbers import read_count
from dressapp.core.uploads import MAX_BODY

from .address import client_address, is_loopback
from .views import show_unavailable

GetResponse = Callable[[HttpRequest], HttpResponse]
REFUSED_REMOTE = (
    "The demonstration answers only on the machine it runs on. Use make serve for anything else.\n"
)


class OriginMiddleware:
    """Give every request an id, which its events, its line in the log and its answer carry."""

    GIVEN = re.compile(r"[0-9a-f]{32}")  # a proxy of ours may have named it already

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the id that the audit trail knows the request by."""
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        request.id = given if self.GIVEN.fullmatch(given) else uuid4().hex
        with context.bind(request_id=request.id, address=client_address(request)):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request.id
        return response


class LoopbackOnlyMiddleware:
    """Refuse every request from another machine while the demo user exists."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer loopback requests that no proxy has passed on."""
        is_near = (
            is_loopback(request.META.get("REMOTE_ADDR", "")) and "HTTP_X_FORWARDED_FOR" not in request.META
        )
        if settings.IS_DEMO and not is_near:
            return HttpResponseForbidden(REFUSED_REMOTE, content_type="text/plain")
        return self.get_response(request)


class NoStoreMiddleware:
    """Forbid every cache to keep a page: any of them may show a patient."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the response as not to be stored."""
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class BodyLimitMiddleware:
    """Refuse a request that says itself to be too large, before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what fits; nothing is ever read beyond the length that was declared."""
        if read_count(request.META.get("CONTENT_LENGTH") or "0", MAX_BODY + 1) > MAX_BODY:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class UnavailableMiddleware:
    """Turn a database that does not answer, and a row of another case, into a page that says so."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show 503 when the database or the audit trail cannot be written, 404 for a row of another case."""
        if isinstance(exception, NotYours):
            return render(request, "404.html", status=404)
        if isinstance(exception, LedgerUnavailable | OperationalError):
            return show_unavailable(request)
        return None
