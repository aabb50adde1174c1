"""Words that must stand in an address but not be read there: histories, proxies and logs keep addresses."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PURPOSE = b"dressapp sealed words"


def seal(words: str) -> str:
    """Return words as only this server can read them; nothing stays nothing."""
    return _cipher().encrypt(words.encode()).decode("ascii") if words else ""


def unseal(sealed: str) -> str:
    """Return the words that this server sealed, or nothing of anything else."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _cipher() -> Fernet:
    """Return the cipher of this server."""
    key = hashlib.blake2b(PURPOSE, key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
