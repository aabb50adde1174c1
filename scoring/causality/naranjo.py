"""The Naranjo scale (1981) for any drug reaction: ten questions, -4 to 13; unknown counts 0 in each.

Source: Naranjo 1981 by two tables that restate it (clinical reference 5.5). In DRESS questions 4, 6, 7 and 8
nearly always stay unknown.
"""

from scoring.causality import record
from scoring.causality.candidate import Candidate
from scoring.causality.scale import (
    NOT_DERIVED,
    Band,
    Option,
    Question,
    Scale,
    ScaleResult,
    Told,
    apply,
)
from scoring.facts import CaseFacts
from scoring.kernel.citation import NARANJO_1981, threshold

DEFINITE_FROM = threshold("9", "points", NARANJO_1981, "V")
PROBABLE_FROM = threshold("5", "points", NARANJO_1981, "V")
POSSIBLE_FROM = threshold("1", "points", NARANJO_1981, "V")


def _question(number: int, title: str, asks: str, yes: int, no: int, note: str = "") -> Question:
    options = (Option("yes", "Yes", yes, "V"), Option("no", "No", no, "V"))
    return Question(f"naranjo.{number}", f"{number} {title}", asks, options, 0, note)


QUESTIONS = (
    _question(1, "Known reports", "Are there earlier conclusive reports of this reaction to the drug?", 1, 0),
    _question(2, "After the drug", "Did the reaction appear after the drug had been given?", 2, -1),
    _question(
        3, "Better on stopping",
        "Did the reaction improve when the drug was stopped, or when a specific antagonist was given?", 1, 0,
        "DRESS can flare for weeks after the drug was stopped, so that this says little.",
    ),
    _question(4, "Back when given again", "Did the reaction come back when the drug was given again?", 2, -1,
              "Giving a suspected drug again is unsafe in DRESS; mostly this stays unknown."),
    _question(
        5, "Other causes", "Could other causes have produced the reaction by themselves?", -1, 2,
        "Negative tests for the usual infections do not answer this alone.",
    ),
    _question(6, "Back on placebo", "Did the reaction come back when a placebo was given?", -1, 1,
              "Hardly ever done; mostly this stays unknown."),
    _question(7, "Toxic level", "Was the drug measured at a level known to be toxic?", 1, 0,
              "DRESS does not depend on toxic levels; mostly this stays unknown."),
    _question(8, "Dose and severity", "Was the reaction worse at a higher, or milder at a lower dose?", 1, 0,
              "Hardly ever seen in DRESS; mostly this stays unknown."),
    _question(9, "Reacted before", "Did the patient react alike to this or a similar drug before?", 1, 0),
    _question(10, "Objective evidence", "Was the reaction confirmed by objective evidence?", 1, 0),
)  # fmt: skip
SCALE = Scale(
    id="naranjo",
    name="Naranjo",
    made_for="made for any adverse drug reaction, from 1981",
    weakness="questions 4, 6, 7 and 8 nearly always stay unknown; raters agreed little "
    "(kappa 0.11, in SJS/TEN)",
    citation=NARANJO_1981,
    questions=QUESTIONS,
    bands=(
        Band("doubtful", "doubtful", None),
        Band("possible", "possible", POSSIBLE_FROM),
        Band("probable", "probable", PROBABLE_FROM),
        Band("definite", "definite", DEFINITE_FROM),
    ),
)


def score(facts: CaseFacts, candidate: Candidate) -> ScaleResult:
    """Score one substance of a case."""
    return apply(SCALE, candidate, _told(facts, candidate))


def _told(facts: CaseFacts, candidate: Candidate) -> dict[str, Told]:
    """Return what follows from the record; nothing is concluded where it only might."""
    tier, evidence = record.tier(candidate)
    before, why_before = record.began_before(facts, candidate)
    again, why_again = record.taken_again(candidate)
    reacted = candidate.previous == "reacted"
    return {
        "naranjo.1": _yes(evidence, is_yes=tier is not None and tier >= record.WELL_KNOWN_FROM.value),
        "naranjo.2": Told(why_before, before) if before else Told(why_before),
        "naranjo.4": _again(again, why_again),
        "naranjo.9": _yes("Reacted when taken before" if reacted else NOT_DERIVED, is_yes=reacted),
    }


def _yes(why: str, *, is_yes: bool) -> Told:
    """Return a yes where it holds; its absence is no *no*."""
    return Told(why, "yes") if is_yes else Told(why)


def _again(word: str, why: str) -> Told:
    answers = {record.REAPPEARED: "yes", record.TOLERATED: "no"}
    return Told(why, answers[word]) if word in answers else Told(why)
