"""What is known of one case: frozen inputs that check themselves.

Dates are calendar days without a zone. In a *relative* case they only carry days: people are shown day
numbers counted from the index day, never these dates. Numbers are Decimal with the unit they were given in.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from scoring.analytes import ANALYTES
from scoring.kernel import units
from scoring.kernel.tri import Tri

CONDITIONS = ("cirrhosis", "dialysis")  # what the rules ask of the background
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImpossibleFact(ValueError):
    """A fact that cannot be true; the message says which and where."""


def show_date(day: date) -> str:
    """Return a date with its month in letters: `12 Mar 2015`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, exact or a bound (`<`, `>`); it decides only what holds for every value it allows."""

    value: Decimal
    comparator: str = ""

    def is_at_least(self, limit: Decimal) -> bool:
        """Say whether every value allowed is at or above the limit."""
        return self.comparator != "<" and self.value >= limit

    def is_above(self, limit: Decimal) -> bool:
        """Say whether every value allowed is above the limit."""
        return self.value >= limit if self.comparator == ">" else self.comparator == "" and self.value > limit

    def is_below(self, limit: Decimal) -> bool:
        """Say whether every value allowed is below the limit."""
        return self.value <= limit if self.comparator == "<" else self.comparator == "" and self.value < limit

    def is_at_most(self, limit: Decimal) -> bool:
        """Say whether every value allowed is at or below the limit."""
        return self.comparator != ">" and self.value <= limit

    def __str__(self) -> str:
        """Return the number as people read it, `<` or `>` in front."""
        return f"{self.comparator}{units.shown(self.value)}"


@dataclass(frozen=True, slots=True)
class SiteLimits:
    """A site's own limits of one test for one patient, in `unit`, with their source; None is no limit."""

    unit: str
    source: str
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LabPoint:
    """One result. `sample` is the date text that makes one sample; limits are the laboratory's own.

    `site_limits` hold where the laboratory gave none; they may be in another unit than the result.
    """

    analyte: str
    on: date
    sample: str
    value: Measure
    unit: str
    upper_limit: Decimal | None = None
    lower_limit: Decimal | None = None
    site: str = ""
    note: str = ""
    ref: str = ""
    site_limits: SiteLimits | None = None
    canonical: Measure = field(init=False)

    def __post_init__(self) -> None:
        """Refuse a unit that does not belong and a value that cannot be."""
        catalogue = ANALYTES[self.analyte]
        value = self.value.value
        if self.unit not in catalogue.family:
            raise ImpossibleFact(f"{self.analyte}: the unit {self.unit!r} does not belong to this test")
        if value < 0:
            raise ImpossibleFact(f"{self.analyte}: a negative value")
        if self.unit == "%" and value > 100:
            raise ImpossibleFact(f"{self.analyte}: a percentage above 100")
        if (
            self.lower_limit is not None
            and self.upper_limit is not None
            and self.lower_limit > self.upper_limit
        ):
            raise ImpossibleFact(f"{self.analyte}: lower_limit above upper_limit")
        object.__setattr__(
            self, "canonical", Measure(catalogue.canonical(value, self.unit), self.value.comparator)
        )

    @property
    def shown(self) -> str:
        """The value with its unit, as entered."""
        return units.with_unit(str(self.value), self.unit)


@dataclass(frozen=True, slots=True)
class DrugCourse:
    """One course; a partial date is carried as its first day with its precision, an unknown one as None.

    `causality` has the clinician's answers to the questions of scoring.causality, by the question's id.
    """

    name: str
    atc: str = ""
    role: str = ""
    indication: str = ""
    dose: str = ""
    route: str = ""
    start: date | None = None
    start_precision: str = "unknown"
    stop: date | None = None
    stop_precision: str = ""
    previous_exposure: str = ""
    later_tolerated: str = ""
    still_taken_on: date | None = None
    conclusion: str = ""
    conclusion_by: str = ""
    ref: str = ""
    causality: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse a course that stops before it can have started."""
        earliest, latest = self.start_bounds[0], self.stop_bounds[1]
        if earliest is not None and latest is not None and latest < earliest:
            raise ImpossibleFact(f"drug {self.name!r}: stop before start")

    @property
    def start_bounds(self) -> tuple[date | None, date | None]:
        """First and last day on which the course may have begun; None is open."""
        return date_bounds(self.start, self.start_precision)

    @property
    def stop_bounds(self) -> tuple[date | None, date | None]:
        """First and last day on which the course may have ended; None is open."""
        return date_bounds(self.stop, self.stop_precision)


def date_bounds(day: date | None, precision: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that a partial date allows; None is open."""
    if day is None or precision in ("unknown", "ongoing"):
        return None, None
    if precision == "on_or_before":
        return None, day
    if precision == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


