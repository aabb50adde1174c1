"""Read a table: the same sheet, choices and case always give the same reading."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .checks import check_places, check_samples, list_placed
from .decimals import find_decimal
from .drafts import SKIP, Draft, key_of, make_drafts, read_drafts
from .head_words import NOTE, SITE
from .heads import read_dates
from .layout import find_plan
from .limit_texts import LimitReader, limit_numbers
from .measured import Measured
from .parts import (
    ASIDE,
    ASKED,
    CONFLICT,
    DUPLICATE,
    REFUSED,
    SKIPPED,
    VALUE,
    Cell,
    Choices,
    DateHead,
    Known,
    Reading,
    Sheet,
)
from .plan import Plan

WITH_NUMBER = (VALUE, ASKED, CONFLICT, DUPLICATE)
LONGEST_SITE = 60


def read(sheet: Sheet, choices: Choices, known: Known) -> Reading:
    """Return a table as it is understood under the choices made so far; nothing is stored by it."""
    plan, questions = find_plan(sheet, choices, known)
    dates, about_dates = read_dates(plan.dates, choices, known, sheet.declared)
    drafts = make_drafts(sheet, plan, choices)
    tests = _tests(plan, drafts, choices, known)
    left = {place: test.named.why_aside for place, test in enumerate(tests) if test.named.why_aside}
    decimal, about_decimals = find_decimal(_numbers(plan, drafts, left), choices, sheet)
    read_drafts(drafts, decimal, left, {place for place, head in enumerate(dates) if head.kind == ASIDE})
    for test in tests:
        test.settle()
    _check(drafts, tests, dates, choices, known, sheet)
    limits = LimitReader(plan, decimal)
    cells = tuple(_cells(drafts, tests, dates, limits, sheet, plan))
    heads = tuple(test.head(limits) for test in tests)
    aside = (*plan.aside, *(one for test in tests if (one := test.aside())), *limits.aside)
    return Reading(
        sheet,
        sheet.separator,
        plan.layout,
        heads,
        tuple(dates),
        cells,
        (*questions, *about_decimals, *about_dates),
        aside,
        Counter(cell.state for cell in cells),
    )


def _tests(plan: Plan, drafts: Sequence[Draft], choices: Choices, known: Known) -> list[Measured]:
    """Return the tests of a plan, each with its values."""
    by_test: list[list[Draft]] = [[] for _ in plan.tests]
    for draft in drafts:
        by_test[draft.slot.test].append(draft)
    return [Measured(text, own, choices, known) for text, own in zip(plan.tests, by_test, strict=True)]


def _numbers(plan: Plan, drafts: Sequence[Draft], left: Mapping[int, str]) -> Iterator[str]:
    """Yield the numbers that may tell how decimals are written, each text once."""
    kept = {draft.text: draft.part for draft in drafts if draft.slot.test not in left}
    for part in kept.values():
        yield part.digits or part.reading
    yield from limit_numbers(plan, kept.values())


def _check(
    drafts: Sequence[Draft],
    tests: Sequence[Measured],
    dates: Sequence[DateHead],
    choices: Choices,
    known: Known,
    sheet: Sheet,
) -> None:
    """Hold the values against each other and against what is stored; leave out what was said to stay out."""
    analytes = [test.analyte for test in tests]
    moments = {place: (head.on, head.at) for place, head in enumerate(dates) if head.on}
    placed = list_placed(drafts, analytes, moments)
    check_samples(placed, known)
    check_places(placed, choices, known, sheet)
    if choices.rest == SKIP:
        for draft in drafts:
            if draft.state == REFUSED:
                draft.state = SKIPPED


def _cells(
    drafts: Sequence[Draft],
    tests: Sequence[Measured],
    dates: Sequence[DateHead],
    limits: LimitReader,
    sheet: Sheet,
    plan: Plan,
) -> Iterator[Cell]:
    """Yield the cells of a reading."""
    site, note = (plan.columns.get(role) for role in (SITE, NOTE))
    for draft in drafts:
        test, slot = tests[draft.slot.test], draft.slot
        raw = comparator = canonical = lower = upper = ""
        if draft.number.raw and draft.state in WITH_NUMBER:
            number = draft.number
            raw, comparator, canonical = number.raw, number.comparator, number.canonical
            lower, upper = test.limits_of(draft, limits) if draft.unit else ("", "")
        row = sheet.rows[slot.row]
        beside = (row[column] if column is not None else "" for column in (site, note))
        yield Cell(
            key_of(slot),
            test.text.key,
            dates[slot.date].key,
            draft.text,
            draft.state,
            raw,
            comparator,
            canonical,
            draft.unit,
            lower,
            upper,
            *beside,
            draft.problem,
            draft.stored,
        )
