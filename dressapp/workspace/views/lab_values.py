"""Write single values of the lab grid."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import escape, format_html
from django.views.decorators.http import require_POST, require_safe

from dressapp.cases.models import Case
from dressapp.core.dates import DAY, show_partial
from dressapp.core.errors import EditConflict
from dressapp.core.numbers import NumberRefused, parse_number, read_count
from dressapp.labs import services
from dressapp.labs.forms import LabValueForm
from dressapp.labs.models import LabResult
from dressapp.labs.plausibility import doubt_of, name_unit, refusal_of
from dressapp.labs.selectors import Moment, get_result_for, get_row, moment_of
from dressapp.workspace.pages import Show, after_change, conflict, not_undone, open_case, why_of
from dressapp.workspace.presenters.lab_words import echo, key_of, meaning_of, name_day, name_result
from dressapp.workspace.services import changing
from scoring.analytes import ANALYTES
from scoring.facts import Measure
from scoring.kernel import units

from .labs import (
    Panel,
    Said,
    analyte_or_404,
    moment_or_404,
    render_labs,
    results_in,
    uuid_or_404,
    value_form,
    value_panel,
)

PROBLEM = '<span class="tone-warn">{}</span>'
KEPT = ("unit", "lower_limit", "upper_limit")


@require_POST
def save_value(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Save the value of a cell, typed into the grid or in its form; a cell emptied is taken away."""
    case = open_case(request, case_id, write=True)
    analyte, at = (
        analyte_or_404(request.POST.get("analyte", "")),
        moment_or_404(case, request.POST.get("at", "")),
    )
    result = _result_of(case, analyte, at, request.POST)
    is_typed = "taken_on" not in request.POST
    if is_typed and not request.POST.get("value", "").strip():
        return _empty_cell(request, case, at, result)
    data = _typed(case, analyte, at, result, request.POST) if is_typed else request.POST
    form = value_form(case, analyte, at, result, data)
    is_right = form.is_valid() and not _is_taken(form, case, analyte, result)
    if not is_right or (is_typed and _is_in_another_unit(form, case, analyte, result)):
        panel = _panel_of(case, analyte, at, result, form)
        return render_labs(request, case, panel=panel, status=422)
    try:
        with changing(case):
            saved = _write(request, case, analyte, result, form)
    except EditConflict as stale:
        return _value_conflict(request, case, form, stale.current)
    return _answer(request, case, saved, had=result, is_typed=is_typed)


def _result_of(case: Case, analyte: str, at: Moment, posted: Mapping[str, str]) -> LabResult | None:
    """Return the stored result that a post is about; somebody else's counts once the page has shown it."""
    if posted.get("result"):
        return get_result_for(case, uuid_or_404(posted["result"]), voided=True)
    was_shown = posted.get("version", "0") not in ("", "0")
    return next(iter(results_in(case, analyte, at)), None) if was_shown else None


def _typed(case: Case, analyte: str, at: Moment, result: LabResult | None, posted: QueryDict) -> QueryDict:
    """Return what the form would post for a value typed into the grid: the rest stays, or follows the row.

    The unit is the one that the grid showed beside the value, where the page says so.
    """
    source = result or get_row(case, analyte)
    kept = {name: getattr(source, name) for name in KEPT} if source else {}
    if posted.get("unit"):
        kept["unit"] = posted["unit"]
    own = {"site": result.site, "note": result.note} if result else {}
    when = {
        "taken_on": show_partial(at.on, DAY, day_zero=case.day_zero),
        "taken_time": f"{at.at:%H:%M}" if at.has_time else "",
    }
    whole = posted.copy()
    for name, value in (when | kept | own).items():
        whole[name] = value
    return whole


def _panel_of(case: Case, analyte: str, at: Moment, result: LabResult | None, form: LabValueForm) -> Panel:
    return value_panel(case, analyte, at, results_in(case, analyte, at), result, form)


def _is_in_another_unit(form: LabValueForm, case: Case, analyte: str, result: LabResult | None) -> bool:
    """Refuse a value typed beside another unit than its row or the stored value has by now."""
    source, unit = result or get_row(case, analyte), form.cleaned_data["unit"]
    if source is None or source.unit == unit:
        return False
    shown, now = name_unit(unit), name_unit(source.unit)
    message = f"The grid showed {shown}, but it is {now} now. Choose the unit that this value is in."
    form.add_error("unit", message)
    return True


def _is_taken(form: LabValueForm, case: Case, analyte: str, result: LabResult | None) -> bool:
    """Refuse to give a stored value the date of another one."""
    to = Moment(form.cleaned_data["taken_on"])
    time = form.cleaned_data["taken_time"]
    if result is None or moment_of(result) == (to if time is None else Moment(to.on, time, True)):
        return False
    others = results_in(case, analyte, to if time is None else Moment(to.on, time, True))
    if others:
        there = units.with_unit(others[0].value_raw, others[0].unit)
        form.add_error("taken_on", f"{there} is recorded at this date and time already. Change it there.")
    return bool(others)


def _write(
    request: HttpRequest, case: Case, analyte: str, result: LabResult | None, form: LabValueForm
) -> LabResult:
    """Add a value or change one; one that was taken away since comes back with what was typed."""
    if result is None:
        return services.enter_value(case=case, analyte=analyte, by=request.user, **form.values)
    version = form.seen_version
    if result.is_voided and result.version == version:
        result = services.restore_result(case=case, result=result, by=request.user)
        version = result.version
    return services.update_result(
        case=case, result=result, version=version, why=form.reason, by=request.user, **form.values
    )


