"""Check the audit trail: `manage.py verify_audit`, with anchors kept elsewhere as `--anchors FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dressapp.audit.anchors import AnchorsUnreadable, read_anchors
from dressapp.audit.chain import Report, verify

MOST_SHOWN = 20


class Command(BaseCommand):
    """Read the whole trail, and fail where an event is not what was written."""

    help = "Check that nothing in the audit trail was changed, deleted, put in or cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file of anchors from elsewhere."""
        parser.add_argument("--anchors", type=Path, help="anchors kept elsewhere, not this server's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how long the trail is and where it ends, or what is wrong with it."""
        path = options["anchors"]
        if path and not path.exists():
            raise CommandError(f"There is no file {path}.")
        try:
            anchors = read_anchors(path)
        except AnchorsUnreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        report = verify(anchors)
        self.stdout.write(f"{report.count} events, {len(anchors)} anchors, head {report.head.hash}")
        if report.clock_went_back:
            self.stdout.write(f"The clock went back at {_listed(report.clock_went_back)}; the order holds.")
        if not report.is_intact:
            raise CommandError(_problems(report))
        self.stdout.write("The audit trail is intact.")


def _problems(report: Report) -> str:
    """Return what is wrong, a line an event."""
    lines = [f"Event {problem.seq}: {problem.words}." for problem in report.problems[:MOST_SHOWN]]
    more = len(report.problems) - MOST_SHOWN
    return "\n".join([*lines, f"... and {more} more." if more > 0 else "", "THE AUDIT TRAIL IS NOT INTACT."])


def _listed(numbers: list[int]) -> str:
    """Return the first of some event numbers."""
    shown = ", ".join(map(str, numbers[:MOST_SHOWN]))
    return f"event {shown}" + (" ..." if len(numbers) > MOST_SHOWN else "")
