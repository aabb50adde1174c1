"""A number of a case file as its three columns, and back with the digits it was given with."""

import re
from decimal import Decimal
from typing import Any

from dressapp.core.models import Record
from dressapp.core.numbers import canonical

from . import checks
from .checks import CaseFileError, fail
from .json_text import digits

JSON_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
MOST_RAW, MOST_CANONICAL = 30, 24  # characters that every table keeps of a number


def number_columns(value: Any, prefix: str = "value", where: str = "") -> dict[str, str]:
    """Return the columns of a number, its digits as the file gives them."""
    read = checks.measure(value, where or prefix)
    raw = f"{read.comparator}{digits(read.value)}"
    stored = canonical(read.value)
    if len(raw) > MOST_RAW or len(stored) > MOST_CANONICAL:
        raise fail(where or prefix, "has more digits than can be kept")
    return {f"{prefix}_raw": raw, f"{prefix}_comparator": read.comparator, f"{prefix}_canonical": stored}


def text_columns(value: Any, prefix: str = "value") -> dict[str, str]:
    """Return the columns of a value that may be a number: a text alone where it is none."""
    try:
        return number_columns(value, prefix)
    except CaseFileError:
        return {f"{prefix}_raw": value}


def number_in(row: Record, prefix: str = "value") -> Decimal | str | None:
    """Return a stored number as a file gives it, with its digits; one after < or > as text."""
    raw, comparator, stored = (
        getattr(row, f"{prefix}_{part}") for part in ("raw", "comparator", "canonical")
    )
    if not stored:
        return None
    typed = raw.removeprefix(comparator).strip()
    exact = typed if JSON_NUMBER.fullmatch(typed) and canonical(Decimal(typed)) == stored else stored
    return f"{comparator}{exact}" if comparator else Decimal(exact)
