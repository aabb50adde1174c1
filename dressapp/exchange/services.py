"""Take tables and files in: kept while they are looked at, stored whole or not at all, undone whole.

Every function but `confirm` and `undo` changes no fact of the case; those two run inside `changing(case)`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from dressapp.cases.models import Case
from dressapp.cases.services import add_row, update_row, void_row
from dressapp.core.chunks import chunked
from dressapp.core.errors import EditConflict, NotYours
from dressapp.core.transactions import writing
from dressapp.drugs.selectors import list_courses
from dressapp.drugs.services import add_courses, void_courses
from dressapp.labs import services as labs
from dressapp.labs.models import LabResult
from dressapp.labs.paste.parts import Choices, Reading
from dressapp.labs.paste.sheet import split_text

from .errors import BuiltUpon, ReadingChanged, Stopped
from .files import read_file, refuse_other_basis
from .intakes import (
    as_content,
    choices_of,
    digest_of,
    read_intake,
    sheet_of,
)
from .models import Intake, IntakeKind, IntakeState
from .progress import Progress
from .selectors import can_undo
from .takeover import Result, count_skipped, list_aside, list_new_courses, list_results

CHUNK = 1000  # results stored between two looks at the wish to stop
BY_KEY = ("tests", "units", "limits", "days", "times", "cells")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import, each as a count."""

    stored: int
    skipped: int
    replaced: int
    aside: int
    courses: int


def start_paste(*, case: Case, text: str, by: Any) -> Intake:
    """Keep a pasted table to be looked at; raise SheetRefused where it is none."""
    split_text(text)
    given = text.encode("utf-8", "surrogatepass")
    return _start(case, given, kind=IntakeKind.PASTE, name="", content=json.dumps({"text": text}), by=by)


def start_file(*, case: Case, name: str, content: bytes, by: Any) -> Intake:
    """Keep what a file holds to be looked at; raise SheetRefused where it cannot be read."""
    read = read_file(name, content)
    refuse_other_basis(read, basis=case.basis)
    missing = (text for text in read.left_out if text not in read.sheet.left_out)
    sheet = replace(read.sheet, left_out=(*read.sheet.left_out, *missing))
    courses = json.loads(json.dumps(read.courses, cls=DjangoJSONEncoder))
    kept = {"kind": read.kind, "name": name[-200:], "content": as_content(sheet), "courses": courses}
    return _start(case, content, by=by, **kept)


def _start(case: Case, given: bytes, *, by: Any, **values: Any) -> Intake:
    """Store an intake; its event keeps what it was, never what stood in it."""
    digest, counts = hashlib.sha256(given).hexdigest(), {"bytes": len(given)}
    return add_row(model=Intake, case=case, digest=digest, counts=counts, by=by, **values)


def save_choices(*, case: Case, intake: Intake, version: int, choices: Choices, by: Any) -> Intake:
    """Keep what the person declared; another separator or layout forgets what was declared by key.

    Raises SheetRefused where the separator makes no table.
    """
    stored = choices_of(intake)
    if choices.separator != stored.separator:
        sheet_of(intake, choices.separator)
    if (choices.separator, choices.layout) != (stored.separator, stored.layout):
        choices = replace(choices, **{name: {} for name in BY_KEY})
    choices = _without_old_limits(choices, stored)
    values = {"choices": choices.as_json()}
    return update_row(case=case, row=_pending(case, intake), version=version, by=by, **values)


def _without_old_limits(choices: Choices, stored: Choices) -> Choices:
    """Forget limits that were typed before their test got another unit: they are numbers of the old one."""
    kept = {
        key: pair
        for key, pair in choices.limits.items()
        if pair != stored.limits.get(key) or choices.units.get(key) == stored.units.get(key)
    }
    return replace(choices, limits=kept)


def _pending(case: Case, intake: Intake) -> Intake:
    """Refuse an intake that is stored, undone or cancelled by now."""
    current = _fresh(case, intake)
    if current.state != IntakeState.PENDING:
        raise EditConflict(current=current)
    return current


def cancel(*, case: Case, intake: Intake, version: int, by: Any) -> Intake:
    """Give up what was not stored; its text is not kept."""
    emptied: dict[str, Any] = {"content": "{}", "courses": [], "choices": {}, "state": IntakeState.CANCELLED}
    with writing():
        row = update_row(case=case, row=_pending(case, intake), version=version, by=by, **emptied)
        return void_row(case=case, row=row, version=row.version, by=by)


def confirm(
    *,
    case: Case,
    intake: Intake,
    version: int,
    digest: str,
    today: date,
    by: Any,
    progress: Progress | None = None,
) -> Outcome:
    """Store what the page with this digest showed, all of it or nothing; once more gives the first outcome.

    Raises EditConflict where the choices have changed since, ReadingChanged where the table reads otherwise
    by now, Stopped where the person stopped it.
    """
    try:
        with writing():
            current = _lock(case)
            intake = _fresh(case, intake)
            if intake.state == IntakeState.STORED:
                return outcome_of(intake)
            if intake.version != version or intake.state != IntakeState.PENDING:
                raise EditConflict(current=intake)
            reading = read_intake(intake, case=current, today=today)
            if not reading.is_ready or digest_of(reading) != digest:
                raise ReadingChanged
            return outcome_of(_store(case, intake, reading, by, progress))
    finally:
        if progress:
            progress.clear()


