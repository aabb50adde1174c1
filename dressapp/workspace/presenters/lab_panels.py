"""The forms above the lab grid in words: one date, one value, one row."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from dressapp.cases.models import Case
from dressapp.labs.date_form import LabDateForm
from dressapp.labs.forms import LabValueForm
from dressapp.labs.models import LabResult, LabRow
from dressapp.labs.selectors import Moment, moment_of
from dressapp.labs.services import TYPED
from dressapp.labs.site_limits import Chosen
from scoring.analytes import ANALYTES
from scoring.facts import LabPoint, SiteLimits
from scoring.kernel import units

from .lab_before import BEFORE, own_value, times_own
from .lab_words import (
    Mark,
    echo,
    in_all_words,
    key_of,
    mark_result,
    measure_of,
    name_day,
    name_moment,
    row_limits,
    same_value,
)


@dataclass(frozen=True, slots=True)
class DateField:
    """One test of a date's form: its field, what stands beside it, and the value before."""

    analyte: str
    name: str
    unit: str
    ucum: str
    unit_to_post: str
    field: BoundField
    result: BoundField
    version: BoundField
    meaning: str
    mark: Mark
    last: str
    details: str


@dataclass(frozen=True, slots=True)
class DatePanel:
    """The form of one date: a new one, or one of the grid."""

    title: str
    key: str
    fields: tuple[DateField, ...]
    result_count: int


def present_date_form(form: LabDateForm, case: Case, assessment: Any, moment: Moment | None) -> DatePanel:
    """Return the form of a date with the last value of each test beside its field."""
    key = key_of(case, moment) if moment else ""
    points = {point.ref: point for point in assessment.facts.labs} if assessment else {}
    return DatePanel(
        title=in_all_words(case, moment) if moment else "New date",
        key=key,
        fields=tuple(
            _date_field(form, row, case, points, _last_before(case, assessment, row.analyte, moment), moment)
            for row in form.lab_rows
        ),
        result_count=len(form.stored),
    )


def _date_field(
    form: LabDateForm, row: LabRow, case: Case, points: dict[str, LabPoint], last: str, moment: Moment | None
) -> DateField:
    analyte = ANALYTES[row.analyte]
    result = form.results.get(row.analyte)
    unit = result.unit if result else row.unit
    return DateField(
        analyte=analyte.id,
        name=analyte.name,
        unit=units.label(unit),
        ucum=unit,
        unit_to_post=form.unit_to_post(analyte.id, unit),
        field=form[f"value_{analyte.id}"],
        result=form[f"result_{analyte.id}"],
        version=form[f"version_{analyte.id}"],
        meaning=echo(analyte, measure_of(result), result.unit) if result else "",
        mark=mark_result(points.get(str(result.pk)) if result else None),
        last=last,
        details=f"?value={analyte.id}&at={key_of(case, moment)}" if result and moment else "",
    )


def _point_of(result: LabResult, assessment: Any) -> LabPoint | None:
    points = assessment.facts.labs if assessment else ()
    return next((point for point in points if point.ref == str(result.pk)), None)


def _last_before(case: Case, assessment: Any, analyte: str, moment: Moment | None) -> str:
    """Return the last usable value before a date, or the newest: `53 on 20 Mar 2015`."""
    points = assessment.labs.of(analyte) if assessment else ()
    earlier = [point for point in points if moment is None or point.on < moment.on]
    if not earlier:
        return ""
    return f"{earlier[-1].shown} on {name_day(case, earlier[-1].on)}"


@dataclass(frozen=True, slots=True)
class StoredValue:
    """One result of a cell as it is stored, with how it stands to its limits."""

    id: str
    version: int
    text: str
    meaning: str
    mark: Mark
    limits: str
    against_before: str
    source: str
    as_given: str
    intake: str
    edit: str


@dataclass(frozen=True, slots=True)
class ValuePanel:
    """One cell: the test, the sample, what is stored of it."""

    analyte: str
    title: str
    key: str
    result_id: str
    stored: tuple[StoredValue, ...]
    is_conflict: bool
    more_is_open: bool


def present_cell(
    case: Case,
    analyte: str,
    moment: Moment,
    results: list[LabResult],
    chosen: LabResult | None,
    form: LabValueForm | None,
    assessment: Any,
) -> ValuePanel:
    """Return what stands in a cell; where its values contradict, each can be chosen."""
    return ValuePanel(
        analyte=analyte,
        title=f"{ANALYTES[analyte].name} on {name_moment(case, moment)}",
        key=key_of(case, moment),
        result_id=str(chosen.pk) if chosen else "",
        stored=tuple(_stored(case, result, chosen, len(results), assessment) for result in results),
        is_conflict=len({same_value(result) for result in results}) > 1,
        more_is_open=bool(form and _more_is_open(form)),
    )


def _more_is_open(form: LabValueForm) -> bool:
    """Tell whether a folded field holds an error, or something that the grid does not show."""
    held = any(form[name].value() for name in ("lower_limit", "upper_limit", "note"))
    return held or any(form[name].errors for name in (*form.MORE, "taken_on", "taken_time"))


def _stored(
    case: Case, result: LabResult, chosen: LabResult | None, count: int, assessment: Any
) -> StoredValue:
    analyte = ANALYTES[result.analyte]
    point = _point_of(result, assessment)
    address = f"?value={analyte.id}&at={key_of(case, moment_of(result))}&result={result.pk}"
    return StoredValue(
        id=str(result.pk),
        version=result.version,
        text=units.with_unit(result.value_raw, result.unit),
        meaning=echo(analyte, measure_of(result), result.unit),
        mark=mark_result(point),
        limits=row_limits(result, analyte, point.site_limits if point else None),
        against_before=_against_before(case, point, assessment),
        source="" if result.source == TYPED else result.source,
        as_given=result.as_given,
        intake=str(result.intake or ""),
        edit=address if count > 1 and result != chosen else "",
    )


def _against_before(case: Case, point: LabPoint | None, assessment: Any) -> str:
    """Return how often a value is the patient's own last value before the illness."""
    own = own_value(assessment, point.analyte) if point else None
    times = times_own(point, own, assessment.facts) if own else ""
    if own is None or not times:
        return ""
    return f"{times} the patient’s own {own.shown} on {name_day(case, own.on)}, {BEFORE}"


@dataclass(frozen=True, slots=True)
class RowPanel:
    """One test's row: its name, and whether it is new or holds values."""

    analyte: str
    title: str
    is_new: bool
    stand_in: str
    can_remove: bool


def present_row_form(analyte: str, row: LabRow | None, sites: Chosen, *, has_results: bool) -> RowPanel:
    """Return the head of a row's form; `sites` are the team's own limits for this patient."""
    entry, own = ANALYTES[analyte], sites.limits.get(analyte)
    is_new = row is None
    unit = row.unit if row else entry.unit
    words = row_limits(LabRow(analyte=analyte, unit=unit), entry, own)
    return RowPanel(
        analyte=analyte,
        title=f"New row: {entry.name}" if is_new else entry.name,
        is_new=is_new,
        stand_in=_stand_in(units.with_unit(words, unit), own) if words else "",
        can_remove=bool(row and row.version and not has_results),
    )


def _stand_in(words: str, sites: SiteLimits | None) -> str:
    """Return which limits stand in for the laboratory's own, and how they are named."""
    if sites is None:
        return f"the {words} stands in, named as assumed"
    return f"the {words} ({sites.source}) stands in, named as the site’s"
