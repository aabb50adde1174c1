"""The ward clock in words: what cannot be known yet, from which day it can, what stands on record of it."""

from dataclasses import dataclass
from datetime import date

from dressapp.assessments.presenters import present_day
from scoring.clock import DUE, KNOWN, LATE, NOT_YET, OVER, PASSED, UNCOUNTED, ClockEntry, ward_clock
from scoring.derive.statements import Statement
from scoring.kernel.citation import CERTAINTY
from scoring.panel import Assessment

# Each with the tone of its chip.
STATE_WORDS = {
    KNOWN: ("on record", "data"),
    NOT_YET: ("not yet", "missing"),
    DUE: ("day reached, not on record", "warn"),
    PASSED: ("usual time passed", "none"),
    OVER: ("can no longer be known", "none"),
    UNCOUNTED: ("day not known", "missing"),
    LATE: ("comes late", "none"),
}


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One thing that time tells; `notes` are sentences with their sources."""

    id: str
    what: str
    state: str
    state_words: str
    tone: str
    when: str
    record: str
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockPage:
    """The clock as it stands on a day; `day` is blank where nobody can say which day it is."""

    day: str
    note: str
    pending: tuple[str, ...]
    rows: tuple[ClockRow, ...]


def present_clock(assessment: Assessment, *, today: date) -> ClockPage:
    """Return the ward clock of a case as it reads on a given day."""
    clock = ward_clock(assessment.facts, assessment.regiscar, today)
    day = present_day(assessment.facts, today)
    return ClockPage(day, clock.note, clock.pending, tuple(map(_row, clock.entries)))


def _row(entry: ClockEntry) -> ClockRow:
    words, tone = STATE_WORDS[entry.state]
    return ClockRow(
        id=entry.id,
        what=entry.what,
        state=entry.state,
        state_words=words,
        tone=tone,
        when=entry.when,
        record=entry.record,
        source=f"{entry.source.name}, {CERTAINTY[entry.certainty]}",
        notes=tuple(map(present_statement, entry.notes)),
    )


def present_statement(statement: Statement) -> str:
    """Return a sentence with where it comes from and how sure that is."""
    return f"{statement.text} ({statement.source.name}, {CERTAINTY[statement.certainty]})"
