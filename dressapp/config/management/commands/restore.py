"""Take a backup back: `manage.py restore FILE --key KEYFILE`, into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from dressapp.audit.anchors import AnchorsUnreadable, read_anchors
from dressapp.config.backup.errors import BackupError
from dressapp.config.backup.restoring import Restored, restore


class Command(BaseCommand):
    """Restore one backup, if all of it is what was made."""

    help = "Restore a backup into an empty database; stop the server first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the backup, the key and what may be lost."""
        add_source(parser)
        parser.add_argument(
            "--replace", default="", metavar="NAME", help="lose what the database of this name holds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came back, or why nothing did."""
        done = taken(restore, options, replace=options["replace"])
        self.stdout.write(words(done))
        self.stdout.write("Everybody signs in again. Start the server now.")


def add_source(parser: ArgumentParser) -> None:
    """Declare the backup, its key and anchors."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="what backup_key made")
    parser.add_argument(
        "--anchors", type=Path, metavar="FILE", help="anchors kept elsewhere, not this server's"
    )


def taken(take: Any, options: dict[str, Any], **more: Any) -> Restored:
    """Restore, or raise what the person at the keyboard can act on."""
    anchors = options["anchors"]
    if anchors and not anchors.exists():
        raise CommandError(f"There is no file {anchors}.")
    try:
        return take(options["file"], key_file=options["key"], anchors=read_anchors(anchors), **more)
    except (BackupError, AnchorsUnreadable) as error:
        raise CommandError(str(error)) from None
    except (DatabaseError, OSError) as error:
        raise CommandError(f"The restore failed: {type(error).__name__}.") from None


def words(done: Restored) -> str:
    """Return what came back."""
    trail = done.manifest["audit"]
    lines = [
        f"The backup of {done.manifest['made_at']} is whole: {sum(done.manifest['rows'].values())} rows,",
        f"the audit trail ends at event {trail['seq']}, {trail['hash']}.",
        f"It took {done.seconds:.1f} s.",
    ]
    if trail["problems"]:
        lines.append("THE AUDIT TRAIL WAS NOT INTACT WHEN IT WAS MADE: ask manage.py verify_audit.")
    if done.lost_up_to:
        lines.append(f"Events {trail['seq'] + 1} to {done.lost_up_to} came later and are not in it.")
    return "\n".join(lines)
