"""Dates as tables write them: a day where the text says which, its ways where it does not, else nothing."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressapp.core.dates import DMY, MDY, ORDERS, YMD, read_given_date, split_time

TODAY = date(2026, 11, 22)
THE_DAY = date(2015, 3, 12)
SAME_DAY = [
    "2015-03-12", "2015-3-12", "2015/03/12", "2015.03.12", "2015. 3. 12.", "20150312", "2015年3月12日",
    "2015년 3월 12일", "2015 Mar 12", "2015-Mar-12", "12 Mar 2015", "12 mar 2015", "12 MAR 2015",
    "12 March 2015",
    "12-Mar-2015", "12/Mar/2015", "12.Mar.2015", "12MAR2015", "12 Mar. 2015", "12th March 2015",
    "12 Mar, 2015",
    "12th of March 2015", "Mar 12, 2015", "March 12 2015", "March 12th, 2015", "12-Mar-15", "12 Mar '15",
    "12. März 2015", "12 März 2015", "12. Mrz. 2015", "12 Maerz 2015", "12 mars 2015",
    "12 de marzo de 2015",
    "12 marzo 2015", "12 de marzo del 2015", "Thu 12 Mar 2015", "Thursday, 12 March 2015",
    "Do. 12. März 2015",
    "jeudi 12 mars 2015", "jueves 12 de marzo de 2015",
]  # fmt: skip
MONTHS = {
    1: "1 Jan 2014|1 Jänner 2014|1. Januar 2014|1er janvier 2014|1 janv. 2014|1 de enero de 2014|1 ene 2014",
    2: "1 Feb 2014|1. Februar 2014|1 févr. 2014|1 février 2014|1 fevrier 2014|1 de febrero de 2014",
    4: "1 Apr 2014|1. April 2014|1 avril 2014|1 avr. 2014|1 abr 2014|1 de abril de 2014",
    5: "1 May 2014|1. Mai 2014|1 mai 2014|1 de mayo de 2014",
    6: "1 June 2014|1. Juni 2014|1 juin 2014|1 de junio de 2014|1 Jun 2014",
    7: "1 July 2014|1. Juli 2014|1 juillet 2014|1 juil. 2014|1 de julio de 2014|1 Jul 2014",
    8: "1 Aug 2014|1. August 2014|1 août 2014|1 aout 2014|1 de agosto de 2014|1 ago 2014",
    9: "1 Sept 2014|1. September 2014|1 septembre 2014|1 de septiembre de 2014|1 set 2014",
    10: "1 Oct 2014|1. Oktober 2014|1 Okt 2014|1 octobre 2014|1 de octubre de 2014",
    11: "1 Nov 2014|1. November 2014|1 novembre 2014|1 de noviembre de 2014",
    12: "1 Dec 2014|1. Dezember 2014|1 Dez 2014|1 décembre 2014|1 de diciembre de 2014|1 dic 2014",
}
WAYS = [
    ("12.03.2015", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
    ("12/03/2015", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
    ("12-03-2015", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
    ("12. 3. 2015", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
    ("12.03.2015.", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
    ("13/03/2015", {DMY: date(2015, 3, 13)}),
    ("03/13/2015", {MDY: date(2015, 3, 13)}),
    ("03.03.2015", {DMY: date(2015, 3, 3), MDY: date(2015, 3, 3)}),
    ("12.03.15", {DMY: THE_DAY, MDY: date(2015, 12, 3), YMD: date(2012, 3, 15)}),
    ("12/03/'15", {DMY: THE_DAY, MDY: date(2015, 12, 3), YMD: date(2012, 3, 15)}),
    ("31.12.15", {DMY: date(2015, 12, 31)}),
    ("15/03/31", {YMD: date(2015, 3, 31), DMY: date(2031, 3, 15)}),
    ("1/2/05", {DMY: date(2005, 2, 1), MDY: date(2005, 1, 2), YMD: date(2001, 2, 5)}),
    ("Do, 12.03.2015", {DMY: THE_DAY, MDY: date(2015, 12, 3)}),
]
NONE = [
    "", "AST", "12", "2015", "12.03", "12.5", "4,810", "4.810", "12 Mar", "Mar 2015", "12/03", "12.03.",
    "30 Feb 2015",
    "32 Mar 2015", "2015-13-01", "2015-00-10", "31/31/2015", "12 Foo 2015", "12 03 2015 7", "0/0/0",
    "1800-01-01",
    "20151341", "day 3", "AD 3", "٣/٣/٢٠١٥", "12 Mar 20155", "x" * 5000, "1" * 5000,
    "12 Mar 2015 " + "x" * 100,
]  # fmt: skip
TIMES = [
    ("12 Mar 2015 08:30", "12 Mar 2015", time(8, 30)),
    ("12 Mar 2015, 8:30", "12 Mar 2015", time(8, 30)),
    ("12 Mar 2015 at 8:30", "12 Mar 2015", time(8, 30)),
    ("2015-03-12T08:30", "2015-03-12", time(8, 30)),
    ("2015-03-12T08:30:15", "2015-03-12", time(8, 30)),
    ("2015-03-12T08:30:00Z", "2015-03-12", time(8, 30)),
    ("2015-03-12T08:30:00.000+01:00", "2015-03-12", time(8, 30)),
    ("2015-03-12 08:30", "2015-03-12", time(8, 30)),
    ("12.03.2015 08:30 Uhr", "12.03.2015", time(8, 30)),
    ("12.03.2015 um 08:30 Uhr", "12.03.2015", time(8, 30)),
    ("12/03/2015 8h30", "12/03/2015", time(8, 30)),
    ("12/03/2015 à 8h30", "12/03/2015", time(8, 30)),
    ("12 Mar 2015 8:30 PM", "12 Mar 2015", time(20, 30)),
    ("12 Mar 2015 12:05 am", "12 Mar 2015", time(0, 5)),
    ("12 Mar 2015 - 08:30", "12 Mar 2015", time(8, 30)),
    ("AD 3 08:30", "AD 3", time(8, 30)),
    ("08:30", "", time(8, 30)),
    ("12 Mar 2015", "12 Mar 2015", None),
    ("12 Mar 2015 24:30", "12 Mar 2015 24:30", None),
    ("12 Mar 2015 13:30 pm", "12 Mar 2015 13:30 pm", None),
    ("12:345", "12:345", None),
    ("ratio 1:3", "ratio 1:3", None),
    ("hepatitis", "hepatitis", None),
]


@pytest.mark.parametrize("text", SAME_DAY)
def test_date_that_says_its_month_or_begins_with_the_year_is_one_day(text):
    assert read_given_date(text, TODAY).on == THE_DAY


@pytest.mark.parametrize(("month", "texts"), MONTHS.items())
def test_months_are_known_in_four_languages(month, texts):
    for text in texts.split("|"):
        assert read_given_date(text, TODAY).on == date(2014, month, 1), text


@pytest.mark.hazard("H10")
@pytest.mark.parametrize(("text", "ways"), WAYS)
def test_date_in_numbers_alone_is_every_day_that_it_can_be(text, ways):
    found = read_given_date(text, TODAY)
    assert found.on is None
    assert found.ways == ways


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:20])
def test_other_text_is_no_date(text):
    assert read_given_date(text, TODAY) is None


@pytest.mark.parametrize(("text", "before", "at"), TIMES)
def test_time_of_day_is_parted_from_the_date(text, before, at):
    assert split_time(text) == (before, at)


def test_short_year_is_the_latest_that_has_been_and_none_of_long_ago():
    assert read_given_date("12-Mar-26", TODAY).on == date(2026, 3, 12)
    assert read_given_date("12-Mar-70", TODAY).on == date(1970, 3, 12)
    assert read_given_date("12-Mar-27", TODAY) is None


@given(st.dates(date(1970, 1, 1), TODAY))
def test_date_written_in_any_order_is_among_its_ways(on):
    for order, text in zip(ORDERS, (f"{on:%d/%m/%Y}", f"{on:%m/%d/%Y}", f"{on:%Y/%m/%d}"), strict=True):
        found = read_given_date(text, TODAY)
        assert on in (found.on, found.ways.get(order))
