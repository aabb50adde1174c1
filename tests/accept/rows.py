"""Compare clinical rows before and after a change with the events that tell of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps

from dressapp.accounts.models import Membership, User
from dressapp.assessments.models import Snapshot
from dressapp.audit.chain import plain
from dressapp.audit.change_selectors import READS
from dressapp.audit.models import Event
from dressapp.cases.models import Case, EmergencyAccess, Erasure, Patient
from dressapp.core.models import Record
from tests.web.security.world import CLINICAL_APPS

Rows = dict[tuple[str, str], dict[str, Any]]
TIMES = {"created_at", "updated_at", "voided_at", "version", "id"}
COUNTED = {"cases.case": {"revision"}}  # says that something in the case has changed, whatever it was
CHANGES = ("create", "update", "void", "restore")
# Rows without versions: each change of one is told by one event at least; signing changes another row.
UNVERSIONED = (Snapshot, Erasure, EmergencyAccess, User)
BESIDE = {"sign"}


def clinical_tables() -> set[str]:
    """Return the tables of everything clinical."""
    return {model._meta.db_table for app in CLINICAL_APPS for model in apps.get_app_config(app).get_models()}


def clinical_rows() -> Rows:
    """Return every audited row by its kind and id, as it is stored."""
    models = [model for model in apps.get_models() if issubclass(model, Record) or model in UNVERSIONED]
    rows = {
        (model._meta.label_lower, str(row["id"])): row
        for model in models
        for row in model._default_manager.values()
    }
    for place in Membership.objects.values():
        rows[User._meta.label_lower, str(place["user_id"])][f"in {place['team_id']}"] = place
    return rows


def compare(before: Rows, after: Rows, events: Sequence[Event], *, by: str, erases: bool) -> Iterator[str]:
    """Say where events and changes of rows do not tell the same."""
    told: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        yield from _is_whole(event, by)
        if event.action not in READS:
            told.setdefault((event.object_type, event.object_id), []).append(event)
    if erases != bool(before.keys() - after.keys()):
        yield "rows were deleted" if not erases else "nothing was erased"
    for key, row in after.items():
        yield from (f"{key[0]}: {words}" for words in _row(before.get(key), row, told.pop(key, []), key[0]))
    for key in told:
        yield f"an event of {key[0] or 'nothing'} that did not change"


def _is_whole(event: Event, by: str) -> Iterator[str]:
    """Say what an event leaves out: who, when, on which request."""
    if event.actor_id != by or not event.actor_name:
        yield f"{event.action} of {event.object_type} does not say who"
    if not event.request_id or event.at is None:
        yield f"{event.action} of {event.object_type} does not say when or where from"


def _row(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], told: list[Event], kind: str
) -> Iterator[str]:
    """Say where the events of one row do not tell what happened to it."""
    if "version" not in after:
        yield from _unversioned(before, after, {event.action for event in told})
        return
    changes = [event for event in told if event.action in CHANGES]
    first = before["version"] if before else 0
    if [event.version for event in changes] != list(range(first + 1, after["version"] + 1)):
        yield f"version {first} became {after['version']}, told {[event.version for event in changes]}"
    if before is None and changes and changes[0].action != "create":
        yield f"made, told as {changes[0].action}"
    yield from _fate(before, after, {event.action for event in changes})
    yield from _values(before or {}, after, changes, COUNTED.get(kind, set()))
    if any(event.case_id != _case_of(after, kind) for event in changes if kind not in (_LOOSE)):
        yield "told of another case"


def _unversioned(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], actions: set[str]
) -> Iterator[str]:
    """Say where a row without versions changed and is not told, or is told and did not."""
    if before != after and not actions:
        yield "changed without being told"
    if before == after and actions - BESIDE:
        yield f"told as {sorted(actions)} without a change"


_LOOSE = {Patient._meta.label_lower, "labs.sitelimit", "labs.teamtestname"}


def _case_of(row: Mapping[str, Any], kind: str) -> str:
    return str(row["id"] if kind == Case._meta.label_lower else row["case_id"])


def _fate(before: Mapping[str, Any] | None, after: Mapping[str, Any], actions: set[str]) -> Iterator[str]:
    """Say where a row that was taken away or brought back is not told as such."""
    was, now = bool(before and before["voided_at"]), bool(after["voided_at"])
    expected = {(False, True): "void", (True, False): "restore"}.get((was, now))
    if expected and expected not in actions:
        yield f"{expected} was told as {sorted(actions)}"


def _values(
    before: Mapping[str, Any], after: Mapping[str, Any], events: list[Event], counted: set[str]
) -> Iterator[str]:
    """Say which columns changed without being told, or were told otherwise."""
    given: dict[str, Any] = {}
    for event in events:
        given |= event.detail.get("after") or {}
    for column, value in after.items():
        name = column.removesuffix("_id") if column.removesuffix("_id") in given else column
        is_changed = before and before.get(column) != value and column not in TIMES | counted
        if is_changed and name not in given:
            yield f"{column} changed without being told"
        if name in given and given[name] != plain({"": value})[""] and not _is_size(given[name]):
            yield f"{column} is told as something else"


def _is_size(value: Any) -> bool:
    """Tell whether the audit trail keeps only how long a value is."""
    return isinstance(value, dict) and set(value) == {"characters"}
