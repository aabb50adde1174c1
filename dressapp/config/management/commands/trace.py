"""Show which test proves what: `manage.py trace`, and `--fail-on-gap` to stop at what nothing proves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dressapp.config.paths import BASE_DIR
from dressapp.config.trace import Trace, TraceUnreadable, not_passed, read_results, read_trace


class Command(BaseCommand):
    """Print each promise and each hazard with its tests, and what is missing."""

    help = "Show which test proves which promise and which hazard's control."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what ran, and whether a gap is a failure."""
        parser.add_argument("--fail-on-gap", action="store_true", help="exit 1 where nothing proves a line")
        ran = "pytest's XML (--junit-xml), or the lines of make accept; may be given twice"
        parser.add_argument("--results", type=Path, action="append", default=[], help=ran)
        parser.add_argument("--root", type=Path, default=BASE_DIR, help="the source tree")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the trace, and fail where it is asked to."""
        try:
            trace = read_trace(options["root"])
            results = {name: good for path in options["results"] for name, good in read_results(path).items()}
        except TraceUnreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        self._print(trace)
        failed = not_passed(trace, results) if options["results"] else []
        gaps = trace.gaps()
        if failed or (gaps and options["fail_on_gap"]):
            raise CommandError("\n".join([*gaps, *failed]))
        for gap in gaps:
            self.stdout.write(f"GAP {gap}")

    def _print(self, trace: Trace) -> None:
        """Print each requirement with what proves it, and how many there are."""
        for requirement in trace.requirements:
            self.stdout.write(f"{requirement.id}  {requirement.words}")
            for tie in trace.of(requirement.id):
                self.stdout.write(f"     {tie.prover}" + (f" ({tie.path})" if tie.is_check else ""))
        provers = {tie.prover for tie in trace.ties}
        self.stdout.write(f"{len(trace.requirements)} promises and hazards, {len(provers)} tests and checks")
