"""The form of one HLA result as the Drugs tab shows it."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from dressapp.cases.forms_findings import HlaForm
from dressapp.cases.models import Case, Finding
from dressapp.cases.selectors import get_row_for
from scoring.findings import FINDINGS

ALLELE = "hla_allele"
NEW = "new"
IDS = "hla_%s"  # two forms on one page must not share the ids of their fields


def hla_form(case: Case, data: Any = None, *, row: Finding | None = None) -> HlaForm:
    """Return the form of one HLA result."""
    kind = FINDINGS[ALLELE].id
    return HlaForm(data, finding=kind, case=case, row=row, today=timezone.localdate(), auto_id=IDS)


def hla_form_of(case: Case, refused: Any, asked: str) -> HlaForm | None:
    """Return the form that stands open: the refused one, or the one that the address asks for."""
    if isinstance(refused, HlaForm):
        return refused
    if not asked:
        return None
    form = hla_form(case) if asked == NEW else hla_form(case, row=find_allele(case, asked))
    form.fields["site"].widget.attrs["autofocus"] = True
    return form


def find_allele(case: Case, row_id: str) -> Finding:
    """Return an HLA result of the case by the id in an address."""
    try:
        row = get_row_for(case, Finding, UUID(row_id))
    except ValueError:
        raise Http404("There is no such row in this case.") from None
    return check_allele(row)


def check_allele(row: Finding) -> Finding:
    """Refuse a finding that is no HLA result."""
    if row.finding != ALLELE:
        raise Http404("There is no such row in this case.")
    return row
