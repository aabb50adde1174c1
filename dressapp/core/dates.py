"""The only reader of typed dates, and the one way to show them: the month always in letters."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scoring.facts import MONTHS, show_date

FIRST_YEAR, LAST_YEAR = 1900, 2100
FULL_MONTHS = "January February March April May June July August September October November December".split()
MONTH_NUMBERS = {
    name.lower(): number for names in (MONTHS, FULL_MONTHS) for number, name in enumerate(names, start=1)
} | {"sept": 9}

DAY, MONTH, YEAR, ON_OR_BEFORE, UNKNOWN, ONGOING = (
    "day",
    "month",
    "year",
    "on_or_before",
    "unknown",
    "ongoing",
)

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NAMED = re.compile(r"([0-9]{1,2})[ -]([a-z]+)\.?[ -]([0-9]{4})", re.IGNORECASE | re.ASCII)
RELATIVE = re.compile(r"(?:day +)?([-−]?(?:0|[1-9][0-9]{0,4}))", re.IGNORECASE | re.ASCII)
ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
NAMED_MONTH = re.compile(r"([a-z]+)\.?[ -]([0-9]{4})", re.IGNORECASE | re.ASCII)
LOOKS_LIKE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
ONLY_YEAR = re.compile(r"([0-9]{4})")
BOUND = re.compile(r"(?:on or before|before)\s+(.+)", re.IGNORECASE | re.ASCII)
WORDS = {"?": UNKNOWN, "not known": UNKNOWN, "unknown": UNKNOWN, "ongoing": ONGOING}

ALL_NUMBERS = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
SHORT_YEAR = re.compile(r"[0-9]{1,2}([/. -])(?:[0-9]{1,2}|[a-z]+)\1[0-9]{2}", re.IGNORECASE)

WRITE_DATE = "Write the date as 12 Mar 2015 or 2015-03-12"
WRITE_DAY = "Write the day as a number counted from day 0, such as day 8 or -10"
WRITE_PARTIAL = f"{WRITE_DATE}; or 2015-03, Mar 2015, 2015, before 12 Mar 2015, or not known"


class DateRefused(ValueError):
    """The text is not a date we are sure of; the message says what to write."""


@dataclass(frozen=True)
class PartialDate:
    """A day, or what is known of it; month and year stand on their first day, unknown and ongoing on none."""

    on: date | None
    precision: str


def parse_date(text: str, *, day_zero: date | None = None) -> date:
    """Return the day in a text; with `day_zero` only a day number counted from it is understood."""
    raw = _tidy(text)
    if day_zero is not None:
        return _relative(raw, day_zero)
    if found := ISO.fullmatch(raw):
        year, month, day = found.groups()
        return _make(int(year), int(month), int(day))
    if found := NAMED.fullmatch(raw):
        day, name, year = found.groups()
        return _make(int(year), _month(name), int(day))
    raise DateRefused(_hint(raw))


def parse_partial_date(text: str, *, day_zero: date | None = None) -> PartialDate:
    """Return the day in a text, or what is known of it: month, year, a latest day, not known, ongoing."""
    raw = _tidy(text)
    if word := WORDS.get(raw.lower()):
        return PartialDate(None, word)
    if found := BOUND.fullmatch(raw):
        return PartialDate(parse_date(found[1], day_zero=day_zero), ON_OR_BEFORE)
    if day_zero is None and (known := _month_or_year(raw)):
        return known
    try:
        return PartialDate(parse_date(raw, day_zero=day_zero), DAY)
    except DateRefused as refused:
        raise DateRefused(WRITE_PARTIAL if str(refused) == WRITE_DATE else str(refused)) from None


def show_day(on: date | None, case: Any) -> str:
    """Return a day as people see it: a date, or `day 8` where the case knows only days."""
    return _show(on, case.day_zero) if on else ""


def show_partial(on: date | None, precision: str, *, day_zero: date | None = None) -> str:
    """Return a partial date in words, or nothing where none is recorded."""
    if precision in (UNKNOWN, ONGOING):
        return {UNKNOWN: "not known", ONGOING: "ongoing"}[precision]
    if on is None:
        return ""
    if precision == MONTH and day_zero is None:
        return f"{MONTHS[on.month - 1]} {on.year}"
    if precision == YEAR and day_zero is None:
        return str(on.year)
    shown = _show(on, day_zero)
    return {ON_OR_BEFORE: f"on or before {shown}", DAY: shown}.get(precision, f"about {shown}")


def _show(on: date, day_zero: date | None) -> str:
    """Return a date, or its day number where dates must not be shown."""
    return f"day {(on - day_zero).days}".replace("-", "−") if day_zero else show_date(on)


def _tidy(text: str) -> str:
    """Return the text without spaces around it and with single spaces inside."""
    return re.sub(r"[ \t]+", " ", text.strip())


def _relative(raw: str, day_zero: date) -> date:
    """Return the day a number of days from day 0."""
    found = RELATIVE.fullmatch(raw)
    if not found or LOOKS_LIKE_YEAR.fullmatch(raw):
        raise DateRefused(WRITE_DAY if raw else "Enter a day")
    try:
        return day_zero + timedelta(days=int(found[1].replace("−", "-")))
    except OverflowError:
        raise DateRefused(WRITE_DAY) from None


def _month_or_year(raw: str) -> PartialDate | None:
    """Return a month or a year, or None where the text is neither."""
    if found := ISO_MONTH.fullmatch(raw):
        return PartialDate(_make(int(found[1]), int(found[2]), 1), MONTH)
    if found := NAMED_MONTH.fullmatch(raw):
        return PartialDate(_make(int(found[2]), _month(found[1]), 1), MONTH)
    if found := ONLY_YEAR.fullmatch(raw):
        return PartialDate(_make(int(found[1]), 1, 1), YEAR)
    return None


def _month(name: str) -> int:
    """Return the number of a month named in English."""
    number = MONTH_NUMBERS.get(name.lower())
    if number is None:
        raise DateRefused(f"{name} is no English month. {WRITE_DATE}")
    return number


def _make(year: int, month: int, day: int) -> date:
    """Return a day of the calendar in a sensible year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateRefused(f"Write a year from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise DateRefused(f"There is no month {month}. {WRITE_DATE}")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateRefused(f"{MONTHS[month - 1]} {year} has no day {day}") from None


def _hint(raw: str) -> str:
    """Return what to write instead of a text that is no sure date."""
    if not raw:
        return "Enter a date"
    if found := ALL_NUMBERS.fullmatch(raw):
        return _hint_for_numbers(int(found[1]), int(found[2]), int(found[3]))
    if SHORT_YEAR.fullmatch(raw):
        return "Write the year with four digits and the month in letters: 12 Mar 2015"
    return WRITE_DATE


def _hint_for_numbers(first: int, second: int, year: int) -> str:
    """Say what 03/04/2026 could mean, each way with its month in letters."""
    ways = [
        f"{day} {MONTHS[month - 1]} {year}"
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    return f"Write the month in letters: {' or '.join(ways)}" if ways else WRITE_DATE
