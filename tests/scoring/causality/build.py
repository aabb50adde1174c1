"""Small cases with drugs, substances as a catalogue would hand them over, and one way to rank them."""

from datetime import date, timedelta
from decimal import Decimal

from scoring.causality.candidate import candidates
from scoring.derive import latency
from scoring.facts import CaseDates, CaseFacts, DrugCourse, Finding
from scoring.panel import assess, culprits
from scoring.substances import HalfLife, HlaAssociation, Notoriety, Substance

ZERO = date(2020, 3, 2)


def on(day):
    """Return the date of a day counted from the index day."""
    return ZERO + timedelta(days=day)


def drug(name="carbamazepine", start=-20, stop=None, **more):
    """Return a course by days; `start` None is not known, `stop` None is not recorded."""
    begun = {"start": on(start), "start_precision": "day"} if start is not None else {}
    ended = {"stop": on(stop), "stop_precision": "day"} if stop is not None else {}
    return DrugCourse(name, **({"role": "suspect", "ref": name} | begun | ended | more))


def case(*drugs, dates=None, findings=()):
    """Return a case whose rash began on the index day."""
    return CaseFacts(dates=dates or CaseDates(rash_onset=ZERO), drugs=drugs, findings=tuple(findings))


def allele(site, value="yes"):
    """Return one HLA result."""
    return Finding("hla_allele", value, site=site)


def substance(name="carbamazepine", *, tier=None, half_life=None, hla=(), certainty="V"):
    """Return what a catalogue says; `half_life` is the shortest and the longest in hours."""
    known = (
        Notoriety(tier, "a large series", "Someone 2020", certainty, "2026-11") if tier is not None else None
    )
    hours = HalfLife(Decimal(half_life[0]), Decimal(half_life[1]), "label", certainty) if half_life else None
    return Substance(name, notoriety=known, half_life=hours, hla=tuple(hla))


def association(name, *, is_for_dress=True, certainty="V"):
    """Return one published allele."""
    phenotype = "DRESS" if is_for_dress else "SJS/TEN"
    return HlaAssociation(name, phenotype, "OR 9.5", is_for_dress, "Someone 2020", certainty)


def rank(facts, *known, groups=None):
    """Return the rows of a case; substances are known by their own names."""
    return culprits(assess(facts), {each.name: each for each in known}, groups or {})


def candidates_of(facts, *known, groups=None):
    """Return the substances of a case before anything is made of them."""
    return candidates(facts, latency.check(facts), {each.name: each for each in known}, groups or {})


def candidate(course, *known, dates=None):
    """Return the facts of a case of one drug, and its substance."""
    facts = case(course, dates=dates)
    return facts, candidates_of(facts, *known)[0]


def ingredient(row, name):
    """Return one ingredient of a row."""
    return next(each for each in row.ingredients if each.id == name)
