"""The questions about one drug, in words: beside each what the record says of it, and how it counts now."""

from dataclasses import dataclass

from scoring.causality import culprits as causality
from scoring.causality.culprits import CulpritRow
from scoring.causality.ingredients import Ingredient
from scoring.causality.own import QUESTIONS as OWN_QUESTIONS
from scoring.causality.own import WHO_UMC, WHO_UMC_MEANINGS
from scoring.causality.scale import Question, Scale, ScaleResult
from scoring.kernel.result import Source
from scoring.panel import Assessment

from .catalogue import Known
from .culprits_page import (
    SOURCE_WORDS,
    QuestionLine,
    ScaleCell,
    ScaleNote,
    present_note,
    present_scale_of,
    rank_drugs,
)

OWN_TITLE = "Beside the scales"
NO_POINTS = "nothing is published for it"
NOT_ANSWERED = "not answered"
AS_ONE = "Its courses count as one drug: answers that differ between them count for nothing."


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question about a drug, with what the record says of it and how it counts now."""

    id: str
    title: str
    asks: str
    note: str
    record: str
    answer: str
    counts: str
    source_words: str
    meanings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskedPart:
    """The questions of one scale, or our own; `result` is the scale as it stands, None for our own."""

    id: str
    title: str
    note: ScaleNote | None
    result: ScaleCell | None
    questions: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class CausalityPage:
    """The questions about one drug; `others` says that its answers count for other courses as well."""

    name: str
    others: str
    conflicts: tuple[str, ...]
    parts: tuple[AskedPart, ...]


def present_causality(assessment: Assessment, ref: str, known: Known | None = None) -> CausalityPage | None:
    """Return the questions about the drug of a course; None where the case has no such course."""
    row = next((row for row in rank_drugs(assessment, known) if ref in row.refs), None)
    if row is None:
        return None
    results = zip(causality.SCALES, row.scales, strict=True)
    return CausalityPage(
        name=row.name,
        others=AS_ONE if len(row.refs) > 1 else "",
        conflicts=row.conflicts,
        parts=(_own_part(row), *(_part(scale, result) for scale, result in results)),
    )


def _own_part(row: CulpritRow) -> AskedPart:
    found = {each.id: each for each in row.ingredients}
    questions = tuple(_own_line(question, row, found.get(question.id)) for question in OWN_QUESTIONS)
    return AskedPart("own", OWN_TITLE, None, None, questions)


def _own_line(question: Question, row: CulpritRow, found: Ingredient | None) -> AskedLine:
    """Return one of our own questions; WHO-UMC is no ingredient, and explains its categories."""
    if found is None:
        answer = WHO_UMC.words(row.who_umc) if row.who_umc else NOT_ANSWERED
        meanings = tuple((question.words(word), meaning) for word, meaning in WHO_UMC_MEANINGS.items())
        asked = (question.id, question.title, question.asks, question.note)
        return AskedLine(*asked, "", answer, "", "", meanings)
    told = (*found.notes, found.words if found.source is Source.DATA else "")
    return AskedLine(
        id=question.id,
        title=question.title,
        asks=question.asks,
        note=question.note,
        record="; ".join(filter(None, told)),
        answer=found.words,
        counts="",
        source_words=SOURCE_WORDS[found.source],
        meanings=(),
    )


def _part(scale: Scale, result: ScaleResult) -> AskedPart:
    cell = present_scale_of(scale, result)
    lines = {line.id: line for line in cell.lines}
    questions = tuple(_asked(question, lines[question.id]) for question in scale.questions)
    return AskedPart(scale.id, scale.name, present_note(scale), cell, questions)


def _asked(question: Question, line: QuestionLine) -> AskedLine:
    return AskedLine(
        id=question.id,
        title=question.title,
        asks=question.asks,
        note=question.note,
        record=line.record,
        answer=line.answer,
        counts=f"counts {line.points}" if line.points else NO_POINTS,
        source_words=line.source_words,
        meanings=(),
    )
