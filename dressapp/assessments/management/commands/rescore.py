"""Score every case again: after an update of the rules, or where a summary is out of date."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db.models import F, Q

from dressapp.assessments.services import summarise
from dressapp.cases.models import Case
from dressapp.core.transactions import writing
from scoring.regiscar.ruleset import RULESET

CURRENT = Q(summary__revision=F("revision"), summary__ruleset=RULESET)


class Command(BaseCommand):
    """Refresh the summaries of the case list; saved assessments stay as they are."""

    help = "Score the cases whose summary is out of date again (--all: every case)."

    def add_arguments(self, parser: Any) -> None:
        """Offer to score every case."""
        parser.add_argument("--all", action="store_true", help="also those that are up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score the cases one by one and say how many changed their total or category."""
        cases = Case.objects.all() if options["all"] else Case.objects.exclude(CURRENT)
        ids = list(cases.values_list("pk", flat=True))
        changed = sum(rescore(case_id) for case_id in ids)
        self.stdout.write(f"{len(ids)} scored, {changed} with another total or category")


def rescore(case_id: UUID) -> bool:
    """Score one case again and tell whether its total or category is another one."""
    with writing():
        case = Case.objects.select_for_update().get(pk=case_id)
        old = Case.objects.values_list("summary__total", "summary__category").get(pk=case_id)
        new = summarise(case)
    return old != (new.total, new.category)
