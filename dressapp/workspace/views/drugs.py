"""The drugs of a case: show the list; add, change, move, remove and bring back one drug."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dressapp.assessments.culprits_page import present_culprits
from dressapp.cases.models import Case
from dressapp.cases.selectors import get_exposures, list_findings
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.numbers import read_count
from dressapp.drugs import services
from dressapp.drugs.forms import DrugCourseForm
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.selectors import get_course_for, list_courses
from dressapp.workspace.drafts import is_put_back, puts_back
from dressapp.workspace.drug_forms import DrugForms, course_form, forms_of_page
from dressapp.workspace.hla_form import hla_form_of
from dressapp.workspace.pages import after_change, conflict, open_case, render_case, why_of
from dressapp.workspace.presenters.alleles import present_alleles
from dressapp.workspace.presenters.drug_words import days_in_words, stored_words
from dressapp.workspace.presenters.drugs import neighbour, present_drugs
from dressapp.workspace.presenters.exposures import present_exposures
from dressapp.workspace.services import changing


@require_safe
@puts_back
def show_drugs(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the list, with the one form that the address asks for."""
    case = open_case(request, case_id)
    asked = {name: request.GET.get(name, "") for name in ("edit", "last-day", "conclude", "hla")}
    return render_drugs(request, case, is_adding="add" in request.GET, asked=asked)


def render_drugs(
    request: HttpRequest,
    case: Case,
    *,
    form: Any = None,
    is_adding: bool = False,
    asked: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the tab; `form` is a refused one, `asked` the drug whose form is to stand open."""
    courses, allele = list_courses(case), (asked or {}).get("hla", "")

    def context(frame: Mapping[str, Any]) -> dict[str, Any]:
        page, problem = frame["page"], frame["shell"].problem
        rows = page.drugs if page else ()
        forms = partial(forms_of_page, case, courses, form, asked or {}, is_adding=is_adding)
        return {
            "forms": forms() if frame["can_write"] else DrugForms(),
            "drugs": present_drugs(case, courses, frame["assessment"], rows, problem=problem),
            "exposures": present_exposures(get_exposures(case), courses),
            "culprits": present_culprits(frame["assessment"]) if frame["assessment"] else None,
            "alleles": present_alleles(case, list_findings(case)),
            "allele_form": hla_form_of(case, form, allele) if frame["can_write"] else None,
            "wrong_form": form,
        }

    return render_case(
        request, case, tab="drugs", template="workspace/drugs/tab.html", context=context, status=status
    )


@require_POST
def add_drug(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a drug; the form stays open for the next one."""
    case = open_case(request, case_id, write=True)
    form = course_form(case, request.POST)
    if not form.is_valid():
        return render_drugs(request, case, form=form, status=422)
    try:
        with changing(case):
            course = _save_new(case, form, request.user)
    except NotYours:
        raise Http404("This drug belongs to another case.") from None
    except EditConflict as stale:
        return drug_conflict(request, case, form, stale.current)
    message = ": ".join(words for words in (f"{course.name} added", days_in_words(case, course)) if words)
    show = partial(render_drugs, is_adding=True)
    return after_change(request, case, show, to="drugs", at="?add#new-drug", message=f"{message}.")


def _save_new(case: Case, form: DrugCourseForm, by: Any) -> DrugCourse:
    """Add a drug, or save over the one that the same form made and somebody changed since."""
    if form.seen_version and form.row_id:
        course = get_course_for(case, form.row_id, voided=True)
        services.update_course(case=case, course=course, version=form.seen_version, by=by, **form.values)
        return services.restore_course(case=case, course=course, by=by)
    return services.add_course(case=case, id=form.row_id, by=by, **form.values)


@require_POST
def edit_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Change a drug."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id, voided=not is_put_back(request))
    form = course_form(case, request.POST, row=course)
    if not form.is_valid():
        return render_drugs(request, case, form=form, status=422)
    try:
        with changing(case):
            services.update_course(
                case=case,
                course=course,
                version=form.seen_version,
                why=form.reason,
                by=request.user,
                **form.values,
            )
            services.restore_course(case=case, course=course, by=request.user)
    except EditConflict as stale:
        return drug_conflict(request, case, form, stale.current)
    message = f"{form.cleaned_data['name']} saved."
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course), message=message)


def place_of(course: DrugCourse) -> str:
    """Return where a drug stands on the page."""
    return f"#drug-{course.pk}"


def drug_conflict(request: HttpRequest, case: Case, form: Any, current: DrugCourse) -> HttpResponse:
    """Show both texts of a drug that somebody else changed first."""
    fields = stored_words(form, case, current)
    return conflict(request, case, tab="drugs", form=form, current=current, fields=fields, posted=form.data)


def seen_version(request: HttpRequest) -> int:
    """Return the version of the row that a button was shown with; a tampered one fits no row."""
    return read_count(request.POST.get("version", ""))


def taken_back(name: str, case: Case, course: DrugCourse, label: str = "Undo") -> tuple[str, str]:
    """Return the address of the view that takes a change back, and the words on its button."""
    return reverse(f"workspace:{name}", args=[case.pk, course.pk]), label


@require_POST
def remove_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Take a drug off the list; a message brings it back."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id, voided=True)
    try:
        with changing(case):
            services.void_course(
                case=case, course=course, version=seen_version(request), why=why_of(request), by=request.user
            )
    except EditConflict as stale:
        stored = {"name": stale.current.name}
        return conflict(
            request, case, tab="drugs", form=None, current=stale.current, fields=stored, removes=True
        )
    message, undo = f"{course.name} removed from the list.", taken_back("restore_drug", case, course)
    return after_change(request, case, render_drugs, to="drugs", message=message, undo=undo)


@require_POST
def restore_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Bring a removed drug back to its place."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id, voided=True)
    with changing(case):
        services.restore_course(case=case, course=course, by=request.user)
    message = f"{course.name} is back on the list."
    return after_change(request, case, render_drugs, to="drugs", at=place_of(course), message=message)


@require_POST
def move_drug(request: HttpRequest, case_id: UUID, course_id: UUID) -> HttpResponse:
    """Move a drug past its neighbour of the same role."""
    case = open_case(request, case_id, write=True)
    course = get_course_for(case, course_id)
    steps = neighbour(list_courses(case), course, is_up=request.POST.get("direction") == "up")
    if steps:
        with changing(case):
            services.move_course(case=case, course=course, steps=steps, by=request.user)
    show = partial(render_drugs, asked={"edit": str(course.pk)})
    at = f"?edit={course.pk}{place_of(course)}"
    return after_change(request, case, show, to="drugs", at=at)
