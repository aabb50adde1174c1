"""The lab grid of a case, and the form that stands open above it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dressapp.accounts.rights import Right, may
from dressapp.cases.models import Case
from dressapp.core.numbers import read_count
from dressapp.exchange.selectors import list_intakes_at_hand
from dressapp.labs.date_form import LabDateForm
from dressapp.labs.forms import LabRowForm, LabValueForm
from dressapp.labs.limit_selectors import get_site_limits
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.row_results import count_row_results
from dressapp.labs.selectors import Moment, get_grid, get_row, list_row_results, list_sample
from dressapp.labs.site_limits import limits_of
from dressapp.workspace.drafts import puts_back
from dressapp.workspace.pages import open_case, render_case
from dressapp.workspace.presenters.intakes import present_kept_aside, present_waiting
from dressapp.workspace.presenters.lab_panels import present_cell, present_date_form, present_row_form
from dressapp.workspace.presenters.lab_words import read_key
from dressapp.workspace.presenters.labs import present_grid
from scoring.analytes import ANALYTES

F = TypeVar("F", LabDateForm, LabValueForm)
TEMPLATES = "workspace/labs/"
DATE_HINT, DAY_HINT = "Such as 12 Mar 2015", "Counted from day 0: 8 or -10"
TYPED_FIELDS = ("analyte", "at", "result", "version", "unit", "value")


@dataclass(frozen=True, slots=True)
class Panel:
    """The form above the grid: its template, what it shows given the assessment, and the date it is about."""

    template: str
    make: Callable[[Any], dict[str, Any]]
    at: Moment | None = None
    row: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the bar under the grid says of the value saved last, with the way back."""

    words: str
    undo_url: str = ""
    undo_label: str = ""


