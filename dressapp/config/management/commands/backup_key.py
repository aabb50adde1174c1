"""Make the key of the backups: `manage.py backup_key FILE`, where FILE is then kept away from the server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dressapp.config.backup import keys
from dressapp.config.backup.errors import BackupError


class Command(BaseCommand):
    """Write the half that opens backups to a file, and keep the half that locks them here."""

    help = "Make the key that opens backups; the server keeps only the half that locks them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="a new file for the key; move it to another place")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Refuse where there is a key already, then make one."""
        if settings.IS_DEMO:
            raise CommandError("The demonstration is not backed up.")
        if settings.RECIPIENT_FILE.exists():
            raise CommandError(f"There is a key already. Delete {settings.RECIPIENT_FILE} to begin anew.")
        try:
            lock = keys.make_key(file)
            keys.keep_recipient(lock)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Backups are locked with {lock}")
        self.stdout.write(
            f"Only {file} opens them: keep it elsewhere, twice. Without it no backup can be read."
        )
