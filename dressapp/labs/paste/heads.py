"""Understand the dates of a table: each a day of the calendar, a counted day, or asked about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from dressapp.core.dates import (
    DMY,
    FIRST_YEAR,
    MDY,
    ORDERS,
    YMD,
    GivenDate,
    read_given_date,
    show_day,
    split_time,
)

from .anchors import count_from, find_anchors, say_distance
from .counted import EVENTS, Counted, read_counted
from .parts import ASIDE, Anchor, Choices, DateHead, Known, Option, Question

DATE, NUMBERS, CHOSEN = "date", "numbers", "chosen"
MARKS = re.compile(r"[ *†‡§#]+$")
WITH_BRACKETS = re.compile(r"([^()\[\]]+?) ?[(\[]([^()\[\]]+)[)\]]")
BRACKETS = re.compile(r"[()\[\]]")
MIDNIGHT = "00:00:00"
ORDER_WORDS = {DMY: "The day first", MDY: "The month first", YMD: "The year first"}


@dataclass(frozen=True, slots=True)
class DateText:
    """One date as it stands in the table; `at_line` where it is the date of a line, not of a column."""

    key: str
    text: str
    place: str
    at_line: bool = False


@dataclass(frozen=True, slots=True)
class _Given:
    """A date text, parted into its day and its time."""

    head: DateText
    day: GivenDate | None
    counted: Counted | None
    at: time | None


@dataclass(frozen=True, slots=True)
class _Way:
    """How the table's days are read: the order of all-number dates and the anchors of counted ones."""

    order: str
    anchors: Mapping[str, Anchor]


def is_date_text(text: str, today: date) -> bool:
    """Tell whether a text names a day, counted or of the calendar."""
    if not any(map(str.isdigit, text)):
        return any(read_counted(part.strip()) for part in BRACKETS.split(text))
    given = _part(DateText("", text, ""), today)
    return bool(given.day or given.counted)


def read_dates(
    heads: Sequence[DateText], choices: Choices, known: Known, declared: Mapping[str, str]
) -> tuple[list[DateHead], list[Question]]:
    """Return each date of the table as it is understood, and the questions that dates leave."""
    given = _without_midnight([_part(head, known.today) for head in heads])
    open_dates = [one for one in given if one.head.key not in choices.days]
    order, questions = _find_order(open_dates, choices, known, declared)
    counted = [(one.head.text, one.counted) for one in open_dates if one.counted]
    anchors, asked = find_anchors(counted, choices, known, declared)
    way = _Way(order, anchors)
    return [_understand(one, way, choices, known) for one in given], questions + asked


def _part(head: DateText, today: date) -> _Given:
    """Part a date text into its day and its time; of `AD 1 (12 Mar 2015)` it is the date."""
    text = MARKS.sub("", head.text)
    given = _part_text(head, text, today)
    found = WITH_BRACKETS.fullmatch(text)
    if given.day or given.counted or not found:
        return given
    if split_time(found[2])[1]:
        return _part_text(head, f"{found[1]} {found[2]}", today)
    days = [one for part in found.groups() if (one := _part_text(head, part, today)).day or one.counted]
    exact = [one for one in days if one.counted and one.counted.kind not in EVENTS]
    dates = [one for one in days if one.day] or exact or days
    return dates[0] if len(dates) == 1 else given


def _without_midnight(given: list[_Given]) -> list[_Given]:
    """Take away times that are midnight to the second for every date: a program wrote days as moments."""
    if any(one.at is not None and MIDNIGHT not in one.head.text for one in given):
        return given
    return [replace(one, at=None) for one in given]


def _part_text(head: DateText, text: str, today: date) -> _Given:
    """Part one text into a day and a time."""
    before, at = split_time(text)
    day = read_given_date(before, today)
    return _Given(head, day, None if day else read_counted(before), at)


