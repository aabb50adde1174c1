"""The patient's HLA results on the Drugs tab: write one, remove it, bring it back."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dressapp.cases.models import Case, Finding
from dressapp.cases.selectors import get_row_for
from dressapp.cases.services import add_row, restore_row, update_row, void_row
from dressapp.core.errors import EditConflict, NotYours
from dressapp.workspace.drafts import is_put_back
from dressapp.workspace.forms_score import RowKeyForm
from dressapp.workspace.hla_form import check_allele, hla_form
from dressapp.workspace.pages import after_change, conflict, open_case
from dressapp.workspace.presenters.rows import stored_words
from dressapp.workspace.services import changing

from .drugs import render_drugs, seen_version

PLACE = "#hla"


@require_POST
def save_hla(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add an HLA result or change one; what is refused stays in the form."""
    case = open_case(request, case_id, write=True)
    key = RowKeyForm(request.POST)
    if not key.is_valid():
        raise BadRequest("The form lacks the row it belongs to.")
    row_id, version = key.cleaned_data["id"], key.cleaned_data["version"]
    voided = not is_put_back(request)
    row = check_allele(get_row_for(case, Finding, row_id, voided=voided)) if version else None
    form = hla_form(case, request.POST, row=row)
    if not form.is_valid():
        return render_drugs(request, case, form=form, status=422)
    try:
        with changing(case):
            _write(case, form, by=request.user)
    except EditConflict as stale:
        fields = stored_words(case, stale.current)
        return conflict(request, case, tab="drugs", form=form, current=stale.current, fields=fields)
    except NotYours:
        raise Http404("There is no such row in this case.") from None
    message = f"{form.cleaned_data['site']} saved."
    return after_change(request, case, render_drugs, to="drugs", at=PLACE, message=message)


def _write(case: Case, form: Any, *, by: Any) -> None:
    """Add the row of a form, or change it; one that was taken away meanwhile comes back with it."""
    if form.row is None:
        add_row(model=Finding, case=case, id=form.row_id, by=by, **form.values)
        return
    update_row(case=case, row=form.row, version=form.seen_version, by=by, **form.values)
    restore_row(case=case, row=form.row, by=by)


@require_POST
def remove_hla(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Take an HLA result away; a message brings it back."""
    case = open_case(request, case_id, write=True)
    row = check_allele(get_row_for(case, Finding, row_id, voided=True))
    try:
        with changing(case):
            void_row(case=case, row=row, version=seen_version(request), by=request.user)
    except EditConflict as stale:
        fields, form = stored_words(case, stale.current), hla_form(case, row=stale.current)
        return conflict(
            request, case, tab="drugs", form=form, current=stale.current, fields=fields, removes=True
        )
    undo = reverse("workspace:restore_hla", args=[case.pk, row.pk]), "Undo"
    message = f"{row.site} removed."
    return after_change(request, case, render_drugs, to="drugs", at=PLACE, message=message, undo=undo)


@require_POST
def restore_hla(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Bring a removed HLA result back."""
    case = open_case(request, case_id, write=True)
    row = check_allele(get_row_for(case, Finding, row_id, voided=True))
    with changing(case):
        restore_row(case=case, row=row, by=request.user)
    message = f"{row.site} is back."
    return after_change(request, case, render_drugs, to="drugs", at=PLACE, message=message)
