"""Write whole dates of the lab grid: one column as one form."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.labs import services
from dressapp.labs.forms import LabDateForm
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import Moment
from dressapp.workspace.pages import after_change, conflict, open_case
from dressapp.workspace.presenters.lab_words import key_of, name_moment
from dressapp.workspace.services import changing

from .labs import date_form, date_panel, moment_or_404, render_labs, uuid_or_404


@require_POST
def save_date(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Save one date column, a new one or, with `at`, one of the grid."""
    case = open_case(request, case_id, write=True)
    at = moment_or_404(case, request.POST["at"]) if request.POST.get("at") else None
    form = date_form(case, at, request.POST)
    if not form.is_valid():
        return render_labs(request, case, panel=date_panel(case, at, form), status=422)
    stale = _stale_cells(case, form)
    if stale:
        return _date_conflict(request, case, form, stale)
    try:
        with changing(case):
            services.save_sample(case=case, by=request.user, **form.sample)
    except EditConflict as lost:
        return _date_conflict(request, case, form, {lost.current.analyte: lost.current})
    return _answer(request, case, form)


def _answer(request: HttpRequest, case: Case, form: LabDateForm) -> HttpResponse:
    """Show the grid at the date saved, or an empty form for the next one."""
    on, time = form.cleaned_data["taken_on"], form.cleaned_data["taken_time"]
    at = Moment(on, time, True) if time else Moment(on)
    words = f"{name_moment(case, at)} saved."
    if "another" in request.POST:
        show: Any = partial(render_labs, panel=date_panel(case, None))
        return after_change(request, case, show, to="labs", at="?add=date", message=words)
    place = f"?on={key_of(case, at)}"
    return after_change(request, case, partial(render_labs, at=at), to="labs", at=place, message=words)


def _stale_cells(case: Case, form: LabDateForm) -> dict[str, LabResult]:
    """Return the cells that differ now because somebody else changed them since the page showed them."""
    found = {}
    for row in form.lab_rows:
        name, result = f"value_{row.analyte}", form.results.get(row.analyte)
        number = form.cleaned_data.get(name)
        seen = form.cleaned_data.get(f"version_{row.analyte}") or 0
        if not form.was_posted(name) or seen == (result.version if result else 0):
            continue
        typed = number.raw if number else ""
        current = result or _taken_away(case, form, row.analyte)
        if current and typed != (result.value_raw if result else ""):
            found[row.analyte] = current
    return found


def _taken_away(case: Case, form: LabDateForm, analyte: str) -> LabResult | None:
    """Return the value of a cell that was taken away last."""
    on, time = (
        form.was_at if form.was_at[0] else (form.cleaned_data["taken_on"], form.cleaned_data["taken_time"])
    )
    gone = LabResult.objects.filter(case=case, analyte=analyte, taken_on=on, taken_time=time)
    return gone.order_by("-updated_at").first()


def _date_conflict(
    request: HttpRequest, case: Case, form: LabDateForm, stale: dict[str, LabResult]
) -> HttpResponse:
    """Show both texts of the cells that somebody else changed first; saving again takes them as seen."""
    posted: QueryDict = request.POST.copy()
    for analyte, result in stale.items():
        posted[f"version_{analyte}"] = "0" if result.is_voided else str(result.version)
    fields = {
        f"value_{analyte}": "" if result.is_voided else result.value_raw for analyte, result in stale.items()
    }
    current = max(stale.values(), key=lambda result: result.updated_at)
    return conflict(request, case, tab="labs", form=form, current=current, fields=fields, posted=posted)


@require_POST
def delete_date(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Take all values of a date away."""
    case = open_case(request, case_id, write=True)
    at = moment_or_404(case, key)
    with changing(case):
        ids = services.void_date(case=case, taken_on=at.on, taken_time=at.time, by=request.user)
    url = reverse("workspace:restore_lab_date", args=[case.pk, key])
    values = "1 value" if len(ids) == 1 else f"{len(ids)} values"
    undo = (f"{url}?ids={','.join(gone.hex for gone in ids)}", "Undo") if ids else None
    message = f"{name_moment(case, at)} deleted with {values}."
    return after_change(request, case, render_labs, to="labs", message=message, undo=undo)


@require_POST
def restore_date(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Bring the values of a deleted date back."""
    case = open_case(request, case_id, write=True)
    at = moment_or_404(case, key)
    ids = [uuid_or_404(text) for text in request.GET.get("ids", "").split(",")]
    with changing(case):
        services.restore_date(case=case, ids=ids, by=request.user)
    message, place = f"{name_moment(case, at)} is back.", f"?on={key}"
    return after_change(request, case, partial(render_labs, at=at), to="labs", at=place, message=message)
