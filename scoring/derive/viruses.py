"""HHV-6, EBV, CMV and HHV-7: what is on record of each, and what a result of it cannot say.

Their reactivation is part of DRESS, so they stand apart from the tests for other causes (causes.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scoring.derive.days import day_words
from scoring.derive.statements import (
    INHERITED,
    INHERITED_IN_PLASMA,
    NO_SPECIMEN,
    ONE_ANTIBODY,
    PRIMARY,
    SPECIMEN,
    STEROIDS,
    Statement,
)
from scoring.facts import CaseFacts, VirusTest
from scoring.kernel.citation import SHIOHARA_2007, threshold

HHV6_FROM = threshold("14", "d", SHIOHARA_2007, "V2")
HHV6_TO = threshold("21", "d", SHIOHARA_2007, "V2")

VIRUS_NAMES = {"hhv6": "HHV-6", "ebv": "EBV", "cmv": "CMV", "hhv7": "HHV-7"}
STATES = ("positive", "negative", "pending", "not_done")  # the first that is on record names the state
RESULTS = {
    "positive": "positive",
    "negative": "negative",
    "pending": "pending",
    "not_done": "not done",
    "": "result not recorded",
}
READINGS = {
    "reactivation": "read as reactivation",
    "primary": "read as primary infection",
    "past": "read as past infection",
    "unknown": "reading not known",
}
_SAYS_ANTIBODY = re.compile(r"\big[gm]\b|antibod|serolog|elisa|titre", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VirusRecord:
    """One virus: `state` is a word of STATES, or blank where no result is on record."""

    virus: str
    name: str
    state: str
    lines: tuple[str, ...]
    notes: tuple[Statement, ...]


def virus_records(facts: CaseFacts) -> tuple[VirusRecord, ...]:
    """Return what is on record of each of the four viruses, in a fixed order."""
    return tuple(_record(facts, virus) for virus in VIRUS_NAMES)


def _record(facts: CaseFacts, virus: str) -> VirusRecord:
    tests = tests_of(facts, virus)
    results = {test.result for test in tests}
    return VirusRecord(
        virus=virus,
        name=VIRUS_NAMES[virus],
        state=next((state for state in STATES if state in results), ""),
        lines=tuple(describe(facts, test) for test in tests),
        notes=tuple(dict.fromkeys(note for test in tests for note in _notes(facts, test))),
    )


def tests_of(facts: CaseFacts, virus: str) -> list[VirusTest]:
    """Return the tests of one virus, the earliest first, those without a date last."""
    rows = (test for test in facts.virus_tests if test.virus == virus)
    return sorted(rows, key=lambda test: (test.on is None, test.on or date.max, *_spelled(test)))


def _spelled(test: VirusTest) -> tuple[str, ...]:
    return test.result, test.reading, test.specimen, test.method, test.value, test.unit


def describe(facts: CaseFacts, test: VirusTest) -> str:
    """Return one test in words: result, reading, specimen and method, value, day of the sample."""
    has_reading = test.result in ("positive", "") or test.reading != "unknown"
    day = f"sample {day_words(facts, test.on)}" if test.on else "date of the sample not recorded"
    parts = (
        RESULTS[test.result],
        READINGS[test.reading] if has_reading else "",
        " in ".join(filter(None, (test.method, test.specimen))),
        f"{test.value} {test.unit}".strip(),
        day,
    )
    return "; ".join(filter(None, parts))


def is_early(facts: CaseFacts, test: VirusTest) -> bool:
    """Say whether a sample is known to come before two weeks after the index day."""
    number = facts.day_number(test.on) if test.on else None
    return number is not None and number < HHV6_FROM.value


def _notes(facts: CaseFacts, test: VirusTest) -> Iterator[Statement]:
    """Yield what one result cannot say."""
    if test.reading == "primary" and test.result in ("positive", ""):
        yield PRIMARY
    if test.virus != "hhv6" or test.result not in ("positive", "negative"):
        return
    if test.result == "negative":
        yield from _time_of_negative(facts, test)
        yield STEROIDS
    if _SAYS_ANTIBODY.search(test.method):
        yield ONE_ANTIBODY
        return
    if test.result == "positive":
        yield from (INHERITED, INHERITED_IN_PLASMA)
    yield SPECIMEN if test.specimen else NO_SPECIMEN


def _time_of_negative(facts: CaseFacts, test: VirusTest) -> Iterator[Statement]:
    """Yield why the time of a negative sample leaves it open."""
    usual = f"reactivation is described from day {HHV6_FROM.value} to {HHV6_TO.value}"
    if test.on is None or facts.index_day is None:
        text = f"Whether the negative sample came too early cannot be told: {usual}."
    elif is_early(facts, test):
        text = f"The negative sample of {facts.name_day(test.on)} is early and settles nothing: {usual}."
    else:
        return
    yield Statement(text, SHIOHARA_2007, "V2")
