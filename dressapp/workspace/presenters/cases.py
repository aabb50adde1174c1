"""The rows of the case list, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse

from dressapp.assessments.presenters import CATEGORY_WORDS, day_of, minus, present_day
from dressapp.assessments.selectors import state_of
from dressapp.assessments.standing import STATE_WORDS
from dressapp.assessments.summary import RULESET
from dressapp.cases.models import Case
from scoring.derive.course import DURATION
from scoring.facts import CaseFacts

from .shell import course_facts, present_who

MOST_SUSPECTS = 4
TAKEN_WORDS = {"yes": "still taken", "unknown": "still taken: not known", "no": "", "": ""}


@dataclass(frozen=True, slots=True)
class SuspectLine:
    """One suspect with its days, and whether it is still taken."""

    name: str
    days: str
    still_taken: str


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A total with its range; without a total `words` say why."""

    total: str
    words: str
    tone: str
    range_words: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list."""

    url: str
    patient: str
    name: str
    who: str
    day: str
    course: str
    suspects: tuple[SuspectLine, ...]
    more_suspects: str
    score: ScoreCell
    state: str
    state_tone: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in the list this page is, and the addresses around it."""

    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that narrows the list, and the address without it."""

    words: str
    url: str


def present_case_row(case: Case, today: date) -> CaseRow:
    """Return one case in words."""
    facts = course_facts(case)
    day = present_day(facts, today)
    state, tone = STATE_WORDS[state_of(case)]
    summary = getattr(case, "summary", None)
    suspects = summary.suspects if summary else []
    more = len(suspects) - MOST_SUSPECTS
    return CaseRow(
        url=reverse("workspace:summary", args=[case.pk]),
        patient=case.patient.local_id,
        name=case.patient.name,
        who=present_who(case, today),
        day=day or _without_day(facts),
        course="closed" if facts.is_closed else "open",
        suspects=tuple(_suspect(suspect) for suspect in suspects[:MOST_SUSPECTS]),
        more_suspects=f"and {more} more" if more > 0 else "",
        score=_score(case, summary, facts, today),
        state=state,
        state_tone=tone,
        changed_at=case.updated_at,
    )


def _without_day(facts: CaseFacts) -> str:
    """Return what stands where no day of the reaction can be counted."""
    if facts.is_closed or facts.basis == "relative":
        return ""
    return "onset not recorded"


def _suspect(suspect: Mapping[str, Any]) -> SuspectLine:
    return SuspectLine(suspect["name"], suspect["days_text"], TAKEN_WORDS[suspect["still_taken"]])


def _score(case: Case, summary: Any, facts: CaseFacts, today: date) -> ScoreCell:
    """Return the last computed score; what was computed of something else is marked as out of date."""
    if summary is None:
        return ScoreCell("", "Not scored yet", "missing", "", is_stale=True)
    is_stale = summary.revision != case.revision or summary.ruleset != RULESET
    if summary.total is None:
        return ScoreCell("", f"Cannot be scored: {summary.problem}", "warn", "", is_stale=is_stale)
    words, tone = _verdict(summary, facts, today)
    return ScoreCell(minus(summary.total), words, tone, _range_words(summary), is_stale=is_stale)


def _verdict(summary: Any, facts: CaseFacts, today: date) -> tuple[str, str]:
    """Return the category in words; the paper's word for a low total only once a course is closed."""
    if summary.category != "no":
        named = CATEGORY_WORDS[summary.category]
        return (named if facts.is_closed else f"would be {named}"), summary.category
    number = day_of(facts, today)
    if number is not None and number < DURATION.value:
        return "Too early to classify", "none"
    if not facts.is_closed or summary.highest_category != "no":
        return "Too little on record to classify", "none"
    return "Below 2 (the paper's word: no case)", "none"


def _range_words(summary: Any) -> str:
    low, high = minus(summary.lowest_total), minus(summary.highest_total)
    today = low if low == high else f"{low} to {high}"
    if summary.goes_on_total is not None and summary.goes_on_total > summary.highest_total:
        return f"{today}, up to {minus(summary.goes_on_total)} if it develops"
    return today


def present_pages(page: Page, asked: Mapping[str, str]) -> Pages:
    """Return the place of a page in the list, and the addresses of its neighbours."""
    noun = "case" if page.paginator.count == 1 else "cases"
    words = f"{page.start_index()} to {page.end_index()} of {page.paginator.count} {noun}"
    return Pages(
        words=words if page.paginator.num_pages > 1 else f"{page.paginator.count} {noun}",
        before=_address(asked, page.previous_page_number()) if page.has_previous() else "",
        after=_address(asked, page.next_page_number()) if page.has_next() else "",
    )


def _address(asked: Mapping[str, str], number: int = 1) -> str:
    """Return the address of one page of the list; the first page and blanks need no words."""
    values = {name: value for name, value in asked.items() if value}
    if number > 1:
        values["page"] = str(number)
    return f"{reverse('workspace:list')}?{urlencode(values)}" if values else reverse("workspace:list")


def present_filters(form: Any, asked: Mapping[str, str], *, searched: str) -> tuple[Filter, ...]:
    """Return what narrows the list, each with the address that drops it."""
    said = {**asked, "q": searched}
    return tuple(
        Filter(
            words=f"{form.fields[name].label}: {_value_words(form, name, said[name])}",
            url=_address({other: kept for other, kept in asked.items() if other != name}),
        )
        for name, value in asked.items()
        if value and name != "order"
    )


def _value_words(form: Any, name: str, value: str) -> str:
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
