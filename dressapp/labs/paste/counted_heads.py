"""Give plain numbers the word that stands before them: `Day | 1 | 3 | 5` are the days 1, 3 and 5."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from .counted import COUNTED

SAMPLE = 20  # lines
WORD = re.compile(r"[^\W\d_]{3,}(?:[ .-][^\W\d_]+)*\.?:?")
PLAIN = re.compile(r"[+-]?[0-9]{1,4}")
MORE = {"day of illness": "day", "illness day": "day", "hospital day": "HD", "krankheitstag": "day"}

Rows = Sequence[tuple[str, ...]]


def name_counted(rows: Rows, is_date: Callable[[str], bool]) -> Rows:
    """Return a table without any date in which the numbers of its line or column of days carry their word."""
    if any(is_date(text) for row in rows[:SAMPLE] for text in row):
        return rows
    for place, row in enumerate(rows[:SAMPLE]):
        if (word := _word(row[0])) and _are_plain(row[1:]):
            named = (row[0], *(_named(word, text) for text in row[1:]))
            return (*rows[:place], named, *rows[place + 1 :])
        if word and _are_plain([line[0] for line in rows[place + 1 :]]) and any(map(_is_word, row[1:])):
            below = ((_named(word, line[0]), *line[1:]) for line in rows[place + 1 :])
            return (*rows[: place + 1], *below)
    return rows


def _word(text: str) -> str:
    """Return the word of a kind of counted days, or nothing for any other text."""
    plain = text.rstrip(":. ").casefold()
    word = MORE.get(plain, plain)
    return word if WORD.fullmatch(text) and COUNTED.fullmatch(f"{word} 1") else ""


def _are_plain(texts: Sequence[str]) -> bool:
    """Tell whether texts are whole numbers, or nothing, that rise from one to the next."""
    numbers = [text for text in texts if text]
    if not numbers or not all(PLAIN.fullmatch(text) for text in numbers):
        return False
    values = [int(text) for text in numbers]
    return all(before < after for before, after in pairwise(values))


def _is_word(text: str) -> bool:
    """Tell whether a text is the head of a column."""
    return bool(text) and not text[0].isdigit()


def _named(word: str, text: str) -> str:
    """Return a number with its word."""
    return f"{word} {text}" if text else ""
