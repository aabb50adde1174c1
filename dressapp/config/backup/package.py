"""The file of a backup: what it holds, locked as an age file, then one line that describes it.

Inside the lock the same description stands before the database, so that neither can be swapped for
another. Without dressapp: `head -c BYTES FILE | age -d -i KEY | tail -n +2` is the database, BYTES being
payload.bytes of `tail -n 1 FILE`.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from .errors import BackupError
from .streams import Bounded, Counted, Joined, Parted

FORMAT = "dressapp-backup/1"
LONGEST = 100_000  # bytes of a manifest
BLOCK = 1 << 20
BROKEN = "The backup is damaged or was changed: {}. Nothing was restored."


def canonical(value: Any) -> bytes:
    """Return JSON in its one form."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def pack(
    content: Path, target: BinaryIO, *, about: dict[str, Any], secret_key: str, lock: Any
) -> dict[str, Any]:
    """Lock a database with its description into a file, and return the manifest that ends it."""
    inner = canonical({"about": about, "secret_key": secret_key}) + b"\n"
    counted = Counted(target)
    with content.open("rb") as file:
        pyrage.encrypt_io(Joined(inner, file), counted, [lock])
    payload = {"bytes": counted.bytes, "sha256": counted.sha256.hexdigest(), "about_sha256": _seal(about)}
    manifest = about | {"payload": payload}
    target.write(b"\n" + canonical(manifest) + b"\n")
    return manifest


def _seal(about: dict[str, Any]) -> str:
    """Return the hash of a description."""
    return hashlib.sha256(canonical(about)).hexdigest()


def _about(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the description in a manifest, as it also stands inside the lock."""
    return {name: value for name, value in manifest.items() if name != "payload"}


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what a backup says of itself, once every byte before that is what it says."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - LONGEST))
            manifest, line = _last_line(file.read())
            _refuse_other_payload(file, manifest["payload"], size - len(line) - 2)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None
    return manifest


def _last_line(tail: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the manifest and its line."""
    line = tail[:-1].rpartition(b"\n")[2]
    try:
        manifest = json.loads(line)
        is_whole = tail.endswith(b"\n") and canonical(manifest) == line
        is_whole = is_whole and manifest["payload"]["about_sha256"] == _seal(_about(manifest))
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise BackupError(BROKEN.format("it does not end with its description"))
    if manifest.get("format") != FORMAT:
        raise BackupError(f"The backup is of another form than {FORMAT}. Nothing was restored.")
    return manifest, line


def _refuse_other_payload(file: BinaryIO, payload: dict[str, Any], size: int) -> None:
    """Refuse a file that is not as long as it says, or whose bytes are others."""
    if payload.get("bytes") != size:
        raise BackupError(BROKEN.format("it is not as long as it says"))
    file.seek(0)
    sha256, left = hashlib.sha256(), size
    while left and (block := file.read(min(BLOCK, left))):
        sha256.update(block)
        left -= len(block)
    if payload.get("sha256") != sha256.hexdigest():
        raise BackupError(BROKEN.format("its bytes are not those it says"))


def unpack(path: Path, content: Path, *, manifest: dict[str, Any], key: Any) -> str:
    """Open a backup into a new file, if it is what it says, and return the server's secret key."""
    file = os.open(content, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with path.open("rb") as source, os.fdopen(file, "wb") as target:
        parted = Parted(target)
        _decrypt(Bounded(source, manifest["payload"]["bytes"]), parted, key)
    inner = json.loads(parted.line)
    if canonical(inner["about"]) != canonical(_about(manifest)):
        raise BackupError(BROKEN.format("its description is that of another backup"))
    return str(inner["secret_key"])


def _decrypt(source: Any, target: Any, key: Any) -> None:
    """Open what was locked."""
    try:
        pyrage.decrypt_io(source, target, [key])
    except (pyrage.DecryptError, OSError) as error:
        if getattr(error, "errno", None):
            raise
        raise BackupError("The key does not open this backup. Nothing was restored.") from None
