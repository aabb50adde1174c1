"""Write the rows of the lab grid: the unit and limits that new values of a test take."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dressapp.audit.selectors import get_last_change_of_case
from dressapp.cases.models import Case
from dressapp.cases.services import restore_row, void_row
from dressapp.core.errors import EditConflict
from dressapp.core.numbers import read_count
from dressapp.core.transactions import writing
from dressapp.drafts.services import saving
from dressapp.labs import services
from dressapp.labs.forms import LabRowForm
from dressapp.labs.models import LabRow
from dressapp.labs.row_results import TO_ALL
from dressapp.workspace.pages import after_change, conflict, open_case
from dressapp.workspace.services import changing
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .labs import analyte_or_404, render_labs, row_form, row_panel, stored_row


@dataclass(frozen=True, slots=True)
class Given:
    """How many stored results took a row's limits, in words, and the address that takes it back."""

    words: str = ""
    undo_url: str = ""


@require_POST
def save_row(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Save the unit and limits of a test; stored results take the limits only where that is asked for."""
    case = open_case(request, case_id, write=True)
    was = stored_row(case, analyte_or_404(analyte))
    form = row_form(case, analyte, was, request.POST)
    if not form.is_valid():
        return render_labs(request, case, panel=row_panel(case, analyte, form), status=422)
    gives = form.cleaned_data.get("give_to")
    try:
        with changing(case) if gives else saving(case.sent):
            row, given = _write_row(request, case, form)
    except EditConflict as stale:
        return _row_conflict(request, case, form, stale.current)
    words = f"{ANALYTES[analyte].name}: new values are in {units.label(row.unit) or 'plain numbers'}."
    undo = (given.undo_url, "Undo") if given.undo_url else None
    return after_change(request, case, render_labs, to="labs", message=words + given.words, undo=undo)


def _write_row(request: HttpRequest, case: Case, form: LabRowForm) -> tuple[LabRow, Given]:
    """Save a row and give its limits to the stored results that were chosen."""
    chosen, first = form.cleaned_data.get("give_to"), get_last_change_of_case(case.pk)
    row = services.set_row(
        case=case, analyte=form.analyte_id, version=form.seen_version, by=request.user, **form.values
    )
    if not chosen:
        return row, Given()
    replaces = chosen == TO_ALL
    took = services.give_limits_to_results(case=case, row=row, replace_own=replaces, by=request.user)
    if not took.count:
        return row, Given(" No stored result took these limits.")
    words = "1 stored result took" if took.count == 1 else f"{took.count} stored results took"
    more = f", {took.replaced} in place of their own" if took.replaced else ""
    span = f"?first={first}&last={get_last_change_of_case(case.pk)}"
    url = reverse("workspace:undo_row_limits", args=[case.pk, row.analyte]) + span
    return row, Given(f" {words} these limits{more}.", url)


@require_POST
def undo_row_limits(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Give a row and its results the limits back that they had; nothing where one was changed since."""
    case = open_case(request, case_id, write=True)
    name = ANALYTES[analyte_or_404(analyte)].name
    first, last = (read_count(request.GET.get(end, "")) for end in ("first", "last"))
    try:
        with changing(case):
            services.take_back_row_limits(case=case, analyte=analyte, first=first, last=last, by=request.user)
    except EditConflict:
        messages.warning(request, f"{name}: not undone, since a result or the row was changed meanwhile.")
        return after_change(request, case, render_labs, to="labs")
    message = f"{name}: the limits are as they were."
    return after_change(request, case, render_labs, to="labs", message=message)


def _row_conflict(
    request: HttpRequest, case: Case, form: LabRowForm, current: LabRow, *, removes: bool = False
) -> HttpResponse:
    fields = {
        "unit": units.label(current.unit),
        "lower_limit": current.lower_limit,
        "upper_limit": current.upper_limit,
    }
    return conflict(request, case, tab="labs", form=form, current=current, fields=fields, removes=removes)


@require_POST
def remove_row(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Take a row without results out of the grid."""
    case = open_case(request, case_id, write=True)
    row = case.lab_rows.filter(analyte=analyte_or_404(analyte)).first()
    if row is None or case.lab_results.live().filter(analyte=analyte).exists():
        raise Http404("There is no such row without results.")
    try:
        with writing():
            void_row(case=case, row=row, version=read_count(request.POST.get("version", "")), by=request.user)
    except EditConflict as stale:
        form = row_form(case, analyte, stale.current)
        return _row_conflict(request, case, form, stale.current, removes=True)
    undo = (reverse("workspace:restore_lab_row", args=[case.pk, analyte]), "Undo")
    message = f"{ANALYTES[analyte].name} taken out of the grid."
    return after_change(request, case, render_labs, to="labs", message=message, undo=undo)


@require_POST
def restore_lab_row(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Bring a row back into the grid."""
    case = open_case(request, case_id, write=True)
    row = case.lab_rows.filter(analyte=analyte).first()
    if row is None:
        raise Http404("There is no such row.")
    with writing():
        restore_row(case=case, row=row, by=request.user)
    message = f"{ANALYTES[analyte].name} is back in the grid."
    return after_change(request, case, render_labs, to="labs", message=message)
