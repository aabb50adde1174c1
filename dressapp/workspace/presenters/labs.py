"""The lab grid in words: tests down, dates across, each value as it was entered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dressapp.cases.models import Case
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.selectors import Grid, GridRow, Moment
from dressapp.labs.site_limits import Chosen
from scoring.analytes import ANALYTES
from scoring.derive.labs import EosinophilSample, eosinophil_samples, show_count
from scoring.facts import CaseDates, CaseFacts, LabPoint
from scoring.kernel import units

from .lab_before import BEFORE, RowHead, own_value, present_row_head, times_own
from .lab_derived import DerivedRow, list_rules, present_derived
from .lab_words import (
    LabDay,
    Mark,
    mark_count,
    mark_result,
    present_day,
    row_limits,
    same_value,
    sample_of,
    source_of_limits,
)

# What the score asks first; offered as rows until they are there.
STARTERS = ("wbc", "eosinophils_pct", "alt", "bilirubin_total", "creatinine", "temperature")
COMPUTED = "eosinophils_computed"
NOT_USED = "neither is used"
UNMARKED = Mark()
NO_HEAD = RowHead()


@dataclass(frozen=True, slots=True)
class CellValue:
    """One stored result as it was entered; `unit` only where it is not the row's."""

    id: str
    version: int
    text: str
    unit: str = ""
    ucum: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One test on one date: usually one value or none, with how it stands to its limits.

    `text`, `id`, `version` and `ucum` are those of the value that typing into the cell changes; `values` are
    told apart only where the cell is not `is_plain`. `words` say how the value stands to its limit and to the
    patient's own.
    """

    at: str = ""
    css: str = ""
    text: str = ""
    id: str = ""
    version: int = 0
    ucum: str = ""
    mark: Mark = UNMARKED
    words: str = ""
    values: tuple[CellValue, ...] = ()
    aside: str = ""
    is_plain: bool = False
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """The patient's own last value before the illness, and when it was taken."""

    text: str
    day: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    """One test: its unit and limits, the value before the illness, and a cell a date."""

    analyte: str
    name: str
    unit: str
    ucum: str
    limits: str
    before: Before | None
    cells: tuple[Cell, ...]
    head: RowHead = NO_HEAD
    limits_source: str = ""
    is_computed: bool = False
    is_derived: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Starter:
    """A test that can be added as a row."""

    analyte: str
    name: str


@dataclass(frozen=True, slots=True)
class Measures:
    """What results are measured by: themselves as facts by id, the assessment, and the site's limits."""

    points: Mapping[str, LabPoint]
    assessment: Any
    sites: Chosen


@dataclass(frozen=True, slots=True)
class GridPage:
    """A page of the grid; `shown` is the one date that a phone shows, `rules` are those of derived rows."""

    days: tuple[LabDay, ...]
    rows: tuple[Row | DerivedRow, ...]
    rules: dict[str, str]
    shown: LabDay | None
    earlier: LabDay | None
    later: LabDay | None
    page: int
    pages: int
    older: int
    newer: int
    span: str
    count_words: str
    starters: tuple[Starter, ...]
    has_before: bool
    has_out: bool
    contradicting: tuple[str, ...]


def present_grid(
    case: Case,
    grid: Grid,
    assessment: Any,
    sites: Chosen,
    *,
    shown: Moment | None = None,
    open_row: str = "",
) -> GridPage:
    """Return a page of the grid in words; without an assessment no value is judged or computed.

    `sites` are the team's own limits for this patient.
    """
    facts = assessment.facts if assessment else None
    at = shown if shown in grid.moments else (grid.moments[-1] if grid.moments else None)
    days = tuple(present_day(case, moment, facts, is_shown=moment == at) for moment in grid.moments)
    place = grid.moments.index(at) if at else 0
    rows = _rows(grid, assessment, sites, days, open_row)
    used = {row.analyte for row in rows}
    return GridPage(
        days=days,
        rows=rows,
        rules=list_rules(rows),
        shown=days[place] if days else None,
        earlier=days[place - 1] if place else None,
        later=days[place + 1] if place + 1 < len(days) else None,
        page=grid.page,
        pages=grid.pages,
        older=grid.page + 1,
        newer=grid.page - 1,
        span=f"{days[0].words} to {days[-1].words}" if days else "",
        count_words=_count_words(grid),
        starters=tuple(Starter(name, ANALYTES[name].full_name) for name in STARTERS if name not in used),
        has_before=any(row.before for row in rows),
        has_out=any(day.aside for day in days),
        contradicting=_contradicting(sites, used),
    )


def _count_words(grid: Grid) -> str:
    if not grid.count:
        return ""
    results = "1 result" if grid.count == 1 else f"{grid.count} results"
    dates = "1 date" if grid.dates == 1 else f"{grid.dates} dates"
    return f"{results} on {dates}"


def _contradicting(sites: Chosen, used: set[str]) -> tuple[str, ...]:
    """Return the tests of the grid whose rows of the site's limits hold equally for this patient."""
    found = (
        (ANALYTES[analyte].name, groups) for analyte, groups in sites.conflicts.items() if analyte in used
    )
    return tuple(f"{name} ({groups})" for name, groups in found)


