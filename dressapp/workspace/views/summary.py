"""The summary of a case, section by section, with one form open at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dressapp.accounts.rights import Right, may
from dressapp.assessments.clock_page import present_clock
from dressapp.assessments.services import correct_patient
from dressapp.cases import selectors, services
from dressapp.cases.entry import RowForm
from dressapp.cases.forms import CaseDatesForm, ConclusionForm, PatientForm
from dressapp.cases.forms_background import BackgroundForm, OutcomeForm, TreatmentForm
from dressapp.cases.models import Case, Treatment
from dressapp.core.errors import EditConflict
from dressapp.core.models import Record
from dressapp.core.numbers import read_count
from dressapp.workspace.drafts import is_put_back, puts_back
from dressapp.workspace.pages import after_change, conflict, open_case, render_case
from dressapp.workspace.presenters.summary import Summary, present_stored, present_summary
from dressapp.workspace.services import changing


@dataclass(frozen=True)
class Section:
    """One part of the summary: its form, the row that it edits, and the service that writes it."""

    form: type[RowForm]
    row: Callable[[Case], Record | None]
    save: Callable[..., Any]


TREATMENT = "treatment"
SECTIONS = {
    "patient": Section(PatientForm, lambda case: case.patient, correct_patient),
    "course": Section(CaseDatesForm, lambda case: case, services.set_dates),
    "background": Section(BackgroundForm, selectors.get_background, services.save_background),
    "outcome": Section(OutcomeForm, selectors.get_outcome, services.save_outcome),
    "conclusion": Section(ConclusionForm, lambda case: case, services.save_conclusion),
}


@require_GET
@puts_back
def show_summary(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the summary; `?edit=` opens a section's form, `?step=` a step of the treatment or a new one.

    `?at=` names the section whose form was left: the focus goes back to it. A reader sees text alone.
    """
    case = open_case(request, case_id)
    if not may(case.role, Right.WRITE):
        return render_summary(request, case)
    if "edit" in request.GET:
        section = _section(request.GET["edit"])
        form = section.form(case=case, row=section.row(case), today=timezone.localdate())
        return _open_form(request, case, request.GET["edit"], form)
    if "step" in request.GET:
        row = _step(case, request.GET["step"])
        form = TreatmentForm(case=case, row=row, today=timezone.localdate())
        return _open_form(request, case, _step_name(row), form)
    return render_summary(request, case, at=request.GET.get("at", ""))


def _open_form(request: HttpRequest, case: Case, editing: str, form: RowForm) -> HttpResponse:
    """Return the summary with a form open, and the focus in its first field."""
    form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    return render_summary(request, case, editing=editing, form=form)


