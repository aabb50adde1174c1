"""The patient's HLA results as lines of the Drugs tab, also while the facts contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from dressapp.cases.models import Case, Finding
from dressapp.core.dates import show_day
from scoring.causality.hla import FINDING

CARRIED = {"yes": "carried", "no": "not carried"}


@dataclass(frozen=True, slots=True)
class AlleleLine:
    """One HLA result of the patient."""

    ref: str
    allele: str
    words: str
    detail: str


def present_alleles(case: Case, found: Iterable[Finding]) -> tuple[AlleleLine, ...]:
    """Return the HLA results among the findings of a case in the order of their alleles."""
    rows = sorted(
        (row for row in found if row.finding == FINDING),
        key=lambda row: (row.site, row.value_raw, str(row.pk)),
    )
    return tuple(_line(case, row) for row in rows)


def _line(case: Case, row: Finding) -> AlleleLine:
    detail = (show_day(row.seen_on, case) if row.seen_on else "", row.note)
    return AlleleLine(
        ref=str(row.pk),
        allele=row.site or "allele not recorded",
        words=CARRIED.get(row.value_raw, "not known"),
        detail="; ".join(filter(None, detail)),
    )
