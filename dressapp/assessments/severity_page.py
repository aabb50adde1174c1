"""How severe a case is, in words: the score that is coded, what nobody has validated, what is not coded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from scoring.explain import minus, signed
from scoring.facts import CaseFacts
from scoring.kernel.citation import CERTAINTY, MIZUKAWA_2019
from scoring.severity import dds
from scoring.severity.dds import DdsScore, Severity
from scoring.severity.points import Input, Span

MOMENTS = {
    "early": "Early: within three days of the first visit",
    "late": "Late: two to four weeks after the first visit",
}
CAVEATS = (
    "DDS comes from 55 patients of one centre, without a validation cohort. Its table of items was read on "
    "one Japanese page alone.",
    "There 5 of 26 patients with 4 points or more had CMV disease or its complications, and none with fewer.",
    "Creatinine counts as it is, not against a baseline: a chronic kidney disease scores too.",
    "Our own readings: the highest result of the days counts; what has no day, and needs one, counts in "
    "neither score; the late score is counted from the first visit.",
)
DELPHI = (
    "The severity bands of the Delphi consensus (Brüggen 2024) are not coded: the table of their limits is a "
    "figure that could not be read."
)


@dataclass(frozen=True, slots=True)
class InputCell:
    """One input at one moment, with the points that it may have; blank where the moment is not scored."""

    points: str = ""
    why: str = ""
    is_missing: bool = False
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input of a severity score, at each of its moments."""

    title: str
    asks: str
    cells: tuple[InputCell, ...]


@dataclass(frozen=True, slots=True)
class SeverityScore:
    """One severity score of some days: its total or range, its class where there is one, what it lacks."""

    moment: str
    name: str
    title: str
    when: str
    total: str
    severity: str
    tone: str
    missing: tuple[str, ...]
    missing_words: str


@dataclass(frozen=True, slots=True)
class SeverityPage:
    """The severity scores of a case, with what nobody has checked of them."""

    visit: str
    note: str
    scores: tuple[SeverityScore, ...]
    inputs: tuple[InputRow, ...]
    classes: str
    caveats: tuple[str, ...]
    not_coded: str
    source: str


def present_severity(severity: Severity, facts: CaseFacts, *, today: date) -> SeverityPage:
    """Return the severity of a case as it reads on a given day."""
    return SeverityPage(
        visit=severity.visit,
        note=severity.note,
        scores=tuple(_severity_score(score, facts, today) for score in severity.scores),
        inputs=_input_rows(severity.scores),
        classes="Below 1 mild, 1 to 3 moderate, from 4 severe; the score runs from "
        f"{minus(dds.LOWEST)} to {signed(dds.HIGHEST)}.",
        caveats=CAVEATS,
        not_coded=DELPHI,
        source=f"{MIZUKAWA_2019.reference}; {MIZUKAWA_2019.read}; rule set {severity.ruleset}",
    )


def _severity_score(score: DdsScore, facts: CaseFacts, today: date) -> SeverityScore:
    named = {
        "moment": score.moment,
        "name": score.moment.capitalize(),
        "title": MOMENTS[score.moment],
        "when": score.when,
    }
    if not score.is_reached:
        is_ahead = facts.basis != "relative" and not facts.is_closed and today < score.days.first
        total = "Not to be scored yet" if is_ahead else "Nothing is on record from these days"
        return SeverityScore(**named, total=total, severity="", tone="none", missing=(), missing_words="")
    return SeverityScore(
        **named,
        total=f"DDS {_span(score.total, minus)}",
        severity=_class(score),
        tone="data" if score.severity else "none",
        missing=score.missing,
        missing_words=_missing_words(score),
    )


def _missing_words(score: DdsScore) -> str:
    count = len(score.missing)
    if not count:
        return "All inputs are on record"
    verb = "leaves" if count == 1 else "leave"
    return f"{count} of {len(score.inputs)} inputs {verb} it open; nothing is filled in for them"


def _class(score: DdsScore) -> str:
    """Return the class with the score's name; none where the range spans more than one."""
    if score.severity:
        return f"DDS: {score.severity}"
    low, high = dds.classify(score.total.low), dds.classify(score.total.high)
    return f"no class: from {low} to {high}"


def _span(span: Span, show: Callable[[int], str]) -> str:
    return show(span.low) if span.low == span.high else f"{show(span.low)} to {show(span.high)}"


def _input_rows(scores: tuple[DdsScore, ...]) -> tuple[InputRow, ...]:
    """Return the inputs of the scores that are reached, early and late side by side."""
    if not any(score.is_reached for score in scores):
        return ()
    return tuple(
        InputRow(each[0].title, each[0].asks, tuple(map(_cell, each, scores)))
        for each in zip(*(score.inputs for score in scores), strict=True)
    )


def _cell(each: Input, score: DdsScore) -> InputCell:
    if not score.is_reached:
        return InputCell()
    certainty = CERTAINTY.get(each.certainty, "")
    return InputCell(_span(each.span, signed), each.why, each.is_missing, certainty)
