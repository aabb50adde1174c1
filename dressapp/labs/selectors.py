"""Read laboratory results, as rows or as the grid that a clinician has in hand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from dressapp.cases.models import Case
from dressapp.cases.selectors import get_row_for
from dressapp.core.chunks import chunked
from scoring.analytes import ANALYTES, Analyte

from .models import LabResult, LabRow, TeamTestName

DATES_A_PAGE = 14
GRID_COLUMNS = ("analyte", "taken_on", "taken_time", "unit", "lower_limit", "upper_limit")
CELL_COLUMNS = (*GRID_COLUMNS, "version", "value_raw", "value_comparator", "value_canonical")
ORDER = {analyte: place for place, analyte in enumerate(ANALYTES)}


@dataclass(frozen=True, order=True, slots=True)
class Moment:
    """When a sample was taken; a sample without a time stands before those with one."""

    on: date
    at: time = time.min
    has_time: bool = False

    @property
    def time(self) -> time | None:
        """The time, where one was given."""
        return self.at if self.has_time else None

    @property
    def key(self) -> str:
        """The moment as it stands in an address: `2015-03-12` or `2015-03-12T08:00`."""
        return f"{self.on:%Y-%m-%d}T{self.at:%H:%M}" if self.has_time else f"{self.on:%Y-%m-%d}"


def moment_at(on: date, at: time | None) -> Moment:
    """Return a date and, where one is known, a time as one moment."""
    return Moment(on) if at is None else Moment(on, at, True)


def moment_of(result: LabResult) -> Moment:
    """Return when a result's sample was taken."""
    return moment_at(result.taken_on, result.taken_time)


def place_in_time(result: Any) -> tuple[Any, ...]:
    """Return what results are sorted by: time and test, then what they are, never their ids."""
    moment = moment_at(result.taken_on, result.taken_time)
    value = Decimal(result.value_canonical), result.value_comparator, result.value_raw
    return moment, ORDER[result.analyte], result.unit, *value


@dataclass(slots=True)
class GridRow:
    """One test over the dates of the page; each cell has the results of that sample, usually one or none."""

    analyte: Analyte
    row: LabRow
    cells: list[list[LabResult]]
    hidden: int = 0


@dataclass(slots=True)
class Grid:
    """A page of the grid: tests down, dates across, the newest dates last."""

    moments: list[Moment]
    rows: list[GridRow]
    page: int
    pages: int
    count: int
    dates: int
    unused: list[Analyte] = field(default_factory=list)


def get_grid(case: Case, *, page: int = 1, add: Moment | None = None) -> Grid:
    """Return a page of the grid, page 1 with the newest dates; `add` makes room for a date, on its page."""
    stored = LabResult.objects.live().filter(case=case).order_by("taken_on", "taken_time", "id")
    known = list(stored.values_list(*GRID_COLUMNS, named=True))
    taken = {moment_at(*when) for when in {(result.taken_on, result.taken_time) for result in known}}
    every = sorted(taken | ({add} if add else set()), reverse=True)
    pages = max(1, -(-len(every) // DATES_A_PAGE))
    page = every.index(add) // DATES_A_PAGE + 1 if add else min(max(1, page), pages)
    moments = sorted(every[(page - 1) * DATES_A_PAGE : page * DATES_A_PAGE])
    by_cell = _cells(stored, moments)
    counts = Counter(result.analyte for result in known)
    rows = [_grid_row(row, moments, by_cell, counts[row.analyte]) for row in list_rows(case, known)]
    used = {row.analyte.id for row in rows}
    unused = [analyte for analyte in ANALYTES.values() if analyte.id not in used]
    return Grid(moments, rows, page, pages, len(known), len(every), unused)


def _cells(stored: Any, moments: list[Moment]) -> dict[tuple[str, Moment], list[LabResult]]:
    """Return the results of a page by test and moment; the other pages' are not read."""
    by_cell: dict[tuple[str, Moment], list[LabResult]] = {}
    days = {moment.on for moment in moments}
    for result in stored.filter(taken_on__in=days).only(*CELL_COLUMNS):
        by_cell.setdefault((result.analyte, moment_of(result)), []).append(result)
    return by_cell


def _grid_row(
    row: LabRow, moments: list[Moment], by_cell: dict[tuple[str, Moment], list[LabResult]], count: int
) -> GridRow:
    """Return one test's cells at the given moments and how many of its results lie on other pages."""
    cells = [by_cell.get((row.analyte, moment), []) for moment in moments]
    return GridRow(ANALYTES[row.analyte], row, cells, count - sum(len(cell) for cell in cells))


def list_rows(case: Case, results: Iterable[LabResult] | None = None) -> list[LabRow]:
    """Return the rows of the grid in catalogue order; a test with results and no row gets one unsaved."""
    if results is None:
        results = LabResult.objects.live().filter(case=case).order_by("taken_on")
    rows = {row.analyte: row for row in LabRow.objects.live().filter(case=case)}
    for result in results:
        if result.analyte not in rows:
            rows[result.analyte] = LabRow(
                case=case,
                analyte=result.analyte,
                unit=result.unit,
                lower_limit=result.lower_limit,
                upper_limit=result.upper_limit,
                version=0,
            )
    return sorted(rows.values(), key=lambda row: ORDER[row.analyte])


def list_results(case: Case) -> list[LabResult]:
    """Return every result, the oldest first."""
    in_time = F("taken_time").asc(nulls_first=True)
    return list(LabResult.objects.live().filter(case=case).order_by("taken_on", in_time, "analyte"))


def list_sample(case: Case, on: date, at: time | None = None) -> list[LabResult]:
    """Return the results of one sample."""
    return list(LabResult.objects.live().filter(case=case, taken_on=on, taken_time=at).order_by("id"))


def find_results(case: Case, result_ids: Iterable[UUID]) -> list[LabResult]:
    """Return these results of the case, also those taken away or moved."""
    results = LabResult.objects.filter(case=case)
    return [found for chunk in chunked(result_ids) for found in results.filter(pk__in=chunk).order_by("id")]


def find_former(case: Case, analyte: str, on: date, at: time | None) -> LabResult | None:
    """Return what a cell held last and holds no more: taken away there or, failing that, moved elsewhere."""
    of_test = LabResult.objects.filter(case=case, analyte=analyte).order_by("-updated_at")
    return of_test.filter(taken_on=on, taken_time=at).first() or of_test.filter(version__gt=1).first()


def get_row(case: Case, analyte: str) -> LabRow | None:
    """Return the unit and limits of one test in this case."""
    return LabRow.objects.live().filter(case=case, analyte=analyte).first()


def get_result_for(case: Case, result_id: UUID, *, voided: bool = False) -> LabResult:
    """Return a result of the case."""
    return get_row_for(case, LabResult, result_id, voided=voided)


def get_versions(case: Case, result_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the version of each of these results, also of those taken away."""
    results = LabResult.objects.filter(case=case).values_list("pk", "version")
    return dict(found for chunk in chunked(result_ids) for found in results.filter(pk__in=chunk))


def list_row_results(case: Case, analyte: str) -> list[LabResult]:
    """Return every result of one test, the oldest first."""
    return list(LabResult.objects.live().filter(case=case, analyte=analyte).order_by("taken_on", "id"))


def team_names(team_id: int) -> dict[str, str]:
    """Return a team's own names of tests, folded, with the test each stands for."""
    return dict(TeamTestName.objects.live().filter(team=team_id).values_list("folded", "analyte"))
