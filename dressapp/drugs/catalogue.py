"""Tell which substance a name stands for: by its name, a synonym, a brand, or what a combination holds.

A near spelling is only ever a suggestion, and free text is always allowed. A combination is never taken for
one of its parts.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.substances import AtcCode, Substance

from .catalogue_file import Catalogue, Combination, load
from .name_words import form_of, has_two_strengths, split_name, words_of

__all__ = [
    "LISTED_PROVES_NOTHING",
    "REPORTS_ARE_NOT_RISK",
    "Combination",
    "Entry",
    "How",
    "Match",
    "Suggestion",
    "codes_for",
    "find_substance",
    "list_names",
    "substance_key",
]

LISTED_PROVES_NOTHING = (
    "Being listed proves nothing of this drug’s part in the case, and not being listed clears no drug."
)
REPORTS_ARE_NOT_RISK = (
    "Spontaneous reports measure reporting, not risk: drugs known for long, "
    "and drugs in the news or in court, are reported more."
)

LONGEST = 200  # characters, as long as a drug's name in a case
SHORT, LONG = 5, 8  # letters: below the first nothing is suggested; from the second on two may differ
BETWEEN = re.compile(r"\s*[+/&,;]\s*|\s+(?:and|with|plus)\s+", re.IGNORECASE)
BRACKETED = re.compile(r"\s*([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]\s*")


class How(StrEnum):
    """How a name was recognised."""

    NAME = "name"
    SYNONYM = "synonym"
    BRAND = "brand"
    PARTS = "parts"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the catalogue as it is written there, and what it stands for."""

    written: str
    how: How
    of: Substance | Combination


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that may have been meant: the whole text with it put in, the name, and what that stands for."""

    text: str
    name: str
    of: Substance | Combination


@dataclass(frozen=True, slots=True)
class Match:
    """What a name stands for: one substance, or a combination, or nothing that is certain.

    `written` is the name of the catalogue that it was recognised by. A name that is not certain may have
    `suggestions`.
    """

    how: How = How.NONE
    substance: Substance | None = None
    combination: Combination | None = None
    written: str = ""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the substance or combination; nothing where none is certain."""
        known = self.substance or self.combination
        return known.name if known else ""

    @property
    def parts(self) -> tuple[Substance, ...]:
        """Return every substance of the catalogue that a drug of this name holds for certain."""
        if self.combination:
            return self.combination.holds
        return (self.substance,) if self.substance else ()


def find_substance(text: str) -> Match:
    """Return what the name of a drug stands for."""
    if not text.strip() or len(text) > LONGEST:
        return Match()
    return _alone(text) or _bracketed(text) or _by_parts(text) or _near(text)


def substance_key(text: str) -> str:
    """Return one key for all names of one substance; a name that is not certain keeps its own."""
    return find_substance(text).name or " ".join(words_of(text)) or text


def codes_for(text: str) -> tuple[AtcCode, ...]:
    """Return the ATC codes that a drug of this name may hold, each with its use where there are several."""
    match = find_substance(text)
    known = match.substance or match.combination
    return known.atc if known else ()


@cache
def list_names() -> tuple[Entry, ...]:
    """Return every name to suggest while one is typed, in the order of the alphabet."""
    return tuple(sorted(list_entries(load()), key=lambda entry: entry.written.casefold()))


def list_entries(catalogue: Catalogue) -> list[Entry]:
    """Return every name of the catalogue with what it stands for."""
    known = [*catalogue.substances, *catalogue.combinations]
    return [
        *(Entry(one.name, How.NAME, one) for one in catalogue.substances),
        *(Entry(name, How.BRAND, one) for one in known for name in one.brands),
        *(Entry(name, How.SYNONYM, one) for one in known for name in one.synonyms),
    ]


@cache
def _index() -> dict[str, Entry]:
    """Return the entry of each form; a test holds that no form has two."""
    return {form_of(entry.written): entry for entry in list_entries(load())}


@cache
def _by_ingredients() -> dict[frozenset[str], Combination]:
    """Return each combination by the names of all that it holds."""
    return {frozenset(one.ingredients): one for one in load().combinations}


@cache
def _other_forms() -> tuple[str, ...]:
    """Return the forms of drugs that are known not to be in the catalogue."""
    return tuple(map(form_of, load().other_drugs))


