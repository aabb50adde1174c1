"""Prove that a backup can be restored: `manage.py restore_drill FILE --key KEYFILE` touches nothing else."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dressapp.config.backup.restoring import drill

from .restore import add_source, taken, words


class Command(BaseCommand):
    """Restore one backup into a temporary database, check it, and take that away again."""

    help = "Restore a backup into a temporary database and check it there."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the backup and its key."""
        add_source(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how long it took, or what is wrong."""
        self.stdout.write(words(taken(drill, options)))
