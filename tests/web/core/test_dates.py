"""Forty spellings of dates: each is exact or refused with what to write; none is read as something else."""

from datetime import date
from types import SimpleNamespace

import pytest

from dressapp.core.dates import (
    WRITE_DATE,
    WRITE_DAY,
    WRITE_PARTIAL,
    DateRefused,
    PartialDate,
    parse_date,
    parse_partial_date,
    show_date,
    show_day,
    show_partial,
)

THE_DAY = date(2015, 3, 12)
DAY_ZERO = date(2000, 1, 1)
FOUR_DIGITS = "Write the year with four digits and the month in letters: 12 Mar 2015"

EXACT = [
    "2015-03-12",
    " 2015-03-12 ",
    "12 Mar 2015",
    "12 mar 2015",
    "12 MAR 2015",
    "12  Mar  2015",
    "12 Mar. 2015",
    "12 March 2015",
    "12 march 2015",
    "12-Mar-2015",
]

REFUSED = {
    "": "Enter a date",
    "03/04/2026": "Write the month in letters: 3 Apr 2026 or 4 Mar 2026",
    "3/4/2026": "Write the month in letters: 3 Apr 2026 or 4 Mar 2026",
    "04-03-2026": "Write the month in letters: 4 Mar 2026 or 3 Apr 2026",
    "12.03.2015": "Write the month in letters: 12 Mar 2015 or 3 Dec 2015",
    "13/04/2026": "Write the month in letters: 13 Apr 2026",
    "04/13/2026": "Write the month in letters: 13 Apr 2026",
    "05/05/2026": "Write the month in letters: 5 May 2026",
    "99/99/2020": WRITE_DATE,
    "12.03.15": FOUR_DIGITS,
    "12/3/15": FOUR_DIGITS,
    "12 Mar 15": FOUR_DIGITS,
    "12-Mar-15": FOUR_DIGITS,
    "2015/03/12": WRITE_DATE,
    "20150312": WRITE_DATE,
    "2015-3-12": WRITE_DATE,
    "2015-03-12T10:00": WRITE_DATE,
    "2015-W11-4": WRITE_DATE,
    "٢٠١٥-03-12": WRITE_DATE,
    "２015-03-12": WRITE_DATE,
    "Mar 12 2015": WRITE_DATE,
    "Mar 12, 2015": WRITE_DATE,
    "Thu 12 Mar 2015": WRITE_DATE,
    "12th March 2015": WRITE_DATE,
    "12Mar2015": WRITE_DATE,
    "12 Mar": WRITE_DATE,
    "Mar 2015": WRITE_DATE,
    "2015": WRITE_DATE,
    "42075": WRITE_DATE,
    "today": WRITE_DATE,
    "day 8": WRITE_DATE,
    "<script>": WRITE_DATE,
    "12 März 2015": WRITE_DATE,
    "12 Mai 2015": f"Mai is no English month. {WRITE_DATE}",
    "2015-13-01": f"There is no month 13. {WRITE_DATE}",
    "2015-02-29": "Feb 2015 has no day 29",
    "31 Apr 2015": "Apr 2015 has no day 31",
    "0 Mar 2015": "Mar 2015 has no day 0",
    "1899-12-31": "Write a year from 1900 to 2100",
    "2101-01-01": "Write a year from 1900 to 2100",
    "9" * 10_000: WRITE_DATE,
}

PARTIAL = {
    "12 Mar 2015": (PartialDate(THE_DAY, "day"), "12 Mar 2015"),
    "Mar 2015": (PartialDate(date(2015, 3, 1), "month"), "Mar 2015"),
    "March 2015": (PartialDate(date(2015, 3, 1), "month"), "Mar 2015"),
    "2015-03": (PartialDate(date(2015, 3, 1), "month"), "Mar 2015"),
    "2015": (PartialDate(date(2015, 1, 1), "year"), "2015"),
    "before 12 Mar 2015": (PartialDate(THE_DAY, "on_or_before"), "on or before 12 Mar 2015"),
    "On or before 2015-03-12": (PartialDate(THE_DAY, "on_or_before"), "on or before 12 Mar 2015"),
    "not known": (PartialDate(None, "unknown"), "not known"),
    "?": (PartialDate(None, "unknown"), "not known"),
    "Ongoing": (PartialDate(None, "ongoing"), "ongoing"),
}

