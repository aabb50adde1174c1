"""Write laboratory results; every function runs in the caller's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from dressapp.accounts.models import Team
from dressapp.audit.models import Event
from dressapp.audit.selectors import get_last_change, list_changes, list_changes_between
from dressapp.cases.models import Case
from dressapp.cases.services import add_row, own_id, restore_row, save_only_row, update_row, void_row
from dressapp.core.errors import EditConflict
from dressapp.core.models import Record
from dressapp.core.services import (
    create_record,
    create_records,
    restore_record,
    restore_records,
    update_record,
    update_records,
    void_record,
    void_records,
)

from .limit_selectors import list_site_limits
from .models import LabResult, LabRow, SiteLimit, TeamTestName
from .names import fold, is_learnable, split_head
from .seen import Seen, versions_of
from .selectors import find_results, list_row_results
from .site_limits import overlap

TYPED = "typed"
LIMITS = ("lower_limit", "upper_limit")


class LimitsOverlap(Exception):
    """Other limits of the team would hold equally for the same patients; `other` is their row."""

    def __init__(self, other: SiteLimit) -> None:
        """Keep the other row for the words of the page."""
        super().__init__("These limits hold for the same patients as others.")
        self.other = other


def set_row(*, case: Case, analyte: str, version: int = 0, by: Any, **values: Any) -> LabRow:
    """Write the unit and limits that new values of a test take; `version` is 0 where there was no row."""
    row_id = own_id(case, "lab-row", analyte)
    return save_only_row(
        model=LabRow, case=case, id=row_id, version=version, by=by, analyte=analyte, **values
    )


@dataclass(frozen=True, slots=True)
class GivenLimits:
    """How many results took a row's limits, and how many of them had others of their own."""

    count: int
    replaced: int


def give_limits_to_results(*, case: Case, row: LabRow, replace_own: bool = False, by: Any) -> GivenLimits:
    """Give the row's limits to its results of the same unit that have none, or with `replace_own` to all."""
    limits = {name: getattr(row, name) for name in LIMITS}
    same = [result for result in list_row_results(case, row.analyte) if result.unit == row.unit]
    other = [result for result in same if any(limits.values()) and _limits_of(result) != limits]
    own = [result for result in other if any(_limits_of(result).values())]
    taking = other if replace_own else [result for result in other if result not in own]
    changes = {result.pk: (result.version, limits) for result in taking}
    update_results(case=case, changes=changes, by=by)
    return GivenLimits(len(taking), len(own) if replace_own else 0)


def _limits_of(result: LabResult) -> dict[str, str]:
    return {name: getattr(result, name) for name in LIMITS}


def take_back_row_limits(*, case: Case, analyte: str, first: int, last: int, by: Any) -> int:
    """Give results and row the limits they had before the changes after event `first`, up to `last`.

    All or nothing: where one was changed since, it is a conflict. Returns how many results that were.
    """
    own = set(LabResult.objects.filter(case=case, analyte=analyte).values_list("pk", flat=True))
    events = list_changes_between(LabResult, first, last, case_id=case.pk)
    versions = {pk: event.version for pk, event in events.items() if pk in own and _is_of_limits(event)}
    for pk, event in list_changes_between(LabRow, first, last, case_id=case.pk).items():
        if row := LabRow.objects.live().filter(case=case, analyte=analyte, pk=pk).first():
            _take_back_row(case, row, event, by)
    return len(take_back_changes(case=case, versions=versions, by=by))


def _is_of_limits(event: Event) -> bool:
    """Tell whether an event changed limits and nothing else."""
    return event.action == "update" and set(event.detail["after"]) <= set(LIMITS)


def _take_back_row(case: Case, row: LabRow, event: Event, by: Any) -> None:
    """Give a row back what it held before an event; one that the event made goes."""
    if event.action == "update":
        update_row(case=case, row=row, version=event.version, by=by, **event.detail["before"])
    else:
        void_row(case=case, row=row, version=event.version, by=by)


