"""The changes of a row or a case in words: `ALT 120 → 210 U/L`, by whom, when, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import ItemAnswer
from dressapp.audit.chain import ERASED
from dressapp.audit.models import Event
from dressapp.cases.models import Case, CauseTest, Finding, VirusTest
from dressapp.core.models import Record
from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult, LabRow
from scoring.facts import show_date

from .changes_fields import Shown, fields_of
from .changes_kinds import CONCLUSION, KINDS, MODELS, name_of
from .changes_values import Stored, name_analyte, name_finding

DONE = {
    "create": "recorded",
    "update": "changed",
    "void": "taken away",
    "restore": "brought back",
    "open": "opened from a case file",
    "complete": "completed",
    "sign": "signed",
    "erase": "erased",
}
BLANK = "blank"
ERASED_WORDS = "The words of this change were erased with the patient’s record."
# A value is told under the name of what it is a value of.
NAMED_AFTER = {(LabResult, "value"): ("analyte", name_analyte), (Finding, "value"): ("finding", name_finding)}
# What the head of a change says of a new row, and who did it when.
HEADS: dict[type[Record], tuple[str, ...]] = {
    LabResult: ("analyte", "taken_on", "taken_time"),
    LabRow: ("analyte",),
    DrugCourse: ("name", "position"),
    ItemAnswer: ("item",),
    Finding: ("finding",),
    CauseTest: ("test",),
    VirusTest: ("virus",),
}
AUTHORS = frozenset(
    f"{what}_{part}" for what in ("conclusion", "answered", "confirmed_complete") for part in ("by", "at")
)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a change: what it held and what it holds since; of a new row nothing stood before."""

    label: str
    before: str
    after: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what was done to what, by whom, when, why, and field by field."""

    seq: int
    what: str
    url: str
    done: str
    at: str
    by: str
    reason: str
    lines: tuple[Line, ...]
    note: str


def present_changes(
    events: Iterable[Event],
    earlier: Iterable[Event],
    case: Case | None,
    *,
    only: frozenset[str] = frozenset(),
) -> tuple[Change, ...]:
    """Return events in words, the newest first.

    `earlier` are the changes of the same rows from their first on, in their order: a unit that did not
    change stands there alone. With `only`, lines of other fields are left out, and changes without any.
    """
    states = _states(earlier)
    found = (_change(event, states.get(event.seq, ({}, {})), case, only) for event in events)
    return tuple(change for change in found if change)


def _states(events: Iterable[Event]) -> dict[int, tuple[Stored, Stored]]:
    """Return what each row held before and after each of its changes."""
    rows: dict[tuple[str, str], Stored] = {}
    found = {}
    for event in events:
        key = (event.object_type, event.object_id)
        before = rows.get(key, {})
        rows[key] = before | _given(event, "before") | _given(event, "after")
        found[event.seq] = (before | _given(event, "before"), rows[key])
    return found


def _given(event: Event, part: str) -> dict[str, Any]:
    return dict(event.detail.get(part) or {})


def _change(
    event: Event, states: tuple[Stored, Stored], case: Case | None, only: frozenset[str]
) -> Change | None:
    """Return one event in words; nothing where none of the fields asked for was changed."""
    model = MODELS.get(event.object_type)
    lines = tuple(_lines(event, model, states, case, only)) if model else ()
    if only and not lines and event.action in ("create", "update"):
        return None
    return Change(
        seq=event.seq,
        what=_what(event, model, states[1], case),
        url=_address(event, case),
        done=DONE.get(event.action, event.action.replace("_", " ")),
        at=moment_words(event),
        by=event.actor_name,
        reason=event.reason,
        lines=lines,
        note=ERASED_WORDS if event.detail == ERASED else "",
    )


def moment_words(event: Event) -> str:
    """Return when an event was: `12 Mar 2026, 08:14`."""
    at = timezone.localtime(event.at)
    return f"{show_date(at.date())}, {at:%H:%M}"


def _what(event: Event, model: type[Record] | None, stored: Stored, case: Case | None) -> str:
    """Return what was changed."""
    if model is Case and event.action != "update":
        return "Case"
    if model is Case and _is_of_conclusion(event):
        return KINDS["conclusion"].words
    if model:
        return name_of(model, stored, case)
    number = event.detail.get("number")
    return f"Assessment {number}" if number else "Case"


def _is_of_conclusion(event: Event) -> bool:
    return event.action == "update" and bool(set(_given(event, "after")) & CONCLUSION)


def _address(event: Event, case: Case | None) -> str:
    """Return the address of the row's own history."""
    if case is None:
        return ""
    kinds = [name for name, kind in KINDS.items() if kind.model is MODELS.get(event.object_type)]
    if not kinds:
        return ""
    name = kinds[-1] if _is_of_conclusion(event) else kinds[0]
    return reverse("workspace:row_changes", args=[case.pk, name, event.object_id])


def _lines(
    event: Event, model: type[Record], states: tuple[Stored, Stored], case: Case | None, only: frozenset[str]
) -> Iterator[Line]:
    """Return the fields that an event changed, each in words."""
    before, after = states
    changed = set(_given(event, "before")) | set(_given(event, "after"))
    is_new = event.action == "create"
    for shown in fields_of(model):
        if changed.isdisjoint(shown.columns) or (only and shown.name not in only):
            continue
        line = _line(shown, model, {} if is_new else before, after, case, is_new=is_new)
        if line.before != line.after and not _is_said_already(event, model, shown, line):
            yield line


def _is_said_already(event: Event, model: type[Record], shown: Shown, line: Line) -> bool:
    """Tell whether the head of the change says a line already: the row's name, the author, the time."""
    if line.is_new and shown.name in HEADS.get(model, ()):
        return True
    return shown.name in AUTHORS and line.after in (event.actor_name, moment_words(event))


def _line(
    shown: Shown, model: type[Record], before: Stored, after: Stored, case: Case | None, *, is_new: bool
) -> Line:
    """Return one field before and after."""
    was, now = (
        (shown.words(model, stored, case), shown.unit_words(model, stored)) for stored in (before, after)
    )
    old, new = _pair(was, now, is_lent=shown.unit not in shown.columns)
    blank = "" if is_new else BLANK
    return Line(_label(shown, model, after), old or blank, new or blank, is_new)


def _pair(was: tuple[str, str], now: tuple[str, str], *, is_lent: bool) -> tuple[str, str]:
    """Return two values with their units: `120` and `210 U/L`; a unit that did not change is told once.

    A unit stands alone where there is no number, unless it is lent by another field.
    """
    (old, old_unit), (new, new_unit) = was, now
    if not old and not new:
        return ("", "") if is_lent else (old_unit, new_unit)
    is_same_unit = bool(old and new) and old_unit == new_unit
    return old if is_same_unit else _with(old, old_unit), _with(new, new_unit)


def _with(text: str, unit: str) -> str:
    return f"{text} {unit}".strip() if text else ""


def _label(shown: Shown, model: type[Record], stored: Stored) -> str:
    """Return the label of a field; a value is called by what it is a value of."""
    column, name = NAMED_AFTER.get((model, shown.name), ("", None))
    return name(stored[column]) if name and stored.get(column) else shown.label
