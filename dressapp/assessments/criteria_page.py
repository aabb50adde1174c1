"""What four sets of criteria say of a case side by side, in words: for screen, print and snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring import panel
from scoring.facts import CaseFacts
from scoring.jscar import ruleset as jscar
from scoring.kernel.citation import CERTAINTY
from scoring.kernel.criterion import STATE_WORDS, CriteriaResult, Criterion, Known, name_verdict
from scoring.kernel.result import ItemResult, Source
from scoring.kernel.tri import Tri
from scoring.panel import Assessment
from scoring.side_by_side import REGISCAR, SUBJECTS, CriteriaBoard, item_state

from .page import ItemRow, ScorePage
from .severity_page import SeverityPage, present_severity
from .words import capital

READ = ("", "V", "V2")  # certainties that need no word
TONES = {"typical": "data", "atypical": "data", "met": "data", "undetermined": "missing"}
STATES = {Tri.YES: "met", Tri.NO: "not-met", Tri.UNKNOWN: "open"}
ABOUT = {
    "regiscar": "Adds points; an item that is not known has its points as printed.",
    "jscar": "Typical: all seven items. Atypical: items 1 to 5. Numbers are read at or above, as the "
    "Japanese original has them; English tables print above.",
    "bocquet": "All three are needed.",
    "inclusion": "By these RegiSCAR takes a case in for review. They are no diagnosis and no cut-off of one; "
    "the sources differ in how many are needed.",
}
NEEDED = {
    "J Immunol Res 2018": "any three",
    "Clin Mol Allergy 2017": "admission, drug and rash, and three of the last four",
    "wiki page on Kardaun 2007": "admission and drug, and three of the last five (our reading)",
}
NOTHING_TO_COMPARE = "None of the sets is met on what is on record: there is nothing to compare yet."
AGREED = "No fact on record makes these sets disagree."
DISAGREE = "Each set counts the same facts in its own way. What makes them differ here:"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One of several facts that a criterion is made of."""

    title: str
    state: str
    state_words: str
    why: str


@dataclass(frozen=True, slots=True)
class CriterionCell:
    """One criterion of one set: what it asks, whether it is met, and why; `points` only in a score."""

    id: str
    title: str
    asks: str
    state: str
    state_words: str
    why: str
    points: str
    certainty: str
    note: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class SetColumn:
    """One set of criteria: its verdict, which names the set, and how its sources are read."""

    id: str
    name: str
    verdict: str
    tone: str
    about: str
    readings: tuple[str, ...]
    missing: tuple[str, ...]
    source: str
    read: str


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One subject, and what each set asks of it: a group of cells a set, empty where it asks nothing."""

    id: str
    title: str
    cells: tuple[tuple[CriterionCell, ...], ...]


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """Four sets of criteria side by side, why they disagree, and the severity."""

    columns: tuple[SetColumn, ...]
    rows: tuple[SubjectRow, ...]
    disagree_intro: str
    disagreements: tuple[str, ...]
    severity: SeverityPage


def present_criteria(assessment: Assessment, page: ScorePage, *, today: date) -> CriteriaPage:
    """Return the criteria and the severity of an assessed case; `page` is its score in words."""
    board = panel.criteria(assessment)
    facts = assessment.facts
    sets = {"jscar": board.jscar, "bocquet": board.bocquet, "inclusion": board.inclusion}
    return CriteriaPage(
        columns=_columns(board, page),
        rows=tuple(_subject(subject, board, page, sets, facts) for subject in SUBJECTS),
        disagree_intro=_intro(board),
        disagreements=board.disagreements,
        severity=present_severity(panel.severity(assessment), facts, today=today),
    )


def _intro(board: CriteriaBoard) -> str:
    if board.disagreements:
        return DISAGREE
    return AGREED if board.regiscar.now.category != "no" else NOTHING_TO_COMPARE


def _columns(board: CriteriaBoard, page: ScorePage) -> tuple[SetColumn, ...]:
    score = SetColumn(
        id="regiscar",
        name="RegiSCAR",
        verdict=page.headline,
        tone=page.tone,
        about=f"{capital(page.subline)}. {ABOUT['regiscar']}",
        readings=(),
        missing=(),
        source=page.ruleset_words,
        read="",
    )
    needed = {
        jscar.JAPANESE: "no number for items 1 and 4",
        jscar.ENGLISH: "> 3 weeks, ALT > 100 U/L",
    } | NEEDED
    return (
        score,
        _column("jscar", "J-SCAR (DIHS)", board.jscar, needed),
        _column("bocquet", "Bocquet", board.bocquet, needed),
        _column("inclusion", "RegiSCAR inclusion", board.inclusion, needed),
    )


def _column(id: str, name: str, result: CriteriaResult, needed: dict[str, str]) -> SetColumn:
    citation = result.criteria[0].citation
    return SetColumn(
        id=id,
        name=name,
        verdict=result.words,
        tone=TONES.get(result.verdict, "none"),
        about=ABOUT[id],
        readings=tuple(f"{each.source} ({needed[each.source]}): {each.words}" for each in result.readings),
        missing=result.missing,
        source=f"{citation.reference}; rule set {result.ruleset}",
        read=citation.read,
    )


def _subject(
    subject: str, board: CriteriaBoard, page: ScorePage, sets: Mapping[str, CriteriaResult], facts: CaseFacts
) -> SubjectRow:
    items = zip(board.regiscar.items.values(), page.items, strict=True)
    of_score = tuple(_item(item, row, facts) for item, row in items if REGISCAR[item.id][0] == subject)
    of_sets = (
        tuple(_criterion(name, each, facts) for each in result.criteria if each.subject == subject)
        for name, result in sets.items()
    )
    return SubjectRow(subject, SUBJECTS[subject], (of_score, *of_sets))


def _item(item: ItemResult, row: ItemRow, facts: CaseFacts) -> CriterionCell:
    state = item_state(item)
    return CriterionCell(
        id=f"regiscar-{item.id}",
        title=item.title,
        asks=row.asks,
        state=STATES[state],
        state_words=name_verdict(state, is_open=not facts.is_closed),
        why=row.why if item.source is Source.CLINICIAN else f"{capital(row.answer_words)}. {row.why}",
        points=row.points,
        certainty="",
        note="",
        parts=(),
    )


def _criterion(name: str, criterion: Criterion, facts: CaseFacts) -> CriterionCell:
    number = f"{criterion.number}. " if criterion.number else ""
    return CriterionCell(
        id=f"{name}-{criterion.id}",
        title=f"{number}{criterion.title}",
        asks=criterion.asks,
        state=STATES[criterion.state],
        state_words=name_verdict(criterion.state, is_open=not facts.is_closed),
        why="" if criterion.parts else criterion.why,
        points="",
        certainty=_certainty(criterion.certainty),
        note=criterion.note,
        parts=tuple(_part(part) for part in criterion.parts),
    )


def _part(part: Known) -> PartRow:
    return PartRow(part.title, STATES[part.state], STATE_WORDS[part.state], part.why)


def _certainty(grade: str) -> str:
    return "" if grade in READ else CERTAINTY[grade]
