"""The count towards three negative tests in the three ways that the printed tables allow.

The score always counts groups (causes.py). The other two readings only show where the tables differ, and what
the item would then be worth (clinical reference 1.5). HHV-6, HHV-7, EBV and CMV are in no count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from scoring.derive.causes import (
    GROUPS,
    NEGATIVE_GROUPS,
    PART_OF_DRESS,
    is_too_old,
    positive_tests,
    positive_viruses,
    test_words,
)
from scoring.facts import CaseFacts, CauseTest, VirusTest
from scoring.kernel.citation import KARDAUN_2007, threshold
from scoring.kernel.tri import Tri

WORTH = threshold("1", "point", KARDAUN_2007, "V2")
SINGLE_TESTS = {
    "ana": "ANA",
    "blood_culture": "blood culture",
    "hepatitis_a": "hepatitis A",
    "hepatitis_b": "hepatitis B",
    "hepatitis_c": "hepatitis C",
    "mycoplasma": "mycoplasma",
    "chlamydia": "chlamydia",
}
OTHER_LINE = "other serology, PCR"
GROUPED, SINGLE, WITH_OTHER = "groups", "single tests", "with other serology and PCR"
NAMES = (GROUPED, SINGLE, WITH_OTHER)
_COUNTING = {
    GROUPED: "groups",
    SINGLE: "single tests",
    WITH_OTHER: "other serology and PCR as one more group",
}

Test = CauseTest | VirusTest
LineOf = Callable[[Test], str]

_GROUP_OF = {test: group for group, tests in GROUPS.items() for test in tests}
_ORDER = (*GROUPS, *SINGLE_TESTS.values(), OTHER_LINE)
# Looked for by serology or PCR; any other test counts as such only where its own name says so.
_BY_SEROLOGY = frozenset(
    "hiv syphilis strongyloides hantavirus leptospira orientia_tsutsugamushi rickettsia parvovirus_b19 "
    "measles rubella dengue toxoplasma brucella borrelia bartonella coxiella hepatitis_e hsv vzv anca".split()
)
# A test for one of the viruses that are part of DRESS, written among the tests for other causes.
_SAYS_PART_OF_DRESS = re.compile(r"\b(hhv[ -]?[67]|ebv|epstein|cmv|cytomegalo\w*|herpesvirus[ -][67])\b")
_SAYS_SEROLOGY = re.compile(r"\b(serolog(y|ical)|pcr|antibod(y|ies)|ig[agm]|elisa|dna|rna|titre)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count: what is negative by it, of how many, and what the item would be worth."""

    name: str
    negative: tuple[str, ...]
    of: int
    points: int

    @property
    def reaches_three(self) -> bool:
        """Say whether enough are negative, whatever stands against it."""
        return len(self.negative) >= NEGATIVE_GROUPS.value


@dataclass(frozen=True, slots=True)
class CauseReadings:
    """The readings in the order of NAMES; `one_by_one` counts each serology and PCR by itself.

    `against` are the positive tests that explain the reaction or are not judged yet.
    """

    readings: tuple[Reading, ...]
    one_by_one: tuple[str, ...]
    against: tuple[str, ...]
    is_divided: bool
    words: str


def cause_readings(facts: CaseFacts) -> CauseReadings:
    """Count the negative tests in each way, and say where the ways differ."""
    tests, against = _counted(facts), _against(facts)
    readings = (
        _read(GROUPED, tests, _group, len(GROUPS), against),
        _read(SINGLE, tests, _single, len(SINGLE_TESTS), against),
        _read(WITH_OTHER, tests, _line, len(GROUPS) + 1, against),
    )
    one_by_one = _negative(tests, _by_itself)
    ways = _ways_that_reach(readings, one_by_one)
    is_divided = bool(ways) and not readings[0].reaches_three and not against
    return CauseReadings(readings, one_by_one, against, is_divided, _words(readings, ways, against))


def counts_as(facts: CaseFacts, test: Test) -> tuple[str, str, str]:
    """Return in words what one test counts as in each reading, in the order of NAMES."""
    if is_too_old(facts, test.on):
        return ("too old, not counted",) * 3
    if test.result not in ("negative", "positive"):
        return ("no result yet" if test.result == "pending" else "not counted",) * 3
    if test.result == "positive":
        return (_of_positive(test.explains),) * 3
    spoilt = {line for way in (_group, _single, _line) for line in _lines(_counted(facts), way, "positive")}
    group, single, line = (_of_negative(way(test), spoilt) for way in (_group, _single, _line))
    return group, single, line


def name_test(test: str) -> str:
    """Return the name of a test inside a line of text."""
    return SINGLE_TESTS.get(test) or test_words(test)


