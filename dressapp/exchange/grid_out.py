"""The results of a case as tables of text: one result a line, and the grid as a person sees it."""

from dressapp.cases.models import Case
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import place_in_time


def list_in_order(case: Case) -> list[LabResult]:
    """Return every result by time and test; two of one cell in an order that does not hang on their ids."""
    results = LabResult.objects.live().filter(case=case)
    return sorted(results, key=_place)


def _place(result: LabResult) -> tuple[object, ...]:
    rest = result.lower_limit, result.upper_limit, result.site, result.note, result.source, result.as_given
    return *place_in_time(result), *rest, str(result.pk)
