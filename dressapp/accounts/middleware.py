"""Close every page to who has not signed in, whose session is over, or who showed no second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from dressapp.audit.services import record

from . import sessions
from .selectors import has_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]
# What is open before a second factor is set up, besides what is open to everybody.
SET_UP = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_logout",
        "account_reauthenticate", "session_left", "session_stay",
    }
)  # fmt: skip
READS = ("GET", "HEAD", "OPTIONS")


class SignInMiddleware(LoginRequiredMiddleware):
    """Send strangers to sign in; tell htmx to load that page whole instead of putting it into a fragment.

    Who was writing is told that it was not saved, and comes back to the page that was written on.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """Answer a signed-out request."""
        is_read = request.method in READS
        if is_read and not request.htmx:
            return super().handle_no_permission(request, view_func)
        is_kept = getattr(request, "is_typing_kept", False)  # by drafts.middleware
        unsaved = {} if is_read else {"unsaved": "kept" if is_kept else "1"}
        asked = {"next": page_in_view(request)} | unsaved
        sign_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode(asked)}"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
        return HttpResponseRedirect(sign_in)


def page_in_view(request: HttpRequest) -> str:
    """Return the page of ours that somebody looks at who sends this request, or the list."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    page = urlsplit(request.headers.get("Referer", ""))
    return page._replace(scheme="", netloc="").geturl() if page.netloc == request.get_host() else "/"


class SessionLimitsMiddleware:
    """End a session that was left alone or that is too old; only what a person does keeps it going."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and after signing out let the browser forget what it kept."""
        response = self.get_response(request)
        match, has_left = request.resolver_match, (request.method, response.status_code) == ("POST", 302)
        if has_left and match and match.view_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Sign a person out whose time is over; else keep that the person is there."""
        if not request.user.is_authenticated:
            return
        if sessions.seconds_left(request.session) == 0:
            record(action="session_over", by=request.user, obj=request.user)
            logout(request)
        elif not sessions.is_passive(request):
            sessions.touch(request.session)


class SecondFactorMiddleware:
    """Let nobody see a patient who has not shown a second factor in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *args: Any) -> HttpResponse | None:
        """Send a person without one to set it up; who has one, but did not show it, signs in anew."""
        is_open = request.resolver_match.view_name in SET_UP or not getattr(view_func, "login_required", True)
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.session.get(sessions.FACTOR):
            return None
        if has_second_factor(request.user):
            logout(request)
            return _go(request, resolve_url("account_login"))
        return None if is_open else _go(request, resolve_url("mfa_index"))


class TemporaryPasswordMiddleware:
    """Let who signed in by a password that somebody else knows do nothing but choose one of their own."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *args: Any) -> HttpResponse | None:
        """Send the person to the page on which the password is changed."""
        is_open = request.resolver_match.view_name in SET_UP | {"account_change_password"}
        if is_open or not getattr(view_func, "login_required", True):
            return None
        is_temporary = request.user.is_authenticated and request.user.password_is_temporary
        return _go(request, resolve_url("account_change_password")) if is_temporary else None


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Send a person to another page; htmx loads it whole."""
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
