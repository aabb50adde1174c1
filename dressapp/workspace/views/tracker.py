"""Record the state of a test for another cause from the Criteria tab, with the day of its sample."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dressapp.cases.forms_findings import CauseTestForm
from dressapp.cases.models import Case, CauseTest
from dressapp.cases.selectors import get_row_for
from dressapp.cases.services import add_test, restore_row, update_row
from dressapp.core.models import Record
from dressapp.workspace.drafts import is_put_back
from dressapp.workspace.forms_score import RowKeyForm
from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.presenters import rows as row_forms
from dressapp.workspace.presenters.tracker import TESTS, present_refused, save_url

from .criteria_page import render_criteria
from .score_page import Change, store


@require_POST
def save_tracked(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record one test or change its state; what the tracker does not show of it stays as it is stored."""
    case = open_case(request, case_id, write=True)
    key = RowKeyForm(request.POST)
    if not key.is_valid():
        raise BadRequest("The form lacks the row it belongs to.")
    row_id, version = key.cleaned_data["id"], key.cleaned_data["version"]
    row = get_row_for(case, CauseTest, row_id, voided=not is_put_back(request)) if version else None
    form = CauseTestForm(request.POST, case=case, row=row, today=timezone.localdate())
    if not form.is_valid():
        return _refuse(request, case, form)
    change = Change(
        lambda: _write(case, form, by=request.user),
        words=lambda current: row_forms.stored_words(case, current),
        place=TESTS,
        anchor=f"track-{row_id}",
        tab="criteria",
        show=render_criteria,
    )
    return store(request, case, change, form=form)


def _write(case: Case, form: CauseTestForm, *, by: Any) -> Record:
    """Add the row of a form, or change it; one that was taken away meanwhile comes back with it."""
    if form.row is None:
        return add_test(case=case, id=form.row_id, by=by, **form.values)
    update_row(case=case, row=form.row, version=form.seen_version, by=by, **form.values)
    return restore_row(case=case, row=form.row, by=by)


def _refuse(request: HttpRequest, case: Case, form: CauseTestForm) -> HttpResponse:
    """Show what is wrong, and the one form with what was typed."""
    context = {"failed": form, "entry": present_refused(form), "save_url": save_url(case)}
    template = "workspace/criteria/tracker_refused.html"
    return render_case(request, case, tab="criteria", template=template, context=context, status=422)
