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
from dressapp.labs.date_form import LabDateForm
from dressapp.labs.models import LabResult
from dressapp.labs.seen import Seen, read_seen, versions_of, write_seen
from dressapp.labs.selectors import Moment, find_results, moment_of
from dressapp.workspace.pages import after_change, conflict, open_case
from dressapp.workspace.presenters.lab_words import key_of, name_moment
from dressapp.workspace.services import changing
from scoring.kernel import units

from .labs import date_form, date_panel, moment_or_404, render_labs, uuid_or_404


@require_POST
def save_date(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Save one date column, a new one or, with `at`, one of the grid."""
    case = open_case(request, case_id, write=True)
    at = moment_or_404(case, request.POST["at"]) if request.POST.get("at") else None
    form = date_form(case, at, request.POST)
    if not form.is_valid():
        return render_labs(request, case, panel=date_panel(case, at, form), status=422)
    if changed := form.changed_rows:
        return _date_conflict(request, case, at, form, changed)
    try:
        with changing(case):
            services.save_sample(case=case, by=request.user, **form.sample)
    except EditConflict as lost:
        return _date_conflict(request, case, at, form, [lost.current])
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


def _date_conflict(
    request: HttpRequest, case: Case, at: Moment | None, form: LabDateForm, changed: list[LabResult]
) -> HttpResponse:
    """Show both texts of the cells that somebody else changed first; saving again takes them as seen."""
    posted: QueryDict = request.POST.copy()
    fields: dict[str, str] = {}
    for row in changed:
        name = f"value_{row.analyte}"
        if form.is_of_cell(row):
            posted[f"result_{row.analyte}"], posted[f"version_{row.analyte}"] = str(row.pk), str(row.version)
        elif form.results.get(row.analyte) == row:
            posted.pop(name, None)  # nobody typed there: the row is moved as it is
        is_as_shown = form.is_in_place(row) and form.is_in_unit(row.analyte, row.unit)
        theirs = row.value_raw if is_as_shown else _stored_words(case, row, at)
        fields[name] = "; ".join(filter(None, (fields.get(name), theirs)))
    if "seen" in posted:
        posted["seen"] = write_seen(read_seen(posted["seen"]) | versions_of(changed))
    current = max(changed, key=lambda result: result.updated_at)
    return conflict(request, case, tab="labs", form=form, current=current, fields=fields, posted=posted)


def _stored_words(case: Case, row: LabResult, at: Moment | None) -> str:
    """Return what is stored of a row now, with its date where that is another; nothing once taken away."""
    if row.is_voided:
        return ""
    text, moment = units.with_unit(row.value_raw, row.unit), moment_of(row)
    return text if moment == at else f"{text} on {name_moment(case, moment)}"


@require_POST
def delete_date(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Take all values of a date away, those alone that the page showed."""
    case = open_case(request, case_id, write=True)
    at = moment_or_404(case, key)
    seen = read_seen(request.POST.get("seen", ""))
    try:
        with changing(case):
            ids = services.void_date(
                case=case, taken_on=at.on, taken_time=at.time, seen=seen, by=request.user
            )
    except EditConflict as stale:
        return _removal_conflict(request, case, at, seen, stale.current)
    url = reverse("workspace:restore_lab_date", args=[case.pk, key])
    values = "1 value" if len(ids) == 1 else f"{len(ids)} values"
    undo = (f"{url}?ids={','.join(gone.hex for gone in ids)}", "Undo") if ids else None
    message = f"{name_moment(case, at)} deleted with {values}."
    return after_change(request, case, render_labs, to="labs", message=message, undo=undo)


def _removal_conflict(
    request: HttpRequest, case: Case, at: Moment, seen: Seen, current: LabResult
) -> HttpResponse:
    """Show what is stored of a date now; removing it all the same takes these values, not those moved."""
    form, posted = date_form(case, at), request.POST.copy()
    posted["seen"] = write_seen(versions_of(form.stored))
    fields: dict[str, str] = {}
    for row in [*form.stored, *find_results(case, set(seen) - {row.pk for row in form.stored})]:
        if not row.is_voided:
            name, stays = f"value_{row.analyte}", "" if row in form.stored else ", where it stays"
            words = _stored_words(case, row, at) + stays
            fields[name] = "; ".join(filter(None, (fields.get(name), words)))
    return conflict(
        request, case, tab="labs", form=form, current=current, fields=fields, posted=posted, removes=True
    )


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