@require_safe
@puts_back
def show_labs(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the grid; `?add=`, `?date=`, `?row=` and `?value=` open a form above it for who may write."""
    case = open_case(request, case_id)
    return render_labs(request, case, panel=_asked_panel(request, case))


def render_labs(
    request: HttpRequest,
    case: Case,
    *,
    panel: Panel | None = None,
    at: Moment | None = None,
    said: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the tab with the page of the grid that has the date in hand."""
    asked = (panel.at if panel else None) or at or read_key(case, request.GET.get("on", ""))
    page = request.GET.get("page", "")

    def context(frame: Mapping[str, Any]) -> dict[str, Any]:
        grid = get_grid(case, page=read_count(page, 1), add=asked)
        open_row, assessment = panel.row if panel else "", frame["assessment"]
        sites = limits_of(assessment.facts) if assessment else get_site_limits(case)
        shown = present_grid(case, grid, assessment, sites, shown=asked, open_row=open_row)
        form = panel.make(frame["assessment"]) | {"panel": f"{TEMPLATES}{panel.template}"} if panel else {}
        return {"grid": shown, "said": said, "typed_fields": TYPED_FIELDS} | _intakes(case) | form

    return render_case(
        request, case, tab="labs", template=f"{TEMPLATES}tab.html", context=context, status=status
    )


def _intakes(case: Case) -> dict[str, Any]:
    """Return the tables that wait to be confirmed, and those of which lines were kept aside."""
    intakes = list_intakes_at_hand(case)
    return {"waiting": present_waiting(intakes), "kept_aside": present_kept_aside(intakes)}


def _asked_panel(request: HttpRequest, case: Case) -> Panel | None:
    """Return the form that the address asks for; a reader gets none."""
    asked = request.GET
    if not may(case.role, Right.WRITE):
        return None
    if asked.get("add") == "test":
        return test_panel(case)
    if asked.get("add") == "date":
        return date_panel(case, None)
    if "date" in asked:
        return date_panel(case, moment_or_404(case, asked["date"]))
    if asked.get("row"):
        return row_panel(case, analyte_or_404(asked["row"]))
    if "value" in asked:
        return _asked_value_panel(case, asked)
    return None


def _asked_value_panel(case: Case, asked: Mapping[str, str]) -> Panel:
    analyte, at = analyte_or_404(asked["value"]), moment_or_404(case, asked.get("at", ""))
    results = results_in(case, analyte, at)
    chosen = next((result for result in results if str(result.pk) == asked.get("result")), None)
    return value_panel(case, analyte, at, results, chosen or (results[0] if len(results) == 1 else None))


def moment_or_404(case: Case, key: str) -> Moment:
    """Return the moment that an address names."""
    moment = read_key(case, key)
    if moment is None:
        raise Http404("There is no such date.")
    return moment


def analyte_or_404(name: str) -> str:
    """Return the id of a test of the catalogue."""
    if name not in ANALYTES:
        raise Http404("There is no such test.")
    return name


def uuid_or_404(text: str) -> UUID:
    """Return the id that a post names."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such result.") from None


def results_in(case: Case, analyte: str, at: Moment) -> list[LabResult]:
    """Return what is stored in one cell."""
    return [result for result in list_sample(case, at.on, at.time) if result.analyte == analyte]


def test_panel(case: Case) -> Panel:
    """Return the choice of a test that has no row yet."""
    unused = get_grid(case).unused
    return Panel("_test.html", lambda _: {"tests": [(analyte.id, analyte.full_name) for analyte in unused]})


def date_form(case: Case, at: Moment | None, data: Any = None) -> LabDateForm:
    """Return the form of one date column."""
    on, time = (at.on, at.time) if at else (None, None)
    form = LabDateForm(data, case=case, on=on, at=time, today=timezone.localdate())
    return _with_date_hints(form, case, first=None if at else "taken_on")


def date_panel(case: Case, at: Moment | None, form: LabDateForm | None = None) -> Panel:
    """Return one date column as a form."""
    form = form or date_form(case, at)

    def make(assessment: Any) -> dict[str, Any]:
        return {"form": form, "date": present_date_form(form, case, assessment, at)}

    return Panel("_date.html", make, at=at)


def value_form(
    case: Case, analyte: str, at: Moment, result: LabResult | None, data: Any = None
) -> LabValueForm:
    """Return the form of one value."""
    form = LabValueForm(
        data,
        analyte=analyte,
        case=case,
        row=result,
        lab_row=get_row(case, analyte),
        today=timezone.localdate(),
        initial=None if result else {"taken_on": at.on, "taken_time": at.time},
    )
    return _with_date_hints(form, case, first="value")


def _with_date_hints(form: F, case: Case, *, first: str | None) -> F:
    """Say how the day is written in this case, and put the cursor into the first field."""
    form.fields["taken_on"].label = "Day" if case.is_relative else "Date"
    form.fields["taken_on"].help_text = DAY_HINT if case.is_relative else DATE_HINT
    form.fields["taken_time"].help_text = "If known: 08:30"
    if first and not form.is_bound:
        form.fields[first].widget.attrs["autofocus"] = True
    return form


def value_panel(
    case: Case,
    analyte: str,
    at: Moment,
    results: list[LabResult],
    chosen: LabResult | None,
    form: LabValueForm | None = None,
) -> Panel:
    """Return one cell with the form of one of its values; where values contradict, one is chosen first."""
    if form is None and (chosen or not results):
        form = value_form(case, analyte, at, chosen)

    def make(assessment: Any) -> dict[str, Any]:
        return {"form": form, "cell": present_cell(case, analyte, at, results, chosen, form, assessment)}

    return Panel("_value.html", make, at=at)


def row_form(case: Case, analyte: str, row: LabRow | None, data: Any = None) -> LabRowForm:
    """Return the form of a row's unit and limits."""
    results = count_row_results(row.unit, list_row_results(case, analyte)) if row else None
    form = LabRowForm(data, case=case, analyte=analyte, row=row, results=results)
    if not form.is_bound:
        form.fields["unit"].widget.attrs["autofocus"] = True
    return form


def stored_row(case: Case, analyte: str) -> LabRow | None:
    """Return the row of a test as the grid shows it; one of results alone has version 0."""
    rows = get_grid(case).rows
    return next((found.row for found in rows if found.analyte.id == analyte), None)


def row_panel(case: Case, analyte: str, form: LabRowForm | None = None) -> Panel:
    """Return the unit and limits of a test as a form."""
    row = stored_row(case, analyte)
    form = form or row_form(case, analyte, row)
    has_results = case.lab_results.live().filter(analyte=analyte).exists()

    def make(assessment: Any) -> dict[str, Any]:
        sites = limits_of(assessment.facts) if assessment else get_site_limits(case)
        return {"form": form, "row": present_row_form(analyte, row, sites, has_results=has_results)}

    return Panel("_row.html", make, row=analyte)