RELATIVE = {"day 8": 8, "Day 8": 8, "8": 8, "day -10": -10, "day −10": -10, "-10": -10, "0": 0}


@pytest.mark.hazard("H10")
@pytest.mark.parametrize("text", EXACT)
def test_date_is_exact_when_it_can_mean_one_day(text):
    assert parse_date(text) == THE_DAY


@pytest.mark.hazard("H10")
@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_date_is_refused_with_what_to_write_when_it_is_not_sure(text, message):
    with pytest.raises(DateRefused) as refused:
        parse_date(text)
    assert str(refused.value) == message


def test_forty_spellings_are_covered():
    assert len(EXACT) + len(REFUSED) >= 40


def test_date_is_a_leap_day_when_the_year_has_one():
    assert parse_date("29 Feb 2016") == date(2016, 2, 29)


@pytest.mark.parametrize(("text", "expected"), PARTIAL.items())
def test_partial_date_is_read_and_shown_when_only_part_is_known(text, expected):
    known, shown = expected
    assert parse_partial_date(text) == known
    assert show_partial(known.on, known.precision) == shown
    assert parse_partial_date(shown) == known


@pytest.mark.parametrize(
    "text", ["about 2015", "03/04/2026", "03/2015", "Mär 2015", "before 2015", "before", "2015-13", ""]
)
def test_partial_date_is_refused_when_it_is_not_sure(text):
    with pytest.raises(DateRefused):
        parse_partial_date(text)


def test_partial_date_names_every_form_when_refused():
    with pytest.raises(DateRefused, match="not known") as refused:
        parse_partial_date("soon")
    assert str(refused.value) == WRITE_PARTIAL


@pytest.mark.parametrize(("text", "number"), RELATIVE.items())
def test_day_number_is_counted_from_day_zero_when_only_days_are_known(text, number):
    day = parse_date(text, day_zero=DAY_ZERO)
    assert (day - DAY_ZERO).days == number
    assert show_partial(day, "day", day_zero=DAY_ZERO) == f"day {number}".replace("-", "−")


@pytest.mark.parametrize(
    "text", ["2015-03-12", "12 Mar 2015", "+8", "day8", "8.5", "008", "999999", "-0.5", "d8"]
)
def test_day_number_is_refused_when_it_is_none(text):
    with pytest.raises(DateRefused) as refused:
        parse_date(text, day_zero=DAY_ZERO)
    assert str(refused.value) == WRITE_DAY


def test_day_number_is_refused_when_the_calendar_ends():
    with pytest.raises(DateRefused):
        parse_date("-99999", day_zero=date(10, 1, 1))


def test_bound_is_understood_when_only_days_are_known():
    known = parse_partial_date("before day 8", day_zero=DAY_ZERO)
    assert known == PartialDate(date(2000, 1, 9), "on_or_before")
    assert show_partial(known.on, known.precision, day_zero=DAY_ZERO) == "on or before day 8"


@pytest.mark.parametrize("text", ["2015", "1999", "Mar 2015", "2015-03"])
def test_month_and_year_are_refused_when_only_days_are_known(text):
    with pytest.raises(DateRefused):
        parse_partial_date(text, day_zero=DAY_ZERO)


def test_day_number_like_a_year_is_read_when_it_says_day():
    assert (parse_date("day 2015", day_zero=DAY_ZERO) - DAY_ZERO).days == 2015


def test_day_is_never_shown_as_a_date_when_only_days_are_known():
    relative = SimpleNamespace(day_zero=DAY_ZERO)
    dated = SimpleNamespace(day_zero=None)
    assert show_day(date(2000, 1, 9), relative) == "day 8"
    assert show_day(date(1999, 12, 22), relative) == "day −10"
    assert show_day(THE_DAY, dated) == show_date(THE_DAY) == "12 Mar 2015"
    assert show_day(None, relative) == ""


@pytest.mark.parametrize("precision", ["month", "year"])
def test_partial_day_is_shown_as_about_a_day_when_only_days_are_known(precision):
    assert show_partial(date(2000, 1, 9), precision, day_zero=DAY_ZERO) == "about day 8"


def test_partial_date_shows_nothing_when_nothing_is_recorded():
    assert show_partial(None, "") == ""
