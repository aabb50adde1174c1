"""What is tapped on the Drugs tab: still taken, last day, conclusion, code, name, exposures."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dressapp.cases.choices import EXPOSURES, Answered
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_exposures
from dressapp.cases.services import save_exposures, set_list_complete
from dressapp.core.errors import EditConflict
from dressapp.core.forms import COUNTED_FROM
from dressapp.core.numbers import read_count
from dressapp.drugs import services
from dressapp.drugs.catalogue import codes_for, find_substance
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import get_course_for
from dressapp.workspace.drafts import is_put_back
from dressapp.workspace.drug_forms import conclusion_form, stop_form
from dressapp.workspace.pages import after_change, conflict, not_undone, open_case
from dressapp.workspace.presenters.drug_words import last_day_in_words
from dressapp.workspace.services import changing

from .drugs import drug_conflict, place_of, render_drugs, seen_version, taken_back

TRIES = 3  # two quick taps are two requests at once: the second reads the row again


def whole_tab(response: HttpResponse) -> HttpResponse:
    """Let an answer that concerns more than the row tapped take the whole tab."""
    response["HX-Retarget"] = response["HX-Reselect"] = "#tab"
    return response


def _tap_conflict(request: HttpRequest, case: Case, current: Any, fields: dict[str, str]) -> HttpResponse:
    """Show both answers where somebody else tapped first."""
    response = conflict(request, case, tab="drugs", form=None, current=current, fields=fields)
    return whole_tab(response)


@require_POST
def set_still_taken(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Write whether a drug is still taken today; a *no* asks for the last day at once."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id)
    answer = request.POST.get("answer", "")
    if answer not in Answered.values:
        raise Http404("There is no such answer.")
    if answer == "no" and case.is_relative and course.still_taken != "no":
        return _ask_last_day(request, case, course)
    old_end = last_day_in_words(case, course)
    try:
        with changing(case):
            course = _save_still_taken(request, case, course, answer)
    except EditConflict as stale:
        stored = {"answer": Answered(stale.current.still_taken).label}
        return _tap_conflict(request, case, stale.current, stored)
    if answer == "no" and course.stop_precision == "on_or_before":
        return _ask_last_day(request, case, course)
    show = partial(render_drugs)
    message, undo = _end_lost(case, course, old_end)
    return after_change(request, case, show, to="drugs", at=place_of(course), message=message, undo=undo)


def _save_still_taken(request: HttpRequest, case: Case, course: DrugCourse, answer: str) -> DrugCourse:
    """Write the answer as of today; a case that counts days alone has no today."""
    on = None if case.is_relative else timezone.localdate()
    version = seen_version(request)
    return services.set_still_taken(
        case=case, course=course, version=version, answer=answer, on=on, by=request.user
    )


def _ask_last_day(request: HttpRequest, case: Case, course: DrugCourse) -> HttpResponse:
    """Show the tab with the question for the last day open at the drug."""
    show = partial(render_drugs, asked={"last-day": str(course.pk)})
    at = f"?last-day={course.pk}{place_of(course)}"
    return after_change(request, case, show, to="drugs", at=at)


def _end_lost(case: Case, course: DrugCourse, old_end: str) -> tuple[str, tuple[str, str] | None]:
    """Return the message that an answer took a recorded last day away, with the way back."""
    if not old_end or course.stop_on:
        return "", None
    address, label = taken_back("last_day", case, course)
    counted = {COUNTED_FROM: case.day_zero.toordinal()} if case.day_zero else {}
    query = urlencode({"stop": old_end, "version": course.version} | counted)
    return f"{course.name} is still taken; its last day, {old_end}, was taken off.", (
        f"{address}?{query}",
        label,
    )


@require_POST
def set_last_day(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Write the last day of a drug; *Undo* sends it in the address."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id, voided=not is_put_back(request))
    form = stop_form(case, course, request.POST if "stop" in request.POST else request.GET)
    if not form.is_valid():
        return render_drugs(request, case, form=form, status=422)
    ended = {} if form.values["stop_precision"] == "ongoing" else {"still_taken_on": None}
    try:
        with changing(case):
            services.update_course(
                case=case, course=course, version=form.seen_version, by=request.user, **form.values | ended
            )
            services.restore_course(case=case, course=course, by=request.user)
    except EditConflict as stale:
        return drug_conflict(request, case, form, stale.current)
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course))


@require_POST
def conclude_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Write the clinician's own conclusion on a drug; several may be culprits."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id, voided=not is_put_back(request))
    form = conclusion_form(case, course, request.POST)
    if not form.is_valid():
        return render_drugs(request, case, form=form, status=422)
    try:
        with changing(case):
            services.set_conclusion(
                case=case, course=course, version=form.seen_version, by=request.user, **form.values
            )
            services.restore_course(case=case, course=course, by=request.user)
    except EditConflict as stale:
        return drug_conflict(request, case, form, stale.current)
    message = f"Conclusion on {course.name} saved."
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course), message=message)


@require_POST
def use_code(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Take an offered ATC code over."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id)
    atc = request.POST.get("atc", "")
    if atc not in [known.code for known in codes_for(course.name)]:
        raise Http404("This code was not offered for this drug.")
    try:
        with changing(case):
            version = seen_version(request)
            services.update_course(case=case, course=course, version=version, by=request.user, atc=atc)
    except EditConflict as stale:
        return _tap_conflict(request, case, stale.current, {"atc": stale.current.atc})
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course))


@require_POST
def use_name(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Take an offered spelling of a name over."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id)
    old, new = course.name, request.POST.get("name", "")
    if new not in [suggestion.text for suggestion in find_substance(old).suggestions]:
        raise Http404("This name was not offered for this drug.")
    try:
        with changing(case):
            version = seen_version(request)
            course = services.update_course(
                case=case, course=course, version=version, by=request.user, name=new
            )
    except EditConflict as stale:
        return _tap_conflict(request, case, stale.current, {"name": stale.current.name})
    address, label = taken_back("drug_name_back", case, course)
    undo = f"{address}?version={course.version}", label
    message, at = f"Name changed from {old} to {new}.", place_of(course)
    return after_change(request, case, render_drugs, to="drugs", at=at, message=message, undo=undo)


@require_POST
def take_name_back(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Give a drug the name back that an offered spelling replaced."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id)
    version = read_count(request.GET.get("version", ""))
    try:
        with changing(case):
            course = services.take_back_name(case=case, course=course, version=version, by=request.user)
    except EditConflict as stale:
        at = place_of(course)
        return not_undone(request, case, render_drugs, to="drugs", at=at, current=stale.current)
    message = f"The name is {course.name} again."
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course), message=message)


@require_POST
def answer_exposure(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Write one answer of the checklist, or take it back; other answers do not stand in its way."""
    case = open_case(request, case_id, write=True)
    answer, seen = request.POST.get("answer", ""), request.POST.get("seen", "")
    if kind not in EXPOSURES or answer not in ("", *Answered.values):
        raise Http404("There is no such question.")
    save = partial(_save_exposure, case, kind, answer, by=request.user)
    for is_last in (False,) * (TRIES - 1) + (True,):
        try:
            with changing(case):
                save(seen=None if seen_version(request) else seen)
            break
        except EditConflict as stale:
            now = getattr(stale.current, kind)
            if is_last or now not in (seen, answer):
                stored = {"answer": Answered(now).label if now else ""}
                return _tap_conflict(request, case, stale.current, stored)
    return after_change(request, case, render_drugs, to="drugs", at=f"#exposure-{kind}")


def _save_exposure(case: Case, kind: str, answer: str, *, seen: str | None, by: Any) -> None:
    """Write one answer over the one that was seen; any other one stands in its way, unless none was seen."""
    stored = get_exposures(case)
    if stored and seen is not None and getattr(stored, kind) not in (seen, answer):
        raise EditConflict(stored)
    version = stored.version if stored else 0
    save_exposures(case=case, version=version, by=by, **{kind: answer})


@require_POST
def confirm_list(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Confirm that the list of drugs is complete, again if drugs were added since, or take that back."""
    case = open_case(request, case_id, write=True)
    is_complete = request.POST.get("is_complete") == "yes"
    version = seen_version(request)
    confirm = partial(set_list_complete, case=case, by=request.user)
    try:
        with changing(case):
            if is_complete and version:
                version = confirm(version=version, is_complete=False).version
            confirm(version=version, is_complete=is_complete)
    except EditConflict as stale:
        by = stale.current.confirmed_complete_by
        return _tap_conflict(request, case, stale.current, {"is_complete": f"yes, by {by}" if by else ""})
    return after_change(request, case, render_drugs, to="drugs", at="#list-complete")
