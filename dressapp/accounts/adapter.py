"""Fit allauth to a hospital: no sign-up, no mail, sign-ins and changed factors in the audit trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from allauth.mfa.internal.flows.trust import is_trusted_browser
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from dressapp.audit.services import record

from . import sessions
from .selectors import has_second_factor

FACTORS = {"totp", "webauthn", "recovery_codes"}
TRUSTED = "trusted device"


class AccountAdapter(DefaultAccountAdapter):
    """The rules of signing in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: accounts are made by `manage.py createuser`."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Start the session's clock, keep whether a factor was shown, and record who signed in, and how."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        how = _how(request, user)
        try:
            record(action="sign_in", by=user, obj=user, detail={"how": how})
        except DatabaseError:
            logout(request)  # nobody is in whose sign-in cannot be written down
            raise
        sessions.begin(request.session, has_factor=not {*FACTORS, TRUSTED}.isdisjoint(how))
        return response

    def logout(self, request: HttpRequest) -> None:
        """Record who signed out."""
        record(
            action="sign_out", by=request.user, object_type="accounts.user", object_id=str(request.user.pk)
        )
        super().logout(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong guesses for each name and address: allauth counts a name's alone.

        Then anybody could keep a clinician out by guessing; so the guesser alone is slowed.
        """
        return (
            f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record whose sign-in was refused, without what was typed: it may be a password."""
        by = request.user if request.user.is_authenticated else None
        user = get_user_by_username(credentials.get("username", ""))
        record(action="sign_in_refused", by=by, obj=user, detail={"from": self.get_client_ip(request)})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, but not who has just signed in."""
        is_fresh = sessions.is_fresh(context.request.session)
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: there is no mail, and `views_factors.audited` records what is changed."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kw: Any) -> None:
        """Say what went wrong, and nothing else: the page itself shows who is signed in."""
        if level == messages.ERROR and message:
            super().add_message(request, level, message=message)


def _how(request: HttpRequest, user: Any) -> list[str]:
    """Return by which means a person signed in."""
    records = get_authentication_records(request, user)
    shown = [record.get("type") or record["method"] for record in records]
    is_trusted = FACTORS.isdisjoint(shown) and has_second_factor(user) and is_trusted_browser(request, user)
    return [*shown, TRUSTED] if is_trusted else shown
