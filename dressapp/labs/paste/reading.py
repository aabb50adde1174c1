"""Read a table: the same sheet, choices and case always give the same reading."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dressapp.core.dates import read_given_date

from .cells import take_apart
from .checks import check_places, check_samples, list_placed
from .counted import read_counted
from .decimals import find_decimal
from .drafts import SKIP, Draft, key_of, make_drafts, read_drafts
from .head_words import NOTE, SITE, role_of
from .heads import read_dates
from .kinds import kind_of
from .layout import find_plan
from .limit_texts import LimitReader, limit_numbers
from .limits import take_range
from .lone_signs import join_signs
from .measured import Measured
from .naming import Names
from .parts import (
    ASIDE,
    ASKED,
    CONFLICT,
    DUPLICATE,
    LIST,
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
from .plan import Plan, split_once
from .signs import tidy_sheet

WITH_NUMBER = (VALUE, ASKED, CONFLICT, DUPLICATE)
# What looks each text of a table up once; nothing of a table stays in memory after it was read.
REMEMBERED = (
    kind_of,
    read_counted,
    read_given_date,
    role_of,
    split_once,
    take_apart,
    take_range,
)


def read(sheet: Sheet, choices: Choices, known: Known) -> Reading:
    """Return a table as it is understood under the choices made so far; nothing is stored by it."""
    try:
        return _read(sheet, choices, known)
    finally:
        for remembered in REMEMBERED:
            remembered.cache_clear()


def _read(sheet: Sheet, choices: Choices, known: Known) -> Reading:
    """Return the reading of a table."""
    sheet, names = tidy_sheet(sheet), Names(known.team_names)
    plan, questions = find_plan(sheet, choices, known, names)
    if plan.layout != LIST and (joined := join_signs(sheet)) is not sheet:
        sheet = joined
        plan, questions = find_plan(sheet, choices, known, names)
    dates, about_dates = read_dates(plan.dates, choices, known, sheet.declared)
    drafts = make_drafts(sheet, plan, choices)
    tests = _tests(plan, drafts, choices, known, names)
    left = {place: test.named.why_aside for place, test in enumerate(tests) if test.named.why_aside}
    decimal, about_decimals = find_decimal(_numbers(plan, drafts, left), choices, sheet)
    read_drafts(drafts, decimal, left, {place for place, head in enumerate(dates) if head.kind == ASIDE})
    for test in tests:
        test.settle()
    _check(drafts, tests, dates, choices, known, sheet)
    limits = LimitReader(plan, decimal)
    cells = tuple(_cells(drafts, tests, dates, limits, sheet, plan))
    heads = tuple(test.head() for test in tests)
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


def _tests(
    plan: Plan, drafts: Sequence[Draft], choices: Choices, known: Known, names: Names
) -> list[Measured]:
    """Return the tests of a plan, each with its values."""
    by_test: list[list[Draft]] = [[] for _ in plan.tests]
    for draft in drafts:
        by_test[draft.slot.test].append(draft)
    pairs = zip(plan.tests, by_test, strict=True)
    return [Measured(text, own, choices, known, names) for text, own in pairs]


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
    keys, days, rows = [test.text.key for test in tests], [head.key for head in dates], sheet.rows
    for draft in drafts:
        slot, text, state, number = draft.slot, draft.text, draft.state, draft.number
        key, test, when = key_of(slot), keys[slot.test], days[slot.date]
        if not number.raw or state not in WITH_NUMBER:
            yield Cell(key, test, when, text, state, problem=draft.problem, stored=draft.stored)
            continue
        lower, upper = tests[slot.test].limits_of(draft, limits) if draft.unit else ("", "")
        yield Cell(
            key,
            test,
            when,
            text,
            state,
            number.raw,
            number.comparator,
            number.canonical,
            draft.unit,
            lower,
            upper,
            rows[slot.row][site] if site is not None else "",
            rows[slot.row][note] if note is not None else "",
            draft.problem,
            draft.stored,
        )
