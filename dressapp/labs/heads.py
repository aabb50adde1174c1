"""Split the head of a row or column into the name of a test, its unit and its limits."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from .name_index import fold, look_up
from .unit_words import is_unit, looks_like_unit, read_unit

LONGEST = 200  # characters; what is longer is no head
FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})

NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
SIDE = (
    rf"(?:(?:[<>≤≥]=?|up to|max\.?|bis|hasta)\s*{NUMBER}"
    rf"|{NUMBER}\s*(?:[-–—−~]|to|bis|à|a)\s*[<>]?{NUMBER})"
)
LABEL = r"(?:n|nr|nv|normal|norm|normal range|ref|ref range|reference|reference range|range|vn|referenz)"
HIGHEST = r"(?:uln|upper limit of normal)"
INSIDE = rf"(?:{LABEL}\.?\s*[:=]?\s*)?(?P<limits>{SIDE})|{HIGHEST}\s*[:=]?\s*(?P<highest>{NUMBER})"
LIMITS = re.compile(
    rf"[(\[]\s*(?:{INSIDE})\s*(?P<unit>(?:\b10\D|[^()\[\]0-9])[^()]*)?[)\]]"
    rf"|(?<=[\s,;]){LABEL}\.?\s*[:=]?\s*(?P<bare>{SIDE})(?=\s|$)"
    rf"|(?<=[\s,;]){HIGHEST}\s*[:=]?\s*(?P<bare_highest>{NUMBER})(?=\s|$)",
    re.IGNORECASE,
)
BRACKET = re.compile(r"(.*\S)\s*\(([^()]*)\)|(.*\S)\s*\[(.*)\]")
ENDS = " \t,;:/-–"
STARTS = " \t,;:/"  # a dash before a name is for the person to judge


class Head(NamedTuple):
    """A head's name, the text of its unit, and the text of the limits beside it."""

    name: str
    unit_text: str = ""
    limits: str = ""


def split_head(text: str) -> Head:
    """Split `AST (IU/L)` into name, unit and limits; a name that only looks so stays whole."""
    whole = " ".join(text.translate(FULL_WIDTH).split())
    if len(whole) > LONGEST:
        return Head(text)
    rest, limits, unit_of_limits = _take_limits(whole)
    name, unit = _take_unit(rest)
    return Head(name, unit or unit_of_limits, limits)


def _take_limits(text: str) -> tuple[str, str, str]:
    """Return a head without the limits in it, the limits, and the unit that stood with them."""
    found = LIMITS.search(text)
    unit = ((found["unit"] or "") if found else "").strip()
    if not found or (unit and not _is_unit(unit)):
        return text, "", ""
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
    rest = _bare(rest)
    highest = found["highest"] or found["bare_highest"]
    limits = f"≤{highest}" if highest else found["limits"] or found["bare"]
    return (rest, limits, unit) if rest else (text, "", "")


def _take_unit(text: str) -> tuple[str, str]:
    """Return a head's name and the text of the unit in it."""
    if fold(text).split()[-1:] == ["inr"]:
        return text, "INR"
    for name, unit in chain(_bracketed(text), _tails(text), _percent(text)):
        if name and unit:
            return name, unit
    return text, ""


def _bare(name: str) -> str:
    """Return a name without the signs that part it from what stands beside it."""
    return name.rstrip(ENDS).lstrip(STARTS)


def _is_unit(text: str) -> bool:
    """Tell whether a text is a unit, or so written that it can only be meant as one."""
    return is_unit(text) or looks_like_unit(text)


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and unit of `AST (IU/L)` and `AST [U/l]`."""
    found = BRACKET.fullmatch(text)
    if found:
        name, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
        if _is_marked(name, unit) and _is_unit(unit):
            yield _bare(name), unit.strip()


def _tails(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and unit of `AST U/L`, `WBC ×10³/µL` and `WBC/mm3`, the longest unit first."""
    for place in re.finditer(r"(?<=[\s,;])(?=\S)|(?=/)|(?=[×x*]\s?10)", text):
        name, rest = _bare(text[: place.start()]), text[place.start() :].strip()
        for tail in (rest, rest.lstrip("/ ")):
            if _is_marked(name, tail) and _is_unit(tail):
                yield name, tail


def _is_marked(name: str, tail: str) -> bool:
    """Tell whether a tail is a unit by a sign in it; a lone word only where the test before it has it."""
    if tail.isdigit():
        return False
    return not tail.isalpha() or any(read_unit(tail, analyte) for analyte in look_up(fold(name)))


def _percent(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and unit of `EOS%`, `Eosinophils, %` and `% Eosinophils`."""
    if text.endswith("%") or text.startswith("%"):
        yield text.strip("% ,;:"), "%"
