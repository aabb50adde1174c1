"""Write the proof as Markdown: `manage.py proof > docs/proof.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from dressapp.exchange.proof_text import write_proof


class Command(BaseCommand):
    """Write what the page `/proof/` shows."""

    help = "Write the proof as Markdown to standard output."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and nothing else."""
        self.stdout.write(write_proof(), ending="")
