"""What is known of a drug substance, as the catalogue hands it to the rules; each fact carries its source.

Being in the catalogue says nothing about a drug's part in a case. `certainty` is a key of
scoring.kernel.citation.CERTAINTY.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

LEAST_SURE_FIRST = ("GK", "DESIGN", "V2", "V", "CALC")  # the keys of CERTAINTY


@dataclass(frozen=True, slots=True)
class AtcCode:
    """One ATC code; `use` is the route or use that it holds for, blank where it is the only one."""

    code: str
    use: str = ""


@dataclass(frozen=True, slots=True)
class Notoriety:
    """How well a drug is known for DRESS.

    Tier 3 is high risk or among the first five of a large series, 2 repeated series or a regulator's warning,
    1 case reports or listed, 0 looked for and none found; `as_of` is the month in which that was read.
    """

    tier: int
    evidence: str
    source: str
    certainty: str
    as_of: str


@dataclass(frozen=True, slots=True)
class PublishedLatency:
    """Days from first dose to onset as a source gives them for this drug, in words."""

    words: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class HlaAssociation:
    """One allele with the phenotype it was found for; `is_for_dress` is False for SJS/TEN alone."""

    allele: str
    phenotype: str
    figures: str
    is_for_dress: bool
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class HalfLife:
    """Elimination half-life in hours, as the bounds that a source gives for adults."""

    shortest: Decimal
    longest: Decimal
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Substance:
    """One drug substance; `notoriety` and `half_life` are None where nothing was read, never zero."""

    name: str
    drug_class: str = ""
    atc: tuple[AtcCode, ...] = ()
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    notoriety: Notoriety | None = None
    latency: tuple[PublishedLatency, ...] = ()
    hla: tuple[HlaAssociation, ...] = ()
    half_life: HalfLife | None = None


def combine(name: str, parts: Sequence[Substance], *, is_whole: bool) -> Substance:
    """Return what is known of a combination from what is known of its parts.

    It is as well known as the best known part, has the alleles of all, and stays in the body as long as the
    slowest part: our own reading (DESIGN). `is_whole` says that no part is missing from `parts`; where one
    is, or has no half-life on record, the combination has none.
    """
    return Substance(
        name=name,
        notoriety=_best_known(parts),
        hla=tuple(allele for part in parts for allele in part.hla),
        half_life=_slowest([part.half_life for part in parts]) if is_whole else None,
    )


def _best_known(parts: Sequence[Substance]) -> Notoriety | None:
    """Return the notoriety of the best known part, with its name; the first by name where several are."""
    known = [(part.name, part.notoriety) for part in parts if part.notoriety]
    if not known:
        return None
    name, best = min(known, key=lambda pair: (-pair[1].tier, pair[0]))
    return replace(best, evidence=f"{name}: {best.evidence}")


def _slowest(half_lives: Sequence[HalfLife | None]) -> HalfLife | None:
    """Return the half-life of whichever part leaves the body last, as sure as the least sure of them."""
    known = [one for one in half_lives if one]
    if len(known) < len(half_lives):
        return None
    longest = max(known, key=lambda one: (one.longest, one.source))
    shortest = max(known, key=lambda one: (one.shortest, one.source))
    return HalfLife(
        shortest=shortest.shortest,
        longest=longest.longest,
        source="; ".join(dict.fromkeys([shortest.source, longest.source])),
        certainty=min((one.certainty for one in known), key=LEAST_SURE_FIRST.index),
    )
