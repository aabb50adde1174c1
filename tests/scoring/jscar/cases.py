"""Cases of DIHS made of single facts, each fact with what it says in the oracle's words."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from scoring.derive.labs import read_labs
from scoring.derive.organs import organ_data
from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse, Finding, LabPoint, Measure, VirusTest
from scoring.jscar.ruleset import judge

ZERO = date(2020, 3, 2)
DATES = CaseDates(first_symptom=ZERO)
ALL_ORGANS = ("kidney", "lung", "muscle_heart", "pancreas", "other")


def on(number):
    return ZERO + timedelta(days=number)


@cache
def finding(name, value, day=None):
    return () if not value else (Finding(name, value, on=None if day is None else on(day)),)


@cache
def result(analyte, value, unit):
    if value is None:
        return ()
    return (LabPoint(analyte, on(3), on(3).isoformat(), Measure(Decimal(value)), unit),)


@cache
def drug(days):
    """Return a suspect begun so many days before the onset and stopped on day 2; None: no known start."""
    start = None if days is None else on(-days)
    precision = "unknown" if days is None else "day"
    return (DrugCourse("a", role="suspect", start=start, start_precision=precision, stop=on(2),
                       stop_precision="day"),)  # fmt: skip


def virus(result, day, reading="unknown"):
    return (VirusTest("hhv6", result, reading, on=None if day is None else on(day)),)


# Each state of each fact: what the record holds, and what that says: yes, no, or not known.
RASH = [("yes", True), ("no", False), ("", None)]
TRI = RASH
DRUG = [(drug(30), True, True), (drug(10), True, False), (drug(None), True, None), ((), None, None)]
ALT = [("150", True), ("50", False), (None, None)]
ORGANS = [
    ({}, None, None),
    ({"liver": Answer("yes")}, True, None),
    ({"kidney": Answer("yes")}, None, True),
    ({name: Answer("no") for name in ("liver", *ALL_ORGANS)}, False, False),
]
CELLS = [("12000", True), ("8000", False), (None, None)]
ATYPICAL = [("6", True), ("3", False), (None, None)]
EOSINOPHILS = [("1600", True), ("400", False), (None, None)]
VIRUS = [
    ((), None),
    (virus("positive", 20, "reactivation"), True),
    (virus("positive", 20), None),
    (virus("negative", 30), False),
    (virus("negative", 10), None),
]


@cache
def read(labs):
    """Return the usable results, and what they show of the organs."""
    facts = CaseFacts(dates=DATES, labs=labs)
    table = read_labs(facts)
    return table, organ_data(facts, table)


def judged(*, findings, drugs, labs, organs, viruses):
    """Return what the engine says of the facts: verdict by the Japanese text, and by the English tables."""
    facts = CaseFacts(
        dates=DATES, findings=findings, drugs=drugs, labs=labs, organs=organs, virus_tests=viruses
    )
    found = judge(facts, *read(labs))
    return found.verdict, found.readings[1].verdict