def enter_value(
    *,
    case: Case,
    analyte: str,
    taken_on: date,
    taken_time: time | None = None,
    id: UUID | None = None,
    source: str = TYPED,
    by: Any,
    **values: Any,
) -> LabResult:
    """Add the value of one cell; a different value that somebody else put there first is a conflict."""
    cell = {"analyte": analyte, "taken_on": taken_on, "taken_time": taken_time}
    _ensure_row(case=case, analyte=analyte, values=values, by=by)
    row_id = id or _free_id(case, cell)
    there = LabResult.objects.live().filter(case=case, **cell).exclude(pk=row_id).first()
    if there is None:
        values = {"source": source, "site": "", "note": "", **cell, **values}
        if id:
            return add_row(model=LabResult, case=case, id=id, by=by, **values)
        return save_only_row(model=LabResult, case=case, id=row_id, version=0, by=by, **values)
    if any(getattr(there, name) != value for name, value in values.items()):
        raise EditConflict(current=there)
    return there


def cell_id(case: Case, analyte: str, taken_on: date, taken_time: time | None = None) -> UUID:
    """Return the id of the first result of a cell, so that two people typing into it make one row."""
    at = taken_time.isoformat() if taken_time else ""
    return own_id(case, "lab", analyte, taken_on.isoformat(), at)


def _free_id(case: Case, cell: dict[str, Any]) -> UUID:
    """Return the id of a cell's first result, or another where that result was moved to another date."""
    row_id = cell_id(case, **cell)
    stored = LabResult.objects.filter(pk=row_id).first()
    if stored is None or (stored.taken_on, stored.taken_time) == (cell["taken_on"], cell["taken_time"]):
        return row_id
    return own_id(case, "lab", str(row_id), str(stored.version))


def _ensure_row(*, case: Case, analyte: str, values: dict[str, Any], by: Any) -> None:
    """Start the row of a test with the unit and limits of its first value."""
    if not LabRow.objects.live().filter(case=case, analyte=analyte).exists():
        limits = {name: values.get(name, "") for name in LIMITS}
        set_row(case=case, analyte=analyte, unit=values["unit"], by=by, **limits)


def update_result(*, case: Case, result: LabResult, version: int, by: Any, **values: Any) -> LabResult:
    """Change a result."""
    return update_row(case=case, row=result, version=version, by=by, **values)


def take_back_change(*, case: Case, result: LabResult, version: int, by: Any) -> LabResult:
    """Give a result back the values it had before its version `version`; a later change is a conflict."""
    before = _before(_update_to(result, version))
    return update_result(case=case, result=result, version=version, by=by, **before)


def _update_to(row: Record, version: int) -> Event:
    """Return the update that made a version of a row; EditConflict where that is not its last change."""
    event = get_last_change(row)
    if event is None or event.version != version or "before" not in event.detail:
        raise EditConflict(current=row)
    return event


def _before(event: Event) -> dict[str, Any]:
    """Return the values that an update replaced."""
    before = event.detail["before"].items()
    return {name: LabResult._meta.get_field(name).to_python(value) for name, value in before}


def start_rows(*, case: Case, results: Iterable[Mapping[str, Any]], by: Any) -> list[LabRow]:
    """Start the row of each test that has none, with the unit and limits of its first result."""
    there = set(LabRow.objects.live().filter(case=case).values_list("analyte", flat=True))
    new: dict[str, dict[str, str]] = {}
    for result in results:
        if result["analyte"] not in there:
            new.setdefault(result["analyte"], {name: result.get(name, "") for name in ("unit", *LIMITS)})
    return [set_row(case=case, analyte=analyte, by=by, **values) for analyte, values in new.items()]


def void_rows(*, case: Case, versions: Mapping[UUID, int], by: Any) -> list[LabRow]:
    """Take away the rows, unchanged since, of tests that have no result any more."""
    used = LabResult.objects.live().filter(case=case).values("analyte")
    rows = LabRow.objects.live().filter(case=case, pk__in=versions).exclude(analyte__in=used)
    unchanged = {row.pk: row.version for row in rows if row.version == versions[row.pk]}
    return void_records(LabRow, unchanged, by=by, case_id=case.pk)


