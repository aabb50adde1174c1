"""Score case files from the command line: one JSON result a line."""

import json
import os
import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dressapp.exchange.lines import score_lines


def _open(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as problem:
        raise CommandError(f"cannot read {name}: {problem.strerror}") from None


class Command(BaseCommand):
    """Score the cases of FILE; `-` reads standard input."""

    help = "Score case files (dress-case/1): one JSON result a line, in input order."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", help="a .json or .jsonl file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one result a line; exit with 1 after the last where a line was bad."""
        try:
            with _open(options["file"]) as stream:
                bad = self._score(stream)
        except BrokenPipeError:  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        if bad:
            sys.exit(1)

    def _score(self, stream: Any) -> bool:
        bad = False
        for result in score_lines(stream):
            bad = bad or "error" in result
            sys.stdout.write(json.dumps(result) + "\n")
            sys.stdout.flush()
        return bad
