"""Name the days of a table that gives their numbers alone, beside or under a word such as `Hospital day`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .counted import read_counted
from .head_words import role_of
from .parts import Sheet

NUMBER = re.compile(r"[+−–-]? ?[0-9]{1,3}")
SHORTEST = 3  # letters; `Ba` may be basophils
TOP = 30  # lines in which a column's head is looked for

Rows = list[list[str]]


def name_days(sheet: Sheet) -> Sheet:
    """Return a table in which each bare number that heads a line or column of values has its word with it."""
    rows = [list(row) for row in sheet.rows]
    if _name_in_lines(rows) or _name_in_columns(rows):
        return replace(sheet, rows=tuple(tuple(row) for row in rows))
    return sheet


def _name_in_lines(rows: Rows) -> bool:
    """Name the days of lines that head columns; tell whether there are any."""
    found = False
    for place, row in enumerate(rows):
        if word := _word_before_numbers(row):
            _name(row, row.index(word) + 1, word)
            found = True
        elif place and _is_numbers(row) and (word := _word_at_end(rows[place - 1])):
            found = True
            start = rows[place - 1].index(word)
            if row[0] and start and _fits(rows[place:], start):
                row[:] = ([""] * start + row)[: len(row)]
            if not any(row[:start]):
                _name(row, start, word)
    return found


def _word_before_numbers(row: Sequence[str]) -> str:
    """Return the word of a line such as `Hospital day | 1 | 3 | 5`; nothing for any other line."""
    held = [text for text in row if text]
    place = next((place for place, text in enumerate(held) if _is_day_word(text)), len(held))
    words, numbers = held[:place], held[place + 1 :]
    return held[place] if all(map(role_of, words)) and _are_days(numbers) else ""


def _word_at_end(row: Sequence[str]) -> str:
    """Return the last word of a line where it stands over days, and the others head columns too."""
    held = [text for text in row if text]
    return held[-1] if held and _is_day_word(held[-1]) and row.count(held[-1]) == 1 else ""


def _is_numbers(row: Sequence[str]) -> bool:
    """Tell whether a line holds the numbers of days, side by side, and nothing else."""
    places = [place for place, text in enumerate(row) if text]
    return bool(places) and places[-1] - places[0] < len(places) and _are_days([row[at] for at in places])


def _are_days(texts: Sequence[str]) -> bool:
    """Tell whether texts can be days one after the other."""
    if len(texts) < 2 or not all(NUMBER.fullmatch(text) for text in texts):
        return False
    days = [int(re.sub("[−–]", "-", text.replace(" ", ""))) for text in texts]
    return all(one < other for one, other in pairwise(days))


def _fits(rows: Rows, start: int) -> bool:
    """Tell whether the days of a line that lost its first cells are just as many as the columns of values."""
    last = max((at for row in rows[1:] for at, text in enumerate(row) if text), default=0)
    return last - start + 1 == sum(bool(text) for text in rows[0])


def _name(row: list[str], start: int, word: str) -> None:
    """Give each number of a line its word."""
    for place in range(start, len(row)):
        if row[place]:
            row[place] = f"{word} {row[place]}"


def _name_in_columns(rows: Rows) -> bool:
    """Name the days of columns that head lines; tell whether there are any."""
    found = list(_day_columns(rows))
    for top, column in found:
        word = rows[top][column]
        for row in rows[top + 1 :]:
            if row[column] and row[column] != word:
                row[column] = f"{word} {row[column]}"
    return bool(found)


def _day_columns(rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield the head and the column of days beside which other numbers stand."""
    for top, row in enumerate(rows[:TOP]):
        for column, word in enumerate(row):
            if _is_day_word(word) and _holds_days(rows[top + 1 :], column, word):
                yield top, column
                return


def _holds_days(rows: Rows, column: int, word: str) -> bool:
    """Tell whether a column holds the numbers of days alone, and other columns more."""
    held = [row for row in rows if row[column] and row[column] != word]
    return bool(held) and all(
        NUMBER.fullmatch(row[column]) and sum(bool(text) for text in row) > 2 for row in held
    )


def _is_day_word(text: str) -> bool:
    """Tell whether a text names a kind of day and lacks only its number."""
    return SHORTEST <= len(text) <= 40 and text[-1].isalpha() and read_counted(f"{text} 1") is not None
