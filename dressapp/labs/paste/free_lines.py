"""Part lines with single spaces alone: results in words such as `AST 12 Mar 2015 379 U/L`, or a table.

Nothing shows where a blank cell was, so a line of such a table is parted only where it has exactly one value
for each date of its head. Every other line stays in one piece, to be looked at by a person.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from unicodedata import normalize

from dressapp.core.dates import MONTHS_GIVEN
from dressapp.labs.names import holds_sign, is_certain, split_head

from . import head_words
from .cells import NOTHING, NUMBER, is_flag, take_apart
from .counted import KINDS
from .head_words import role_of
from .heads import is_date_text

LAST_DAY = date(2100, 1, 1)
MOST_WORDS = 24  # a line of words with more is a sentence
FEW, THREE = re.compile(r"[<>]?[1-9][0-9]{0,2}"), re.compile(r"[0-9]{3}(?![0-9])")
DASHES = "-–—−"
SIGNS = " ,;:=()[]"

# Where a date may stand in a line; whether it is one is for the reader of dates to say.
MONTH = r"[^\W\d_]{3,10}\.?"
DAYS = (
    r"[0-9]{1,4}(?P<sign>[-/.])[0-9]{1,2}(?P=sign)[0-9]{1,4}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|er|\.)?[ /.-]{{0,2}}(?:de )?{MONTH},?[ /.-]{{0,2}}(?:de )?'?[0-9]{{2,4}}"
    rf"|{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}"
    r"|[0-9]{4} ?[年년] ?[0-9]{1,2} ?[月월] ?[0-9]{1,2} ?[日일]"
    rf"|(?:{'|'.join(KINDS.values())})[ .#]{{0,2}}[+−–-]? ?[0-9]{{1,4}}"
)
TIME = r"(?:(?:,? (?:at |um |à )?|T)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\.?)?(?: Uhr)?)?"
CANDIDATE = re.compile(rf"(?<![\w./,-])(?:{DAYS}){TIME}(?![\w/:-]|[.,][0-9])", re.IGNORECASE)

# What may be a day without its year, or the days of columns, on a line that names no test.
MONTHS = "|".join(sorted(MONTHS_GIVEN, key=len, reverse=True))
PART_OF_DATE = re.compile(
    r"(?<![\w.,/-])(?:(?:0?[1-9]|[12][0-9]|3[01])[./-](?:0?[1-9]|1[0-9]|2[0-9]|3[01])[./]?(?![\w/-]|[.,][0-9])"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)? ?(?:de )?(?:{MONTHS})\b|\b(?:{MONTHS})\.? [0-9]{{1,2}}(?![\w.,]))",
    re.IGNORECASE,
)
ACCENTS = re.compile("[\u0300-\u036f]")
HEADING = head_words.TEST, head_words.DATE, head_words.TIME
COUNTING = frozenset(["week", "weeks", "days", "woche", "wochen", "tage", "semaine", "semana"])

Span = tuple[int, int]


def split_free_lines(lines: Sequence[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return the cells of each line; one that is neither result nor line of a table is one cell."""
    split = []
    dates: list[str] = []
    is_open = False  # below a line that may name other days, until the next date
    for number, line in lines:
        text = " ".join(line.split())
        spans = _dates(text)
        if head := _head(text, spans):
            dates = head[1:]
        is_open = not spans and (is_open or _may_name_days(text))
        cells = head or (_values(text.split(), len(dates)) if dates else _result(text, spans))
        split.append((number, [text] if is_open or not cells else cells))
    return split


def _may_name_days(text: str) -> bool:
    """Tell whether a line without a date may name days all the same: `14 Mar`, `Labs 14/3:`, `Day 7 9`."""
    label = re.split(r"[ :]*(?=[0-9])", text, maxsplit=1)[0].strip(SIGNS)
    if is_certain(split_head(label).name, {}):
        return False
    rest = text[len(label) :].strip(SIGNS)
    names_columns = role_of(label) in HEADING or label.casefold() in COUNTING
    if names_columns and rest and not any(map(str.isalpha, rest)):
        return True
    return (
        bool(PART_OF_DATE.search(ACCENTS.sub("", normalize("NFD", text)))) and len(text.split()) <= MOST_WORDS
    )


def _dates(text: str) -> list[Span]:
    """Return where dates stand in a line."""
    spans = (found.span() for found in CANDIDATE.finditer(text))
    return [(start, end) for start, end in spans if is_date_text(text[start:end], LAST_DAY)]


def _head(text: str, spans: Sequence[Span]) -> list[str]:
    """Return the cells of a line of dates, a word or two before them its first cell; else nothing."""
    if len(spans) < 2:
        return []
    label = text[: spans[0][0]].strip(SIGNS)
    ends = [end for _, end in spans]
    starts = [start for start, _ in spans[1:]] + [len(text)]
    between = (text[end:start] for end, start in zip(ends, starts, strict=True))
    if any(part.strip(SIGNS) for part in between) or len(label.split()) > 2 or any(map(str.isdigit, label)):
        return []
    return [label, *(text[start:end] for start, end in spans)]


def _values(words: Sequence[str], count: int) -> list[str]:
    """Return a test and its values where a line has just one for each date; else nothing."""
    joined: list[str] = []
    for word in words:
        if joined and is_flag(word) and _is_value(joined[-1]):
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    name, values = joined[:-count], joined[-count:]
    if any(FEW.fullmatch(one) and THREE.match(other) for one, other in pairwise(values)):  # 1 250
        return []
    if any(value in DASHES for value in values[1:-1]):  # 0.9 - 1.2 may be one range
        return []
    if not name or _is_value(name[-1]) or not all(_is_value(value) for value in values):
        return []
    return [" ".join(name), *values]


def _is_value(text: str) -> bool:
    """Tell whether a text is a number, with nothing but its unit, limits and flag, or a sign for none."""
    part = take_apart(text)
    return bool(part.digits) if part.kind == NUMBER else part.kind == NOTHING


def _result(text: str, spans: Sequence[Span]) -> list[str]:
    """Return test, date and value of a line in words; nothing for a line that is no result."""
    if len(spans) > 1:
        return []
    start, end = spans[0] if spans else (len(text), len(text))
    words = f"{text[:start].rstrip(' ([')} {text[end:].lstrip(' )]')}".split()
    parts = _name_and_value(words) if len(words) <= MOST_WORDS else None
    return [parts[0], text[start:end], parts[1]] if parts else []


def _name_and_value(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the name and the value of a line without its date: the value begins with the first number."""
    places = (place for place, word in enumerate(words) if place and word[0] in "<>0123456789")
    place = next(places, 0)
    name, value = " ".join(words[:place]), " ".join(words[place:])
    if not place or holds_sign(name) or not _is_value(value) or _is_value(words[place - 1]):
        return None
    return name.strip(SIGNS), value
