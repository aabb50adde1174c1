"""Cases made of the states of the eleven lines of DDS, all recorded on the day of admission."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from scoring.derive.labs import read_labs
from scoring.facts import CaseDates, CaseFacts, DrugCourse, Finding, LabPoint, Measure
from scoring.kernel.tri import Tri
from scoring.severity import dds

ZERO = date(2020, 3, 2)
VISIT = 20  # the day of admission, long enough after the onset for a drug to have been taken a week
DATES = CaseDates(rash_onset=ZERO, admission=ZERO + timedelta(days=VISIT))
STATES = {
    "age": [None, 18, 39, 40, 41, 74, 75, 99],
    "days_taken": [None, 0, 6, 7, 15],
    "allopurinol": [None, "yes", "no"],
    "steroid_pulse": [None, "yes", "no"],
    "erythema": [(p, e) for p in (None, 0, 69.9, 70, 100) for e in (None, "yes", "no")],
    "erosions": [None, 0, 9.9, 10, 29.9, 30, 100],
    "fever_days": [None, 0, 1, 2, 6, 7, 20],
    "low_intake": [None, 0, 4, 5, 9],
    "creatinine": [
        (v, d, n)
        for v in (None, 0.9, 0.99, 1.0, 2.0, 2.05, 2.09, 2.1, 5)
        for d in (None, "yes", "no")
        for n in (None, "yes", "no")
    ],
    "alt": [None, 20, 399, 400, 1000, 1001],
    "crp": [None, 0, 2, 2.1, 9.9, 10, 14.9, 15, 40],
}

BLANK = {name: states[0] for name, states in STATES.items()}  # nothing is on record


def on(number):
    return ZERO + timedelta(days=number)


@cache
def number(finding, value, unit, day=VISIT):
    if value is None:
        return ()
    when = None if day is None else on(day)
    return (Finding(finding, str(value), Measure(Decimal(str(value))), unit, when),)


@cache
def word(finding, value, day=VISIT):
    return () if value is None else (Finding(finding, value, on=None if day is None else on(day)),)


@cache
def result(analyte, value, unit, day=VISIT):
    if value is None:
        return ()
    return (LabPoint(analyte, on(day), on(day).isoformat(), Measure(Decimal(str(value))), unit),)


@cache
def taken(days):
    if days is None:
        return ()
    return (DrugCourse("a", role="suspect", start=on(-20), start_precision="day", stop=on(days),
                       stop_precision="day"),)  # fmt: skip


def facts_of(states, *, dates=DATES):
    """Return the facts of one state a line."""
    percent, erythroderma = states["erythema"]
    value, dialysis, new_dialysis = states["creatinine"]
    return CaseFacts(
        dates=dates,
        recorded_age=states["age"],
        drugs=taken(states["days_taken"]),
        findings=(
            *word("allopurinol_taken", states["allopurinol"]),
            *word("steroid_pulse", states["steroid_pulse"]),
            *number("body_surface", percent, "%"),
            *word("erythroderma", erythroderma),
            *number("erosions_surface", states["erosions"], "%"),
            *number("fever_days", states["fever_days"], "d"),
            *number("low_intake_days", states["low_intake"], "d"),
        ),
        labs=(
            *result("creatinine", value, "mg/dL"),
            *result("alt", states["alt"], "U/L"),
            *result("crp", states["crp"], "mg/dL"),
        ),
        conditions={} if dialysis is None else {"dialysis": Tri(dialysis)},
        new_dialysis=Tri(new_dialysis or "unknown"),
    )


def early(facts):
    """Return the early score of some facts."""
    return scored(facts, 0)


def late(facts):
    """Return the late score of some facts."""
    return scored(facts, 1)


def scored(facts, place):
    return dds.assess(facts, read_labs(facts)).scores[place]


def line(score, name):
    """Return one line of a score."""
    return next(each for each in score.inputs if each.id == name)
