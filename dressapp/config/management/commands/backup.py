"""Back up the database while it is used: `manage.py backup [--to FOLDER] [--keep N]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from dressapp.audit.anchors import AnchorsUnreadable
from dressapp.config.backup.errors import BackupError
from dressapp.config.backup.making import Made, make_backup

NOT_INTACT = "The backup was made, but THE AUDIT TRAIL IS NOT INTACT: ask manage.py verify_audit."


class Command(BaseCommand):
    """Make one backup, checked and locked."""

    help = "Make a checked, locked backup of the database while it is used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to, and how many stay."""
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, metavar="FOLDER")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="take away all but the newest N")

    def handle(self, *args: Any, to: Path, keep: int, **options: Any) -> None:
        """Say what was made, or why nothing was."""
        try:
            made = make_backup(to.absolute(), keep=max(0, keep))
        except (BackupError, AnchorsUnreadable) as error:
            raise CommandError(str(error)) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"The backup failed: {type(error).__name__}.") from None
        self.stdout.write(_words(made))
        if not made.is_trail_intact:
            raise CommandError(NOT_INTACT)


def _words(made: Made) -> str:
    """Return what was made."""
    trail, payload = made.manifest["audit"], made.manifest["payload"]
    rows = sum(made.manifest["rows"].values())
    lines = [
        str(made.path),
        f"{rows} rows, {payload['bytes']} bytes, sha256 {payload['sha256']}",
        f"the audit trail ends at event {trail['seq']}, {trail['hash']}",
    ]
    return "\n".join([*lines, *(f"taken away: {path}" for path in made.pruned)])
