"""Read reference ranges as a lower and an upper limit, such as `4.0 – 11.0`, `<35` or `up to 40`."""

import re
from functools import lru_cache

from dressapp.core.numbers import NumberRefused, read_number
from dressapp.labs.unit_words import is_unit

LONGEST = 60
DIGITS = r"[0-9][0-9.,]*"
DASH = r"(?: ?[-–—−~] ?| (?:to|bis|à|a|hasta|and|und|et|y) )"
BELOW = r"(?:<|≤|<=|up to|below|less than|under|max\.?|bis|unter|jusqu[’']à|inférieur à|hasta|menor de|until)"
ABOVE = r"(?:>|≥|>=|from|above|more than|over|min\.?|ab|über|supérieur à|desde|mayor de)"
RANGE = re.compile(
    rf"(?:(?P<lower>{DIGITS}){DASH}(?P<upper>{DIGITS})|{BELOW} ?(?P<below>{DIGITS})"
    rf"|{ABOVE} ?(?P<above>{DIGITS}))"
    r"(?: ?(?P<unit>[^0-9 ].*))?",
    re.IGNORECASE,
)

Limits = tuple[str, str]


@lru_cache(maxsize=20_000)
def take_range(text: str) -> tuple[str, str, str] | None:
    """Return the texts of the lower and upper limit and the unit beside them, or None for any other text."""
    plain = text.strip().strip("()[]").strip()
    found = RANGE.fullmatch(plain) if len(plain) <= LONGEST else None
    if not found:
        return None
    lower, upper = found["lower"] or found["above"] or "", found["upper"] or found["below"] or ""
    unit = (found["unit"] or "").strip()
    return None if unit and not is_unit(unit) else (lower, upper, unit)


def read_limits(lower: str, upper: str, decimal: str) -> Limits | None:
    """Return two limits in their stored form; None where one cannot be read or they are upside down."""
    try:
        numbers = [read_number(text, decimal) if text else None for text in (lower, upper)]
    except NumberRefused:
        return None
    low, high = numbers
    if (low and low.comparator) or (high and high.comparator) or (low and high and low.value > high.value):
        return None
    return low.canonical if low else "", high.canonical if high else ""
