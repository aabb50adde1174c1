"""What the catalogue says of the drugs of a case, by their recorded names: the one place that asks it."""

from dataclasses import dataclass

from scoring.facts import CaseFacts
from scoring.substances import Substance


@dataclass(frozen=True, slots=True)
class Known:
    """By recorded name: what the catalogue says of a drug, and the key that its names have in common."""

    substances: dict[str, Substance]
    keys: dict[str, str]


def ask_catalogue(name: str) -> tuple[Substance | None, str]:
    """Return what the catalogue says of a recorded name, and its key; no catalogue is shipped yet."""
    return None, ""


def known_drugs(facts: CaseFacts) -> Known:
    """Return what the catalogue knows of the drugs of a case."""
    answers = {drug.name: ask_catalogue(drug.name) for drug in facts.drugs}
    return Known(
        substances={name: substance for name, (substance, _) in answers.items() if substance},
        keys={name: key for name, (_, key) in answers.items() if key},
    )