@dataclass(frozen=True, slots=True)
class Finding:
    """One examined fact; `value` is a word, or text with its `measure` in `unit`."""

    finding: str
    value: str = ""
    measure: Measure | None = None
    unit: str = ""
    on: date | None = None
    site: str = ""
    note: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class CauseTest:
    """One test for another cause, with the clinician's judgement of a positive."""

    test: str
    result: str = "not_done"
    on: date | None = None
    explains: Tri = Tri.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class VirusTest:
    """One virus test with how the clinician reads it."""

    virus: str
    result: str = ""
    reading: str = "unknown"
    explains: Tri = Tri.UNKNOWN
    on: date | None = None
    specimen: str = ""
    method: str = ""
    value: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A clinician's answer to one item or organ, in the words of the case format."""

    word: str
    reason: str = ""
    explanation: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The creatinine that the clinician takes as the patient's own; wins over the last value before."""

    value: Decimal
    unit: str
    on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a baseline that cannot be."""
        if self.unit not in ANALYTES["creatinine"].family:
            raise ImpossibleFact(f"creatinine_baseline: the unit {self.unit!r} does not belong to this test")
        if self.value <= 0:
            raise ImpossibleFact("creatinine_baseline: not above zero")


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The days of the course; `index` overrides the onset that latency is counted to."""

    first_symptom: date | None = None
    fever_onset: date | None = None
    rash_onset: date | None = None
    index: date | None = None
    admission: date | None = None
    discharge: date | None = None
    still_ill_on: date | None = None
    resolution: date | None = None
    closed_on: date | None = None
    died_on: date | None = None

    @property
    def index_day(self) -> date | None:
        """Day 0: the index day if given, else rash, else fever, else first symptom."""
        return self.index or self.rash_onset or self.fever_onset or self.first_symptom

    @property
    def episode_start(self) -> date | None:
        """The earliest of first symptom, fever, rash and index day."""
        days = (self.first_symptom, self.fever_onset, self.rash_onset, self.index)
        return min((day for day in days if day), default=None)

    @property
    def episode_end(self) -> date | None:
        """The earliest of resolution, closure and death; None while open."""
        return min((day for day in (self.resolution, self.closed_on, self.died_on) if day), default=None)


@dataclass(frozen=True)
class CaseFacts:
    """Everything the rules may look at; `answers` are the clinician's, by item id; `organs` by organ.

    `site_limits` are those of this patient by test; the results carry them, computed values look here.
    Where a site's rows contradict each other none is used, and `site_conflicts` says which.
    `conditions` are the answers to those of CONDITIONS; one left out was not answered. `new_dialysis` is
    dialysis begun in the illness, of which the record has no day.
    """

    id: str = ""
    basis: str = "calendar"
    dates: CaseDates = CaseDates()
    birth_on: date | None = None
    recorded_age: int | None = None
    drugs: tuple[DrugCourse, ...] = ()
    labs: tuple[LabPoint, ...] = ()
    findings: tuple[Finding, ...] = ()
    cause_tests: tuple[CauseTest, ...] = ()
    virus_tests: tuple[VirusTest, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    organs: Mapping[str, Answer] = field(default_factory=dict)
    organ_count: int | None = None
    creatinine_baseline: Baseline | None = None
    site_limits: Mapping[str, SiteLimits] = field(default_factory=dict)
    site_conflicts: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, Tri] = field(default_factory=dict)
    new_dialysis: Tri = Tri.UNKNOWN

    def __post_init__(self) -> None:
        """Refuse days and samples that cannot be."""
        zero = self.dates.index_day
        if zero is not None:
            for name in ("resolution", "closed_on", "died_on"):
                day = getattr(self.dates, name)
                if day is not None and day < zero:
                    raise ImpossibleFact(f"dates.{name} before the index day")
            if self.birth_on is not None and self.birth_on > zero:
                raise ImpossibleFact("patient.birth_date after the index day")
        if self.labs:
            _refuse_more_eosinophils_than_cells(self.labs)

    @cached_property
    def index_day(self) -> date | None:
        """Day 0 of the reaction."""
        return self.dates.index_day

    @property
    def age_years(self) -> int | None:
        """Completed years on the index day; the recorded age where there are no dates to count from."""
        born, zero = self.birth_on, self.index_day
        if born is None or zero is None or self.basis == "relative":
            return self.recorded_age
        return zero.year - born.year - ((zero.month, zero.day) < (born.month, born.day))

    @cached_property
    def is_closed(self) -> bool:
        """Say whether the course is closed: closed, resolved or died."""
        return self.dates.episode_end is not None

    def day_number(self, day: date) -> int | None:
        """Return the days from the index day; None without one."""
        return None if self.index_day is None else (day - self.index_day).days

    def name_day(self, day: date) -> str:
        """Return a day as people are shown it: `12 Mar 2015`, or `day 8` where the basis is relative."""
        if self.basis != "relative":
            return show_date(day)
        number = self.day_number(day)
        return "a day without a number" if number is None else f"day {number}".replace("-", "−")

    def in_episode(self, day: date) -> bool:
        """Say whether a day lies in the episode, both ends included; False without an onset."""
        start, end = self.dates.episode_start, self.dates.episode_end
        return start is not None and start <= day and (end is None or day <= end)


def _refuse_more_eosinophils_than_cells(labs: tuple[LabPoint, ...]) -> None:
    cells: dict[str, Decimal] = {}
    for point in labs:
        if point.analyte == "wbc" and point.value.comparator != ">":
            cells[point.sample] = max(point.canonical.value, cells.get(point.sample, Decimal(0)))
    for point in labs:
        most = cells.get(point.sample) if point.analyte == "eosinophils_abs" else None
        if most is not None and point.canonical.is_above(most):
            raise ImpossibleFact(f"eosinophils above the white cells of the same sample ({point.sample})")
