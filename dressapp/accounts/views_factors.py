"""allauth's pages of the password and the factors: each change with its events, whole or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dressapp.core.transactions import writing

from . import services, sessions
from .selectors import has_second_factor

View = Callable[..., HttpResponse]


def audited(view: View) -> View:
    """Record in the same transaction what a view changes of how a person signs in, and end other sessions."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with writing():
            before = services.means_of(request.user)
            response = view(request, *args, **kwargs)
            if services.record_changed_means(user=request.user, before=before):
                request.session[sessions.FACTOR] = has_second_factor(request.user)
                services.end_sessions(user=request.user, but=request.session.session_key, by=request.user)
        return response

    return run


class PasskeySignInView(LoginWebAuthnView):
    """Sign in by a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Go back to the sign-in page with what is wrong, and with the page that was wanted."""
        super().form_invalid(form)
        return _back(self.request, "account_login")


class SamePersonPasskeyView(ReauthenticateWebAuthnView):
    """Show a passkey once more."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again, with what is wrong."""
        super().form_invalid(form)
        return _back(self.request, "mfa_reauthenticate_webauthn")


def _back(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to a page that leads to the one that was wanted."""
    return HttpResponseRedirect(passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME))
