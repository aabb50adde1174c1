"""The algorithm of the Spanish pharmacovigilance system (SEFV): seven items, at most 11.

The 2020 Spanish guideline finds the culprit of DRESS by it. Only two worked cases could be read (clinical
reference 5.5): the items with their maxima, and the answers of these cases. The other answers with their
points and the bands are not verified, and say so. A reaction to the stopping of a drug is left out: DRESS is
none.
"""

from scoring.causality import record
from scoring.causality.candidate import Candidate
from scoring.causality.scale import (
    Band,
    Option,
    Question,
    Scale,
    ScaleResult,
    Told,
    apply,
)
from scoring.facts import CaseFacts
from scoring.kernel.citation import GENERAL_KNOWLEDGE, SEFV_2016, threshold

CONDITIONAL_FROM = threshold("1", "points", GENERAL_KNOWLEDGE, "GK")
POSSIBLE_FROM = threshold("4", "points", GENERAL_KNOWLEDGE, "GK")
PROBABLE_FROM = threshold("6", "points", GENERAL_KNOWLEDGE, "GK")
DEFINITE_FROM = threshold("8", "points", GENERAL_KNOWLEDGE, "GK")  # a total of 8 was read as defined
READ, GK = "V", "GK"
WITHDRAWAL_NOTE = "DRESS can flare for weeks after the drug was stopped; judge the whole course."

QUESTIONS = (
    Question(
        "sefv.time", "Time sequence", "Does the time between drug and reaction fit?",
        (
            Option("compatible", "Fits", 2, READ),
            Option("partly", "Fits, but not in every respect", 1, GK),
            Option("incompatible", "Does not fit", -1, GK),
        ), 0,
    ),
    Question(
        "sefv.knowledge", "Previous knowledge", "Is the reaction known of this drug?",
        (
            Option("well_known", "Well known, or in the product information", 2, READ),
            Option("occasional", "Reported now and then", 1, GK),
            Option("not_known", "Not known", 0, GK),
            Option("against", "What is known speaks against it", -1, GK),
        ), 0,
    ),
    Question(
        "sefv.withdrawal", "Withdrawal", "What happened when the drug was withdrawn?",
        (
            Option("improved", "Withdrawn, and improved", 2, READ),
            Option("not_improved", "Withdrawn, and did not improve", -2, GK),
            Option("continued_not_improved", "Not withdrawn, and did not improve", 1, GK),
            Option("continued_improved", "Not withdrawn, and improved", -2, GK),
            Option("continued_explained", "Not withdrawn, improved by tolerance or by treatment", 1, GK),
            Option("fatal", "Fatal or irreversible", 0, GK),
        ), 0, WITHDRAWAL_NOTE,
    ),
    Question(
        "sefv.reexposure", "Re-exposure", "What happened when the patient had the drug again?",
        (
            Option("positive", "The reaction came back", 2, READ),
            Option("negative", "It did not come back", -1, GK),
            Option("none", "No re-exposure", 0, READ),
            Option("similar", "A like reaction to a similar drug before", 1, GK),
        ), 0, "Giving a suspected drug again is unsafe in DRESS.",
    ),
    Question(
        "sefv.alternative", "Alternative cause", "Is there another explanation, a disease or another drug?",
        (
            Option("more_likely", "Another explanation is more likely", -3, GK),
            Option("equal_or_less", "Another one is as likely, or less", -1, GK),
            Option("set_aside", "Enough is known to set other causes aside", 1, READ),
        ), 0,
    ),
    Question(
        "sefv.factors", "Contributing factors", "Are there factors in the patient that favour the reaction?",
        (Option("yes", "Yes", 1, READ), Option("no", "No", 0, GK)), 0,
    ),
    Question(
        "sefv.tests", "Additional tests", "Do additional tests support the connection with this drug?",
        (Option("yes", "Yes", 1, READ), Option("no", "No", 0, READ)), 0,
    ),
)  # fmt: skip
SCALE = Scale(
    id="sefv",
    name="SEFV",
    made_for="made for any adverse drug reaction; the Spanish guideline for DRESS (2020) uses it",
    weakness="never validated in DRESS; most of its points and its bands are not verified here",
    citation=SEFV_2016,
    questions=QUESTIONS,
    bands=(
        Band("improbable", "improbable", None),
        Band("conditional", "conditional", CONDITIONAL_FROM),
        Band("possible", "possible", POSSIBLE_FROM),
        Band("probable", "probable", PROBABLE_FROM),
        Band("definite", "definite", DEFINITE_FROM),
    ),
)


def score(facts: CaseFacts, candidate: Candidate) -> ScaleResult:
    """Score one substance of a case."""
    return apply(SCALE, candidate, _told(facts, candidate))


def _told(facts: CaseFacts, candidate: Candidate) -> dict[str, Told]:
    return {
        "sefv.time": _time(facts, candidate),
        "sefv.knowledge": _knowledge(candidate),
        "sefv.reexposure": _reexposure(candidate),
    }


def _time(facts: CaseFacts, candidate: Candidate) -> Told:
    """Return *fits* for the usual interval of DRESS, *does not fit* after the onset: our own reading."""
    before, why = record.began_before(facts, candidate)
    if before == "no":
        return Told(why, "incompatible")
    if before == "yes" and candidate.latency.verdict == "typical":
        return Told(f"{candidate.latency.words} (our reading)", "compatible")
    return Told(f"{candidate.latency.words}: whether that fits is judged by a person")


def _knowledge(candidate: Candidate) -> Told:
    """Return what the catalogue of DRESS drugs says; that it found nothing is no *not known*."""
    tier, evidence = record.tier(candidate)
    if tier is None or tier < record.LISTED_FROM.value:
        return Told(evidence)
    return Told(evidence, "well_known" if tier >= record.WELL_KNOWN_FROM.value else "occasional")


def _reexposure(candidate: Candidate) -> Told:
    word, why = record.taken_again(candidate)
    answers = {record.REAPPEARED: "positive", record.TOLERATED: "negative", record.NOT_DONE: "none"}
    return Told(why, answers[word]) if word in answers else Told(why)
