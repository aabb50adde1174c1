"""The Score tab as a page, the part of it that one answer changes, and one way to store a change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from dressapp.assessments.models import ItemAnswer
from dressapp.assessments.selectors import Assessment, list_answers
from dressapp.cases.models import Case
from dressapp.cases.selectors import list_findings
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.models import Record
from dressapp.core.transactions import writing
from dressapp.workspace.pages import Show, after_change, conflict, render_case
from dressapp.workspace.presenters import rows as row_forms
from dressapp.workspace.presenters.causes import present_causes
from dressapp.workspace.presenters.findings import PLANS, present_places
from dressapp.workspace.presenters.latency import present_latency
from dressapp.workspace.presenters.score import Draft, present_answered, present_score_tab
from dressapp.workspace.services import changing
from scoring.findings import FINDINGS

ADDABLE = {*FINDINGS, *row_forms.PLACES, row_forms.OTHER_FINDING}
OPENABLE = {*PLANS, *row_forms.PLACES.values()}


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was posted and could not be stored: an answer or a row, with its errors."""

    form: Any = None
    draft: Draft | None = None
    entry: row_forms.Entry | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: how it is written, what to show when it is or cannot be, and how it is taken back."""

    save: Callable[[], Any]
    words: Callable[[Any], Mapping[str, str]]
    anchor: str = ""
    place: str = ""
    tab: str = "score"
    show: Show | None = None
    message: str = ""
    undo: Callable[[Any], tuple[str, str]] | None = None
    may_stand: Callable[[Assessment | None], bool] | None = None
    removes: bool = False


class MayNotStand(Exception):
    """The change needs a reason first; it is rolled back."""


def render_score(
    request: HttpRequest, case: Case, *, unsaved: Unsaved | None = None, status: int = 200
) -> HttpResponse:
    """Return the Score tab, with whatever could not be stored still in its place."""

    def add_to(frame: dict[str, Any]) -> dict[str, Any]:
        return _context(request, case, frame, unsaved or Unsaved())

    template = "workspace/score/score.html"
    return render_case(request, case, tab="score", template=template, context=add_to, status=status)


def _context(request: HttpRequest, case: Case, frame: dict[str, Any], unsaved: Unsaved) -> dict[str, Any]:
    """Return what the tab adds to the frame; where the stored facts contradict each other, what is edited."""
    page, assessment, can_write = frame["page"], frame["assessment"], frame["can_write"]
    if page is None:
        return {"entry": unsaved.entry, "failed": unsaved.form}
    found = list_findings(case)
    tests, viruses = list(case.cause_tests.live()), list(case.virus_tests.live())
    entry = unsaved.entry
    if entry is None and can_write and request.method == "GET":
        entry = asked_entry(request, case, [*found, *tests, *viruses], frame["today"], tab="score")
    opened = entry.place if entry else request.GET.get("open", "")
    places = present_places(case, found, opened=opened, can_write=can_write)
    return {
        "score": present_score_tab(case, page, list_answers(case), places, draft=unsaved.draft),
        "causes": present_causes(case, assessment.facts, tests, viruses, is_open=opened == "tests"),
        "latency": present_latency(case, assessment, page),
        "entry": entry,
        "failed": unsaved.form,
        "opened": opened,
    }


def asked_entry(
    request: HttpRequest, case: Case, rows: Iterable[Record], today: date, *, tab: str
) -> row_forms.Entry | None:
    """Return the row that the address asks to add or to change, as a form of a tab."""
    edit, what = request.GET.get("edit", ""), request.GET.get("add", "")
    if edit:
        row = next((row for row in rows if str(row.pk) == edit), None)
        if row is None:
            raise Http404("There is no such row in this case.")
        what = row_forms.what_is(row)
        form = row_forms.make_form(what, case=case, row=row, today=today)
        return row_forms.present_entry(case, what, form, tab=tab)
    if not what:
        return None
    if what not in ADDABLE:
        raise Http404("There is nothing of this name to add.")
    return row_forms.present_entry(case, what, row_forms.make_form(what, case=case, today=today), tab=tab)


def render_answered(
    request: HttpRequest,
    case: Case,
    key: str,
    answers: Mapping[str, ItemAnswer],
    *,
    unsaved: Unsaved | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return what one answer may have changed: its row, the frame, and the rows that depend on it."""
    held = unsaved or Unsaved()

    def add_to(frame: dict[str, Any]) -> dict[str, Any]:
        if frame["page"] is None:
            return {}
        score = present_answered(case, frame["page"], answers, key, draft=held.draft)
        return {"score": score, "failed": held.form}

    template = "workspace/score/answered.html"
    return render_case(request, case, tab="score", template=template, context=add_to, status=status)


def store(request: HttpRequest, case: Case, change: Change, *, form: Any = None) -> Any:
    """Store a change and show it; both texts where somebody else saved first, None where it may not stand."""
    try:
        with writing():
            with changing(case):
                saved = change.save()
            if change.may_stand and not change.may_stand(getattr(case, "assessment", None)):
                raise MayNotStand
    except MayNotStand:
        return None
    except EditConflict as stale:
        return _conflict(request, case, change, form, stale.current)
    except NotYours as foreign:
        raise Http404("There is no such row in this case.") from foreign
    back = change.undo(saved) if change.undo and change.message and saved else None
    at = (f"?open={change.place}" if change.place in OPENABLE else "") + f"#{change.anchor or 'tab'}"
    show = change.show or render_score
    return after_change(request, case, show, to=change.tab, at=at, message=change.message, undo=back)


def _conflict(request: HttpRequest, case: Case, change: Change, form: Any, current: Any) -> HttpResponse:
    """Show both texts; htmx puts them in place of the whole tab."""
    fields, posted = change.words(current), request.POST.copy()
    if "id" in posted:
        posted["id"] = str(current.pk)  # a usual test may stand in another row than the page had for it
    response = conflict(
        request,
        case,
        tab=change.tab,
        form=form,
        current=current,
        fields=fields,
        posted=posted,
        removes=change.removes,
    )
    response["HX-Retarget"] = response["HX-Reselect"] = "#tab"
    return response
