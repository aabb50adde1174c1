"""A table on its way into a case, in words: the page of its preview, and the page of what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.template.defaultfilters import capfirst

from dressapp.exchange.models import Intake, IntakeState
from dressapp.labs.paste.parts import VALUE, Aside, Reading
from dressapp.workspace.intake_forms import ChoicesForm

from .intake_cells import (
    Asked,
    Bulk,
    Decision,
    decisions_title,
    present_bulk,
    present_decisions,
    present_questions,
)
from .intake_heads import DateLine, TestLine, present_dates, present_tests
from .intake_part import OPEN, Part, Slice
from .intake_sheet import Sheet, present_sheet
from .intake_words import count, counted, name_intake, name_origin, stored_words

MOST_POINTS = 12
MOST_LINES = 50
LONG = 2_000  # values; storing more shows how far it is


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is open, with the address of its field."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where among many things the page is, with the ways to its neighbours."""

    label: str
    words: str
    before_url: str
    after_url: str


@dataclass(frozen=True, slots=True)
class Course:
    """A drug course of the file, with its tick."""

    field: BoundField
    words: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the preview shows of a table; `confirm` is empty while something is open."""

    title: str
    origin: str
    counts: tuple[str, ...]
    left_out: tuple[str, ...]
    points: tuple[Point, ...]
    more_points: int
    open_words: str
    questions: tuple[Asked, ...]
    decisions: tuple[Decision, ...]
    decisions_title: str
    decisions_pages: Pages | None
    bulk: tuple[Bulk, ...]
    tests: tuple[TestLine, ...]
    tests_title: str
    tests_are_open: bool
    dates: tuple[DateLine, ...]
    sheet: Sheet
    sheet_pages: tuple[Pages, ...]
    aside_tests: tuple[TestLine, ...]
    aside_pages: Pages | None
    aside: tuple[Aside, ...]
    more_aside: int
    courses: tuple[Course, ...]
    confirm: str
    is_long: bool
    is_empty: bool
    digest: str
    address: str
    unchanged: str


def present_preview(
    intake: Intake,
    part: Part,
    form: ChoicesForm,
    *,
    by: str,
    digest: str,
    courses: Sequence[Mapping[str, Any]] = (),
) -> Preview:
    """Return the preview of a table in words."""
    reading = part.reading
    points = _points(part)
    tests = present_tests(part, part.tests.things, form)
    lines = _lines_aside(reading)
    confirm = _confirm_words(part, courses, form) if reading.is_ready else ""
    return Preview(
        title=capfirst(name_intake(intake)),
        origin=name_origin(intake, by),
        counts=counted(reading),
        left_out=reading.sheet.left_out,
        points=tuple(points[:MOST_POINTS]),
        more_points=max(0, len(points) - MOST_POINTS),
        open_words=f"{count(len(points), 'point is', 'points are')} open",
        questions=present_questions(part, form),
        decisions=present_decisions(part, form),
        decisions_title=decisions_title(part),
        decisions_pages=_pages(part, part.decisions, "cells", "Cells"),
        bulk=present_bulk(part, form),
        tests=tests,
        tests_title=_tests_title(part),
        tests_are_open=any(line.is_changed or line.is_open for line in tests),
        dates=present_dates(part, form),
        sheet=present_sheet(part),
        sheet_pages=_sheet_pages(part),
        aside_tests=present_tests(part, part.aside.things, form),
        aside_pages=_pages(part, part.aside, "aside", "Tests kept aside"),
        aside=tuple(lines[:MOST_LINES]),
        more_aside=max(0, len(lines) - MOST_LINES),
        courses=tuple(_course(form, place, course) for place, course in enumerate(courses)),
        confirm=confirm,
        is_long=reading.counts.get(VALUE, 0) > LONG,
        is_empty=reading.is_ready and not confirm,
        digest=digest,
        address=part.place.address(),
        unchanged=part.place.address(change=""),
    )


def _tests_title(part: Part) -> str:
    """Say how many tests there are, and how many of them wait for a person's word."""
    to_settle = sum(bool(head.problem or head.unit_problem) for head in part.reading.tests)
    tests = count(part.tests.count, "test")
    return f"{tests}, {to_settle:,} of them to be settled" if to_settle else f"{tests} understood"


