"""Tell which test a laboratory's own name stands for: by the table, the team's names, a code, or likeness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.analytes import ANALYTES
from scoring.kernel import units

from .heads import Head, split_head
from .name_index import Tests, doubtful, fold, known, look_up, refused
from .name_table import MASS_CODES, MOLAR_CODES, NOT_KEPT, REFUSED_CODES
from .unit_words import read_unit

__all__ = [
    "Head",
    "NameMatch",
    "decide_by_unit",
    "find_test",
    "fold",
    "holds_sign",
    "is_certain",
    "is_learnable",
    "split_head",
]

LONGEST = 120  # characters, as long as a remembered name
CUT_OFF = 0.8  # likeness of two names; below it they are two tests
ALIKE = 0.66  # likeness of each word in them
MOST = 10  # forms compared word by word
SHORT = 4  # letters; AST and ALT, Cr and CRP differ by one
DOUBT = 60

CODE = re.compile(  # alone, or in brackets after a name: the code decides, whatever the name says
    r"(?:.* ?\(loinc |(?:(?:https?://)?loinc(?:\.org)?[ :|/]*)?)([0-9]{1,5}-[0-9])\)?", re.IGNORECASE
)
SAYS_NOTHING = frozenset(["level", "levels", "count"])  # behind the brackets of `Platelet (PLT) count`
MANY_MEANINGS = "This name has more than one meaning."
# Signs that may belong to the value: no name is read without them. A minus between letters is a hyphen.
SIGN = re.compile(r"[<>≤≥≪≫≦≧⩽⩾~∼≈±≃≅√]|(?<![^\W\d_])−|−(?![^\W\d_])|^=|=$|.[+]$")
ABOUT = re.compile(r".+\s(?:c\.|ca\.?|circa|about|around|approx\.?|approximately|etwa|env\.|environ)")
WITH_SIGN = "A sign or word beside the name may belong to the value. Write it in the cell of the value."
BULLET = re.compile(r"[-+–—] ?(?=\S)")
AFTER_DASH = "A dash or plus stands before the name."


@dataclass(frozen=True)
class NameMatch:
    """What a name stands for.

    `how` is `exact`, `team`, `code` or `similar`, and empty for a name that is not known. An empty `analyte`
    with alternatives is a name of several tests, such as a share or a count. `amount` is `mass` or `molar`
    where a code stands for that only. `why` says what keeps a name from being taken and what to do.
    """

    analyte: str = ""
    certainty: int = 0
    how: str = ""
    alternatives: Tests = ()
    why: str = ""
    amount: str = ""


def find_test(text: str, team_names: Mapping[str, str]) -> NameMatch:
    """Return what a name stands for; `team_names` are the team's own, folded."""
    words = fold(text) if len(text) <= LONGEST else ""
    if not words:
        return NameMatch()
    if holds_sign(text):
        return NameMatch(why=WITH_SIGN)
    match = _find(text, words, team_names)
    return _doubted(match) if BULLET.match(text.strip()) else match


def holds_sign(text: str) -> bool:
    """Tell whether a name holds a sign or word that may belong to its value: `CRP <`, `LDH ca.`."""
    return bool(SIGN.search(text.strip()) or ABOUT.fullmatch(text.strip()))


def _doubted(match: NameMatch) -> NameMatch:
    """Return the match of a name behind a dash, for the person to confirm."""
    if not match.how:
        return match
    return replace(match, certainty=DOUBT, how="similar", why=f"{AFTER_DASH} {match.why}".strip())


def _find(text: str, words: str, team_names: Mapping[str, str]) -> NameMatch:
    """Return what a name stands for by the first source that knows it."""
    return (
        _by_code(text.strip())
        or _by_table(text, words)
        or _by_team(words, team_names)
        or _by_doubtful(words)
        or _by_likeness(words)
        or NameMatch()
    )


def is_certain(text: str, team_names: Mapping[str, str]) -> bool:
    """Tell whether a name is known for sure, alone or once a unit settles it; like names do not count."""
    words = fold(text) if len(text) <= LONGEST and not holds_sign(text) else ""
    match = _by_code(text.strip()) or _by_table(text, words) or _by_team(words, team_names) if words else None
    return match is not None and bool(match.analyte or match.alternatives)


def is_learnable(text: str) -> bool:
    """Tell whether a team may give a name its own meaning: not where the table is sure or a unit decides."""
    words = fold(text)
    return 0 < len(words) <= LONGEST and _by_table(text, words) is None and _by_code(text.strip()) is None


def _by_table(text: str, words: str) -> NameMatch | None:
    """Return the match of a name that the table has, as a whole or in each of its parts."""
    if why := refused().get(words):
        return NameMatch(why=why)
    analytes = look_up(words) or _by_parts(text)
    return _match(analytes, 100, "exact") if analytes else None


def _match(analytes: Tests, certainty: int, how: str) -> NameMatch:
    """Return a match with one test, or an open one with several."""
    if len(analytes) == 1:
        return NameMatch(analytes[0], certainty, how)
    return NameMatch("", certainty, how, analytes, _open_words(analytes))


def _open_words(analytes: Tests) -> str:
    """Say between which tests a name leaves the choice."""
    names = [_name(analyte) for analyte in analytes]
    return f"It can be {' or '.join(names)}. Choose the test, or give the unit."


