"""The patient's own HLA results beside what is published for a drug: one carried supports, none clears.

A result is a finding `hla_allele`: its site is the allele, its value whether the patient carries it. A result
answers for an allele as it stands, and for the group that it is part of: C*04:01 carried is C*04 carried, and
C*04 not carried is C*04:01 not carried.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scoring.facts import CaseFacts
from scoring.kernel.citation import CERTAINTY
from scoring.substances import HlaAssociation

FINDING = "hla_allele"
_PREFIX = re.compile(r"HLA-?")
_FOUR_DIGITS = re.compile(r"(?<=\*)([0-9]{2})([0-9]{2})(?=[A-Z]?$)")
CARRIED, NOT_CARRIED, NOT_KNOWN, CONTRADICTORY = "carried", "not carried", "not on record", "contradictory"


@dataclass(frozen=True, slots=True)
class AlleleMatch:
    """One allele that is published for a drug, and whether the patient carries it."""

    association: HlaAssociation
    status: str

    @property
    def words(self) -> str:
        """The allele, whether it is carried, and what it was found for."""
        known = self.association
        found_for = known.phenotype if known.is_for_dress else f"{known.phenotype} alone, no support in DRESS"
        mark = f"; {CERTAINTY['GK']}" if known.certainty == "GK" else ""
        figures = f", {known.figures}" if known.figures else ""
        return f"{known.allele} {self.status} (found for {found_for}{figures}; {known.source}{mark})"


def allele_name(text: str) -> str:
    """Return an allele in one spelling: `HLA-B*58:01`, `HLA B*58:01`, `b * 5801` are `B*58:01`.

    Four digits without a colon are the older spelling; Cw is now called C.
    """
    name = _PREFIX.sub("", "".join(text.upper().split()))
    name = name.replace("CW*", "C*", 1) if name.startswith("CW*") else name
    return _FOUR_DIGITS.sub(r"\1:\2", name)


def match(facts: CaseFacts, associations: Iterable[HlaAssociation]) -> tuple[AlleleMatch, ...]:
    """Return each published allele with the patient's result, those carried first."""
    results = {
        (allele_name(finding.site), finding.value) for finding in facts.findings if finding.finding == FINDING
    }
    found = [AlleleMatch(each, _status(allele_name(each.allele), results)) for each in associations]
    order = (CARRIED, CONTRADICTORY, NOT_CARRIED, NOT_KNOWN)
    return tuple(sorted(found, key=lambda each: (order.index(each.status), each.association.allele)))


def _status(allele: str, results: Iterable[tuple[str, str]]) -> str:
    is_carried = any(value == "yes" and _is_part_of(name, allele) for name, value in results)
    is_not = any(value == "no" and _is_part_of(allele, name) for name, value in results)
    if is_carried and is_not:
        return CONTRADICTORY
    return CARRIED if is_carried else NOT_CARRIED if is_not else NOT_KNOWN


def _is_part_of(allele: str, group: str) -> bool:
    """Say whether an allele is another one, or one of its group: C*04:01 is part of C*04."""
    return allele == group or allele.startswith(f"{group}:")
