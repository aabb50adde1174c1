"""The tests for other causes and the four herpesviruses in words: what came, and what it counts as."""

from collections.abc import Iterator
from dataclasses import dataclass

from dressapp.assessments.clock_page import present_statement
from dressapp.cases.choices import CAUSE_TESTS, VIRUSES
from scoring.derive.cause_readings import NAMES, CauseReadings, Reading, Test, cause_readings, counts_as
from scoring.derive.causes import PART_OF_DRESS
from scoring.derive.days import day_words
from scoring.derive.statements import PART_OF_IT
from scoring.derive.viruses import VirusRecord, virus_records
from scoring.explain import signed
from scoring.facts import CaseFacts
from scoring.kernel.result import ItemResult, Source
from scoring.panel import Assessment
from scoring.regiscar.items import ANSWER_WORDS

from .words import capital

# Each with the tone of its chip.
STATES = {
    "negative": ("negative", "none"),
    "positive": ("positive", "warn"),
    "pending": ("pending", "missing"),
    "not_done": ("not ordered or not done", "missing"),
    "": ("result not recorded", "missing"),
}
NOT_ON_RECORD = ("not on record", "missing")
ANSWERED_BY = {
    Source.CLINICIAN: "the clinician's answer",
    Source.DATA: "from data, not confirmed",
    Source.UNKNOWN: "not answered",
}
BY_ITS_NAME = "Whether another test is serology or PCR is read from its name: our choice."


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One test: its state, the day of its sample, and what it counts as in each reading."""

    name: str
    state: str
    tone: str
    day: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One way to count towards three."""

    name: str
    count: str
    negative: str
    points: str
    is_scored: bool


@dataclass(frozen=True, slots=True)
class VirusBlock:
    """One of the four viruses, each of its tests as a line; `notes` are what they cannot say."""

    name: str
    state: str
    tone: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackerPage:
    """The tests for other causes with the three readings, and the viruses apart."""

    heads: tuple[str, ...]
    rows: tuple[TrackerRow, ...]
    readings: tuple[ReadingRow, ...]
    words: str
    is_divided: bool
    in_the_score: str
    note: str
    viruses: tuple[VirusBlock, ...]
    virus_note: str


def present_tracker(assessment: Assessment) -> TrackerPage:
    """Return the tracker of a case."""
    facts = assessment.facts
    found = cause_readings(facts)
    return TrackerPage(
        heads=tuple(capital(name) for name in NAMES),
        rows=tuple(_rows(facts)),
        readings=tuple(map(_reading, found.readings)),
        words=found.words,
        is_divided=found.is_divided,
        in_the_score=_in_the_score(assessment.regiscar.items["other_causes_excluded"]),
        note=f"{_by_itself(found)} {BY_ITS_NAME}",
        viruses=tuple(map(_virus, virus_records(facts))),
        virus_note=present_statement(PART_OF_IT),
    )


def _rows(facts: CaseFacts) -> Iterator[TrackerRow]:
    """Yield the usual tests in their order, each sample of one a row, then every other test."""
    for test, name in CAUSE_TESTS.items():
        samples = [row for row in facts.cause_tests if row.test == test]
        yield from (_row(facts, row, name) for row in samples)
        if not samples:
            yield TrackerRow(name, *NOT_ON_RECORD, "", ("",) * len(NAMES))
    others = (row for row in facts.cause_tests if row.test not in CAUSE_TESTS)
    yield from (_row(facts, row, name_cause(row.test)) for row in others)
    viruses = (row for row in facts.virus_tests if row.virus not in PART_OF_DRESS)
    yield from (_row(facts, row, VIRUSES.get(row.virus, row.virus)) for row in viruses)


def _row(facts: CaseFacts, test: Test, name: str) -> TrackerRow:
    state, tone = STATES[test.result]
    day = day_words(facts, test.on) if test.on else "not recorded"
    return TrackerRow(name, state, tone, day, counts_as(facts, test))


def name_cause(test: str) -> str:
    """Return the name of a usual test, or of any other as it was written."""
    return CAUSE_TESTS.get(test) or capital(test.replace("_", " "))


def _reading(reading: Reading) -> ReadingRow:
    return ReadingRow(
        name=capital(reading.name),
        count=f"{len(reading.negative)} of {reading.of}",
        negative=", ".join(reading.negative) or "none",
        points=signed(reading.points),
        is_scored=reading.name == NAMES[0],
    )


def _by_itself(found: CauseReadings) -> str:
    """Say the third reading's other way to count."""
    names = f" ({', '.join(found.one_by_one)})" if found.one_by_one else ""
    return f"With each serology and PCR counted by itself: {len(found.one_by_one)} negative{names}."


def _in_the_score(item: ItemResult) -> str:
    """Return what the score has now, and by whom."""
    return f"{ANSWER_WORDS[str(item.answer)]}, {signed(item.points)} ({ANSWERED_BY[item.source]})"


def _virus(record: VirusRecord) -> VirusBlock:
    state, tone = STATES[record.state] if record.lines else NOT_ON_RECORD
    return VirusBlock(record.name, state, tone, record.lines, tuple(map(present_statement, record.notes)))
