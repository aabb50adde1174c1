"""What a rule set gives back: points, answer, source, reason, evidence, and what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.kernel.citation import Citation


class Source(StrEnum):
    """Where an answer comes from."""

    CLINICIAN = "clinician"
    DATA = "data"
    UNKNOWN = "unknown"


class Support(StrEnum):
    """What stands behind an answer, weakest first."""

    NO_RECORD = "no_record"
    NEAR_THRESHOLD = "near_threshold"
    ASSUMED_LIMIT = "assumed_limit"
    WELL_BEYOND = "well_beyond"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that a result rests on: its words, its day as shown, and the record it came from."""

    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """What the data alone say of an item: an answer (`unknown` where they do not decide) and why."""

    answer: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    support: Support = Support.NO_RECORD
    conflicts: tuple[str, ...] = ()
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One way an open item may be answered, and the points the item would then have."""

    answer: str
    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer that a verdict may rest on, and the item's points were it reversed."""

    item: str
    part: str
    words: str
    support: Support
    points_if_reversed: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The item's points at worst and best on today's findings, and at best if the course goes on."""

    lowest: int
    highest: int
    highest_if_course_goes_on: int


@dataclass(frozen=True, slots=True)
class LastBeyond:
    """The last day on which an organ was beyond its threshold, by what, and whether by an assumed limit."""

    on: date
    words: str
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class OrganResult:
    """One organ: the clinician's answer and what the data show of its threshold."""

    organ: str
    name: str
    answer: str
    is_answered: bool
    threshold: str
    why: str
    explanation: str = ""
    evidence: tuple[Evidence, ...] = ()
    support: Support = Support.NO_RECORD
    last_beyond: LastBeyond | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item of a rule set, answered or open, with its reason."""

    id: str
    title: str
    points: int
    answer: str | int
    source: Source
    why: str
    derived: Derived
    bounds: Bounds
    citation: Citation
    options: tuple[Option, ...] = ()
    stands: tuple[Stand, ...] = ()
    contradiction: str = ""
    organs: tuple[OrganResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A total with the category it falls in."""

    total: int
    category: str


@dataclass(frozen=True, slots=True)
class Lever:
    """What one answer to one open item would make of the total."""

    item: str
    title: str
    answer: str
    words: str
    result: Total


@dataclass(frozen=True, slots=True)
class Footing:
    """An answer whose reversal alone would change the category, and what it would become."""

    stand: Stand
    result: Total


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A rule set applied to one case."""

    ruleset: str
    now: Total
    course: str
    items: Mapping[str, ItemResult]
    lowest: Total
    highest: Total
    highest_if_course_goes_on: Total | None
    conflicts: tuple[str, ...] = ()
