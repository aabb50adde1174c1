"""A table or file taken in, as it reads now: its sheet, its reading, and the mark of what a person saw."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from dressapp.cases.models import Case
from dressapp.drugs.selectors import get_first_dose_on
from dressapp.labs.paste.known import get_known
from dressapp.labs.paste.parts import Cell, Choices, Known, Reading, Sheet
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text

from .models import Intake, IntakeKind


def sheet_of(intake: Intake, separator: str | None = None) -> Sheet:
    """Return the table of an intake; a pasted text is split as its choices, or `separator`, say."""
    content = json.loads(intake.content)
    if intake.kind == IntakeKind.PASTE:
        declared = intake.choices.get("separator", "") if separator is None else separator
        return split_text(content["text"], declared)
    return Sheet(
        rows=tuple(tuple(row) for row in content["rows"]),
        separator=content["separator"],
        places=tuple(content["places"]),
        declared=content["declared"],
        left_out=tuple(content["left_out"]),
    )


def as_content(sheet: Sheet) -> str:
    """Return the table of a file as an intake keeps it."""
    return json.dumps(asdict(sheet))


def choices_of(intake: Intake) -> Choices:
    """Return what the person declared of an intake."""
    return Choices.from_json(intake.choices)


def known_for(case: Case, *, today: date) -> Known:
    """Return what a case holds now, the first dose of a suspect drug too."""
    return get_known(case, today=today, first_dose_on=get_first_dose_on(case))


def read_intake(intake: Intake, *, case: Case, today: date) -> Reading:
    """Return an intake as it reads now, beside what the case holds now."""
    return read(sheet_of(intake), choices_of(intake), known_for(case, today=today))


def digest_of(reading: Reading) -> str:
    """Return a hash over all that a person sees of a reading: two that store alike have the same."""
    parts = (
        [reading.separator, reading.layout],
        [[head.key, head.text, head.analyte, head.unit, head.is_aside] for head in reading.tests],
        [[head.key, head.text, str(head.on), str(head.at)] for head in reading.dates],
        [_cell_parts(cell) for cell in reading.cells],
        [[question.name, question.answer] for question in reading.questions],
        [[aside.place, aside.text, aside.why] for aside in reading.aside],
    )
    text = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _cell_parts(cell: Cell) -> list[Any]:
    """Return what a cell comes to, with the stored values beside it."""
    return [
        cell.key,
        cell.test,
        cell.when,
        cell.text,
        cell.state,
        cell.raw,
        cell.comparator,
        cell.canonical,
        cell.unit,
        cell.lower_limit,
        cell.upper_limit,
        cell.site,
        cell.note,
        [[stored.id, stored.version] for stored in cell.stored],
    ]
