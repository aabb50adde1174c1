"""Part lines with single spaces alone: results in words such as `AST 12 Mar 2015 379 U/L`, or a table.

Nothing shows where a blank cell was, so a line of such a table is parted only where it has exactly one value
for each date of its head. Every other line stays in one piece, to be looked at by a person.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from .cells import NOTHING, NUMBER, is_flag, take_apart
from .heads import is_date_text

LAST_DAY = date(2100, 1, 1)
MOST_WORDS = 24  # a line of words with more is a sentence
MOST_DATE_WORDS = 6
DASHES = "-–—−"
SIGNS = ",;:=()[]"


def split_free_lines(lines: Sequence[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return the cells of each line; one that is neither result nor line of a table is one cell."""
    split = []
    dates: list[str] = []
    for number, line in lines:
        words = line.split()
        if head := _head(words):
            dates = head[1:]
        cells = head or (_values(words, len(dates)) if dates else _result(words))
        split.append((number, cells or [" ".join(words)]))
    return split


def _head(words: Sequence[str]) -> list[str]:
    """Return the cells of a line of dates, a word or two before them its first cell; else nothing."""
    for start in range(min(3, len(words))):
        if dates := _all_dates(words[start:]):
            return [" ".join(words[:start]), *dates]
    return []


def _all_dates(words: Sequence[str]) -> list[str]:
    """Return the dates that words consist of, at least two; nothing where a word is left."""
    dates = []
    place = 0
    while place < len(words):
        end = next((end for start, end in _dates(words[place:]) if start == 0), 0)
        if not end:
            return []
        dates.append(" ".join(words[place : place + end]))
        place += end
    return dates if len(dates) > 1 else []


def _dates(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a date may stand among words, the longest at each place first."""
    for start in range(len(words)):
        for end in range(min(start + MOST_DATE_WORDS, len(words)), start, -1):
            if is_date_text(" ".join(words[start:end]).strip(SIGNS), LAST_DAY):
                yield start, end


def _values(words: Sequence[str], count: int) -> list[str]:
    """Return a test and its values where a line has just one for each date; else nothing."""
    joined: list[str] = []
    for word in words:
        if joined and is_flag(word) and _is_value(joined[-1]):
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    name, values = joined[:-count], joined[-count:]
    if any(value in DASHES for value in values[1:-1]):  # 0.9 - 1.2 may be one range
        return []
    if not name or _is_value(name[-1]) or not all(_is_value(value) for value in values):
        return []
    return [" ".join(name), *values]


def _is_value(text: str) -> bool:
    """Tell whether a text is a number, with nothing but its unit, limits and flag, or a sign for none."""
    part = take_apart(text)
    return bool(part.digits) if part.kind == NUMBER else part.kind == NOTHING


def _result(words: Sequence[str]) -> list[str]:
    """Return test, date and value of a line in words; nothing for a line that is no result."""
    if len(words) > MOST_WORDS:
        return []
    for start, end in _dates(words):
        rest = [*words[:start], *words[end:]]
        if (parts := _name_and_value(rest)) and not any(_dates(parts[0].split())):
            return [parts[0], " ".join(words[start:end]).strip(SIGNS), parts[1]]
    parts = _name_and_value(words)
    return [parts[0], "", parts[1]] if parts and not any(_dates(words)) else []


def _name_and_value(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the name and the value of a line without its date."""
    for place in range(1, len(words)):
        value = " ".join(words[place:])
        if _is_value(words[place - 1]):
            return None
        if words[place][0] in "<>0123456789" and _is_value(value):
            return " ".join(words[:place]).strip(SIGNS), value
    return None
