"""Give people second factors, and sign them in as if by both steps."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from dressapp.accounts import sessions


def add_app(user) -> str:
    """Give a person an authenticator app, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_codes(user) -> list[str]:
    """Give a person recovery codes, and return them."""
    return RecoveryCodes.activate(user).get_unused_codes()


def has_factor(user) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def sign_in_whole(client, user) -> None:
    """Sign a person in as if by both steps."""
    client.force_login(user)
    session = client.session
    sessions.begin(session, has_factor=True)
    session.save()
