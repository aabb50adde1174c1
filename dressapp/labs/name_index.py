"""Look a folded name up in the table of names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from scoring.analytes import ANALYTES

from . import name_table as table

Tests = tuple[str, ...]

LATIN_MARKS = re.compile("[\u0300-\u036f]")
DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
SPELLED = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "μ": "u"})


def fold(text: str) -> str:
    """Return a name as its words, the same for any case, accent, punctuation, width and Greek letter."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = LATIN_MARKS.sub("", unicodedata.normalize("NFD", wide))
    spelled = unicodedata.normalize("NFC", bare).translate(SPELLED)
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
def known() -> Mapping[str, Tests]:
    """Return the tests of each certain form; several where only a unit can tell."""
    singles = [*table.NAMES.items(), *table.SHARES_AND_COUNTS.items()]
    pairs = [*(((analyte,), names) for analyte, names in singles), *table.OPEN.items()]
    return {form: analytes for analytes, names in pairs for form in _forms(names)}


@cache
def doubtful() -> Mapping[str, Tests]:
    """Return the likely tests of each doubtful form."""
    return {form: analytes for analytes, names in table.DOUBTFUL.items() for form in _forms(names)}


@cache
def refused() -> Mapping[str, str]:
    """Return why each form of a test that is not kept is not taken."""
    return {form: why for why, names in table.REFUSED.items() for form in _forms(names)}


SHARES, COUNTS = _words(table.SHARE_WORDS), _words(table.COUNT_WORDS)
FILLERS, SPECIMENS = _words(table.FILLERS), _words(table.SPECIMENS)


def look_up(words: str) -> Tests:
    """Return the tests of a folded name, also with a specimen or with `absolute` or `%` beside it."""
    return known().get(words) or _narrowed(words) or _of_specimen(words)


def _narrowed(words: str) -> Tests:
    """Return the test of a name that says itself whether it is a share or a count."""
    parts = words.split()
    is_share, is_count = bool(SHARES.intersection(parts)), bool(COUNTS.intersection(parts))
    if is_share == is_count:
        return ()
    bare = [part for part in parts if part not in SHARES | COUNTS]
    rest = " ".join(part for part in bare if part not in FILLERS)
    unit = "%" if is_share else "/uL"
    tests = known().get(" ".join(bare)) or known().get(rest, ())
    return tuple(analyte for analyte in tests if unit in ANALYTES[analyte].family)


def _of_specimen(words: str) -> Tests:
    """Return the tests of a name with its specimen beside it; what is left must have three letters."""
    parts = words.split()
    while parts and parts[0] in SPECIMENS:
        parts = parts[1:]
    while parts and parts[-1] in SPECIMENS and len(parts[-1]) > 1:
        parts = parts[:-1]
    rest = " ".join(parts)
    return known().get(rest, ()) if len(rest) > 2 and rest != words else ()