def _find_order(
    given: list[_Given], choices: Choices, known: Known, declared: Mapping[str, str]
) -> tuple[str, list[Question]]:
    """Return the order of all-number dates, as far as it is known, and the question about it."""
    open_dates = [(one.head.text, one.day.ways) for one in given if one.day and one.day.ways]
    if not open_dates or known.day_zero or declared.get("date_order"):
        return declared.get("date_order", ""), []
    orders = [order for order in ORDERS if all(order in ways for _, ways in open_dates)]
    answer, why = _proven_order(open_dates, orders)
    if choices.date_order in ORDERS:
        answer, why = choices.date_order, ""
    offered = orders or [order for order in ORDERS if any(order in ways for _, ways in open_dates)]
    options = tuple(_order_option(order, open_dates) for order in offered)
    title = f"In which order is {open_dates[0][0]} written?"
    return answer, [Question("date_order", title, options, answer, why)]


def _proven_order(open_dates: list[tuple[str, Mapping[str, date]]], orders: list[str]) -> tuple[str, str]:
    """Return the one order that all dates can have, and the date that proves it."""
    if len(orders) == 1:
        [order] = orders
        text = next((text for text, ways in open_dates if set(ways) == {order}), "")
        reason = f"{text} can only have {ORDER_WORDS[order].lower()}" if text else "No other fits all dates"
        return order, reason
    if orders and all(len({ways[order] for order in orders}) == 1 for _, ways in open_dates):
        return orders[0], "Every order gives the same day"
    if orders:
        return "", f"{open_dates[0][0]} can be read in {len(orders)} ways"
    return "", "No order fits all dates. Choose one, and enter the dates that it leaves"


def _order_option(order: str, open_dates: list[tuple[str, Mapping[str, date]]]) -> Option:
    """Return one order with what it makes of a date of the table."""
    text, on = next((text, ways[order]) for text, ways in open_dates if order in ways)
    return Option(order, ORDER_WORDS[order], f"{text} is {show_day(on, _CALENDAR)}")


_CALENDAR = Known(today=date.max)


def _understand(one: _Given, way: _Way, choices: Choices, known: Known) -> DateHead:
    """Return one date of the table as a day with its words, or with the problem that it has."""
    key, text, place = one.head.key, one.head.text, one.head.place
    if choices.tests.get(key) == ASIDE:
        return DateHead(key, text, place, ASIDE, words="Left out")
    kind, on, how = _resolve(one, way, choices, known)
    at = choices.times.get(key, one.at)
    problem = _problem(one, kind, on, way, known)
    if problem or not on:
        return DateHead(key, text, place, kind, None, at, "", problem)
    moment = show_day(on, known) + (f", {at:%H:%M}" if at else "")
    return DateHead(key, text, place, kind, on, at, f"{moment}: {how}" if how else moment)


def _resolve(one: _Given, way: _Way, choices: Choices, known: Known) -> tuple[str, date | None, str]:
    """Return the kind of a date, the day it is, and in words how it was read."""
    if chosen := choices.days.get(one.head.key):
        return CHOSEN, chosen, "entered by hand"
    if one.counted:
        return one.counted.kind, *_count(one.head.text, one.counted, way, known)
    if one.day and one.day.on:
        return DATE, one.day.on, ""
    if one.day:
        on = one.day.ways.get(way.order)
        return NUMBERS, on, f"{one.head.text} with {ORDER_WORDS[way.order].lower()}" if on else ""
    return "", None, ""


def _count(text: str, counted: Counted, way: _Way, known: Known) -> tuple[date | None, str]:
    """Return the day that a counted day is, and in words how far it is from its anchor."""
    anchor = way.anchors.get(counted.kind)
    if not anchor:
        return None, ""
    try:
        return count_from(anchor, counted), f"{text}, {say_distance(anchor, counted, known)}"
    except OverflowError:
        return date.max, ""


def _problem(one: _Given, kind: str, on: date | None, way: _Way, known: Known) -> str:
    """Say what keeps a date from being taken, and what to do."""
    do = f"Enter the {'day' if known.day_zero else 'date'} of this {'line' if one.head.at_line else 'column'}"
    if known.day_zero and kind in (DATE, NUMBERS):
        return f"This case knows only days. {do}"
    if on is None:
        return "" if _waits(one, way) else do
    if on.year < FIRST_YEAR or on == date.max:
        return do
    is_later = known.day_zero is None and on > known.today
    return f"This day is in the future. {do}" if is_later else ""


def _waits(one: _Given, way: _Way) -> bool:
    """Tell whether a date only waits for the answer to a question."""
    if one.counted:
        return one.counted.kind not in way.anchors
    return bool(one.day and one.day.ways and not way.order)