def add_results(*, case: Case, results: Iterable[Mapping[str, Any]], by: Any) -> list[LabResult]:
    """Add many results at once, as a source gives them; their tests have rows already."""
    values = [{"case": case, **result} for result in results]
    return create_records(LabResult, values, by=by, case_id=case.pk)


def update_results(
    *, case: Case, changes: Mapping[UUID, tuple[int, Mapping[str, Any]]], by: Any
) -> list[LabResult]:
    """Change many results at once, by id: the version that was seen and the new values."""
    return update_records(LabResult, changes, by=by, case_id=case.pk)


def take_back_changes(*, case: Case, versions: Mapping[UUID, int], by: Any) -> list[LabResult]:
    """Give many results back what they held before these versions; a later change is a conflict."""
    events = list_changes(LabResult, versions, case_id=case.pk)
    changes = {pk: (events[pk].version, _before(events[pk])) for pk in versions}
    return update_results(case=case, changes=changes, by=by)


def void_results(*, case: Case, versions: Mapping[UUID, int], by: Any) -> list[LabResult]:
    """Take many results away at once, by id with the version that was seen."""
    return void_records(LabResult, versions, by=by, case_id=case.pk)


def restore_results(*, case: Case, versions: Mapping[UUID, int], by: Any) -> list[LabResult]:
    """Bring many results back at once, by id with the version that was seen."""
    return restore_records(LabResult, versions, by=by, case_id=case.pk)


def void_result(*, case: Case, result: LabResult, version: int, why: str = "", by: Any) -> LabResult:
    """Take a result away; it can be brought back."""
    return void_row(case=case, row=result, version=version, why=why, by=by)


def restore_result(*, case: Case, result: LabResult, by: Any) -> LabResult:
    """Bring a result back."""
    return restore_row(case=case, row=result, by=by)


def save_sample(
    *,
    case: Case,
    taken_on: date,
    taken_time: time | None = None,
    cells: list[dict[str, Any]],
    moved_from: tuple[date, time | None] | None = None,
    seen: Seen | None = None,
    by: Any,
) -> None:
    """Write the cells of one date column as `LabDateForm.sample` gives them, and its new date."""
    for cell in cells:
        _save_cell(case, taken_on, taken_time, cell, by)
    if moved_from:
        on, at = moved_from
        move_date(case=case, taken_on=on, taken_time=at, to_on=taken_on, to_time=taken_time, seen=seen, by=by)


def _save_cell(
    case: Case, taken_on: date, taken_time: time | None, cell: dict[str, Any], by: Any
) -> LabResult:
    """Add, change or take away the value of one cell; one that was taken away or moved comes back to it."""
    result, version, values = cell["result"], cell["version"], cell["values"]
    where = {"taken_on": taken_on, "taken_time": taken_time}
    if result is None:
        return enter_value(case=case, by=by, analyte=cell["analyte"], **where, **values)
    if not values:
        return void_result(case=case, result=result, version=version, by=by)
    if result.is_voided and result.version == version:
        result, version = restore_result(case=case, result=result, by=by), version + 1
    return update_result(case=case, result=result, version=version, by=by, **where, **values)


def void_date(
    *,
    case: Case,
    taken_on: date,
    taken_time: time | None = None,
    seen: Seen | None = None,
    by: Any,
) -> list[UUID]:
    """Take a whole sample away and return the ids that bring it back.

    With `seen`, the versions of the results that a page showed, it is a conflict where one of them was
    changed or moved since, or where another one came to them.
    """
    results = list(_sample(case, taken_on, taken_time))
    seen = versions_of(results) if seen is None else seen
    for result in results:
        void_result(case=case, result=result, version=seen.get(result.pk, 0), by=by)
    if moved := next((result for result in find_results(case, seen) if not result.is_voided), None):
        raise EditConflict(current=moved)
    return [result.pk for result in results]


