"""What the catalogue knows of a substance, each fact with its source; none of it is a finding of a case."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dressapp.core.dates import show_partial
from dressapp.drugs.catalogue import LISTED_PROVES_NOTHING, REPORTS_ARE_NOT_RISK
from scoring.kernel.citation import CERTAINTY
from scoring.substances import HalfLife, HlaAssociation, Notoriety, PublishedLatency, Substance

READ_IN_A_SOURCE = "V"
TIERS = {
    3: "listed as high risk, or among the first five of a large series",
    2: "repeated series or a registry, or a regulator’s warning",
    1: "case reports, or listed",
    0: "looked for, none found",
}
NOTE = f"{LISTED_PROVES_NOTHING} {REPORTS_ARE_NOT_RISK} A negative HLA test clears no drug."
NO_TIER = "No tier: nothing was read of this drug. That says nothing for or against it."


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact in words, with where it was read."""

    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class KnownDrug:
    """One substance: its facts under their headings."""

    name: str
    rows: tuple[tuple[str, tuple[KnownFact, ...]], ...]


def present_known(substance: Substance) -> KnownDrug:
    """Return what is known of a substance; what was not read is left out, but for the notoriety."""
    rows = (
        ("Class", (KnownFact(substance.drug_class),) if substance.drug_class else ()),
        ("Notoriety for DRESS", (_notoriety(substance.notoriety),)),
        ("Published latency", tuple(KnownFact(one.words, _source(one)) for one in substance.latency)),
        ("HLA and genes", tuple(map(_allele, substance.hla))),
        ("Half-life", (_half_life(substance.half_life),) if substance.half_life else ()),
    )
    return KnownDrug(substance.name, tuple((label, facts) for label, facts in rows if facts))


def _notoriety(notoriety: Notoriety | None) -> KnownFact:
    """Return how well a drug is known for DRESS, on our own scale."""
    if notoriety is None:
        return KnownFact(NO_TIER)
    read = show_partial(date.fromisoformat(f"{notoriety.as_of}-01"), "month")
    words = f"Tier {notoriety.tier} of 3 on our own scale ({TIERS[notoriety.tier]}): {notoriety.evidence}"
    return KnownFact(words, f"{_source(notoriety)}; as of {read}")


def _allele(one: HlaAssociation) -> KnownFact:
    """Return one allele with what it was found for."""
    found_for = one.phenotype if one.is_for_dress else f"{one.phenotype}, not DRESS"
    words = f"{one.allele}: {found_for}" + (f"; {one.figures}" if one.figures else "")
    return KnownFact(words, _source(one))


def _half_life(one: HalfLife) -> KnownFact:
    """Return the bounds of a half-life."""
    shortest, longest = _number(one.shortest), _number(one.longest)
    return KnownFact(f"{shortest} h" if shortest == longest else f"{shortest} to {longest} h", _source(one))


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _source(fact: Notoriety | PublishedLatency | HlaAssociation | HalfLife) -> str:
    """Return where a fact was read, and how sure it is where that is less than read in a source."""
    doubt = "" if fact.certainty == READ_IN_A_SOURCE else f" ({CERTAINTY[fact.certainty]})"
    return f"{fact.source}{doubt}"