def _points(part: Part) -> list[Point]:
    """Return everything that is open, each with the address of its field."""
    reading, address = part.reading, part.place.address
    found = [Point(q.title, f"#id_{q.name}") for q in part.questions if not q.answer]
    here = {head.key for head in part.tests.things}
    for head in reading.tests:
        anchor = "" if head.key in here else address(tests=part.page_of_test.get(head.key, 1))
        if head.problem:
            found.append(Point(f"{head.text}: {head.problem}", f"{anchor}#id_test-{head.key}"))
        elif head.unit_problem:
            found.append(Point(f"{head.text}: {head.unit_problem}", f"{anchor}#id_unit-{head.key}"))
    found += [Point(f"{h.text}: {h.problem}", f"#id_day-{h.key}") for h in part.unclear_dates if h.problem]
    if any(reading.counts.get(state) for state in OPEN):
        found.append(Point(decisions_title(part), "#decisions"))
    return found


def _pages(part: Part, some: Slice[Any], name: str, label: str) -> Pages | None:
    """Return the ways through many things, or None where one page shows them all."""
    if some.pages == 1:
        return None
    return Pages(
        label=label,
        words=f"{label} {some.first} to {some.first + len(some.things) - 1} of {some.count:,}",
        before_url=part.place.address(**{name: some.page - 1, "change": ""}) if some.page > 1 else "",
        after_url=part.place.address(**{name: some.page + 1, "change": ""}) if some.page < some.pages else "",
    )


def _sheet_pages(part: Part) -> tuple[Pages, ...]:
    """Return the ways through the dates and the tests of the grid, where one page does not show them all."""
    found = _pages(part, part.dates, "dates", "Dates"), _pages(part, part.tests, "tests", "Tests")
    return tuple(pages for pages in found if pages)


def _lines_aside(reading: Reading) -> list[Aside]:
    """Return the lines that are not taken over, but for those whose test can be named."""
    named = {(head.place, head.text) for head in reading.tests}
    return [line for line in reading.aside if (line.place, line.text) not in named]


def _course(form: ChoicesForm, place: int, course: Mapping[str, Any]) -> Course:
    return Course(form[f"course-{place}"], str(course["words"]), bool(course["is_known"]))


def _confirm_words(part: Part, courses: Sequence[Mapping[str, Any]], form: ChoicesForm) -> str:
    """Return the words on the button that stores, or nothing where there is nothing new."""
    values = part.reading.counts.get(VALUE, 0)
    taken = [
        place
        for place, course in enumerate(courses)
        if not course["is_known"] and part.choices.courses.get(str(place)) != "skip"
    ]
    things = [count(values, "value")] if values else []
    things += [count(len(taken), "drug course")] if taken else []
    return f"Confirm: store {' and '.join(things)}" if things else ""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """What came of a table that was stored, or undone since."""

    title: str
    origin: str
    outcome: str
    is_stored: bool
    aside: tuple[Aside, ...]
    more_aside: int
    cannot_undo: str


def present_stored(intake: Intake, *, by: str, cannot_undo: str) -> StoredPage:
    """Return what came of a table."""
    aside = [Aside(**line) for line in intake.aside]
    is_stored = intake.state == IntakeState.STORED
    return StoredPage(
        title=capfirst(name_intake(intake)),
        origin=name_origin(intake, by),
        outcome=stored_words(intake.counts, intake) if is_stored else "Undone: none of it is in the case.",
        is_stored=is_stored,
        aside=tuple(aside[:MOST_LINES]),
        more_aside=max(0, len(aside) - MOST_LINES),
        cannot_undo=cannot_undo,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A table that is not confirmed yet, or lines of a stored one that were kept aside."""

    id: str
    words: str
    version: int


def present_waiting(intakes: Sequence[Intake]) -> tuple[Waiting, ...]:
    """Return the tables that wait for their confirmation."""
    return tuple(
        Waiting(str(intake.pk), f"The {name_intake(intake)} is not stored yet.", intake.version)
        for intake in intakes
        if intake.state == IntakeState.PENDING
    )


def present_kept_aside(intakes: Sequence[Intake]) -> tuple[Waiting, ...]:
    """Return the stored tables of which lines were kept aside."""
    return tuple(
        Waiting(
            str(intake.pk),
            f"{count(intake.counts['aside'], 'line')} of the {name_intake(intake)} kept aside.",
            intake.version,
        )
        for intake in intakes
        if intake.state == IntakeState.STORED and intake.counts.get("aside")
    )
