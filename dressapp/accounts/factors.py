"""Second factors: their secrets are encrypted, and the name shown in an app is the account's."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from dressapp.core.sealed import cipher

PURPOSE = b"dressapp second factor"


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks about second factors."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it may stand in the database."""
        return cipher(PURPOSE).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was encrypted."""
        return cipher(PURPOSE).decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_label(self, user: Any) -> str:
        """Return the name that an authenticator app shows."""
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this server to a passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": "dressapp"}
