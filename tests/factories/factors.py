"""Give people second factors, and show them as an authenticator app would."""

import time

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from dressapp.accounts import sessions

PERIOD = 30


def add_app(user) -> str:
    """Give a person an authenticator app, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_codes(user) -> list[str]:
    """Give a person recovery codes, and return them."""
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what an app with this secret shows now, or so many seconds later."""
    with context.request_context(None):
        return format_hotp_value(hotp_value(secret, int(time.time() + later) // PERIOD))


def has_factor(user) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def sign_in_whole(client, user) -> None:
    """Sign a person in as if by both steps."""
    client.force_login(user)
    session = client.session
    sessions.begin(session, has_factor=True)
    session.save()
