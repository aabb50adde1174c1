"""Score case files from the command line: one JSON result a line."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dressapp.exchange.lines import score_lines


class Command(BaseCommand):
    """Score the cases of FILE; `-` reads standard input."""

    help = "Score case files (dress-case/1): one JSON result a line, in input order."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", help="a .json or .jsonl file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one result a line; exit with 1 after the last where a line was bad."""
        if options["file"] == "-":
            bad = self._score(sys.stdin.buffer)
        else:
            try:
                with open(options["file"], "rb") as stream:
                    bad = self._score(stream)
            except OSError as problem:
                raise CommandError(f"cannot read {options['file']}: {problem.strerror}") from None
        if bad:
            sys.exit(1)

    def _score(self, stream: Any) -> bool:
        bad = False
        for result in score_lines(stream):
            bad = bad or "error" in result
            sys.stdout.write(json.dumps(result) + "\n")
            sys.stdout.flush()
        return bad
