"""Fit allauth to a hospital: no sign-up, no mail, sign-ins and changed factors in the audit trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse

from dressapp.audit.services import record

from . import sessions
from .services import end_sessions, keep_own_password

OWN_PASSWORD = "account/email/password_changed"  # noqa: S105  the name of a mail
# What allauth would tell by mail, by the name of the mail, and how the audit trail calls it.
TOLD = {
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    OWN_PASSWORD: "password_changed",
}


class AccountAdapter(DefaultAccountAdapter):
    """The rules of signing in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: accounts are made by `manage.py createuser`."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Start the session's clock, keep whether a factor was shown, and record who signed in, and how."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        sessions.begin(request.session, has_factor=is_mfa_enabled(user))
        record(action="sign_in", by=user, obj=user, detail={"how": _how(request, user)})
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
        """Record a refused sign-in, without what was typed: it may be a password."""
        record(action="sign_in_refused", by=None, detail={"from": self.get_client_ip(request)})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, but not who has just signed in."""
        is_fresh = sessions.is_fresh(context.request.session)
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Record what allauth would tell by mail; a person's other sessions end with a change of it."""
        request = context.request
        record(
            action=TOLD[template_prefix], by=user, obj=user, detail={"what": template_prefix.split("/")[-1]}
        )
        if not request.user.is_authenticated:
            return
        request.session[sessions.FACTOR] = is_mfa_enabled(user)
        if template_prefix == OWN_PASSWORD:
            keep_own_password(user=user)
        end_sessions(user=user, but=request.session.session_key, by=user)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page itself shows who is signed in."""


def _how(request: HttpRequest, user: Any) -> list[str]:
    """Return by which means a person signed in."""
    records = get_authentication_records(request, user)
    shown = [record.get("type") or record["method"] for record in records]
    is_trusted = is_mfa_enabled(user) and not {"totp", "webauthn", "recovery_codes"} & set(shown)
    return [*shown, "trusted device"] if is_trusted else shown
