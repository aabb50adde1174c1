"""Store a table that was looked at, whole or not at all; stop that, take it back, drop it, open it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.core.numbers import read_count
from dressapp.exchange import services
from dressapp.exchange.errors import BuiltUpon, ReadingChanged, Stopped
from dressapp.exchange.models import Intake, IntakeState
from dressapp.exchange.progress import Progress
from dressapp.exchange.selectors import get_intake_for
from dressapp.workspace.intake_forms import ChoicesForm
from dressapp.workspace.pages import open_case
from dressapp.workspace.presenters.intake_words import name_intake, stored_words, taken_back_words
from dressapp.workspace.services import changing

from .intakes import (
    CHANGED,
    REFUSED,
    Table,
    bind_form,
    go_to,
    keep_choices,
    load_table,
    render_preview,
    render_stored,
    show_conflict,
)

LOOK_AGAIN = (
    "Nothing is stored yet: you changed choices, and the preview follows them now. Look at it, then confirm."
)
CASE_CHANGED = (
    "Nothing is stored yet: the values of this case, or its days, have changed since you opened the preview. "
    "It is up to date now. Look at it, then confirm."
)
STOPPED = "Stopped. Nothing was stored."


@require_POST
def confirm_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Store what the preview showed, all of it or nothing."""
    case = open_case(request, case_id, write=True)
    intake = get_intake_for(case, intake_id)
    if intake.state == IntakeState.STORED:
        return _show_stored(request, case, intake)
    if intake.state != IntakeState.PENDING:
        return render_stored(request, case, intake, status=CHANGED)
    table = load_table(case, intake)
    form = bind_form(request, case, table)
    if not form.is_valid():
        return render_preview(request, case, table, form=form, status=REFUSED)
    if form.choices != table.choices:
        return _keep_first(request, case, table, form)
    return _store(request, case, table, form)


def _keep_first(request: HttpRequest, case: Case, table: Table, form: ChoicesForm) -> HttpResponse:
    """Keep choices that the preview has not followed yet, and show what they make of the table."""
    try:
        kept = keep_choices(request, case, table.intake, form)
    except EditConflict as stale:
        return show_conflict(request, case, stale.current)
    if kept is None:
        return render_preview(request, case, table, form=form, status=REFUSED)
    return render_preview(request, case, load_table(case, kept), said=LOOK_AGAIN, status=CHANGED)


def _store(request: HttpRequest, case: Case, table: Table, form: ChoicesForm) -> HttpResponse:
    intake = table.intake
    try:
        with changing(case):
            services.confirm(
                case=case,
                intake=intake,
                version=form.cleaned_data["version"],
                digest=form.cleaned_data["digest"],
                today=timezone.localdate(),
                by=request.user,
                progress=Progress(intake.pk),
            )
            stored = get_intake_for(case, intake.pk)
    except EditConflict as stale:
        return show_conflict(request, case, stale.current)
    except (ReadingChanged, Stopped) as reason:
        said = STOPPED if isinstance(reason, Stopped) else CASE_CHANGED
        return render_preview(request, case, load_table(case, intake), said=said, status=CHANGED)
    return _show_stored(request, case, stored)


def _show_stored(request: HttpRequest, case: Case, intake: Intake) -> HttpResponse:
    """Go to the Labs tab and say what was stored, with the way back."""
    message = stored_words(intake.counts, intake)
    undo = (reverse("workspace:undo_intake", args=[case.pk, intake.pk]), "Undo")
    return _to_labs(request, case, message, undo)


def _to_labs(
    request: HttpRequest, case: Case, message: str, undo: tuple[str, str] | None = None
) -> HttpResponse:
    """Say something on the Labs tab; a script is sent there, too, for it may be on another page."""
    messages.success(request, message, extra_tags=" ".join(undo or ()))
    return go_to(request, reverse("workspace:labs", args=[case.pk]))


@require_POST
def undo_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Take back everything that a table brought, unless somebody has gone on from it."""
    case = open_case(request, case_id, write=True)
    intake = get_intake_for(case, intake_id)
    try:
        with changing(case):
            services.undo(case=case, intake=intake, by=request.user)
    except BuiltUpon as reason:
        return render_stored(request, case, intake, said=f"Not undone. {reason}", status=CHANGED)
    again = (reverse("workspace:reopen_intake", args=[case.pk, intake.pk]), "Open it again")
    return _to_labs(request, case, taken_back_words(intake), again)


@require_POST
def reopen_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Show the preview of a table again that was undone."""
    case = open_case(request, case_id, write=True)
    intake = get_intake_for(case, intake_id)
    try:
        services.reopen(case=case, intake=intake, by=request.user)
    except EditConflict as stale:
        return render_stored(request, case, stale.current, status=CHANGED)
    return go_to(request, reverse("workspace:intake", args=[case.pk, intake.pk]))


@require_POST
def cancel_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Give up a table that was not stored."""
    case = open_case(request, case_id, write=True)
    intake = get_intake_for(case, intake_id)
    version = read_count(request.POST.get("version", ""))
    try:
        services.cancel(case=case, intake=intake, version=version, by=request.user)
    except EditConflict as stale:
        return show_conflict(request, case, stale.current)
    words = name_intake(intake)
    return _to_labs(request, case, f"Nothing stored: the {words} was dropped.")


@require_safe
def show_progress(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Return how far a running import is, for the script that draws it."""
    case = open_case(request, case_id)
    count = Progress(get_intake_for(case, intake_id).pk).read()
    return JsonResponse({"done": count.done, "total": count.total} if count else {})


@require_POST
def stop_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Wish that a running import stops; it then stores nothing."""
    case = open_case(request, case_id, write=True)
    intake = get_intake_for(case, intake_id)
    Progress(intake.pk).ask_to_stop()
    return go_to(request, reverse("workspace:intake", args=[case.pk, intake.pk]))
