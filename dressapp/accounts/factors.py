"""Second factors: their secrets are encrypted, and the name shown in an app is the account's."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken

from dressapp.core.sealed import cipher

PURPOSE = b"dressapp second factor"


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks about second factors."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it may stand in the database."""
        return cipher(PURPOSE).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was encrypted; in place of what another server locked, one nobody knows.

        With a new secret key no code fits any more, and `manage.py resetfactor` helps: no page breaks, and
        nobody gets in.
        """
        try:
            return cipher(PURPOSE).decrypt(encrypted_text.encode("ascii")).decode()
        except (InvalidToken, UnicodeError):
            return generate_totp_secret()

    def get_totp_label(self, user: Any) -> str:
        """Return the name that an authenticator app shows."""
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this server to a passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": "dressapp"}
