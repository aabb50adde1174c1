"""Write the rows of the lab grid: the unit and limits that new values of a test take."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dressapp.cases.models import Case
from dressapp.cases.services import restore_row, void_row
from dressapp.core.errors import EditConflict
from dressapp.labs import services
from dressapp.labs.forms import LabRowForm
from dressapp.labs.models import LabRow
from dressapp.labs.selectors import get_row
from dressapp.workspace.pages import after_change, conflict, open_case
from dressapp.workspace.services import changing
from scoring.analytes import ANALYTES
from scoring.kernel import units

from .labs import analyte_or_404, render_labs, row_form, row_panel, stored_row


@require_POST
def save_row(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Save the unit and limits of a test; stored results take the limits only where that is asked for."""
    case = open_case(request, case_id, write=True)
    was = stored_row(case, analyte_or_404(analyte))
    form = row_form(case, analyte, was, request.POST)
    if not form.is_valid():
        return render_labs(request, case, panel=row_panel(case, analyte, form), status=422)
    gives = form.cleaned_data.get("give_to_results")
    try:
        with changing(case) if gives else transaction.atomic():
            row = services.set_row(
                case=case, analyte=analyte, version=form.seen_version, by=request.user, **form.values
            )
            given = _give_limits(request, case, row) if gives else ""
    except EditConflict as stale:
        return _row_conflict(request, case, form, stale.current)
    words = f"{ANALYTES[analyte].name}: new values are in {units.label(row.unit) or 'plain numbers'}.{given}"
    return after_change(request, case, render_labs, to="labs", message=words)


def _give_limits(request: HttpRequest, case: Case, row: LabRow) -> str:
    """Give the limits of a row to its results without any; say to how many."""
    count = services.give_limits_to_results(case=case, row=row, by=request.user)
    return (
        " 1 stored result took these limits." if count == 1 else f" {count} stored results took these limits."
    )


def _row_conflict(request: HttpRequest, case: Case, form: LabRowForm, current: LabRow) -> HttpResponse:
    fields = {
        "unit": units.label(current.unit),
        "lower_limit": current.lower_limit,
        "upper_limit": current.upper_limit,
    }
    return conflict(request, case, tab="labs", form=form, current=current, fields=fields)


@require_POST
def remove_row(request: HttpRequest, case_id: UUID, analyte: str) -> HttpResponse:
    """Take a row without results out of the grid."""
    case = open_case(request, case_id, write=True)
    row = get_row(case, analyte_or_404(analyte))
    if row is None or case.lab_results.live().filter(analyte=analyte).exists():
        raise Http404("There is no such row without results.")
    with transaction.atomic():
        void_row(case=case, row=row, version=row.version, by=request.user)
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
    with transaction.atomic():
        restore_row(case=case, row=row, by=request.user)
    message = f"{ANALYTES[analyte].name} is back in the grid."
    return after_change(request, case, render_labs, to="labs", message=message)
