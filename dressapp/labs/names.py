"""Tell which test a laboratory's own name stands for: by the table, the team's names, a code, or likeness."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.analytes import ANALYTES

from . import name_table as table
from .unit_words import is_unit, read_unit

CUT_OFF = 0.8  # likeness; below it two names are two tests
SHORT = 4  # letters; AST and ALT, Cr and CRP differ in one
DOUBT = 60

LATIN_MARKS = re.compile("[\u0300-\u036f]")
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "µ": "u", "μ": "u"}
CODE = re.compile(r"(?:(?:https?://)?loinc(?:\.org)?[ :|/]*)?([0-9]{1,5}-[0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class NameMatch:
    """What a name stands for.

    `how` is `exact`, `team`, `code` or `similar`, and empty for a name that is not known. An empty `analyte`
    with alternatives is a name of several tests, such as a share or a count. `why` says in words what keeps
    a name from being taken.
    """

    analyte: str = ""
    certainty: int = 0
    how: str = ""
    alternatives: tuple[str, ...] = ()
    why: str = ""


class Head(NamedTuple):
    """A head's name, the text of its unit, and the text of the limits beside it."""

    name: str
    unit_text: str = ""
    limits: str = ""


def fold(text: str) -> str:
    """Return a name as its words, the same for any case, accents, punctuation, width and Greek letter."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = LATIN_MARKS.sub("", unicodedata.normalize("NFD", wide))
    spelled = "".join(GREEK.get(sign, sign) for sign in unicodedata.normalize("NFC", bare))
    return " ".join(re.findall(r"[^\W_]+|[%#]", DOTTED.sub("", spelled)))


def _forms(names: str) -> Iterable[str]:
    """Yield each name of a list folded, and those of several words also written together."""
    for name in names.split("|"):
        words = fold(name)
        yield words
        yield words.replace(" ", "")


def _words(names: str) -> frozenset[str]:
    """Return the folded words of a list."""
    return frozenset(fold(name) for name in names.split("|"))


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    """Return the tests that each certain name may stand for."""
    lists = [((analyte,), names) for analyte, names in (table.NAMES | table.SHARES_AND_COUNTS).items()]
    pairs = [*lists, *table.OPEN.items()]
    return {form: analytes for analytes, names in pairs for form in _forms(names)}


@cache
def _refused() -> Mapping[str, str]:
    """Return why each name of a test that is not kept is not taken."""
    other = "This is another test than those kept here."
    return {form: other for form in _forms(table.OTHERS)} | {
        form: why for why, names in table.TRAPS.items() for form in _forms(names)
    }


def find_test(text: str, team_names: Mapping[str, str]) -> NameMatch:
    """Return what a name stands for; `team_names` are the team's own, folded."""
    words = fold(text)
    return (
        _by_table(words)
        or _by_team(words, team_names)
        or _by_code(text.strip())
        or _by_doubtful(words)
        or _by_likeness(words)
        or NameMatch()
    )


def _by_table(words: str) -> NameMatch | None:
    """Return the match of a name that the table has, alone or with words that only narrow it down."""
    if why := _refused().get(words):
        return NameMatch(why=why)
    analytes = _known().get(words) or _narrowed(words) or _known().get(_without_specimen(words))
    if not analytes:
        return None
    if len(analytes) == 1:
        return NameMatch(analytes[0], 100, "exact")
    return NameMatch("", 100, "exact", analytes, "It can be a share or a count, and no unit says which.")


def _narrowed(words: str) -> tuple[str, ...]:
    """Return the test of a name with `%`, `#`, `abs` or the like beside it."""
    shares, counts = _words(table.SHARE_WORDS), _words(table.COUNT_WORDS)
    parts = words.split()
    rest = _known().get(" ".join(part for part in parts if part not in shares | counts), ())
    is_share, is_count = bool(shares.intersection(parts)), bool(counts.intersection(parts))
    if is_share == is_count:
        return ()
    unit = "%" if is_share else "/uL"
    return tuple(analyte for analyte in rest if unit in ANALYTES[analyte].family)


def _without_specimen(words: str) -> str:
    """Return a name without the specimen before or after it; two letters are left as they are."""
    specimens = _words(table.SPECIMENS)
    parts = words.split()
    while len(parts) > 1 and parts[0] in specimens:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in specimens and len(parts[-1]) > 1:
        parts = parts[:-1]
    rest = " ".join(parts)
    return rest if len(rest) > 2 else ""


def _by_team(words: str, team_names: Mapping[str, str]) -> NameMatch | None:
    """Return the match of a name that the team has confirmed before."""
    analyte = team_names.get(words, "")
    return NameMatch(analyte, 100, "team") if analyte in ANALYTES else None


