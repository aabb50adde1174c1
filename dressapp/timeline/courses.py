"""Courses of drugs and treatments as bars in days from the index day, with what is known of their ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dressapp.timeline.words import LONG, clean, day_label, long_time, name_day, signed
from scoring.derive import latency
from scoring.facts import CaseFacts, DrugCourse, date_bounds

GROUPS = {"suspect": "Suspects", "other": "Other drugs", "given": "Given for the reaction"}
_GROUP_OF_ROLE = {"suspect": "suspect", "treatment": "given"}
SYSTEMIC_STEROID = "systemic_steroid"
STEROID_ATC = "H02"  # corticosteroids for systemic use, ATC
_KINDS = {
    "systemic_steroid": "systemic steroid",
    "topical_steroid": "topical steroid",
    "ciclosporin": "ciclosporin",
    "ivig": "intravenous immunoglobulin",
    "anti_il5": "anti-IL-5",
    "antiviral": "antiviral",
    "antipyretic": "antipyretic",
}


class Treatment(Protocol):
    """One row of what was given for the reaction; a taper is several rows of one name."""

    kind: str
    name: str
    dose_raw: str
    dose_unit: str
    start_on: date | None
    start_precision: str
    stop_on: date | None
    stop_precision: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of treatment as it stood when it was read: nothing in it can change or be asked for later."""

    kind: str = "other"
    name: str = ""
    dose_raw: str = ""
    dose_unit: str = ""
    start_on: date | None = None
    start_precision: str = ""
    stop_on: date | None = None
    stop_precision: str = ""

    @classmethod
    def of(cls, row: Treatment) -> "Step":
        """Copy what the figure needs of a row."""
        return cls(*(getattr(row, name) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Span:
    """One bar in day numbers; `None` in a bound is open or not known, as `start` and `end` say.

    `start`: `day`, `part` (known in part), `before` (that day or earlier), `unknown`.
    `end`: `day`, `part`, `ongoing`, `unknown`. `seen_to` is the last day on which it is known to be taken.
    """

    start_min: int | None
    start_max: int | None
    end_min: int | None
    end_max: int | None
    start: str
    end: str
    seen_to: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One lane of a drug: its bars, the words at first dose and end, and all of it in a sentence."""

    name: str
    group: str
    spans: tuple[Span, ...]
    start_label: str
    end_label: str
    description: str
    dose: str
    start_words: str
    end_words: str
    is_systemic_steroid: bool = False


def list_courses(
    facts: CaseFacts,
    latencies: Iterable[latency.LatencyResult],
    treatments: Iterable[Step] = (),
) -> tuple[Course, ...]:
    """Return the lanes: suspects, then other drugs, then what was given for the reaction."""
    courses = [_drug(facts, drug, found) for drug, found in zip(facts.drugs, latencies, strict=True)]
    courses += _treatments(facts, treatments)
    order = list(GROUPS)
    return tuple(sorted(courses, key=lambda course: order.index(course.group)))


def _span(
    facts: CaseFacts,
    start: tuple[date | None, str],
    stop: tuple[date | None, str],
    seen_on: date | None = None,
) -> Span:
    start_min, start_max = (_number(facts, day) for day in date_bounds(*start))
    end_min, end_max = (_number(facts, day) for day in date_bounds(*stop))
    kind = "before" if start_min is None and start_max is not None else _kind(start_min, start_max)
    if start_max is not None and end_max is not None:
        start_max = min(start_max, end_max)  # nobody starts a drug after having stopped it
    return Span(
        start_min=start_min,
        start_max=start_max,
        end_min=end_min,
        end_max=end_max,
        start=kind,
        end="ongoing" if stop[1] == "ongoing" else _kind(end_min, end_max),
        seen_to=_number(facts, seen_on),
    )


def _number(facts: CaseFacts, day: date | None) -> int | None:
    return facts.day_number(day) if day else None


def _kind(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "unknown"
    return "day" if low == high else "part"


def _drug(facts: CaseFacts, drug: DrugCourse, found: latency.LatencyResult) -> Course:
    start = (drug.start, drug.start_precision)
    stop = (drug.stop, drug.stop_precision)
    span = _span(facts, start, stop, drug.still_taken_on)
    group = _GROUP_OF_ROLE.get(drug.role, "other")
    name = clean(drug.name)
    start_words, end_words = _when(facts, *start), _end_when(facts, stop, drug.still_taken_on)
    verdict = "" if group == "given" or found.verdict == "unknown" else latency.VERDICTS[found.verdict]
    edge = f", {found.at_edge}" if found.at_edge and verdict else ""
    sentence = (
        f"{name}, {GROUPS[group].lower().removesuffix('s')}. First dose {start_words}"
        f"{f', {found.days_text} before onset: {verdict}{edge}' if verdict else ''}. Last dose {end_words}."
        f"{f' Dose: {clean(drug.dose)}.' if drug.dose else ''}"
    )
    return Course(
        name=name,
        group=group,
        spans=(span,),
        start_label=_start_label(span, verdict, bool(edge)),
        end_label=_end_label(span),
        description=sentence,
        dose=clean(drug.dose),
        start_words=start_words,
        end_words=end_words,
        is_systemic_steroid=drug.atc.upper().startswith(STEROID_ATC),
    )


def _treatments(facts: CaseFacts, treatments: Iterable[Step]) -> list[Course]:
    """Return one lane a treatment; the steps of a taper share a lane."""
    steps: dict[tuple[str, str], list[Step]] = {}
    for row in treatments:
        kind = _KINDS.get(row.kind, "treatment")
        steps.setdefault((row.kind, clean(row.name) or kind), []).append(row)
    return [_treatment(facts, kind, name, rows) for (kind, name), rows in steps.items()]


def _treatment(facts: CaseFacts, kind: str, name: str, rows: list[Step]) -> Course:
    rows = sorted(rows, key=lambda row: (row.start_on is None, row.start_on or date.max))
    spans = tuple(
        _span(facts, (row.start_on, row.start_precision), (row.stop_on, row.stop_precision)) for row in rows
    )
    doses = [clean(f"{row.dose_raw} {row.dose_unit}") for row in rows if row.dose_raw]
    first, last = rows[0], rows[-1]
    start_words = _when(facts, first.start_on, first.start_precision)
    end_words = _end_when(facts, (last.stop_on, last.stop_precision), None)
    steps = f" Doses: {', then '.join(doses)}." if doses else ""
    return Course(
        name=name,
        group="given",
        spans=spans,
        start_label=_start_label(spans[0], "", False),
        end_label=_end_label(spans[-1]),
        description=f"{name}, given for the reaction. First dose {start_words}. "
        f"Last dose {end_words}.{steps}",
        dose=", then ".join(doses),
        start_words=start_words,
        end_words=end_words,
        is_systemic_steroid=kind == SYSTEMIC_STEROID,
    )


def _start_label(span: Span, verdict: str, is_at_edge: bool) -> str:
    if span.start == "unknown":
        return "" if span.end == "day" else "start not recorded"
    if span.start == "before" and span.start_max is not None and span.start_max <= -LONG:
        return f"since {long_time(-span.start_max)} or more"
    words = f"first dose {_days(span.start_min, span.start_max)}"
    edge = " (at the edge)" if is_at_edge else ""
    return f"{words} · {verdict}{edge}" if verdict else words


def _days(low: int | None, high: int | None) -> str:
    if low is None and high is not None:
        return f"{day_label(high)} or earlier"
    if low is not None and high is not None and low != high:
        return f"{signed(low)} to {signed(high)} d"
    return day_label(high or 0)


def _end_label(span: Span) -> str:
    if span.end == "ongoing":
        return "ongoing"
    if span.end == "unknown":
        seen = f"still taken {day_label(span.seen_to)}, " if span.seen_to is not None else ""
        return f"{seen}stop not recorded"
    if span.end == "part":
        return f"stopped {_days(span.end_min, span.end_max)}"
    return "start not recorded" if span.start == "unknown" else ""


def _when(facts: CaseFacts, day: date | None, precision: str) -> str:
    low, high = date_bounds(day, precision)
    if low is None and high is None:
        return "not recorded"
    if low is None and high is not None:
        return f"on or before {name_day(facts, high)}"
    if low is not None and high is not None and low != high:
        return f"between {name_day(facts, low)} and {name_day(facts, high)}"
    return name_day(facts, high or date.max)


def _end_when(facts: CaseFacts, stop: tuple[date | None, str], seen_on: date | None) -> str:
    seen = f"still taken on {name_day(facts, seen_on)}" if seen_on else ""
    if stop[1] == "ongoing":
        return f"ongoing, {seen}" if seen else "ongoing"
    words = _when(facts, *stop)
    return f"{words}, {seen}" if seen else words
