"""Words that must stand somewhere and not be read there: in an address, or in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

ADDRESS = b"dressapp sealed words"


def cipher(purpose: bytes) -> Fernet:
    """Return a cipher of this server: its key comes from the secret key, another one for each purpose."""
    key = hashlib.blake2b(purpose, key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(words: str) -> str:
    """Return words for an address as only this server can read them; nothing stays nothing."""
    return cipher(ADDRESS).encrypt(words.encode()).decode("ascii") if words else ""


def unseal(sealed: str) -> str:
    """Return the words that this server sealed, or nothing of anything else."""
    try:
        return cipher(ADDRESS).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""
