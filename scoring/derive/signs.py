"""Signs on skin and mucosa that must not be overlooked, whatever the points: facts, nothing graded."""

from scoring.facts import CaseFacts, Finding
from scoring.findings import FINDINGS

_SIGNS = (
    "targetoid_lesions", "blisters_or_erosions", "nikolsky", "skin_pain", "pustules",
    "mucosa_mouth", "mucosa_eyes", "mucosa_genital", "mucosa_throat", "throat_swelling",
)  # fmt: skip
_ABSENT = ("", "no", "none", "unknown")


def signs(facts: CaseFacts) -> tuple[str, ...]:
    """Return the recorded signs in a fixed order, each with its day where one is recorded."""
    found = {
        name: [row for row in facts.findings if row.finding == name and row.value not in _ABSENT]
        for name in _SIGNS
    }
    return tuple(_words(facts, row) for rows in found.values() for row in rows)


def _words(facts: CaseFacts, row: Finding) -> str:
    name = FINDINGS[row.finding].words
    what = f"{name} recorded" if row.value == "yes" else f"{name}: {row.value}"
    return f"{what} on {facts.name_day(row.on)}" if row.on else what