def _lock(case: Case) -> Case:
    """Return the case as it is stored now; nobody else imports into it until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def _fresh(case: Case, intake: Intake) -> Intake:
    """Return an intake of this case as it is stored now."""
    current = Intake.objects.get(pk=intake.pk)
    if current.case_id != case.pk:
        raise NotYours
    return current


def outcome_of(intake: Intake) -> Outcome:
    """Return what came of a stored intake."""
    return Outcome(**{name: intake.counts.get(name, 0) for name in Outcome.__dataclass_fields__})


def _store(case: Case, intake: Intake, reading: Reading, by: Any, progress: Progress | None) -> Intake:
    """Write everything that a reading stores, and what came of it."""
    results = list_results(intake, reading)
    rows = labs.start_rows(case=case, results=[each.columns for each in results], by=by)
    taken, removed = _write(case, results, by, progress)
    courses = add_courses(case=case, courses=list_new_courses(intake, list_courses(case)), by=by)
    _remember(case, reading, by)
    aside = list_aside(reading)
    counts = intake.counts | {
        "stored": len(results) - len(taken),
        "skipped": count_skipped(reading),
        "replaced": len(taken),
        "aside": len(aside),
        "courses": len(courses),
        "rows": _versions(rows),
        "taken": _versions(taken),
        "removed": _versions(removed),
    }
    return update_row(
        case=case,
        row=intake,
        version=intake.version,
        by=by,
        state=IntakeState.STORED,
        stored_at=timezone.now(),
        counts=counts,
        aside=[asdict(each) for each in aside],
    )


def _write(
    case: Case, results: list[Result], by: Any, progress: Progress | None
) -> tuple[list[LabResult], list[LabResult]]:
    """Store results in chunks as long as nobody wishes to stop; return the stored ones changed and gone."""
    taken, removed = [], []
    for place, chunk in enumerate(chunked(results, CHUNK)):
        _tell(progress, place * CHUNK, len(results))
        labs.add_results(case=case, results=[each.columns for each in chunk if not each.replaces], by=by)
        changed, gone = _replace(case, [each for each in chunk if each.replaces], by)
        taken += changed
        removed += gone
    _tell(progress, len(results), len(results))
    return taken, removed


def _tell(progress: Progress | None, done: int, total: int) -> None:
    """Say how far the import is, and stop it where somebody wishes so."""
    if progress:
        progress.tell(done, total)
        if progress.should_stop:
            raise Stopped


def _replace(case: Case, results: list[Result], by: Any) -> tuple[list[LabResult], list[LabResult]]:
    """Put values over stored ones; where several stood in one place, the others are taken away."""
    firsts = {UUID(each.replaces[0].id): (each.replaces[0].version, each.columns) for each in results}
    others = {UUID(stored.id): stored.version for each in results for stored in each.replaces[1:]}
    changed = labs.update_results(case=case, changes=firsts, by=by)
    return changed, labs.void_results(case=case, versions=others, by=by)


def _versions(rows: Iterable[Any]) -> dict[str, int]:
    """Return the versions of rows by id, as JSON keeps them."""
    return {str(row.pk): row.version for row in rows}


def _remember(case: Case, reading: Reading, by: Any) -> None:
    """Remember for the team the names that the person chose or confirmed."""
    for head in reading.tests:
        if head.how == "chosen" and head.analyte and not head.is_aside:
            labs.remember_name(case=case, text=head.text, analyte=head.analyte, by=by)


def undo(*, case: Case, intake: Intake, by: Any) -> Intake:
    """Take an import back: what it added goes, what it replaced returns; a second time changes nothing.

    Raises BuiltUpon, with what it is, where somebody has gone on from it.
    """
    with writing():
        _lock(case)
        intake = _fresh(case, intake)
        if intake.state == IntakeState.UNDONE:
            return intake
        if reason := can_undo(case, intake):
            raise BuiltUpon(reason)
        _take_back(case, intake, by)
        values = {"state": IntakeState.UNDONE, "stored_at": None}
        return update_row(case=case, row=intake, version=intake.version, by=by, **values)


def _take_back(case: Case, intake: Intake, by: Any) -> None:
    """Void what an import added and put back what it replaced."""
    kept = {name: _read_versions(intake, name) for name in ("rows", "taken", "removed")}
    added = dict(case.lab_results.live().filter(intake=intake.pk, version=1).values_list("pk", "version"))
    courses = dict(case.drug_courses.live().filter(intake=intake.pk).values_list("pk", "version"))
    labs.void_results(case=case, versions=added, by=by)
    labs.take_back_changes(case=case, versions=kept["taken"], by=by)
    labs.restore_results(case=case, versions=kept["removed"], by=by)
    labs.void_rows(case=case, versions=kept["rows"], by=by)
    void_courses(case=case, versions=courses, by=by)


def _read_versions(intake: Intake, name: str) -> dict[UUID, int]:
    """Return versions by id as an intake keeps them."""
    return {UUID(pk): version for pk, version in intake.counts.get(name, {}).items()}


def reopen(*, case: Case, intake: Intake, by: Any) -> Intake:
    """Open an import again that was undone: its text is there still."""
    with writing():
        _lock(case)
        current = _fresh(case, intake)
        if current.state == IntakeState.PENDING:
            return current
        if current.state != IntakeState.UNDONE:
            raise EditConflict(current=current)
        Progress(current.pk).clear()
        counts = {"bytes": current.counts.get("bytes", 0)}
        values = {"state": IntakeState.PENDING, "aside": [], "counts": counts}
        return update_row(case=case, row=current, version=current.version, by=by, **values)
