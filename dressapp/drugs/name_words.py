"""The words of a drug's name as people type it, and those around it that say how it was given."""

import re
import unicodedata

LATIN_MARKS = re.compile("[\u0300-\u036f]")
# Words that say strength, form, route, how often, salt or maker, never which substance it is. What sets
# another product apart (plus, extra, night, PM) is not among them.
FILLERS = frozenset(
    """
    mg g kg mcg μg ug ng ml l iu ie ui mmol mol percent tablet tablets tab tabs tbl capsule capsules cap
    caps pill pills injection injections inj infusion inf ampoule amp vial syrup suspension susp solution
    sol drops sachet suppository supp cream gel granules powder chewable dispersible effervescent coated
    film enteric eye ear iv im sc po pr intravenous intravenously intramuscular subcutaneous oral orally
    parenteral by mouth into a vein xr er sr cr mr la xl dr retard slow release prolonged extended modified
    delayed depot long acting forte ds od bd bid tds tid qds qid qd daily once twice thrice per at h hourly
    every x times prn sodium hydrochloride hcl mesylate mesilate tosylate tosilate sulfate sulphate
    dihydrate monohydrate trihydrate generic brand name sandoz teva mylan viatris ratiopharm hexal stada
    accord aurobindo zentiva biogaran arrow apotex
    """.split()
)
AMOUNT = re.compile(r"[0-9]+[a-zμ]*|q[0-9]+h")
NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
STRENGTH = rf"{NUMBER}\s*(?:m?g)?"
TWO_STRENGTHS = re.compile(rf"{STRENGTH}\s*/\s*{STRENGTH}(?![\w.])(?!\s*(?:ml|l|h|tab))", re.IGNORECASE)
PARTED = re.compile(r"(?=[(\[])|(?<=[,;-])")
ADDED = frozenset("+&")


def words_of(text: str) -> list[str]:
    """Return a text as its words, the same for any case, accent, punctuation and width."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = LATIN_MARKS.sub("", unicodedata.normalize("NFD", wide))
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare))


def form_of(text: str) -> str:
    """Return a text as it is looked up: its words, written together."""
    return "".join(words_of(text))


def split_name(text: str) -> tuple[str, str, str]:
    """Return the words before a name, the name, and those after it; one with a plus stays whole."""
    tokens = [text] if ADDED & set(text) else PARTED.sub(" ", text).split()
    first, last = 0, len(tokens)
    while first < last and _is_filler(tokens[first]):
        first += 1
    while last > first and _is_filler(tokens[last - 1]):
        last -= 1
    before, core, after = tokens[:first], tokens[first:last], tokens[last:]
    return " ".join(before), " ".join(core), " ".join(after)


def _is_filler(token: str) -> bool:
    """Tell whether every word of a token says how a drug was given; `i.v.` is one word."""
    return all(word in FILLERS or AMOUNT.fullmatch(word) for word in words_of(token.replace(".", "")))


def has_two_strengths(text: str) -> bool:
    """Tell whether a text gives two strengths, such as 875/125: those of two substances."""
    return TWO_STRENGTHS.search(text) is not None