def _alone(text: str) -> Match | None:
    """Return the match of one name, as it is or with words around it that say how it was given."""
    match = _exact(text)
    if match:
        return match
    _, core, _ = split_name(text)
    match = _exact(core)
    return None if match is None or (_is_single(match) and has_two_strengths(text)) else match


def _exact(text: str) -> Match | None:
    """Return the match of a name that stands in the catalogue as it is."""
    entry = _index().get(form_of(text))
    if entry is None:
        return None
    if isinstance(entry.of, Substance):
        return Match(entry.how, substance=entry.of, written=entry.written)
    return Match(entry.how, combination=entry.of, written=entry.written)


def _is_single(match: Match) -> bool:
    """Tell whether a match is one substance alone: the combinations among the substances have a hyphen."""
    return match.substance is not None and "-" not in match.substance.name


def _bracketed(text: str) -> Match | None:
    """Return the match of a name that has another name of the same substance in brackets behind it."""
    found = BRACKETED.fullmatch(text)
    if found is None:
        return None
    outside, inside = map(_alone, found.groups())
    return outside if outside and inside and outside.name == inside.name else None


def _by_parts(text: str) -> Match | None:
    """Return what a text stands for that names several ingredients, in any order; all must be known."""
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    matches = [_alone(part) for part in parts]
    known = {match.substance.name: match.substance for match in matches if match and match.substance}
    names = frozenset(
        match.name if match else " ".join(words_of(split_name(part)[1]))
        for match, part in zip(matches, parts, strict=True)
    )
    if len(parts) < 2 or not names:
        return None
    if len(names) == 1 and known:
        return matches[0]
    combination = _by_ingredients().get(names)
    if combination is None and names == frozenset(known):
        combination = Combination(tuple(known.values()))
    return Match(How.PARTS, combination=combination, written=combination.name) if combination else None


def _near(text: str) -> Match:
    """Return the names that are nearly spelled like this one, to suggest; none for a short or known one."""
    before, core, after = split_name(text)
    words = words_of(core)
    form = "".join(words)
    if len(form) < SHORT or not (form.isascii() and form.isalpha()) or _is_known(form):
        return Match()
    nearest: dict[str, Entry] = {}
    for entry in _near_entries(words):
        nearest.setdefault(entry.of.name, entry)
    suggestions = [
        Suggestion(" ".join(filter(None, (before, entry.written, after))), entry.written, entry.of)
        for entry in nearest.values()
    ]
    fitting = tuple(one for one in suggestions if len(one.text) <= LONGEST)
    return Match(How.NEAR, suggestions=fitting) if fitting else Match()


def _is_known(form: str) -> bool:
    """Tell whether a form is the name of a drug, in the catalogue or not."""
    return form in _index() or form in _other_forms()


def _near_entries(words: list[str]) -> list[Entry]:
    """Return the nearest names and those one letter farther; none where another drug is as near."""
    form = "".join(words)
    most = 2 if len(form) >= LONG else 1
    near = {
        known: letters
        for known, letters in _within(form, tuple(_index()), most + 1).items()
        if _is_alike(words, words_of(_index()[known].written))
    }
    least = min(near.values(), default=most + 1)
    if least > most or min(_within(form, _other_forms(), most).values(), default=most + 1) <= least:
        return []
    reached = sorted((known for known in near if near[known] <= least + 1), key=near.__getitem__)
    return [_index()[known] for known in reached]


def _within(form: str, forms: tuple[str, ...], most: int) -> dict[str, int]:
    """Return the forms that differ from one by few letters, but not in the first, each with how many."""
    found = process.extract(form, forms, scorer=OSA.distance, score_cutoff=most, limit=None)
    in_order = sorted((place, known, int(letters)) for known, letters, place in found)
    return {known: letters for _, known, letters in in_order if known[0] == form[0] and len(known) >= SHORT}


def _is_alike(words: list[str], known: list[str]) -> bool:
    """Tell whether two names have as many words, and each word that is a drug by itself stands in both."""
    pairs = zip(words, known, strict=False)
    return len(words) == len(known) and all(one == other or not _is_known(one) for one, other in pairs)
