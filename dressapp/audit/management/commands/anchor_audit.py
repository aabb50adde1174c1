"""Keep where the audit trail ends outside the database: `manage.py anchor_audit`, once a day by a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from dressapp.audit.anchors import write_anchor


class Command(BaseCommand):
    """Add one anchor."""

    help = "Write the newest hash of the audit trail to the file of anchors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and show it for whoever keeps it elsewhere too."""
        head = write_anchor("daily")
        self.stdout.write(f"{head.seq} {head.hash}")
