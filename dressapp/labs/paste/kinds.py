"""Tell what kind of text a cell is, before anything is known of the table."""

from datetime import date
from functools import lru_cache

from dressapp.core.dates import split_time
from dressapp.labs.unit_words import is_unit

from . import cells
from .heads import is_date_text
from .limits import take_range

BLANK, DATE, TIME, NUMBER, RANGE, UNIT, FLAG, NOTHING, TEXT = (
    "blank", "date", "time", "number", "range", "unit", "flag", "nothing", "text",
)  # fmt: skip
SHORT, LONGEST_UNIT = 80, 24


@lru_cache(maxsize=100_000)
def kind_of(text: str, today: date) -> str:
    """Return the kind of a cell's text."""
    if not text:
        return BLANK
    if len(text) > SHORT:
        return TEXT
    if is_date_text(text, today):
        return DATE
    return _kind_of_short(text)


def _kind_of_short(text: str) -> str:
    """Return the kind of a text that is no date."""
    part = cells.take_apart(text)
    if part.kind == cells.NUMBER:
        return NUMBER
    if part.kind == cells.NOTHING:
        return NOTHING
    if split_time(text) != (text, None) and not split_time(text)[0]:
        return TIME
    if take_range(text):
        return RANGE
    if cells.is_flag(text):
        return FLAG
    return UNIT if len(text) <= LONGEST_UNIT and is_unit(text) else TEXT
