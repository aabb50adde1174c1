"""The shape of a case file: small checks that name the place of what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from dressapp.core.numbers import EITHER, tell_decimal, ways_to_read
from scoring.facts import Measure

Check = Callable[[Any, str], Any]
Fields = Mapping[str, Check]

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ISO_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
NUMBER = re.compile(r"([<>]?)\s*(\d{1,15}(?:\.\d{1,15})?)", re.ASCII)
LARGEST = Decimal(10) ** 15
MOST_PLACES = 30  # what a computer writes after the point of a decimal fraction, and to spare


class CaseFileError(ValueError):
    """A case file that cannot be read; the message says what is wrong and where."""


def fail(where: str, what: str) -> CaseFileError:
    """Return the error for one place."""
    return CaseFileError(f"{where}: {what}" if where else what)


def text(value: Any, where: str) -> str:
    """Take a string."""
    if not isinstance(value, str):
        raise fail(where, "must be a string")
    return value


def optional(check: Check, empty: Any = None) -> Check:
    """Let null stand for a value left out."""
    return lambda value, where: empty if value is None else check(value, where)


optional_text = optional(text, "")


def anything(value: Any, where: str) -> Any:
    """Take a value that is kept and never read."""
    return value


def an_object(value: Any, where: str) -> dict[str, Any]:
    """Take an object whose content is kept and never read."""
    if not isinstance(value, dict):
        raise fail(where, "must be an object")
    return value


def a_list(value: Any, where: str) -> list[Any]:
    """Take a list."""
    if not isinstance(value, list):
        raise fail(where, "must be a list")
    return value


def one_of(*words: str) -> Check:
    """Take one of the words."""

    def check(value: Any, where: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise fail(where, f"must be one of {', '.join(words)}")
        return value

    return check


def iso_date(value: Any, where: str) -> date:
    """Take a date as `2015-03-12`."""
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        raise fail(where, "must be a date as 2015-03-12")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fail(where, f"{value} is not a day that exists") from None


optional_date = optional(iso_date)


def date_or_time(value: Any, where: str) -> str:
    """Take a date, or a date and time; the text stays, as equal texts are one sample."""
    match = ISO_DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise fail(where, "must be a date as 2015-03-12, or a date and time as 2015-03-12T08:30")
    iso_date(match[1], where)
    try:
        time.fromisoformat(match[2] or "00:00")
    except ValueError:
        raise fail(where, f"{value} is not a time that exists") from None
    return match[0]


def number(value: Any, where: str) -> Decimal:
    """Take a number of at most 15 digits before the point and 30 after it, however it is written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise fail(where, "must be a number")
    amount = Decimal(value)
    if amount.copy_abs() >= LARGEST:
        raise fail(where, "is too large to be a result")
    if not -MOST_PLACES <= int(amount.as_tuple().exponent) <= MOST_PLACES:
        raise fail(where, "has too many places to be a result")
    return amount


optional_number = optional(number)


def measure(value: Any, where: str) -> Measure:
    """Take a number, or a bound such as `<0.1`, written with a point as numbers of JSON are.

    A text without a sign is nothing the format knows: it came out of a table, and is refused where it may be
    two numbers.
    """
    if not isinstance(value, str):
        return Measure(number(value, where))
    match = NUMBER.fullmatch(value.strip())
    if match is None:
        raise fail(where, f"{value!r} is not a number, nor a number after < or >")
    if not match[1] and tell_decimal(match[2]) == EITHER:
        raise fail(where, f"{ways_to_read(match[2])}; write the one that is meant")
    return Measure(Decimal(match[2]), match[1])


def read_object(value: Any, where: str, fields: Fields) -> dict[str, Any]:
    """Take an object with known keys only, each checked; every object may carry `extra`."""
    if not isinstance(value, dict):
        raise fail(where, "must be an object")
    read = {}
    for key, content in value.items():
        place = f"{where}.{key}" if where else key
        if key == "extra":
            an_object(content, place)
            continue
        check = fields.get(key)
        if check is None:
            raise fail(place, "is not a key of dress-case/1")
        read[key] = check(content, place)
    return read


def read_open_object(value: Any, where: str, fields: Fields) -> dict[str, Any]:
    """Take an object that may carry further keys, which are kept; the known ones are checked."""
    content = an_object(value, where)
    return {key: fields.get(key, anything)(item, f"{where}.{key}") for key, item in content.items()}


def read_list(value: Any, where: str, read: Check) -> tuple[Any, ...]:
    """Take a list of things that are read alike."""
    return tuple(read(item, f"{where}[{position}]") for position, item in enumerate(a_list(value, where)))
