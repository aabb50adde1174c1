"""What the catalogue says of the drugs of a case, by their recorded names: the one place that asks it."""

from dataclasses import dataclass

from dressapp.drugs.catalogue import Match, find_substance, substance_key
from scoring.facts import CaseFacts
from scoring.substances import Substance, combine


@dataclass(frozen=True, slots=True)
class Known:
    """By recorded name: what the catalogue says of a drug, and the key that its names have in common."""

    substances: dict[str, Substance]
    keys: dict[str, str]


def known_drugs(facts: CaseFacts) -> Known:
    """Return what the catalogue knows of the drugs of a case, of a combination by its parts."""
    names = dict.fromkeys(drug.name for drug in facts.drugs)
    found = {name: known_of(find_substance(name)) for name in names}
    return Known(
        substances={name: substance for name, substance in found.items() if substance},
        keys={name: substance_key(name) for name in names},
    )


def known_of(match: Match) -> Substance | None:
    """Return what is known of the drug that a name stands for; nothing where that is not certain."""
    held = match.combination
    if held is None:
        return match.substance
    return combine(held.name, held.holds, is_whole=not held.others)
