"""What the catalogue makes of a drug's name, in words: recognised, nearly spelled, or another's too."""

from collections.abc import Iterable
from dataclasses import dataclass

from dressapp.drugs.catalogue import How, Match, Suggestion, find_substance
from dressapp.drugs.models import DrugCourse, Role

from .drug_known import KnownDrug, present_known


@dataclass(frozen=True, slots=True)
class NameOffer:
    """A name to take over with one tap: the whole text, and what the button says."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a card says of the drug's name; blank where there is nothing to say."""

    words: str
    offers: tuple[NameOffer, ...]
    same: tuple[str, ...]
    contradiction: str
    known: tuple[KnownDrug, ...]


def find_matches(courses: Iterable[DrugCourse]) -> dict[str, Match]:
    """Return what each name in a list of drugs stands for."""
    return {name: find_substance(name) for name in {course.name for course in courses}}


def present_recognised(course: DrugCourse, matches: dict[str, Match]) -> Recognised:
    """Return what is to be said of a drug's name; `matches` are those of every name in the list."""
    match = matches[course.name]
    return Recognised(
        words=_words(course, match),
        offers=tuple(_offer(suggestion) for suggestion in match.suggestions),
        same=_same(course, match, matches),
        contradiction=_contradiction(course, match),
        known=tuple(present_known(substance) for substance in match.parts),
    )


def _words(course: DrugCourse, match: Match) -> str:
    """Say what a name stands for, where it does not say so itself."""
    if match.how is How.NONE:
        is_asked = course.role == Role.SUSPECT
        return "Not in the catalogue; this clears no drug." if is_asked else ""
    if match.how is How.NEAR or course.name.casefold() == match.name:
        return ""
    as_what = f"a combination of {match.name}" if match.combination else match.name
    return f"Recognised as {as_what}{_by(match)}"


def _by(match: Match) -> str:
    """Say by which other name a drug was recognised."""
    word = {How.BRAND: "brand name", How.SYNONYM: "another name:"}.get(match.how)
    return f" ({word} {match.written})" if word else ""


def _offer(suggestion: Suggestion) -> NameOffer:
    """Return a near spelling with what it stands for."""
    is_name = suggestion.name == suggestion.of.name
    return NameOffer(
        suggestion.text, suggestion.name if is_name else f"{suggestion.name} ({suggestion.of.name})"
    )


def _same(course: DrugCourse, match: Match, matches: dict[str, Match]) -> tuple[str, ...]:
    """Say under which other names of the list the same substance stands, whole or as a part."""
    mine = {part.name for part in match.parts}
    said = []
    for name, other in sorted(matches.items()):
        shared = sorted(mine & {part.name for part in other.parts})
        if name.casefold() == course.name.casefold() or not shared:
            continue
        if other.name == match.name:
            said.append(f"Same substance as “{name}” in this list.")
        else:
            said.append(f"Holds {' and '.join(shared)}, as does “{name}” in this list.")
    return tuple(said)


def _contradiction(course: DrugCourse, match: Match) -> str:
    """Say where the brand that is recorded is another substance than the name."""
    brand = find_substance(course.brand)
    if not brand.name or not match.name or brand.name == match.name:
        return ""
    return f"Brand and name differ: {course.brand} is {brand.name}, the name says {match.name}."
