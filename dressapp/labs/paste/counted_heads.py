"""Give the numbers of days the word beside or over them: `Day | 1 | 3 | 5` are the days 1, 3 and 5."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from .counted import COUNTED
from .head_words import role_of

SAMPLE = 20  # lines
WORD = re.compile(r"[^\W\d_]{3,}(?:[ .-][^\W\d_]+)*\.?:?")  # `Ba` may be basophils
PLAIN = re.compile(r"[+-]?[0-9]{1,4}")

Rows = Sequence[tuple[str, ...]]


def name_counted(rows: Rows, is_date: Callable[[str], bool]) -> Rows:
    """Return a table without a date in which the numbers of its lines or column of days carry their word."""
    if any(is_date(text) for row in rows[:SAMPLE] for text in row):
        return rows
    found = list(_lines(rows))
    if not found:
        return _name_column(rows)
    named = list(rows)
    for place, row in found:
        named[place] = row
    return named


def _lines(rows: Rows) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines that head columns by the numbers of days, with their word; as they are where unsure."""
    for place, row in enumerate(rows):
        if (start := _start_beside(row)) or (place and (start := _start_below(rows, place))):
            word, numbers = start
            yield place, _named(word, numbers)


def _start_beside(row: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """Return word and line of `Hospital day | 1 | 3 | 5`, other heads before the word or not."""
    place = next((place for place, text in enumerate(row) if _word(text)), len(row))
    if place < len(row) and _are_rising(row[place + 1 :]) and all(map(_is_head, row[:place])):
        return _word(row[place]), row
    return None


def _start_below(rows: Rows, place: int) -> tuple[str, Sequence[str]] | None:
    """Return the word that stands over the numbers of a line, and the line with each over its values.

    A line copied from a page lacks the cells that reach down from the line above: its numbers are moved
    where there are just as many as columns of values, and else left as they are.
    """
    over, row = rows[place - 1], rows[place]
    held = [column for column, text in enumerate(over) if text]
    at = held[-1] if held else 0
    word = _word(over[at])
    if not word or not all(map(_is_head, over[:at])) or not _are_rising(row, fewest=2):
        return None
    if row[0] and at:
        is_sure = _last_column(rows[place + 1 :]) - at + 1 == sum(bool(text) for text in row)
        return (word, ("",) * at + tuple(row[: len(row) - at])) if is_sure else ("", row)
    return ("", row) if any(row[:at]) else (word, row)


def _last_column(rows: Rows) -> int:
    """Return the last column that holds something."""
    return max((column for row in rows for column, text in enumerate(row) if text), default=0)


def _name_column(rows: Rows) -> Rows:
    """Return a table in which the numbers below a word for days carry it, where more stands beside them."""
    for top, row in enumerate(rows[:SAMPLE]):
        for column, text in enumerate(row):
            word, below = _word(text), rows[top + 1 :]
            if word and any(map(_is_text, row[:column] + row[column + 1 :])) and _are_days(below, column):
                named = (_with(line, column, word) for line in below)
                return (*rows[: top + 1], *named)
    return rows


def _are_days(rows: Rows, column: int) -> bool:
    """Tell whether a column holds whole numbers alone, with more than a name beside them."""
    held = [row for row in rows if row[column]]
    fewest = 2 + bool(column)
    return bool(held) and all(
        PLAIN.fullmatch(row[column]) and sum(bool(text) for text in row) >= fewest for row in held
    )


def _with(row: tuple[str, ...], column: int, word: str) -> tuple[str, ...]:
    """Return a line in which one number carries its word."""
    return (*row[:column], *_named(word, row[column : column + 1]), *row[column + 1 :])


def _word(text: str) -> str:
    """Return the word of a kind of counted days, or nothing for any other text."""
    plain = text.rstrip(":. ")
    return plain if WORD.fullmatch(text) and COUNTED.fullmatch(f"{plain} 1") else ""


def _are_rising(texts: Sequence[str], fewest: int = 1) -> bool:
    """Tell whether texts are whole numbers side by side that rise from one to the next."""
    places = [place for place, text in enumerate(texts) if text]
    if len(places) < fewest or not places or places[-1] - places[0] >= len(places):
        return False
    if not all(PLAIN.fullmatch(texts[place]) for place in places):
        return False
    return all(int(texts[before]) < int(texts[after]) for before, after in pairwise(places))


def _is_head(text: str) -> bool:
    """Tell whether a cell is empty or heads names, units or limits."""
    return not text or bool(role_of(text))


def _is_text(text: str) -> bool:
    """Tell whether a text is the head of a column."""
    return bool(text) and not text[0].isdigit()


def _named(word: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a line, each number with its word."""
    return tuple(f"{word} {text}".strip() if PLAIN.fullmatch(text) else text for text in texts)
