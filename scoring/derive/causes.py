"""Tests for other causes: negative groups, positives that may explain the illness, viruses apart."""

from collections.abc import Iterator
from datetime import date

from scoring.facts import CaseFacts, CauseTest, VirusTest
from scoring.kernel.citation import KARDAUN_2007, OWN_CHOICE, threshold
from scoring.kernel.result import Derived, Evidence, Support
from scoring.kernel.tri import Tri

NEGATIVE_GROUPS = threshold("3", "groups", KARDAUN_2007, "V2")  # groups or single tests: the tables differ
TOO_OLD = threshold("14", "d", OWN_CHOICE, "DESIGN")

GROUPS = {
    "ANA": ("ana",),
    "blood culture": ("blood_culture",),
    "hepatitis A, B, C": ("hepatitis_a", "hepatitis_b", "hepatitis_c"),
    "mycoplasma, chlamydia": ("mycoplasma", "chlamydia"),
}
NOTHING_TESTED = Derived("unknown", "0 of 4 groups negative: fewer than 3")
PART_OF_DRESS = ("hhv6", "hhv7", "ebv", "cmv")


def is_too_old(facts: CaseFacts, day: date | None) -> bool:
    """Say whether a test lies more than 14 days before the first day of the episode."""
    start = facts.dates.episode_start
    return day is not None and start is not None and (start - day).days > TOO_OLD.value


def other_causes(facts: CaseFacts) -> Derived:
    """Derive whether other causes were looked for and none found."""
    if not facts.cause_tests and not facts.virus_tests:
        return NOTHING_TESTED
    counted = [test for test in facts.cause_tests if not is_too_old(facts, test.on)]
    negative = [name for name, tests in GROUPS.items() if _is_negative(counted, tests)]
    positives = [*positive_tests(counted), *positive_viruses(facts)]
    evidence = tuple(Evidence(f"{test_words(test.test)} {test.result.replace('_', ' ')}") for test in counted)
    old = len(facts.cause_tests) - len(counted)
    aside = f"; {old} older than 14 days before the illness, listed and not counted" if old else ""
    explaining = [name for name, explains in positives if explains is Tri.YES]
    if explaining:
        why = f"A positive test explains the reaction: {', '.join(explaining)}{aside}"
        return Derived("no", why, evidence, Support.WELL_BEYOND)
    unjudged = [name for name, explains in positives if explains is Tri.UNKNOWN]
    if unjudged:
        return Derived("unknown", f"A positive test not yet judged: {', '.join(unjudged)}{aside}", evidence)
    count = f"{len(negative)} of 4 groups negative" + (f" ({'; '.join(negative)})" if negative else "")
    if len(negative) >= NEGATIVE_GROUPS.value:
        return Derived("yes", f"{count}, none positive{aside}", evidence, Support.WELL_BEYOND)
    return Derived("unknown", f"{count}: fewer than 3{aside}", evidence)


def _is_negative(tests: list[CauseTest], group: tuple[str, ...]) -> bool:
    results = {test.result for test in tests if test.test in group}
    return "negative" in results and "positive" not in results


def positive_tests(tests: list[CauseTest]) -> Iterator[tuple[str, Tri]]:
    """Yield each positive test that counts, with whether it explains the reaction."""
    for test in tests:
        if test.result == "positive":
            yield test_words(test.test), test.explains


def positive_viruses(facts: CaseFacts) -> Iterator[tuple[str, Tri]]:
    """Yield each virus that stands as a positive test, with whether it explains the reaction."""
    for test in facts.virus_tests:
        if _is_other_cause(test) and not is_too_old(facts, test.on):
            yield test.virus.upper(), test.explains


def _is_other_cause(test: VirusTest) -> bool:
    """Say whether a virus result stands as a positive: reactivation of herpesviruses is part of DRESS."""
    if test.virus in PART_OF_DRESS:
        return test.reading == "primary" and test.result in ("positive", "")
    return test.result == "positive"


def test_words(test: str) -> str:
    """Return the name of a test inside a line of text."""
    return "ANA" if test == "ana" else test.replace("_", " ")
