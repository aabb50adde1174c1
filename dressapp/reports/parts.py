"""Parts of a report that are tables of text: the score by day, and what other criteria say.

Screen and paper draw every part alike: a title, a sentence above, the table, sentences below. A part that is
shown on request alone stands in the saved page all the same.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dressapp.assessments.clock_page import ClockPage, present_clock
from dressapp.assessments.criteria_page import CriteriaPage, CriterionCell, present_criteria
from dressapp.assessments.culprits_page import (
    UNRANKED,
    CulpritLine,
    CulpritsPage,
    IngredientCell,
    present_culprits,
)
from dressapp.assessments.days import present_curve
from dressapp.assessments.page import ScorePage
from dressapp.assessments.selectors import Assessment
from dressapp.assessments.severity_page import InputCell, SeverityPage
from dressapp.assessments.tracker_page import TrackerPage, present_tracker

from .sections import listed

Part = dict[str, Any]
DAYS = "days"
ON_REQUEST = frozenset({DAYS})


def part(
    id: str,
    title: str,
    heads: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    widths: Iterable[int],
    above: str = "",
    below: Iterable[str] = (),
) -> Part:
    """Return one part; `widths` are the shares of the columns."""
    return {
        "id": id,
        "title": title,
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "above": above,
        "below": list(below),
    }


def present_parts(assessment: Assessment, page: ScorePage, *, today: date) -> list[Part]:
    """Return every part that says something of the case, the ward clock as it reads today."""
    tracker, criteria = present_tracker(assessment), present_criteria(assessment, page, today=today)
    parts = (
        _culprits(present_culprits(assessment)),
        _verdicts(criteria),
        _criteria(criteria),
        _severity(criteria.severity),
        _tests(tracker),
        _viruses(tracker),
        _clock(present_clock(assessment, today=today)),
        _days(assessment),
    )
    return [found for found in parts if found["rows"]]


def _culprits(page: CulpritsPage) -> Part:
    """Return every drug ranked, with what the rank rests on and the scales beside it."""
    notes = (f"{note.name}: {note.made_for}. Weak in DRESS: {note.weakness}." for note in page.scales)
    return part(
        "culprits",
        "Which drug",
        ("Rank", "Drug", "What the rank rests on", "Scales"),
        ((row.rank, _drug(row), _ingredients(row), _scales(row)) for row in page.rows),
        widths=(1, 4, 9, 5),
        below=(*page.explained, *notes, page.who_umc_note),
    )


def _drug(row: CulpritLine) -> str:
    concluded = (f"clinician: {words}" for words in row.conclusions)
    return listed(row.name, row.recorded, row.roles, row.place_words, *concluded, *row.conflicts, by="; ")


def _ingredients(row: CulpritLine) -> str:
    """Return what the rank rests on; what was given for the reaction has none."""
    return "\n".join(map(_ingredient, row.ingredients)) if row.rank != UNRANKED else ""


def _ingredient(cell: IngredientCell) -> str:
    mark = f"; {cell.mark}" if cell.mark else ""
    return f"{cell.title}: {cell.words} ({cell.direction_words}{mark})"


def _scales(row: CulpritLine) -> str:
    told = (f"{cell.category_words}; {cell.total}, {cell.range_words}" for cell in row.scales)
    return "\n".join(filter(None, (*told, row.who_umc)))


def _verdicts(page: CriteriaPage) -> Part:
    """Return what each set of criteria says, and which facts make them disagree."""
    return part(
        "verdicts",
        "Criteria side by side",
        ("Set", "Says", "Readings, and what is missing", "Source"),
        (
            (column.name, column.verdict, "\n".join((*column.readings, *column.missing)), column.source)
            for column in page.columns
        ),
        widths=(2, 3, 6, 4),
        above=page.disagree_intro,
        below=page.disagreements,
    )


def _criteria(page: CriteriaPage) -> Part:
    """Return what each set asks of a subject, and whether that is met."""
    return part(
        "criteria",
        "Criteria, fact by fact",
        ("Asked of", *(column.name for column in page.columns)),
        ((row.title, *("\n".join(map(_criterion, cells)) for cells in row.cells)) for row in page.rows),
        widths=(2, 4, 4, 4, 4),
    )


def _criterion(cell: CriterionCell) -> str:
    points = f" ({cell.points})" if cell.points else ""
    parts = listed(*(f"{part.title}: {part.state_words}" for part in cell.parts), by="; ")
    return listed(f"{cell.title}: {cell.state_words}{points}", cell.why, parts, by=". ")


def _severity(page: SeverityPage) -> Part:
    """Return the severity score at its two moments, input by input."""
    told = (listed(score.title, score.total, score.severity, score.missing_words) for score in page.scores)
    return part(
        "severity",
        "Severity by DDS",
        ("Input", *(score.name for score in page.scores)),
        ((f"{row.title}: {row.asks}", *map(_input, row.cells)) for row in page.inputs),
        widths=(4, *(3 for _ in page.scores)),
        above=listed(page.visit, page.note, *told, by=". "),
        below=(page.classes, *page.caveats, page.not_coded, page.source),
    )


def _input(cell: InputCell) -> str:
    return listed(cell.points, cell.why, cell.certainty)


def _tests(tracker: TrackerPage) -> Part:
    """Return the tests for other causes that are on record, each as the three readings count it."""
    counted = (f"{row.name}: {row.count} ({row.negative}), worth {row.points}" for row in tracker.readings)
    recorded = (row for row in tracker.rows if row.day)
    return part(
        "tracker",
        "Tests for other causes as the readings count them",
        ("Test", "State", "Sample", *tracker.heads),
        ((row.name, row.state, row.day, *row.counts) for row in recorded),
        widths=(4, 3, 2, 3, 3, 4),
        above=tracker.words,
        below=(*counted, tracker.note),
    )


def _viruses(tracker: TrackerPage) -> Part:
    """Return the four herpesviruses, which are no other cause."""
    return part(
        "viruses",
        "HHV-6, EBV, CMV, HHV-7",
        ("Virus", "State", "On record", "What it cannot say"),
        (
            (virus.name, virus.state, "\n".join(virus.lines), " ".join(virus.notes))
            for virus in tracker.viruses
        ),
        widths=(1, 2, 4, 6),
        above=tracker.virus_note,
    )


def _clock(clock: ClockPage) -> Part:
    """Return what time tells, and when."""
    return part(
        "clock",
        "Ward clock",
        ("What", "State", "From", "On record", "Source"),
        ((row.what, row.state_words, row.when, row.record, row.source) for row in clock.rows),
        widths=(4, 3, 3, 5, 4),
        above=listed(f"As it reads on {clock.day}" if clock.day else "", clock.note, by=". "),
        below=["Results pending: " + "; ".join(clock.pending)] if clock.pending else [],
    )


def _days(assessment: Assessment) -> Part:
    """Return the score as of each day on which it changed."""
    curve = present_curve(assessment)
    without = f"{curve.undated} entries without a day count on none." if curve.undated else ""
    return part(
        DAYS,
        "Score by day",
        ("Day", "Score", "Reads", "Range"),
        ((row.day, row.total, row.headline, row.range_words) for row in curve.rows),
        widths=(3, 1, 5, 2),
        above=f"As it stood on each day on which it changed, from what is dated up to it. {without}".strip(),
    )