def _by_code(text: str) -> NameMatch | None:
    """Return the match of a LOINC code or of a test's own id."""
    if text.lower() in ANALYTES:
        return NameMatch(text.lower(), 100, "code")
    found = CODE.fullmatch(text)
    if not found:
        return None
    if why := table.TRAP_CODES.get(found[1]):
        return NameMatch(why=why)
    analyte = next((one.id for one in ANALYTES.values() if found[1] in one.loinc), "")
    return NameMatch(analyte, 100, "code") if analyte else NameMatch(why="This code is of another test.")


@cache
def _doubtful() -> Mapping[str, tuple[str, ...]]:
    """Return what each doubtful name most often stands for."""
    return {form: analytes for name, analytes in table.DOUBTFUL.items() for form in _forms(name)}


def _by_doubtful(words: str) -> NameMatch | None:
    """Return the suggestion for a name that has more than one meaning."""
    analytes = _doubtful().get(words)
    if not analytes:
        return None
    first = analytes[0] if len(analytes) == 1 else ""
    return NameMatch(first, DOUBT, "similar", analytes, "This name has more than one meaning.")


def _by_likeness(words: str) -> NameMatch | None:
    """Return the most similar name's test, for the person to confirm."""
    joined = words.replace(" ", "")
    if len(joined) <= SHORT:
        return None
    choices = [form for form in (*_known(), *_refused()) if len(form) > SHORT]
    near = process.extract(words, choices, scorer=OSA.normalized_similarity, score_cutoff=CUT_OFF, limit=5)
    return _best([(form, round(score * 100)) for form, score, _ in near], words)


def _best(near: list[tuple[str, int]], words: str) -> NameMatch | None:
    """Return the suggestion of the nearest name, or nothing where that is a test not kept."""
    near = [(form, certainty) for form, certainty in near if _same_marks(form, words)]
    if not near or near[0][0] in _refused():
        return None
    certainty = min(near[0][1], 99)
    analytes = _known()[near[0][0]]
    others = tuple(dict.fromkeys(one for form, _ in near if form in _known() for one in _known()[form]))
    first = analytes[0] if len(analytes) == 1 else ""
    return NameMatch(first, certainty, "similar", others)


def _same_marks(one: str, other: str) -> bool:
    """Tell whether two names begin alike and have the same digits and single letters."""
    return one[0] == other[0] and _marks(one) == _marks(other)


def _marks(words: str) -> list[str]:
    """Return the parts of a name that a misspelling does not touch."""
    return sorted(
        part for part in re.findall(r"\d+|[^\W\d]+|[%#]", words) if len(part) == 1 or part.isdigit()
    )


def decide_by_unit(match: NameMatch, unit: str, values: Iterable[Decimal] = ()) -> NameMatch:
    """Settle a name that can be a share or a count where its unit says which; else say why it is asked."""
    if match.analyte or match.how != "exact":
        return match
    fitting = [analyte for analyte in match.alternatives if read_unit(unit, analyte)]
    if len(fitting) == 1:
        return replace(match, analyte=fitting[0], why="")
    return match


LIMITS = re.compile(r"[(\[]\s*([<>≤≥]?\s*[0-9][0-9.,]*(?:\s*[-–—]\s*[0-9][0-9.,]*)?)\s*[)\]]")


def split_head(text: str) -> Head:
    """Split `AST (IU/L)` into name, unit and limits; a name that only looks so stays whole."""
    rest, limits = _take_limits(" ".join(text.split()))
    if fold(rest).split()[-1:] == ["inr"]:
        return Head(rest, "INR", limits)
    return Head(*_take_unit(rest), limits)


def _take_limits(text: str) -> tuple[str, str]:
    """Return a head without the limits in it, and the limits."""
    found = LIMITS.search(text)
    if not found:
        return text, ""
    return " ".join((text[: found.start()] + " " + text[found.end() :]).split()), found[1]


def _take_unit(text: str) -> tuple[str, str]:
    """Return a head's name and the text of the unit at its end."""
    if text.startswith("%") and len(text) > 1:
        return text[1:].strip(), "%"
    if text.endswith("%") and not text.endswith(("mg%", "g%")) and len(text) > 1:
        return text[:-1].strip(" ,;:"), "%"
    bracket = re.fullmatch(r"(.+?)[\s,;:]*[(\[]([^()]*?)[)\]]", text)
    if bracket and is_unit(bracket[2]):
        return bracket[1], bracket[2].strip()
    words = text.split(" ")
    for place in range(1, len(words)):
        if is_unit(tail := " ".join(words[place:])) and not _only_letters(tail):
            return " ".join(words[:place]).strip(" ,;:"), tail
    return text, ""


def _only_letters(text: str) -> bool:
    """Tell whether a text is one word, such as the C of hepatitis C, that no sign marks as a unit."""
    return text.isalpha()