def _answer(
    request: HttpRequest, case: Case, saved: LabResult, *, had: LabResult | None, is_typed: bool
) -> HttpResponse:
    """Show the grid again with what the value means and, after a change, the way back."""
    was_changed = had is not None and had.version != saved.version
    words = f"{name_result(case, saved)}: {meaning_of(saved)}"
    undo = ("", "")
    if had is not None and was_changed:
        words += f" (was {units.with_unit(had.value_raw, had.unit)})"
        undo = (_revert_url(case, saved), "Change back")
    at = moment_of(saved)
    said = Said(f"{words}.", *undo)
    if is_typed:
        return after_change(request, case, partial(render_labs, at=at, said=said), to="labs")
    show, place = partial(render_labs, at=at), f"?on={key_of(case, at)}"
    return after_change(
        request, case, show, to="labs", at=place, message=said.words, undo=undo if undo[0] else None
    )


def _revert_url(case: Case, result: LabResult) -> str:
    url = reverse("workspace:revert_lab_value", args=[case.pk, result.pk])
    return f"{url}?version={result.version}"


def _empty_cell(request: HttpRequest, case: Case, at: Moment, result: LabResult | None) -> HttpResponse:
    """Take away the value whose cell was emptied."""
    if result is None:
        return after_change(request, case, partial(render_labs, at=at), to="labs")
    return _delete(request, case, result, is_typed=True)


@require_POST
def delete_value(request: HttpRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    """Take a value away."""
    case = open_case(request, case_id, write=True)
    result = get_result_for(case, result_id, voided=True)
    return _delete(request, case, result, is_typed=False)


def _delete(request: HttpRequest, case: Case, result: LabResult, *, is_typed: bool) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        with changing(case):
            services.void_result(
                case=case, result=result, version=read_count(version), why=why_of(request), by=request.user
            )
    except EditConflict as stale:
        return _value_conflict(request, case, None, stale.current, removes=True)
    words = f"{name_result(case, result)}: {units.with_unit(result.value_raw, result.unit)} deleted."
    undo = (reverse("workspace:restore_lab_value", args=[case.pk, result.pk]), "Undo")
    at = moment_of(result)
    if is_typed:
        return after_change(request, case, partial(render_labs, at=at, said=Said(words, *undo)), to="labs")
    place = f"?on={key_of(case, at)}"
    return after_change(
        request, case, partial(render_labs, at=at), to="labs", at=place, message=words, undo=undo
    )


@require_POST
def restore_value(request: HttpRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    """Bring a deleted value back."""
    case = open_case(request, case_id, write=True)
    result = get_result_for(case, result_id, voided=True)
    with changing(case):
        services.restore_result(case=case, result=result, by=request.user)
    return _back(request, case, result)


@require_POST
def revert_value(request: HttpRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    """Take the change back that made a version of a value."""
    case = open_case(request, case_id, write=True)
    result = get_result_for(case, result_id)
    version = request.GET.get("version", "")
    try:
        with changing(case):
            result = services.take_back_change(
                case=case, result=result, version=read_count(version), by=request.user
            )
    except EditConflict as stale:
        show, at = _shown_at(case, result)
        return not_undone(request, case, show, to="labs", at=at, current=stale.current)
    return _back(request, case, result)


def _back(request: HttpRequest, case: Case, result: LabResult) -> HttpResponse:
    show, at = _shown_at(case, result)
    words = f"{name_result(case, result)}: {units.with_unit(result.value_raw, result.unit)} is back."
    return after_change(request, case, show, to="labs", at=at, message=words)


def _shown_at(case: Case, result: LabResult) -> tuple[Show, str]:
    """Return what shows the grid at the date of a result, and what follows the tab's address there."""
    at = moment_of(result)
    return partial(render_labs, at=at), f"?on={key_of(case, at)}"


def _value_conflict(
    request: HttpRequest,
    case: Case,
    form: LabValueForm | None,
    current: LabResult,
    *,
    removes: bool = False,
) -> HttpResponse:
    """Show both texts of a value that somebody else changed first."""
    form = form or value_form(case, current.analyte, moment_of(current), current)
    form.fields["value"].label = name_result(case, current)
    fields = {"value": "" if current.is_voided else current.value_raw}
    if request.POST.get("unit", current.unit) not in ("", current.unit):
        fields["unit"] = units.label(current.unit)
    if "taken_on" in request.POST:
        fields |= {
            "unit": units.label(current.unit),
            "taken_on": name_day(case, current.taken_on),
            "lower_limit": current.lower_limit,
            "upper_limit": current.upper_limit,
            "note": current.note,
        }
    return conflict(request, case, tab="labs", form=form, current=current, fields=fields, removes=removes)


@require_safe
def show_meaning(request: HttpRequest, analyte: str) -> HttpResponse:
    """Return, while a value is typed, what it means in the unit compared in, or what is wrong with it."""
    entry = ANALYTES[analyte_or_404(analyte)]
    unit, text = (
        request.GET.get("unit", ""),
        request.GET.get(f"value_{analyte}", request.GET.get("value", "")),
    )
    if unit not in entry.family or not text.strip():
        return HttpResponse("")
    try:
        number = parse_number(text)
    except NumberRefused as refused:
        return HttpResponse(format_html(PROBLEM, f"{refused}."))
    if problem := refusal_of(entry, number, unit, {}) or doubt_of(entry, number, unit):
        return HttpResponse(format_html(PROBLEM, problem))
    return HttpResponse(escape(echo(entry, Measure(number.value, number.comparator), unit)))
