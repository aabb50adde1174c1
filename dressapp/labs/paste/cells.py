"""Take the text of a cell apart: the digits of a number, the unit and limits beside it, flags dropped."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dressapp.core.numbers import hint_for, join_groups
from dressapp.labs.unit_words import is_unit, looks_like_unit

NUMBER, NOTHING, TEXT = "number", "nothing", "text"
NOT_A_NUMBER = "This is not a number. Leave it out, or type the number."
LONGEST = 80  # characters; what is longer is no number with its unit

PLAIN = re.compile(r"[<>]?[0-9]+(?:[.,][0-9]+)?")
EMPTY_WORDS = frozenset(
    ["", "not done", *"- -- --- – — − . .. ... … · / nd n.d n.d. na n/a n.a. n.a #n/a nan null".split()]
)
FLAG = r"HH|LL|H|L|N|A|(?i:high|low|hi|lo|normal|abnormal)"
SIGNS = r"[*↑↓▲▼⬆⬇⇧⇩!†‡#]+"
FLAGS_BEFORE = re.compile(rf"(?:(?:{FLAG})[ :]+|{SIGNS} ?)+(?=[<>0-9(])")
FLAGS_BEHIND = re.compile(
    rf"(?:[ ,;]*\((?:{FLAG}|{SIGNS})\)|[ ,;]*{SIGNS}|(?:(?<=[0-9])|[ ,;]+)(?:{FLAG}))+$"
)
FLAG_BETWEEN = re.compile(rf"^ ?(?:{FLAG}|{SIGNS})(?= )")
IN_BRACKETS = re.compile(r"[(\[] ?(.+?) ?[)\]]")
GROUPED = r"[1-9][0-9]{0,2}(?:[ '’\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?(?![0-9.,])"
VALUE = re.compile(rf"(?P<comparator>[<>]?) ?(?P<digits>{GROUPED}|[0-9]+(?:[.,][0-9]+)*)(?P<rest>.*)")
LIMITS = re.compile(
    r"[(\[] ?(?P<limits>[<>≤≥]=? ?[0-9.,]+|[0-9.,]+ ?(?:-|–|—|−|to|bis) ?[0-9.,]+) ?[)\]]", re.IGNORECASE
)
UNIT_START = re.compile(
    r"(?<=[0-9\s(\[])(?=[^\W\d_]|[%/×x*°])|(?<=\s)(?=1?0)|(?<=[^\W\d_])(?=[mµμunp]?(?:mol|g|[IU]*U)/)"
)
UNIT_MEANT = re.compile(r"[^\W_] ?/ ?(?:[dcmuµμnpf]?[lL1I]|mm[3³]|24 ?h|d|g|h)(?!\w)|%")
NO_DIGIT_BEFORE = re.compile(r"[<>]?\.[0-9]+")


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell as text: `digits` with their comparator as `core.numbers.read_number` takes them.

    `reading` is a number that nearly certainly is meant but stands there in another form: it is asked about.
    """

    kind: str
    digits: str = ""
    unit_text: str = ""
    limits_text: str = ""
    reading: str = ""
    problem: str = ""


EMPTY_CELL = CellText(NOTHING)


@lru_cache(maxsize=100_000)
def take_apart(text: str) -> CellText:
    """Return what a cell's text holds: a number, nothing, or something else with what to do about it."""
    if PLAIN.fullmatch(text):
        return CellText(NUMBER, text)
    plain = text.strip()
    if plain.casefold() in EMPTY_WORDS:
        return EMPTY_CELL
    if len(plain) > LONGEST or not any(sign.isdigit() for sign in plain):
        return CellText(TEXT, problem=NOT_A_NUMBER)
    part = _take_number(_without_flags(_without_brackets(plain)))
    return part or CellText(TEXT, problem=f"{hint_for(plain)}. Or leave it out.")


def unit_in(text: str) -> str | None:
    """Return the unit at the end of any cell; None where it has one that cannot be read."""
    if unit := take_apart(text).unit_text:
        return unit
    for place in UNIT_START.finditer(text if len(text) <= LONGEST else ""):
        tail = FLAGS_BEHIND.sub("", text[place.start() :]).strip(" ()[]")
        if is_unit(tail) or looks_like_unit(tail):
            return tail
    return None if UNIT_MEANT.search(text) else ""


def is_flag(text: str) -> bool:
    """Tell whether a text is only a flag, such as `H` or `↑`."""
    return bool(FLAGS_BEHIND.fullmatch(f" {text}"))


def _without_brackets(text: str) -> str:
    """Return a value in brackets without them."""
    found = IN_BRACKETS.fullmatch(text)
    return found[1] if found and not set("()[]") & set(found[1]) else text


def _without_flags(text: str) -> str:
    """Return a text without the flags before and behind it."""
    before = FLAGS_BEFORE.match(text)
    rest = text[before.end() :] if before else text
    return FLAGS_BEHIND.sub("", rest)


def _take_number(text: str) -> CellText | None:
    """Return a number with the unit and limits behind it, or None for any other text."""
    if NO_DIGIT_BEFORE.fullmatch(text):
        return CellText(NUMBER, reading=text.replace(".", "0."))
    if not (found := VALUE.fullmatch(_without_brackets(text))):
        return None
    rest, limits = _take_limits(found["rest"])
    unit = FLAG_BETWEEN.sub("", _without_flags(f"0{rest}")[1:]).strip()
    if unit and (unit.isdigit() or not is_unit(unit)):
        return None
    return _with_groups(found["comparator"], found["digits"], unit, limits)


def _take_limits(rest: str) -> tuple[str, str]:
    """Return what stands behind a number without the limits in it, and the limits."""
    found = LIMITS.search(rest)
    if not found:
        return rest, ""
    return f"{rest[: found.start()].rstrip()} {rest[found.end() :].lstrip()}".rstrip(), found["limits"]


def _with_groups(comparator: str, digits: str, unit: str, limits: str) -> CellText | None:
    """Return a number; one grouped by spaces is asked about, unless its last group may be of the unit."""
    if not (joined := join_groups(digits)):
        return CellText(NUMBER, comparator + digits, unit, limits)
    last = re.split(r"[ '’\u2009\u202f]", digits)[-1]
    if is_unit(f"{last}{unit}"):
        return CellText(TEXT, problem=f"{digits} {unit} can be read in two ways. Type the number.")
    return CellText(NUMBER, unit_text=unit, limits_text=limits, reading=comparator + joined)
