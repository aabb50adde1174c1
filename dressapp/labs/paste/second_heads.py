"""See a line in the body of a table that may head another table, in whatever way it writes its days."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from dressapp.core.dates import split_time

from . import head_words
from .counted import COUNTED
from .counted_heads import WORD
from .gaps import UNPARTED
from .head_words import role_of

OTHER_TABLE = "This line may be the head of another table. Paste the tables one at a time."
HEADS = (head_words.TEST, head_words.DATE, head_words.TIME)

DAY_AND_MONTH = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})")
WRITTEN_DAY = re.compile(
    r"[0-9]{1,2}\.[0-9]{1,2}\.|[0-9]{1,2}[/-][0-9]{1,2}|[0-9]{1,2}(?:st|nd|rd|th)?\.?[ -]?[^\W\d_]{3,9}\.?"
    r"|[^\W\d_]{3,9}\.?[ -]?[0-9]{1,2}(?:st|nd|rd|th)?"
)
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
SMALL = re.compile(r"[0-9]{1,2}")
SERIAL = re.compile(r"[345][0-9]{4}")
MOST_DAYS = 400  # between two Excel days that stand side by side


def may_be_head(cells: Sequence[str], is_date: Callable[[str], bool]) -> bool:
    """Tell whether a line whose first cell names no test may head the columns of another table."""
    first, *rest = _parts(cells)
    held = [text for text in rest if text]
    if not held:
        return False
    if first and (role_of(first) in HEADS or _is_word_for_days(first)):
        return any(sign.isdigit() for text in held for sign in text)
    days = sum(is_date(text) or _is_written_day(text) for text in held)
    if not first and (days or _are_days_in_numbers(held) or _are_rising(held)):
        return True
    return days > 1 or (len(held) > 1 and _are_days_in_numbers(held))


def _parts(cells: Sequence[str]) -> list[str]:
    """Return the cells of a line, those of one that could not be parted too."""
    if UNPARTED in cells[0]:
        return cells[0].split(UNPARTED)
    return list(cells)


def _is_word_for_days(text: str) -> bool:
    """Tell whether a text is the word of counted days, such as `Week`."""
    return bool(WORD.fullmatch(text) and COUNTED.fullmatch(f"{text.rstrip(':. ')} 1"))


def _is_written_day(text: str) -> bool:
    """Tell whether a text is a day without a year, or a time of day."""
    return bool(WRITTEN_DAY.fullmatch(text)) or (not text.isdigit() and split_time(text)[1] is not None)


def _are_rising(texts: Sequence[str]) -> bool:
    """Tell whether texts are several small whole numbers that rise, as those of counted days do."""
    if len(texts) < 2 or not all(map(SMALL.fullmatch, texts)):
        return False
    return all(int(before) < int(after) for before, after in pairwise(texts))


def _are_days_in_numbers(texts: Sequence[str]) -> bool:
    """Tell whether numbers side by side rise as days without a year, years or Excel days do, or are times."""
    if all(map(CLOCK.fullmatch, texts)) and any(text.startswith("0") for text in texts):
        return True
    for sign in (YEAR, SERIAL):
        if all(map(sign.fullmatch, texts)):
            return all(0 < int(after) - int(before) < MOST_DAYS for before, after in pairwise(texts))
    found = [DAY_AND_MONTH.fullmatch(text) for text in texts]
    days = [(int(one["month"]), int(one["day"])) for one in found if one]
    if len(days) < len(texts) or not all(0 < month < 13 and 0 < day < 32 for month, day in days):
        return False
    return all(before < after and after[0] - before[0] < 2 for before, after in pairwise(days))