def _rows(
    grid: Grid, assessment: Any, sites: Chosen, days: tuple[LabDay, ...], open_row: str
) -> tuple[Row | DerivedRow, ...]:
    points = {point.ref: point for point in assessment.facts.labs} if assessment else {}
    computed = _computed_row(grid, assessment, days)
    derived = present_derived(grid.moments, days, assessment)
    measures = Measures(points, assessment, sites)
    rows: list[Row | DerivedRow] = []
    for found in grid.rows:
        if found.analyte.id == "eosinophils_abs" and computed:
            rows.append(computed)
            computed = None
        rows.append(_row(found, measures, days, open_row))
        if found.analyte.id == "eosinophils_pct" and computed:
            rows.append(computed)
            computed = None
        rows.extend(derived.get(found.analyte.id, ()))
    return tuple(rows)


def _row(found: GridRow, measures: Measures, days: tuple[LabDay, ...], open_row: str) -> Row:
    analyte, assessment = found.analyte, measures.assessment
    sites, own = measures.sites.limits.get(analyte.id), own_value(assessment, analyte.id)
    return Row(
        analyte=analyte.id,
        name=analyte.name,
        unit=units.label(found.row.unit),
        ucum=found.row.unit,
        limits=row_limits(found.row, analyte, sites),
        before=_before_of(assessment.facts, own, found.row) if own else None,
        cells=tuple(
            _cell(results, found.row, day, measures, own)
            for results, day in zip(found.cells, days, strict=True)
        ),
        head=present_row_head(assessment, analyte.id, found.row.unit),
        limits_source=source_of_limits(found.row, sites),
        is_open=analyte.id == open_row,
    )


def _cell(
    results: list[LabResult], row: LabRow, day: LabDay, measures: Measures, own: LabPoint | None
) -> Cell:
    if not results:
        return Cell(day.key, day.css)
    values = tuple(_value(result, row) for result in results)
    if len(values) > 1 and len({same_value(result) for result in results}) > 1:
        css = f"{day.css} is-conflict".strip()
        return Cell(day.key, css, values=values, aside=NOT_USED, is_conflict=True)
    first, point = values[0], measures.points.get(values[0].id)
    mark = mark_result(point)
    times = times_own(point, own, measures.assessment.facts) if own else ""
    return Cell(
        at=day.key,
        css=f"{day.css} {mark.css}".strip(),
        text=first.text,
        id=first.id,
        version=first.version,
        ucum=first.ucum,
        mark=mark,
        words=", ".join(part for part in (mark.words, f"{times} {BEFORE}" if times else "") if part),
        values=values[:1],
        aside=f"recorded {len(values)} times" if len(values) > 1 else "",
        is_plain=len(values) == 1 and not first.ucum,
    )


def _value(result: LabResult, row: LabRow) -> CellValue:
    own = "" if result.unit == row.unit else result.unit
    return CellValue(str(result.pk), result.version, result.value_raw, units.label(own), own)


def _before_of(facts: CaseFacts, point: LabPoint, row: LabRow) -> Before:
    text = f"{point.value.comparator}{point.value.value:f}"
    if point.unit != row.unit:
        text = units.with_unit(text, point.unit)
    number = facts.day_number(point.on)
    return Before(text, f"day {number}".replace("-", "−"), mark_result(point))


def _computed_row(grid: Grid, assessment: Any, days: tuple[LabDay, ...]) -> Row | None:
    """Return the counts that follow from white cells and percentage of one sample."""
    samples = _computed_samples(assessment)
    if not samples:
        return None
    by_key = {sample.point.sample: sample for sample in samples}
    found = [by_key.get(sample_of(moment)) for moment in grid.moments]
    start = assessment.facts.dates.episode_start
    earlier = [sample for sample in samples if start and sample.point.on < start]
    return Row(
        analyte=COMPUTED,
        name="Eosinophils",
        unit="/µL",
        ucum="/uL",
        limits="computed: white cells × %",
        before=_computed_before(assessment.facts, earlier[-1]) if earlier else None,
        cells=tuple(
            _computed_cell(assessment.facts, sample, day) for sample, day in zip(found, days, strict=True)
        ),
        is_computed=True,
    )


def _computed_samples(assessment: Any) -> list[EosinophilSample]:
    """Return the computed counts of every date, in the illness or not."""
    if assessment is None:
        return []
    facts: CaseFacts = assessment.facts
    first = min((point.on for point in facts.labs), default=date.min)
    everything = replace(facts, dates=CaseDates(first_symptom=first), birth_on=None)
    return [
        sample
        for sample in eosinophil_samples(everything, assessment.labs)
        if sample.is_computed and sample.count
    ]


def _computed_text(sample: EosinophilSample) -> str:
    return show_count(sample.count).removesuffix(" /µL") if sample.count else ""


def _computed_cell(facts: CaseFacts, sample: EosinophilSample | None, day: LabDay) -> Cell:
    if sample is None or sample.count is None:
        return Cell(css=day.css)
    mark, text = _computed_mark(facts, sample), _computed_text(sample)
    css, values = f"{day.css} {mark.css}".strip(), (CellValue("", 0, text),)
    return Cell(css=css, text=text, mark=mark, words=mark.words, values=values)


def _computed_mark(facts: CaseFacts, sample: EosinophilSample) -> Mark:
    if sample.count is None:
        return UNMARKED
    return mark_count(sample.count, sample.point, facts.site_limits.get("eosinophils_abs"))


def _computed_before(facts: CaseFacts, sample: EosinophilSample) -> Before | None:
    if sample.count is None:
        return None
    number = facts.day_number(sample.point.on)
    return Before(_computed_text(sample), f"day {number}".replace("-", "−"), _computed_mark(facts, sample))
