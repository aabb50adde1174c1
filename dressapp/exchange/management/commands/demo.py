"""Load case files into the demonstration: the published sorafenib case unless others are named."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dressapp.accounts.models import User
from dressapp.cases.models import Case
from dressapp.core.transactions import writing
from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case

SHIPPED = settings.BASE_DIR / "tests" / "golden" / "cases" / "sorafenib-2016.json"


class Command(BaseCommand):
    """Load each file once into the demo user's team."""

    help = "Load a case file (dress-case/1) for the demo user; a case that is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load the file and say what became of it."""
        user = User.objects.filter(username=settings.DEMO_USER).first()
        if user is None or not settings.IS_DEMO:
            raise CommandError("The demonstration has its own database: start it with make run.")
        try:
            record = loads(file.read_text(encoding="utf-8"))
            with writing():
                words = load_once(record, user)
        except (OSError, UnicodeDecodeError, ValueError) as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        if options["verbosity"]:
            self.stdout.write(words)


def load_once(record: Any, user: Any) -> str:
    """Store the case in the user's team unless it is there; say which."""
    team = user.memberships.select_related("team").get().team
    name = record.get("id") if isinstance(record, dict) else None
    if name and Case.objects.filter(team=team, external_id=name).exists():
        return f"{name} is there already."
    case = import_case(record, team=team, by=user)
    return f"Loaded {case.external_id}."
