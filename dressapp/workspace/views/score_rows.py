"""What was examined and tested: one tap, or one row at a time, on the tab that its address names."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dressapp.cases.models import Case, CauseTest, VirusTest
from dressapp.cases.selectors import get_row_for
from dressapp.cases.services import add_row, add_test, restore_row, set_finding, update_row, void_row
from dressapp.core.models import Record
from dressapp.workspace.drafts import is_put_back
from dressapp.workspace.forms_score import ExplainsForm, RowKeyForm, TapForm, VersionForm
from dressapp.workspace.pages import open_case
from dressapp.workspace.presenters import rows as row_forms
from scoring.findings import FINDINGS

from .criteria_page import render_criteria
from .score_page import ADDABLE, Change, Unsaved, render_score, store

TABS = {"score": render_score, "criteria": render_criteria}


@require_POST
def tap_finding(request: HttpRequest, case_id: UUID, finding: str, tab: str) -> HttpResponse:
    """Answer one thing looked for with one tap; a blank answer takes it away."""
    case = open_case(request, case_id, write=True)
    form = TapForm(request.POST, finding=finding)
    if not form.is_valid():
        return TABS[tab](request, case, unsaved=Unsaved(form=form), status=422)
    is_cleared = not form.cleaned_data["answer"]
    change = Change(
        lambda: set_finding(case=case, finding=finding, by=request.user, **form.cleaned_data),
        words=lambda row: {"answer": row.value_raw},
        place=request.GET.get("open", ""),
        anchor=f"tap-{finding}",
        message=f"{FINDINGS[finding].words}: cleared." if is_cleared else "",
        undo=lambda row: undo_of(case, row, tab),
        tab=tab,
        show=TABS[tab],
    )
    return store(request, case, change, form=form)


@require_POST
def save_row(request: HttpRequest, case_id: UUID, kind: str, tab: str) -> HttpResponse:
    """Add a row or change one; what is refused stays in the form."""
    case = open_case(request, case_id, write=True)
    key = RowKeyForm(request.POST)
    if not key.is_valid():
        raise BadRequest("The form lacks the row it belongs to.")
    row_id, version = key.cleaned_data["id"], key.cleaned_data["version"]
    row = get_row_for(case, _model(kind), row_id, voided=not is_put_back(request)) if version else None
    what = row_forms.what_is(row) if row else request.GET.get("what", kind)
    if row is None and (what not in ADDABLE or row_forms.kind_of(what) != kind):
        raise Http404("There is nothing of this name to add.")
    form = row_forms.make_form(what, request.POST, case=case, row=row, today=timezone.localdate())
    if not form.is_valid():
        entry = row_forms.present_entry(case, what, form, tab=tab)
        return TABS[tab](request, case, unsaved=Unsaved(form=form, entry=entry), status=422)
    place = row_forms.place_of(what)
    change = Change(
        lambda: _write(case, kind, form, by=request.user),
        words=lambda current: row_forms.stored_words(case, current),
        place=place,
        anchor=row_forms.anchor_of_place(place),
        tab=tab,
        show=TABS[tab],
    )
    return store(request, case, change, form=form)


def _model(kind: str) -> type[Record]:
    """Return the table of a kind of row."""
    if kind not in row_forms.MODELS:
        raise Http404("There are no such rows.")
    return row_forms.MODELS[kind]


def _write(case: Case, kind: str, form: Any, *, by: Any) -> Record:
    """Add the row of a form, or change it; one that was taken away meanwhile comes back with it."""
    if form.row is None and kind == "test":
        return add_test(case=case, id=form.row_id, by=by, **form.values)
    if form.row is None:
        return add_row(model=_model(kind), case=case, id=form.row_id, by=by, **form.values)
    update_row(case=case, row=form.row, version=form.seen_version, by=by, **form.values)
    return restore_row(case=case, row=form.row, by=by)


@require_POST
def remove_row(request: HttpRequest, case_id: UUID, kind: str, row_id: UUID, tab: str) -> HttpResponse:
    """Take a row away; it can be brought back."""
    case = open_case(request, case_id, write=True)
    row = get_row_for(case, _model(kind), row_id, voided=True)
    seen = VersionForm(request.POST)
    if not seen.is_valid():
        raise BadRequest("The form lacks the version it was made from.")
    version = seen.cleaned_data["version"]
    place = row_forms.place_of(row_forms.what_is(row))
    change = Change(
        lambda: void_row(case=case, row=row, version=version, by=request.user),
        words=lambda current: row_forms.stored_words(case, current),
        place=place,
        anchor=row_forms.anchor_of_place(place),
        message="Removed.",
        undo=lambda gone: undo_of(case, gone, tab),
        tab=tab,
        show=TABS[tab],
        removes=True,
    )
    form = row_forms.make_form(row_forms.what_is(row), case=case, row=row, today=timezone.localdate())
    return store(request, case, change, form=form)


def undo_of(case: Case, row: Record, tab: str) -> tuple[str, str]:
    """Return the address that brings a row back, and its button's words."""
    kind = row_forms.kind_of(row_forms.what_is(row))
    return reverse(f"workspace:{tab}_restore_row", args=[case.pk, kind, row.pk]), "Undo"


@require_POST
def restore_removed_row(
    request: HttpRequest, case_id: UUID, kind: str, row_id: UUID, tab: str
) -> HttpResponse:
    """Bring a row back."""
    case = open_case(request, case_id, write=True)
    row = get_row_for(case, _model(kind), row_id, voided=True)
    place = row_forms.place_of(row_forms.what_is(row))
    change = Change(
        lambda: restore_row(case=case, row=row, by=request.user),
        words=lambda current: row_forms.stored_words(case, current),
        place=place,
        anchor=row_forms.anchor_of_place(place),
        tab=tab,
        show=TABS[tab],
    )
    return store(request, case, change)


@require_POST
def judge_test(request: HttpRequest, case_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    """Store whether a positive test explains the reaction now."""
    case = open_case(request, case_id, write=True)
    model = {"test": CauseTest, "virus": VirusTest}.get(kind)
    if model is None:
        raise Http404("There are no such tests.")
    row = get_row_for(case, model, row_id)
    form = ExplainsForm(request.POST)
    if not form.is_valid():
        return render_score(request, case, unsaved=Unsaved(form=form), status=422)
    answer, version = form.cleaned_data["answer"], form.cleaned_data["version"]
    is_tracked = request.GET.get("from") == "criteria"
    tab = "criteria" if is_tracked else "score"
    change = Change(
        lambda: update_row(case=case, row=row, version=version, by=request.user, explains_reaction=answer),
        words=lambda current: {"answer": current.get_explains_reaction_display()},
        place=request.GET.get("open", ""),
        anchor=f"track-{row.pk}" if is_tracked else "item-other_causes_excluded",
        tab=tab,
        show=TABS[tab],
    )
    return store(request, case, change, form=form)