def restore_date(*, case: Case, ids: list[UUID], by: Any) -> None:
    """Bring back the results that `void_date` took away."""
    for result in LabResult.objects.filter(case=case, pk__in=ids):
        restore_result(case=case, result=result, by=by)


def move_date(
    *,
    case: Case,
    taken_on: date,
    taken_time: time | None = None,
    to_on: date,
    to_time: time | None = None,
    seen: Seen | None = None,
    by: Any,
) -> None:
    """Give a whole sample another date or time; with `seen`, a result other than these is a conflict."""
    results = list(_sample(case, taken_on, taken_time))
    seen = versions_of(results) if seen is None else seen
    where = {"taken_on": to_on, "taken_time": to_time}
    for result in results:
        update_result(case=case, result=result, version=seen.get(result.pk, 0), by=by, **where)


def _sample(case: Case, taken_on: date, taken_time: time | None) -> Any:
    """Return the results of one sample."""
    return LabResult.objects.live().filter(case=case, taken_on=taken_on, taken_time=taken_time)


def add_site_limit(*, team: Team, id: UUID | None = None, by: Any, **values: Any) -> SiteLimit:
    """Add limits of a team; the same form posted again changes the row it made."""
    _refuse_overlap(SiteLimit(**{"id": id} if id else {}, team=team, **values))
    row, is_new = create_record(SiteLimit, by=by, case_id="", id=id, team=team, **values)
    if is_new:
        return row
    if row.is_voided:
        row = restore_record(row, by=by, case_id="")
        return update_record(row, by=by, case_id="", version=row.version, **values)
    return update_record(row, by=by, case_id="", version=1, **values)


def update_site_limit(*, limit: SiteLimit, version: int, by: Any, **values: Any) -> SiteLimit:
    """Change limits of a team."""
    changed = {field.attname: getattr(limit, field.attname) for field in SiteLimit._meta.local_fields}
    _refuse_overlap(SiteLimit(**changed | values))
    return update_record(limit, by=by, case_id="", version=version, **values)


def take_back_site_limit(*, limit: SiteLimit, version: int, by: Any) -> SiteLimit:
    """Give limits of a team what they held before their version `version`; a later change is a conflict."""
    before = _update_to(limit, version).detail["before"]
    return update_site_limit(limit=limit, version=version, by=by, **before)


def void_site_limit(*, limit: SiteLimit, version: int, by: Any) -> SiteLimit:
    """Take limits of a team away; they can be brought back."""
    return void_record(limit, by=by, case_id="", version=version)


def restore_site_limit(*, limit: SiteLimit, by: Any) -> SiteLimit:
    """Bring limits of a team back, unless others have taken their place."""
    _refuse_overlap(limit)
    return restore_record(limit, by=by, case_id="")


def _refuse_overlap(limit: SiteLimit) -> None:
    """Refuse limits that would hold equally for the same patients as others; one person at a time."""
    Team.objects.select_for_update().get(pk=limit.team_id)
    for other in list_site_limits(limit.team_id, limit.analyte):
        if other.pk != limit.pk and overlap(limit, other):
            raise LimitsOverlap(other)


def remember_name(*, case: Case, text: str, analyte: str, by: Any) -> TeamTestName | None:
    """Remember for the team of a case what a name stands for; a later meaning replaces the former.

    A name that the table is sure of, or that its unit decides, has no meaning of a team's own.
    """
    name = split_head(text).name
    if not is_learnable(name):
        return None
    values = {"text": name, "analyte": analyte}
    row_id = uuid5(NAMESPACE_OID, f"test-name:{case.team_id}:{fold(name)}")
    row, is_new = create_record(
        TeamTestName, by=by, case_id=case.pk, id=row_id, team=case.team, folded=fold(name), **values
    )
    return row if is_new else update_record(row, by=by, case_id=case.pk, version=row.version, **values)
