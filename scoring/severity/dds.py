"""The DIHS/DRESS severity score (DDS), early and late: a total, or the range that missing inputs leave.

Mizukawa 2019, by one Japanese page that restates its table (clinical reference 4.1). No rule is published for
what is unknown: nothing is imputed, and where the range spans classes none is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scoring.derive.labs import LabTable
from scoring.facts import CaseFacts
from scoring.kernel.citation import MIZUKAWA_2019, OWN_CHOICE, threshold
from scoring.severity.inputs import Days, inputs
from scoring.severity.points import Input, Span

RULESET = "dds-2019"
NAME = "DDS"
LOWEST, HIGHEST = -2, 21
MODERATE_FROM = threshold("1", "points", MIZUKAWA_2019, "V")
SEVERE_FROM = threshold("4", "points", MIZUKAWA_2019, "V")
CLASSES = ("mild", "moderate", "severe")
EARLY_WITHIN = threshold("3", "d", MIZUKAWA_2019, "V")
LATE_FROM = threshold("14", "d", MIZUKAWA_2019, "V")
LATE_TO = threshold("28", "d", MIZUKAWA_2019, "V")
ADULT_FROM = threshold(
    "18", "a", OWN_CHOICE, "DESIGN"
)  # the score is for adults; no source read says from when

NO_VISIT = "Neither a day of admission nor an onset is on record: the days to be scored are not known"
CHILD = "DDS was made for adults and is not scored in a patient of {years} years"
AGE_UNKNOWN = "DDS was made for adults; the age is not on record"


@dataclass(frozen=True, slots=True)
class DdsScore:
    """One of the two scores: its days, the inputs, the range, and the class where the range has only one.

    `is_reached` says whether anything is on record from these days on; before, no range is given.
    """

    moment: str
    days: Days
    when: str
    is_reached: bool
    inputs: tuple[Input, ...]
    total: Span
    severity: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The inputs that leave more than one number of points open, each with what is on record of it."""
        return tuple(f"{each.title}: {each.why}" for each in self.inputs if each.is_missing)


@dataclass(frozen=True, slots=True)
class Severity:
    """DDS of one case: the first visit or what stands in for it, the scores, or why there are none."""

    ruleset: str
    visit: str
    scores: tuple[DdsScore, ...]
    note: str = ""


def classify(total: int) -> str:
    """Return the class of a total: below 1 mild, 1 to 3 moderate, from 4 severe."""
    return CLASSES[sum(total >= floor.value for floor in (MODERATE_FROM, SEVERE_FROM))]


def assess(facts: CaseFacts, table: LabTable) -> Severity:
    """Score one case early and late; a child, and a case without any day to count from, is not scored."""
    years = facts.age_years
    if years is not None and years < ADULT_FROM.value:
        return Severity(RULESET, "", (), CHILD.format(years=years))
    first, visit = first_visit(facts)
    if first is None:
        return Severity(RULESET, visit, (), NO_VISIT)
    scores = (
        _score(facts, table, "early", _days(first, 0, int(EARLY_WITHIN.value))),
        _score(facts, table, "late", _days(first, int(LATE_FROM.value), int(LATE_TO.value))),
    )
    return Severity(RULESET, visit, scores, AGE_UNKNOWN if years is None else "")


def first_visit(facts: CaseFacts) -> tuple[date | None, str]:
    """Return the day of the first visit in its words: the admission, or the onset that stands in for it."""
    admission, begin, zero = facts.dates.admission, facts.dates.episode_start, facts.index_day
    if zero is None and facts.basis == "relative":
        return None, ""  # without day 0 no day has a number
    if admission is not None and (begin is None or admission >= begin):
        return admission, f"First visit: admission on {facts.name_day(admission)}"
    if zero is None:
        return None, ""
    why = "no day of admission is on record" if admission is None else "the illness began after the admission"
    return zero, f"The onset, {facts.name_day(zero)}, stands in for the first visit: {why}"


def _days(visit: date, first: int, last: int) -> Days:
    return Days(visit + timedelta(days=first), visit + timedelta(days=last))


def _score(facts: CaseFacts, table: LabTable, moment: str, days: Days) -> DdsScore:
    given = inputs(facts, table, days)
    total = Span(sum(each.span.low for each in given), sum(each.span.high for each in given))
    low, high = classify(total.low), classify(total.high)
    return DdsScore(
        moment=moment,
        days=days,
        when=f"{facts.name_day(days.first)} to {facts.name_day(days.last)}",
        is_reached=any(day >= days.first for day in _days_on_record(facts)),
        inputs=given,
        total=total,
        severity=low if low == high else "",
    )


def _days_on_record(facts: CaseFacts) -> Iterator[date]:
    dates = facts.dates
    yield from (point.on for point in facts.labs)
    yield from (row.on for row in facts.findings if row.on)
    named = (facts.index_day, dates.admission, dates.discharge, dates.still_ill_on, dates.episode_end)
    yield from (day for day in named if day)
