"""Make a backup: copied while others write, checked, locked, and whole or absent."""

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from dressapp.audit.anchors import read_anchors, write_anchor
from dressapp.config import env

from . import contents, engines, keys, package, state
from .room import PART, room, settle

NAME = "dressapp-{:%Y%m%dT%H%M%SZ}.backup"
ANY = "dressapp-*.backup"


@dataclass(frozen=True)
class Made:
    """A backup that was made: where, what it says of itself, and which older ones were taken away."""

    path: Path
    manifest: dict[str, Any]
    denied: list[int]
    pruned: list[Path] = field(default_factory=list)

    @property
    def is_trail_intact(self) -> bool:
        """Tell whether the audit trail in it is the one that was written."""
        return not self.denied and not self.manifest["audit"]["problems"]


def make_backup(folder: Path, *, keep: int = 0) -> Made:
    """Make a backup in a folder, anchor the audit trail, and take away all but the newest `keep`."""
    lock = keys.read_recipient()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with room() as here:
        for left in folder.glob(f"{ANY}{PART}"):
            left.unlink()
        vendor, engine = engines.current()
        at = datetime.now(tz=UTC)
        content = here / "content"
        about = _describe(at, vendor, engine.version()) | engine.copy(content)
        path = folder / NAME.format(at)
        manifest = _write(path, content, about=about, lock=lock)
    denied = contents.denied_anchors(read_anchors(), end=manifest["audit"]["seq"])
    write_anchor("backup")
    state.note(path, at)
    made = Made(path, manifest, denied)
    # Where the trail was tampered with, the older copies may be the last that were not.
    return replace(made, pruned=_prune(folder, keep)) if made.is_trail_intact else made


def _describe(at: datetime, vendor: str, version: str) -> dict[str, Any]:
    """Return what made a backup, and when."""
    return {
        "format": package.FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "app": settings.APP_VERSION,
        "engine": vendor,
        "engine_version": version,
    }


def _write(path: Path, content: Path, *, about: dict[str, Any], lock: Any) -> dict[str, Any]:
    """Write the file under another name, for good, read it again, and only then give it its own."""
    part = path.with_name(path.name + PART)
    file = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, keys.OWNER_ALONE)
    with os.fdopen(file, "wb") as target:
        secret = env.stored(settings.SECRET_FILE)
        manifest = package.pack(content, target, about=about, secret_key=secret, lock=lock)
        target.flush()
        os.fsync(target.fileno())
    package.read_manifest(part)
    part.rename(path)
    settle(path)
    return manifest


def _prune(folder: Path, keep: int) -> list[Path]:
    """Take away all backups but the newest `keep`; 0 keeps all."""
    old = sorted(folder.glob(ANY))[:-keep] if keep else []
    for path in old:
        path.unlink()
    return old
