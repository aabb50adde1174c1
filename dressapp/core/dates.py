"""The only reader of dates, typed or given in a table, and the one way to show them: months in letters."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
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

# How tables write dates: months in four languages, numbers in any order, with or without a time of day.
MONTHS_GIVEN = {
    name: number
    for number, names in enumerate(
        (
            "jan january janner jaenner janv janvier ene enero januar",
            "feb february februar fev fevr fevrier febrero feber",
            "mar march marz maerz mrz mars marzo",
            "apr april avr avril abr abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juil juillet julio",
            "aug august aout ago agosto",
            "sep sept september septembre septiembre set setiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday"
    " mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag"
    " lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche"
    " lunes martes mie miercoles jue jueves vie viernes sab sabado dom domingo"
).split()
DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)
LONGEST = 60
CENTURY = 2000
SHORT_YEARS_BACK = 60  # the year 15 is 2015; 70 is no year of a result
GIVEN_TIME = re.compile(
    r"(?:(?P<before>.*?)(?: - |[,;@]? |(?<=[0-9])T(?=[0-9])))?"
    r"(?:at |um |à )?(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:uhr|hrs?|h))?(?: ?(?:z|utc|[+-][0-9]{2}:?[0-9]{2}))?",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]) ?([0-9]{1,2})\2 ?([0-9]{1,2})\.?")
YEAR_FIRST_SIGNS = re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일]")
COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?[ /.-]{0,2}(?:de |of )?([^\W\d_]{3,10})\.?[ /.,-]{0,2}(?:de |del )?"
    r"(?:([0-9]{4})|'?([0-9]{2}))"
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?[ -]?([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?| |-)([0-9]{4})")
YEAR_THEN_MONTH = re.compile(r"([0-9]{4})[ /.-]([^\W\d_]{3,10})\.?[ /.-]([0-9]{1,2})")
GIVEN_NUMBERS = re.compile(r"([0-9]{1,2})([/. -]) ?([0-9]{1,2})\2 ?(?:([0-9]{4})|'?([0-9]{2}))\.?")

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


@dataclass(frozen=True, slots=True)
class GivenDate:
    """A date of a table: `on` where the text says it alone, else `ways` by the order of its numbers."""

    on: date | None = None
    ways: Mapping[str, date] = field(default_factory=dict)


@lru_cache(maxsize=50_000)
def read_given_date(text: str, last: date) -> GivenDate | None:
    """Return the day that a table's text names, or None where it names none; `last` is the latest year's."""
    if len(text) > LONGEST:
        return None
    plain = _fold(text)
    word, _, rest = plain.partition(" ")
    if found := _read_folded(plain, last):
        return found
    return _read_folded(rest.strip(), last) if word.rstrip(".,") in WEEKDAYS else None


def split_time(text: str) -> tuple[str, time | None]:
    """Part a text such as `12 Mar 2015 08:30` into what stands before the time of day, and the time."""
    found = GIVEN_TIME.fullmatch(text) if ":" in text or "h" in text.lower() else None
    if not found:
        return text, None
    hour, minute = int(found["hour"]), int(found["minute"])
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return text, None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return text, None
    return (found["before"] or "").strip(), time(hour, minute)


def _fold(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", bare).strip()


def _read_folded(text: str, last: date) -> GivenDate | None:
    """Return the day of a folded text by the first form that it has."""
    year, month, day = _named_parts(text)
    if year:
        given = _on_calendar(_full_year(year, last), month, day)
        return given if given and _is_recent(given, year, last) else None
    if found := GIVEN_NUMBERS.fullmatch(text):
        return _numbers(found, last)
    return None


def _named_parts(text: str) -> tuple[str, int, int]:
    """Return year, month and day of a text that says which is which; no year where it does not."""
    if found := YEAR_FIRST.fullmatch(text):
        return found[1], int(found[3]), int(found[4])
    if found := YEAR_FIRST_SIGNS.fullmatch(text) or COMPACT.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := DAY_FIRST.fullmatch(text):
        return found[3] or found[4], MONTHS_GIVEN.get(found[2], 0), int(found[1])
    if found := MONTH_FIRST.fullmatch(text):
        return found[3], MONTHS_GIVEN.get(found[1], 0), int(found[2])
    if found := YEAR_THEN_MONTH.fullmatch(text):
        return found[1], MONTHS_GIVEN.get(found[2], 0), int(found[3])
    return "", 0, 0


def _full_year(year: str, last: date) -> int:
    """Return a year of two digits as the latest such year up to the last."""
    if len(year) == 4:
        return int(year)
    return last.year - (last.year - int(year)) % 100


def _is_recent(given: GivenDate, year: str, last: date) -> bool:
    """Tell whether a year of two digits is near enough to be sure of its century."""
    return len(year) == 4 or bool(given.on and given.on.year > last.year - SHORT_YEARS_BACK)


def _on_calendar(year: int, month: int, day: int) -> GivenDate | None:
    """Return a day of the calendar, or nothing where there is none."""
    try:
        return GivenDate(_make(year, month, day))
    except DateRefused:
        return None


def _numbers(found: re.Match[str], last: date) -> GivenDate | None:
    """Return what `03/04/2026` may mean, by the order of its numbers."""
    first, second, long, short = found[1], found[3], found[4], found[5]
    orders = {DMY: (long or short, second, first), MDY: (long or short, first, second)}
    if short:
        orders[YMD] = (first, second, short)
    ways = {}
    for order, (year, month, day) in orders.items():
        given = _on_calendar(_full_year(year.zfill(2), last), int(month), int(day))
        if given and given.on and _is_recent(given, year, last):
            ways[order] = given.on
    if list(ways) == [YMD]:
        ways |= _coming({order: parts for order, parts in orders.items() if order != YMD})
    return GivenDate(None, ways) if ways else None


def _coming(orders: Mapping[str, tuple[str, str, str]]) -> dict[str, date]:
    """Return the days to come that a year of two digits may also mean: a slip that proves no other order."""
    days = {
        order: _on_calendar(CENTURY + int(year), int(month), int(day))
        for order, (year, month, day) in orders.items()
    }
    return {order: given.on for order, given in days.items() if given and given.on}


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
