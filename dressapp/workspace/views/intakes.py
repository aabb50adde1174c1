"""A table on its way into a case: pasted or opened, looked at, and told what was meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from dressapp.audit.selectors import get_first_change, get_last_change
from dressapp.cases.models import Case
from dressapp.core.errors import EditConflict
from dressapp.core.rates import take_turn
from dressapp.drafts.services import saving
from dressapp.exchange import services
from dressapp.exchange.intakes import choices_of, digest_of, known_for, sheet_of
from dressapp.exchange.models import Intake, IntakeKind, IntakeState
from dressapp.exchange.selectors import can_undo, find_waiting, get_intake_for
from dressapp.labs.paste.parts import Choices, Known, Reading, SheetRefused
from dressapp.labs.paste.reading import read
from dressapp.workspace.drafts import puts_back
from dressapp.workspace.intake_forms import ChoicesForm
from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.paste_form import PasteForm
from dressapp.workspace.presenters.intake_courses import present_courses
from dressapp.workspace.presenters.intake_part import Part, Place, take_part
from dressapp.workspace.presenters.intakes import present_preview, present_stored

TEMPLATES = "workspace/intakes/"
FILES_AN_HOUR, HOUR = 10, 60 * 60
REFUSED, TOO_MANY, CHANGED = 422, 429, 409
DAY_ZERO = "day_zero"
CROSSED = "Two of your changes crossed. The later one still stands in its field: update the preview."
SOMEBODY_ELSE = (
    "{who} changed this preview while you had it open. What you chose still stands in the fields: "
    "look at both, then update the preview."
)
WAIT = "{most} files were opened in the last hour. Wait {minutes} min for the next one, or paste the table."


@dataclass(frozen=True)
class Table:
    """An intake as it reads now, with what was said of it and what the case knows."""

    intake: Intake
    choices: Choices
    known: Known
    reading: Reading


def load_table(case: Case, intake: Intake) -> Table:
    """Return an intake as it reads now."""
    choices, known = choices_of(intake), known_for(case, today=timezone.localdate())
    return Table(intake, choices, known, read(sheet_of(intake), choices, known))


# Taking a table in --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@puts_back
def paste_table(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take in a pasted table or a file, and go on to its preview."""
    is_post = request.method == "POST"
    case = open_case(request, case_id, write=is_post)
    form = PasteForm(request.POST, request.FILES) if is_post else PasteForm()
    if not is_post or not form.is_valid():
        return _render_paste(request, case, form, status=REFUSED if is_post else 200)
    if form.cleaned_data["file"] and (wait := _wait(request)):
        form.add_error("file", WAIT.format(most=FILES_AN_HOUR, minutes=-(-wait // 60)))
        response = _render_paste(request, case, form, status=TOO_MANY)
        response.headers["Retry-After"] = str(wait)
        return response
    try:
        with saving(case.sent):
            intake = _start(request, case, form)
    except SheetRefused as refused:
        form.add_error("file" if form.cleaned_data["file"] else "text", f"{refused}.")
        return _render_paste(request, case, form, status=REFUSED)
    return go_to(request, reverse("workspace:intake", args=[case.pk, intake.pk]))


def _render_paste(request: HttpRequest, case: Case, form: PasteForm, *, status: int) -> HttpResponse:
    context = {"form": form, "files_an_hour": FILES_AN_HOUR}
    return render_case(
        request, case, tab="labs", template=f"{TEMPLATES}paste.html", context=context, status=status
    )


def _wait(request: HttpRequest) -> int:
    return take_turn("import", request.user, most=FILES_AN_HOUR, seconds=HOUR)


def _start(request: HttpRequest, case: Case, form: PasteForm) -> Intake:
    """Take in what was posted, or go on with the same that waits already."""
    upload, text = form.cleaned_data["file"], form.cleaned_data["text"]
    given = upload.read() if upload else text.encode("utf-8", "surrogatepass")
    if waiting := find_waiting(case, given):
        return waiting
    if upload:
        return services.start_file(case=case, name=upload.name, content=given, by=request.user)
    return services.start_paste(case=case, text=text, by=request.user)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the person to another page, whether a script or the browser asked."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url, status=303)


# The preview --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def show_intake(request: HttpRequest, case_id: UUID, intake_id: UUID) -> HttpResponse:
    """Show a table as it was understood, or what came of it; a post keeps what the person says of it."""
    is_post = request.method == "POST"
    case = open_case(request, case_id, write=is_post)
    intake = get_intake_for(case, intake_id)
    if intake.state != IntakeState.PENDING:
        return render_stored(request, case, intake, status=CHANGED if is_post else 200)
    return _say(request, case, intake) if is_post else render_preview(request, case, load_table(case, intake))


def _say(request: HttpRequest, case: Case, intake: Intake) -> HttpResponse:
    """Keep what the person said of the table, and show it as it reads then."""
    table = load_table(case, intake)
    form = bind_form(request, case, table)
    try:
        kept = keep_choices(request, case, intake, form) if form.is_valid() else None
    except EditConflict as stale:
        return show_conflict(request, case, stale.current)
    if kept is None:
        return render_preview(request, case, table, form=form, status=REFUSED)
    if request.htmx:
        return render_preview(request, case, load_table(case, kept))
    here = reverse("workspace:intake", args=[case.pk, intake.pk])
    place = Place.asked(request.GET).address(change="").removesuffix("?")
    return HttpResponseRedirect(here + place, status=303)


def bind_form(request: HttpRequest, case: Case, table: Table) -> ChoicesForm:
    """Return the form of a preview with what was posted."""
    return _form(case, table, part_of(request, table), request.POST)


def part_of(request: HttpRequest, table: Table) -> Part:
    """Return the part of a table that the address asks for."""
    return take_part(
        table.reading,
        table.choices,
        Place.asked(request.GET),
        is_text=table.intake.kind == IntakeKind.PASTE,
        course_count=len(table.intake.courses),
    )


def _form(case: Case, table: Table, part: Part, data: Any = None) -> ChoicesForm:
    known = table.known
    zero = {DAY_ZERO: known.day_zero} if known.day_zero else {}
    return ChoicesForm(
        data,
        case=case,
        reading=table.reading,
        questions=part.questions,
        was=table.choices,
        events={**known.events, **zero},
        today=known.today,
        shown=part.names,
        course_count=len(table.intake.courses),
        initial={"version": table.intake.version},
    )


def keep_choices(request: HttpRequest, case: Case, intake: Intake, form: ChoicesForm) -> Intake | None:
    """Keep what the person said, if nobody said anything else since the page was shown.

    None where what was chosen parts the text into no table; the form then says so at its field.
    """
    try:
        return services.save_choices(
            case=case,
            intake=intake,
            version=form.cleaned_data["version"],
            choices=form.choices,
            by=request.user,
        )
    except SheetRefused as refused:
        form.add_error("separator" if "separator" in form.fields else None, f"{refused}.")
        return None


def render_preview(
    request: HttpRequest,
    case: Case,
    table: Table,
    *,
    form: ChoicesForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the preview of a table; `said` is what happened instead of what was asked for."""
    part = part_of(request, table)
    form = form or _form(case, table, part)
    intake = table.intake

    def context(frame: Mapping[str, Any]) -> dict[str, Any]:
        preview = present_preview(
            intake,
            part,
            form,
            by=_who_started(intake),
            digest=digest_of(table.reading),
            courses=present_courses(case, intake),
        )
        return {"preview": preview, "intake": intake, "form": form, "said": said}

    return render_case(
        request, case, tab="labs", template=f"{TEMPLATES}preview.html", context=context, status=status
    )


def _who_started(intake: Intake) -> str:
    event = get_first_change(intake)
    return event.actor_name if event else "somebody"


def show_conflict(request: HttpRequest, case: Case, current: Intake) -> HttpResponse:
    """Show the table after somebody else changed it, with what was posted still in its fields."""
    if current.state != IntakeState.PENDING:
        return render_stored(request, case, current, status=CHANGED)
    table = load_table(case, current)
    form = bind_form(request, case, table)
    change = get_last_change(current)
    is_own = change is not None and change.actor_id == str(request.user.pk)
    who = change.actor_name if change else "Somebody else"
    said = CROSSED if is_own else SOMEBODY_ELSE.format(who=who)
    return render_preview(request, case, table, form=form, said=said, status=CHANGED)


def render_stored(
    request: HttpRequest, case: Case, intake: Intake, *, said: str = "", status: int = 200
) -> HttpResponse:
    """Return the page of what came of a table."""
    page = present_stored(intake, by=_who_started(intake), cannot_undo=can_undo(case, intake))
    context = {"stored": page, "intake": intake, "said": said}
    return render_case(
        request, case, tab="labs", template=f"{TEMPLATES}stored.html", context=context, status=status
    )
