"""The key of the backups: the server can lock them with its half and nobody opens them without the other."""

import os
from pathlib import Path

import pyrage
from django.conf import settings

from .errors import BackupError

OWNER_ALONE = 0o600
NO_RECIPIENT = (
    "Backups are not set up here. Make a key with: manage.py backup_key FILE, and keep that file elsewhere."
)


def make_key(path: Path) -> str:
    """Write a new key for opening backups to a file, and return the half that locks them."""
    key = pyrage.x25519.Identity.generate()
    lock = str(key.to_public())
    write_new(path, f"# dressapp opens backups with this; keep it away from the server\n# {lock}\n{key}\n")
    return lock


def keep_recipient(lock: str) -> None:
    """Keep the half that locks backups on this server."""
    settings.RECIPIENT_FILE.parent.mkdir(parents=True, exist_ok=True)
    write_new(settings.RECIPIENT_FILE, f"{lock}\n")


def write_new(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and that must not exist yet."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError:
        raise BackupError(f"There is a file {path} already. Nothing was written.") from None
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def read_recipient() -> pyrage.x25519.Recipient:
    """Return the half that locks backups."""
    if not settings.BACKUP_RECIPIENT:
        raise BackupError(NO_RECIPIENT)
    try:
        return pyrage.x25519.Recipient.from_str(settings.BACKUP_RECIPIENT)
    except pyrage.RecipientError:
        raise BackupError("DRESSAPP_BACKUP_RECIPIENT is no key for backups: it begins with age1.") from None


def read_key(path: Path) -> pyrage.x25519.Identity:
    """Return the key that opens backups."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-")))
    except (OSError, ValueError, StopIteration, pyrage.IdentityError):
        raise BackupError(f"{path} holds no key that opens backups.") from None
