"""The score over the course of an illness, day by day, in words."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dressapp.assessments.presenters import present_headline
from scoring import panel
from scoring.as_of import as_of, undated
from scoring.explain import CATEGORY_WORDS, minus
from scoring.panel import Assessment, CurvePoint
from scoring.regiscar import ruleset as regiscar

BANDS = tuple(
    (int(floor.value), f"from {floor.value}: {CATEGORY_WORDS[regiscar.category(int(floor.value))]}")
    for floor in (regiscar.POSSIBLE_FROM, regiscar.PROBABLE_FROM, regiscar.DEFINITE_FROM)
)
NUMBER = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day on which total or range changed; `number` is the day as an address names it."""

    number: int
    day: str
    score: int
    lowest: int
    highest: int
    total: str
    tone: str
    range_words: str
    headline: str


@dataclass(frozen=True, slots=True)
class DayCurve:
    """The days on which the score changed, and how much on record has no day and is counted on none.

    `bands` are the totals from which a category begins, lowest first, each with its words.
    """

    rows: tuple[DayRow, ...]
    undated: int
    bands: tuple[tuple[int, str], ...]


def present_curve(assessment: Assessment) -> DayCurve:
    """Return the score as of each day on which its total or its range became another one."""
    rows: list[DayRow] = []
    before = None
    for point in panel.curve(assessment.facts):
        score = point.regiscar
        now = (score.now.total, score.lowest.total, score.highest.total, score.course)
        if now != before:
            rows.append(_row(assessment, point))
        before = now
    return DayCurve(tuple(rows), undated(assessment.facts), BANDS)


def day_of_number(assessment: Assessment, text: str) -> date | None:
    """Return the day of a number as an address has it; None for what is none, or lies in no lifetime."""
    zero = assessment.facts.index_day
    if zero is None or not NUMBER.fullmatch(text):
        return None
    return zero + timedelta(days=int(text))


def name_day(assessment: Assessment, day: date) -> str:
    """Return a day with its number: `day 3, 14 Mar 2015`; where there are no dates the number alone."""
    named = assessment.facts.name_day(day)
    if assessment.facts.basis == "relative":
        return named
    return f"{minus(f'day {assessment.facts.day_number(day)}')}, {named}"


def _row(assessment: Assessment, point: CurvePoint) -> DayRow:
    score, facts = point.regiscar, assessment.facts
    return DayRow(
        number=point.number,
        day=name_day(assessment, point.on),
        score=score.now.total,
        lowest=score.lowest.total,
        highest=score.highest.total,
        total=minus(score.now.total),
        tone=score.now.category,
        range_words=f"{minus(score.lowest.total)} to {minus(score.highest.total)}",
        headline=present_headline(score, as_of(facts, point.on), point.on),
    )
