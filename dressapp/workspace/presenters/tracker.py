"""The tracker of the Criteria tab: its page object, and the small forms that record a test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dressapp.assessments.page import ChoiceOption
from dressapp.assessments.tracker_page import TrackerPage, name_cause, present_tracker
from dressapp.cases.choices import CAUSE_TESTS, Answered, TestResult
from dressapp.cases.models import Case, CauseTest
from dressapp.cases.services import test_id
from dressapp.core.dates import DAY, show_partial
from scoring.derive.causes import is_too_old
from scoring.facts import CaseFacts

TESTS = "tests"
LABELS = dict(TestResult.choices) | {TestResult.NOT_DONE: "Not ordered"}


@dataclass(frozen=True, slots=True)
class TrackerEntry:
    """One sample of a test as a form: the day, and a button a state; `test` is sent for a new row alone."""

    id: str
    version: str
    test: str
    name: str
    day: str
    options: tuple[ChoiceOption, ...]
    explains_url: str
    explains: tuple[ChoiceOption, ...]


@dataclass(frozen=True, slots=True)
class TrackerTab:
    """The tracker with its forms, which are there only where somebody opened them."""

    page: TrackerPage
    save_url: str
    entries: tuple[TrackerEntry, ...]


def present_tracker_tab(case: Case, frame: Mapping[str, Any], *, opened: str) -> TrackerTab | None:
    """Return the tracker of a case; None where the stored facts contradict each other."""
    assessment = frame["assessment"]
    if assessment is None:
        return None
    is_open = opened == TESTS and frame["can_write"]
    return TrackerTab(
        page=present_tracker(assessment),
        save_url=save_url(case),
        entries=tuple(_entries(case, assessment.facts)) if is_open else (),
    )


def save_url(case: Case) -> str:
    """Return where one test is recorded."""
    return reverse("workspace:save_tracked", args=[case.pk])


def _entries(case: Case, facts: CaseFacts) -> Iterator[TrackerEntry]:
    """Yield a form for each usual test and each of its samples, then for every other test on record."""
    rows = list(case.cause_tests.live())
    for test in CAUSE_TESTS:
        yield from (_stored(case, facts, row) for row in rows if row.test == test)
        if all(row.test != test for row in rows):
            yield _new(case, test)
    yield from (_stored(case, facts, row) for row in rows if row.test not in CAUSE_TESTS)


def _new(case: Case, test: str) -> TrackerEntry:
    """Return a test without a row; its row's id is fixed, so that two people cannot make two."""
    return TrackerEntry(str(test_id(case, test)), "0", test, name_cause(test), "", _options(""), "", ())


def _stored(case: Case, facts: CaseFacts, row: CauseTest) -> TrackerEntry:
    is_judged = row.result == TestResult.POSITIVE and not is_too_old(facts, row.tested_on)
    explains_url = reverse("workspace:score_explains", args=[case.pk, "test", row.pk])
    judged = tuple(
        ChoiceOption(word, label, word == row.explains_reaction) for word, label in Answered.choices
    )
    return TrackerEntry(
        id=str(row.pk),
        version=str(row.version),
        test="",
        name=name_cause(row.test),
        day=show_partial(row.tested_on, DAY, day_zero=case.day_zero),
        options=_options(row.result),
        explains_url=f"{explains_url}?from=criteria&open={TESTS}" if is_judged else "",
        explains=judged if is_judged else (),
    )


def _options(chosen: str) -> tuple[ChoiceOption, ...]:
    return tuple(ChoiceOption(value, label, value == chosen) for value, label in LABELS.items())


def present_refused(form: Any) -> TrackerEntry:
    """Return a test that could not be stored, with what was typed."""
    row, posted = form.row, form.data
    test = row.test if row else posted.get("test", "")
    return TrackerEntry(
        id=posted.get("id", ""),
        version=posted.get("version", "0"),
        test="" if row else test,
        name=name_cause(test),
        day=posted.get("tested_on", ""),
        options=_options(posted.get("result", "")),
        explains_url="",
        explains=(),
    )
