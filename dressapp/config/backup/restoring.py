"""Take a backup back: refused unless all of it is what was made, into an empty database alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from dressapp.audit.anchors import read_anchors, write_anchor
from dressapp.audit.chain import Head
from dressapp.audit.services import record
from dressapp.config import env

from . import contents, engines, keys, package
from .errors import BackupError
from .room import room


@dataclass(frozen=True)
class Restored:
    """What came back: the manifest, the seconds it took, and the last event that anchors know beyond it."""

    manifest: dict[str, Any]
    seconds: float
    lost_up_to: int


def restore(path: Path, *, key_file: Path, anchors: Sequence[Head], replace: str = "") -> Restored:
    """Put a backup into the database of this server, which is empty or was named to be replaced."""
    begun = time.monotonic()
    manifest, engine = _read(path)
    _refuse_to_lose(engine, replace)
    key = keys.read_key(key_file)
    with room() as here:
        secret = package.unpack(path, here / "content", manifest=manifest, key=key)
        if replace:
            _try_out(engine, here, manifest, anchors)
        engine.put_back(here / "content", manifest, anchors)
    lost = _lost(anchors, manifest)
    _keep_secret(secret)
    _begin_trail_again(manifest, lost)
    return Restored(manifest, time.monotonic() - begun, lost)


def drill(path: Path, *, key_file: Path, anchors: Sequence[Head]) -> Restored:
    """Put a backup into a temporary database, check it there, and take that away again."""
    begun = time.monotonic()
    manifest, engine = _read(path)
    key = keys.read_key(key_file)
    with room() as here:
        package.unpack(path, here / "content", manifest=manifest, key=key)
        _try_out(engine, here, manifest, anchors)
    return Restored(manifest, time.monotonic() - begun, _lost(anchors, manifest))


def _try_out(engine: ModuleType, here: Path, manifest: dict[str, Any], anchors: Sequence[Head]) -> None:
    """Put what was unpacked into a temporary database, and check it there before anything else is touched."""
    with engine.temporary_database(here):
        engine.put_back(here / "content", manifest, anchors)
        contents.refuse_changed(manifest, anchors)


def _read(path: Path) -> tuple[dict[str, Any], ModuleType]:
    """Return the manifest of a backup that this server can take, and how."""
    manifest = package.read_manifest(path)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    vendor, engine = engines.current()
    if manifest["engine"] != vendor:
        raise BackupError(f"The backup is of {manifest['engine']}, and this server uses {vendor}.")
    contents.refuse_newer(manifest["migrations"])
    return manifest, engine


def _refuse_to_lose(engine: ModuleType, replace: str) -> None:
    """Refuse a database with rows, unless it was called by its name."""
    if not replace:
        contents.refuse_full()
    elif replace != engine.name():
        raise BackupError(f"This database is called {engine.name()}, not {replace}. Nothing was restored.")


def _lost(anchors: Sequence[Head], manifest: dict[str, Any]) -> int:
    """Return the last event that anchors know and the backup does not hold; 0 where it holds all."""
    last = max((anchor.seq for anchor in anchors), default=0)
    return last if last > manifest["audit"]["seq"] else 0


def _keep_secret(secret: str) -> None:
    """Give this server the key that the restored second factors are locked with."""
    if not secret or secret == env.stored(settings.SECRET_FILE):
        return
    if settings.SECRET_FILE.exists():
        settings.SECRET_FILE.rename(_aside(settings.SECRET_FILE))
    keys.write_new(settings.SECRET_FILE, secret)


def _begin_trail_again(manifest: dict[str, Any], lost: int) -> None:
    """Write down the restore; anchors of events that are gone are put aside, where they stay readable."""
    if lost and settings.AUDIT_ANCHORS.exists() and _lost(read_anchors(), manifest):
        settings.AUDIT_ANCHORS.rename(_aside(settings.AUDIT_ANCHORS))
    detail = {"made_at": manifest["made_at"], "head": manifest["audit"]["hash"], "lost_up_to": lost}
    record(action="restore_backup", by=None, detail=detail)
    write_anchor("restore")


def _aside(path: Path) -> Path:
    """Return the name under which a file is kept that gives way to another."""
    return path.with_name(f"{path.stem}-until-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}{path.suffix}")
