"""The tests and dates of a table in words: what each was understood as, and the fields where one is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField

from dressapp.labs.paste.parts import ASIDE, DateHead, TestHead
from dressapp.labs.plausibility import name_unit
from dressapp.workspace.intake_fields import LEAVE
from dressapp.workspace.intake_forms import ChoicesForm
from scoring.analytes import ANALYTES

from .intake_part import Part, is_aside
from .intake_words import certainty, limits_words, name_test

EVERY_TEST = tuple((analyte, name_test(analyte)) for analyte in ANALYTES)
KEEP_ASIDE = ((ASIDE, "Keep aside, do not store"),)


@dataclass(frozen=True, slots=True)
class Choose:
    """A select box: its field, the groups it offers, and what is chosen."""

    field: BoundField
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    chosen: str
    empty: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """One name of a test in the table, and what it was understood as; with its fields where they are open."""

    key: str
    text: str
    place: str
    name: str
    certainty: str
    unit: str
    limits: str
    problem: str
    unit_problem: str
    why: str
    reasons: tuple[tuple[str, str], ...]
    test: Choose | None
    unit_field: Choose | None
    lower: BoundField | None
    upper: BoundField | None
    change_url: str
    is_changed: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the line waits for a person's word."""
        return bool(self.problem or self.unit_problem)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date that was not understood, or is being changed."""

    text: str
    place: str
    words: str
    problem: str
    day: BoundField
    time: BoundField
    leave: BoundField
    is_left: bool


def present_tests(part: Part, heads: Iterable[TestHead], form: ChoicesForm) -> tuple[TestLine, ...]:
    """Return tests of the table, with fields where something is open or is being changed."""
    why = {(line.place, line.text): line.why for line in part.reading.aside}
    return tuple(_test_line(head, part, form, why.get((head.place, head.text), "")) for head in heads)


def _test_line(head: TestHead, part: Part, form: ChoicesForm, why: str) -> TestLine:
    is_changed = head.key == part.place.change
    asks_test = is_changed or bool(head.problem) or is_aside(head)
    asks_unit = bool(head.analyte) and (is_changed or bool(head.unit_problem))
    return TestLine(
        key=head.key,
        text=head.text,
        place=head.place,
        name=name_test(head.analyte),
        certainty=certainty(head),
        unit=name_unit(head.unit) if head.unit else "",
        limits=limits_words(*part.choices.limits.get(head.key, (head.lower_limit, head.upper_limit))),
        problem=head.problem,
        unit_problem=head.unit_problem,
        why=why,
        reasons=tuple((name_unit(each.unit), each.reason) for each in head.unit_suggestions),
        test=_choose_test(head, form[f"test-{head.key}"]) if asks_test else None,
        unit_field=_choose_unit(head, form[f"unit-{head.key}"]) if asks_unit else None,
        lower=form[f"lower-{head.key}"] if is_changed and head.analyte else None,
        upper=form[f"upper-{head.key}"] if is_changed and head.analyte else None,
        change_url=part.place.address(change=head.key),
        is_changed=is_changed,
    )


def _choose_test(head: TestHead, field: BoundField) -> Choose:
    near = dict.fromkeys([head.analyte, *head.alternatives] if head.problem else head.alternatives)
    likely = tuple((analyte, name_test(analyte)) for analyte in near if analyte in ANALYTES)
    groups = (("Likely", likely),) if likely else ()
    groups += (("All tests", EVERY_TEST), ("Not taken over", KEEP_ASIDE))
    return Choose(field, f"Test of {head.text}", groups, str(field.value() or ""), "Choose the test")


def _choose_unit(head: TestHead, field: BoundField) -> Choose:
    likely = tuple((each.unit, name_unit(each.unit)) for each in head.unit_suggestions)
    own = tuple((code, name_unit(code)) for code in ANALYTES[head.analyte].family)
    others = tuple(pair for pair in own if pair not in likely)
    groups = (("Fits the values", likely), ("Other units", others)) if likely else (("Units", own),)
    groups = tuple(group for group in groups if group[1])
    return Choose(field, f"Unit of {head.text}", groups, str(field.value() or ""), "Choose the unit")


def present_dates(part: Part, form: ChoicesForm) -> tuple[DateLine, ...]:
    """Return the dates that were not understood, and the one that is being changed."""
    return tuple(_date_line(head, form) for head in part.unclear_dates)


def _date_line(head: DateHead, form: ChoicesForm) -> DateLine:
    leave = form[f"{LEAVE}-{head.key}"]
    return DateLine(
        text=head.text,
        place=head.place,
        words=head.words,
        problem=head.problem,
        day=form[f"day-{head.key}"],
        time=form[f"time-{head.key}"],
        leave=leave,
        is_left=leave.value() == ASIDE,
    )