def render_summary(
    request: HttpRequest,
    case: Case,
    *,
    editing: str = "",
    form: RowForm | None = None,
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the summary tab with at most one form open; `at` is the section that takes the focus."""
    summary = present_summary(case, timezone.localdate())
    own = {
        "summary": summary,
        "editing": editing,
        "form": form,
        "removed": _removed_step(form, summary),
        "at": at,
        "new_id": uuid4(),
    }

    def context(frame: dict[str, Any]) -> dict[str, Any]:
        assessment = frame["assessment"]
        clock = present_clock(assessment, today=frame["today"]) if assessment else None
        return own | {"clock": clock}

    return render_case(
        request, case, tab="summary", template="workspace/summary/show.html", context=context, status=status
    )


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise Http404("There is no such section.")
    return SECTIONS[name]


def _step(case: Case, name: str) -> Treatment | None:
    """Return the step of the treatment that is asked for; `new` is none yet."""
    if name == "new":
        return None
    try:
        return selectors.get_row_for(case, Treatment, UUID(name))
    except ValueError:
        raise Http404("There is no such step.") from None


def _removed_step(form: RowForm | None, summary: Summary) -> Record | None:
    """Return the step of the treatment that a form changes, where somebody has taken it off the list."""
    row = form.row if isinstance(form, TreatmentForm) else None
    listed = {step.id for step in summary.steps}
    return row if row and str(row.pk) not in listed else None


def _step_name(row: Treatment | None) -> str:
    return f"step-{row.pk if row else 'new'}"


@require_POST
def save_section(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """Save one section."""
    case = open_case(request, case_id, write=True)
    section = _section(name)
    form = section.form(request.POST, case=case, row=section.row(case), today=timezone.localdate())
    if not form.is_valid():
        return render_summary(request, case, editing=name, form=form, status=422)
    try:
        with changing(case):
            section.save(case=case, version=form.seen_version, by=request.user, **form.values)
    except EditConflict as stale:
        return _conflict(request, case, form, stale.current)
    return _after(request, case, name, f"{name.capitalize()} saved.")


@require_POST
def save_step(request: HttpRequest, case_id: UUID, step_id: UUID | None = None) -> HttpResponse:
    """Add or change one step of the treatment."""
    case = open_case(request, case_id, write=True)
    voided = not is_put_back(request)
    row = selectors.get_row_for(case, Treatment, step_id, voided=voided) if step_id else None
    form = TreatmentForm(request.POST, case=case, row=row, today=timezone.localdate())
    if not form.is_valid():
        return render_summary(request, case, editing=_step_name(row), form=form, status=422)
    try:
        with changing(case):
            _write_step(case, row, form, request.user)
    except EditConflict as stale:
        return _conflict(request, case, form, stale.current)
    return _after(request, case, TREATMENT, "Treatment saved.")


def _write_step(case: Case, row: Treatment | None, form: TreatmentForm, by: Any) -> None:
    """Add a step or change it; one that was taken away meanwhile comes back with it.

    So does the one that the same form of a new step made before, once both texts were shown.
    """
    if row is None and form.seen_version and form.row_id:
        row = selectors.get_row_for(case, Treatment, form.row_id, voided=True)
    if row is None:
        services.add_row(model=Treatment, case=case, id=form.row_id, by=by, **form.values)
    else:
        services.update_row(case=case, row=row, version=form.seen_version, by=by, **form.values)
        services.restore_row(case=case, row=row, by=by)


@require_POST
def void_step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Take one step of the treatment away; it can be brought back."""
    case = open_case(request, case_id, write=True)
    row = selectors.get_row_for(case, Treatment, step_id, voided=True)
    version = read_count(request.POST.get("version", ""))
    try:
        with changing(case):
            services.void_row(case=case, row=row, version=version, by=request.user)
    except EditConflict as stale:
        form = TreatmentForm(case=case, row=stale.current, today=timezone.localdate())
        return _conflict(request, case, form, stale.current, removes=True)
    address = reverse("workspace:restore_step", args=[case.pk, row.pk])
    return _after(request, case, TREATMENT, f"{row.get_kind_display()} taken away.", (address, "Undo"))


@require_POST
def restore_step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Bring back one step of the treatment."""
    case = open_case(request, case_id, write=True)
    row = selectors.get_row_for(case, Treatment, step_id, voided=True)
    with changing(case):
        services.restore_row(case=case, row=row, by=request.user)
    return _after(request, case, TREATMENT, f"{row.get_kind_display()} is back.")


def _after(
    request: HttpRequest, case: Case, section: str, message: str, undo: tuple[str, str] | None = None
) -> HttpResponse:
    """Show the summary again, at the section that has changed."""
    return after_change(
        request,
        case,
        lambda request, case: render_summary(request, case, at=section),
        to="summary",
        at=f"#{section}",
        message=message,
        undo=undo,
    )


def _conflict(
    request: HttpRequest, case: Case, form: RowForm, current: Record, *, removes: bool = False
) -> HttpResponse:
    fields = present_stored(case, form, current)
    return conflict(request, case, tab="summary", form=form, current=current, fields=fields, removes=removes)