def _name(analyte_id: str) -> str:
    """Return a test's name, with whether it is a share or a count."""
    analyte = ANALYTES[analyte_id]
    kind = " (%)" if analyte.unit == "%" else " (count)" if analyte.unit == "/uL" else ""
    return f"{analyte.name}{kind}"


def _by_parts(text: str) -> Tests:
    """Return the tests that every part of a name such as `AST (GOT)` or `白血球 (WBC)` stands for."""
    folded = [fold(part) for part in re.split(r"[()\[\]/|,;:=（）]", text)]
    parts = [part for part in folded if part and part not in SAYS_NOTHING]
    found = [look_up(part) or doubtful().get(part, ()) for part in parts]
    certain = [analytes for part in parts if (analytes := look_up(part))]
    if len(found) < 2 or not certain:
        return ()
    return tuple(one for one in certain[0] if all(one in analytes for analytes in found))


def _by_team(words: str, team_names: Mapping[str, str]) -> NameMatch | None:
    """Return the match of a name that the team has confirmed before."""
    analyte = team_names.get(words, "")
    return NameMatch(analyte, 100, "team") if analyte in ANALYTES else None


def _by_code(text: str) -> NameMatch | None:
    """Return the match of a LOINC code or of an id of the catalogue; an id of one word is a name."""
    if text in ANALYTES and "_" in text:
        return _match((text,), 100, "code")
    found = CODE.fullmatch(text)
    if not found:
        return None
    analytes = tuple(one.id for one in ANALYTES.values() if found[1] in one.loinc)
    if not analytes:
        return NameMatch(why=REFUSED_CODES.get(found[1], NOT_KEPT))
    amount = "mass" if found[1] in MASS_CODES else "molar" if found[1] in MOLAR_CODES else ""
    return replace(_match(analytes, 100, "code"), amount=amount)


def _by_doubtful(words: str) -> NameMatch | None:
    """Return the suggestion for a name that has more than one meaning."""
    analytes = doubtful().get(words)
    match = _match(analytes, DOUBT, "similar") if analytes else None
    return replace(match, why=match.why or MANY_MEANINGS) if match else None


def _by_likeness(words: str) -> NameMatch | None:
    """Return the most similar name's test, for the person to confirm; nothing for a short or other name."""
    if len(words.replace(" ", "")) <= SHORT or not words.isascii():
        return None
    found = process.extract(
        words, _long_forms(), scorer=OSA.normalized_similarity, score_cutoff=CUT_OFF, limit=MOST
    )
    near = [(form, likeness) for form, likeness, _ in found if _is_alike(form, words)]
    if not near or near[0][0] in refused():
        return None
    best, likeness = near[0]
    match = _match(_nearly_as_near(best, [form for form, _ in near], words), round(likeness * 100), "similar")
    return replace(match, certainty=min(match.certainty, 99))


def _nearly_as_near(best: str, near: list[str], words: str) -> Tests:
    """Return the tests of the nearest form and of those that are at most one letter farther."""
    reach = OSA.distance(best, words) + 1
    forms = [form for form in near if form in known() and OSA.distance(form, words) <= reach]
    return tuple(dict.fromkeys(analyte for form in forms for analyte in known()[form]))


def _long_forms() -> list[str]:
    """Return the forms that a misspelling may be compared with; a test that is not kept wins a tie."""
    return [form for form in (*refused(), *known()) if len(form) > SHORT and form.isascii()]


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two names are alike word by word; a space too many or too few is one letter."""
    if _marks(one) != _marks(other):
        return False
    pairs = list(zip(one.split(), other.split(), strict=False))
    if one.count(" ") != other.count(" "):
        joined, beside = one.replace(" ", ""), other.replace(" ", "")
        return joined[0] == beside[0] and OSA.distance(joined, beside) <= 1
    return all(a[0] == b[0] and OSA.normalized_similarity(a, b) >= ALIKE for a, b in pairs)


def _marks(words: str) -> list[str]:
    """Return the digits and single letters of a name, which no misspelling touches."""
    parts = re.findall(r"[0-9]+|[^0-9 ]+", words)
    return sorted(part for part in parts if len(part) == 1 or part.isdigit())


def decide_by_unit(match: NameMatch, unit: str, values: Sequence[Decimal] = ()) -> NameMatch:
    """Settle a name of several tests where its unit is one of a single test; else say why it is asked.

    A code that stands for a mass only is not taken with a molar unit, nor the other way round.
    """
    if match.amount:
        return _agreeing(match, unit)
    if match.analyte or not match.alternatives:
        return match
    fitting = [analyte for analyte in match.alternatives if read_unit(unit, analyte)]
    if len(fitting) == 1:
        return replace(match, analyte=fitting[0], why="")
    share = next((analyte for analyte in match.alternatives if ANALYTES[analyte].unit == "%"), "")
    return replace(match, why=f"{match.why} {_reason(max(values))}") if share and values else match


def _agreeing(match: NameMatch, unit: str) -> NameMatch:
    """Refuse a code whose amount is of another kind than the unit."""
    code = read_unit(unit, match.analyte)
    if not code or ("mol" in code) == (match.amount == "molar"):
        return match
    other = "mass" if match.amount == "molar" else "molar"
    return NameMatch(why=f"This code stands for a {match.amount} amount and the unit is {other}. Check both.")


def _reason(highest: Decimal) -> str:
    """Say what the highest number tells about a share or a count."""
    number = units.shown(units.plain(highest))
    if highest > 100:
        return f"{number} is above 100 and cannot be a share."
    return f"{number} can be a share, and a count in thousands."