def is_serology(test: str) -> bool:
    """Say whether a test is one of serology or PCR by its name: our choice, for the record has no method.

    One for HHV-6, HHV-7, EBV or CMV is not: what is part of DRESS is in no count.
    """
    words = test.lower().replace("_", " ").strip()
    if _SAYS_PART_OF_DRESS.search(words):
        return False
    return words.replace(" ", "_") in _BY_SEROLOGY or _SAYS_SEROLOGY.search(words) is not None


def _counted(facts: CaseFacts) -> list[Test]:
    """Return the tests that may count: none too old, and of the viruses those that can be another cause."""
    viruses = (test for test in facts.virus_tests if test.virus not in PART_OF_DRESS)
    tests: list[Test] = [*facts.cause_tests, *viruses]
    return [test for test in tests if not is_too_old(facts, test.on)]


def _against(facts: CaseFacts) -> tuple[str, ...]:
    tests = [test for test in facts.cause_tests if not is_too_old(facts, test.on)]
    positives = (*positive_tests(tests), *positive_viruses(facts))
    return tuple(sorted({name for name, explains in positives if explains is not Tri.NO}))


def _group(test: Test) -> str:
    """Return the printed line that a test stands on; blank for one that stands on none."""
    return _GROUP_OF.get(test.test, "") if isinstance(test, CauseTest) else ""


def _single(test: Test) -> str:
    """Return the name of one of the seven tests; blank for any other."""
    return SINGLE_TESTS.get(test.test, "") if isinstance(test, CauseTest) else ""


def _line(test: Test) -> str:
    """Return the printed line of a test, any other serology and PCR together on one."""
    return _group(test) or (OTHER_LINE if _is_other_serology(test) else "")


def _by_itself(test: Test) -> str:
    """Return the name of a test, each serology and PCR by itself."""
    return _single(test) or (_name(test) if _is_other_serology(test) else "")


def _is_other_serology(test: Test) -> bool:
    if isinstance(test, VirusTest):
        return "culture" not in test.method.lower()
    return test.test not in SINGLE_TESTS and is_serology(test.test)


def _name(test: Test) -> str:
    return test.virus.upper() if isinstance(test, VirusTest) else test_words(test.test)


def _lines(tests: list[Test], line_of: LineOf, result: str) -> set[str]:
    return {line_of(test) for test in tests if test.result == result} - {""}


def _negative(tests: list[Test], line_of: LineOf) -> tuple[str, ...]:
    """Return the lines of which one test is negative and none positive, in a fixed order."""
    found = _lines(tests, line_of, "negative") - _lines(tests, line_of, "positive")
    return tuple(sorted(found, key=_place))


def _place(line: str) -> tuple[int, str]:
    """Return where a line stands: as printed, the seven tests in their order, then any other by its name."""
    return (_ORDER.index(line) if line in _ORDER else len(_ORDER)), line.casefold()


def _read(name: str, tests: list[Test], line_of: LineOf, of: int, against: tuple[str, ...]) -> Reading:
    negative = _negative(tests, line_of)
    is_met = len(negative) >= NEGATIVE_GROUPS.value and not against
    return Reading(name, negative, of, int(WORTH.value) if is_met else 0)


def _ways_that_reach(readings: tuple[Reading, ...], one_by_one: tuple[str, ...]) -> tuple[str, ...]:
    """Name the readings that reach three; every serology by itself only where no other reading does."""
    reaching = (way for way in readings if way.reaches_three)
    ways = tuple(f"{_COUNTING[way.name]} ({len(way.negative)} negative)" for way in reaching)
    if not ways and len(one_by_one) >= NEGATIVE_GROUPS.value:
        return (f"each serology and PCR by itself ({len(one_by_one)} negative)",)
    return ways


def _words(readings: tuple[Reading, ...], ways: tuple[str, ...], against: tuple[str, ...]) -> str:
    if against:
        return f"A positive test stands against it: {', '.join(against)}. Worth 0 points by every reading."
    if not ways:
        return "Fewer than three are negative by every reading: worth 0 points."
    if readings[0].reaches_three:
        return "Three or more are negative by every reading: worth +1 point."
    return (
        f"The readings differ: worth +1 point counting {', or '.join(ways)}; worth 0 points counting groups, "
        "which the score does. No source read settles which is meant."
    )


def _of_negative(line: str, spoilt: set[str]) -> str:
    if not line:
        return "listed, not counted"
    return f"no: a positive in {line}" if line in spoilt else f"counts: {line}"


def _of_positive(explains: Tri) -> str:
    if explains is Tri.NO:
        return "not counted: does not explain the reaction"
    judged = "explains the reaction" if explains is Tri.YES else "not judged yet"
    return f"against it: {judged}"
