"""What is known of a drug substance, as the catalogue hands it to the rules; each fact carries its source.

Being in the catalogue says nothing about a drug's part in a case. `certainty` is a key of
scoring.kernel.citation.CERTAINTY.
"""

from dataclasses import dataclass
from decimal import Decimal


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
