"""What every change of a case shares."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from dressapp.assessments.services import summarise
from dressapp.cases.models import Case
from dressapp.cases.services import touch


@contextmanager
def changing(case: Case) -> Iterator[None]:
    """Run one change in one transaction, then raise the case's revision and score it for the case list."""
    with transaction.atomic():
        yield
        touch(case=case)
        summarise(case)
