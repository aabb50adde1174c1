"""Lanes of results: points in days and in one unit, with the limits they are seen against."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from dressapp.timeline import limits
from dressapp.timeline.limits import EOSINOPHILS
from dressapp.timeline.words import clean, name_day
from scoring.analytes import ANALYTES
from scoring.derive.labs import (
    EosinophilSample,
    LabTable,
    eosinophil_samples,
    read_labs,
    show_count,
    show_sample,
)
from scoring.derive.organs import BaselineUsed, creatinine_baseline
from scoring.facts import CaseDates, CaseFacts, LabPoint, Measure
from scoring.kernel import units

LONG_GAP = 14  # days; results further apart are not joined by a solid line
BOUND_MARKS = {"<": "below", ">": "above", "": "value"}


class Steroid(NamedTuple):
    """Days under a systemic steroid; `None` is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """One result: where it lies, how it is marked, and what is said of it.

    `reach` is the range that a score had on that day.
    `mark`: `value`, `below` (a `<` result), `above` (`>`), `conflict` (differs within one sample, not used).
    `distance` is how far beyond its limit it lies (1: at the limit).
    """

    day: int
    at: float
    value: float
    number: str
    shown: str
    when: str
    mark: str
    is_counted: bool
    is_on_steroid: bool
    distance: float
    limit: str
    description: str
    reach: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit in the lane's unit, with its name."""

    value: float
    words: str
    is_upper: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The results of one test, earliest first; `distance` is that of its furthest result in the episode.

    `levels` name the values 0, 1 and on of a lane of verdicts; `notes` are what has to be known to read it.
    A stepped lane holds its value until the next one.
    """

    id: str
    name: str
    unit: str
    points: tuple[Point, ...]
    lines: tuple[LimitLine, ...]
    distance: float
    is_downward: bool
    description: str
    levels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_stepped: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """What lanes are made from: the facts, their usable results, the own baseline, days under a steroid."""

    facts: CaseFacts
    table: LabTable
    baseline: BaselineUsed | None
    steroids: tuple[Steroid, ...]
    results: Mapping[str, Sequence[LabPoint]]

    def of(self, analyte: str) -> Sequence[LabPoint]:
        """Return every result of one test, contradictory ones too."""
        return self.results.get(analyte, ())


def read_records(facts: CaseFacts, steroids: Iterable[Steroid] = ()) -> Records:
    """Read the results once for all lanes."""
    table = read_labs(facts)
    results: dict[str, list[LabPoint]] = {}
    for point in facts.labs:
        results.setdefault(point.analyte, []).append(point)
    return Records(facts, table, creatinine_baseline(facts, table), tuple(steroids), results)


def build_lane(records: Records, analyte: str) -> Lane:
    """Return the lane of one test other than the eosinophil count."""
    results = records.of(analyte)
    unit = lane_unit(analyte, results)
    usable = records.table.of(analyte)
    kept = {(point.sample, point.canonical) for point in usable}
    points = [_point(records, point, unit, "") for point in usable]
    apart = [point for point in results if (point.sample, point.canonical) not in kept]
    points += [_point(records, point, unit, "conflict") for point in apart]
    reference = next((p for p in reversed(usable) if records.facts.in_episode(p.on)), None) or results[-1]
    drawn = limits.lines_for(reference, records.baseline, unit)
    lines = [LimitLine(_scaled(line.value, analyte, unit), line.words, line.is_upper) for line in drawn]
    return _finish(analyte, ANALYTES[analyte].name, unit, points, lines)


def lane_unit(analyte: str, results: Sequence[LabPoint]) -> str:
    """Return the unit that most results were given in; a temperature is always in °C."""
    if analyte == "temperature":
        return "Cel"
    return Counter(point.unit for point in results).most_common(1)[0][0]


def _scaled(value: Decimal, analyte: str, unit: str) -> float:
    return float(value if analyte == "temperature" else value / ANALYTES[analyte].family[unit])


def _point(records: Records, point: LabPoint, unit: str, mark: str) -> Point:
    limit = limits.name_distance(point, records.baseline)
    name = ANALYTES[point.analyte].name
    value = _scaled(point.canonical.value, point.analyte, unit)
    number = str(point.value) if point.unit == unit else f"{point.value.comparator}{_short(value)}"
    made = place(records, point, value)
    words = f", {limit}" if limit else ""
    return replace(
        made,
        number=number,
        shown=point.shown,
        mark=mark or BOUND_MARKS[point.value.comparator],
        distance=float(limits.measure_distance(point, records.baseline)),
        limit=limit,
        description=f"{name} {point.shown} on {made.when}{words}{aside(made, mark)}{_note(point)}",
    )


def _short(value: float) -> str:
    """Return a converted value with four digits that count."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def place(records: Records, point: LabPoint, value: float) -> Point:
    """Return a bare point at its day, its time of day as a part of it."""
    day = records.facts.day_number(point.on) or 0
    return Point(
        day=day,
        at=day + _part_of_day(point.sample),
        value=value,
        number="",
        shown=point.shown,
        when=name_day(records.facts, point.on),
        mark="value",
        is_counted=records.facts.in_episode(point.on),
        is_on_steroid=is_under_steroid(records, day),
        distance=0.0,
        limit="",
        description="",
    )


def _part_of_day(sample: str) -> float:
    try:
        taken = datetime.fromisoformat(sample)
    except ValueError:
        return 0.0
    return (taken.hour * 60 + taken.minute) / 1440


def is_under_steroid(records: Records, day: int) -> bool:
    """Say whether a day lies under a systemic steroid."""
    return any(_covers(steroid, day) for steroid in records.steroids)


def _covers(steroid: Steroid, day: int) -> bool:
    return (steroid.first is None or steroid.first <= day) and (steroid.last is None or day <= steroid.last)


def aside(point: Point, mark: str) -> str:
    """Return what else is to be known of a result: not used, not counted, under a steroid."""
    parts = [
        "differs from what else is on record of the same sample, not used" if mark == "conflict" else "",
        "" if point.is_counted else "outside the episode, not counted",
        "under a systemic steroid" if point.is_on_steroid else "",
    ]
    return "".join(f"; {part}" for part in parts if part)


def _note(point: LabPoint) -> str:
    return f". Note: {clean(point.note)}" if point.note else ""


def build_eosinophils(records: Records) -> Lane | None:
    """Return the lane of counts: given ones, and white cells × percentage of the same sample."""
    facts = records.facts
    samples = eosinophil_samples(_as_one_episode(facts), records.table)
    points = [_count(records, sample, sample.count) for sample in samples if sample.count is not None]
    conflicts = {sample.point.sample: sample.conflict for sample in samples if sample.conflict}
    kept = {point.sample for point in records.table.of("eosinophils_abs")} - set(conflicts)
    points += [
        _point(records, point, "/uL", "conflict")
        for point in records.of("eosinophils_abs")
        if point.sample not in kept
    ]
    if not points:
        return None
    lines = [LimitLine(float(line.value), line.words, True) for line in limits.eosinophil_lines()]
    lane = _finish(EOSINOPHILS, "Eosinophils", "/uL", points, lines)
    return replace(lane, notes=tuple(f"{words}." for words in conflicts.values()))


def _as_one_episode(facts: CaseFacts) -> CaseFacts:
    """Return facts whose episode spans every result, so that counts before and after it are drawn too."""
    first = min((point.on for point in facts.labs), default=date.min)
    return replace(facts, dates=CaseDates(first_symptom=first), birth_on=None)


def _count(records: Records, sample: EosinophilSample, count: Measure) -> Point:
    made = place(records, sample.point, float(count.value))
    shown = show_count(count)
    first_line = limits.eosinophil_lines()[-1]
    words = show_sample(records.facts, sample)
    working = words[words.index(" (") :] if sample.is_computed else ""
    apart = f"; {sample.conflict}" if sample.conflict else ""
    rest = f"{working}{aside(made, '')}{apart}{_note(sample.point)}"
    return replace(
        made,
        number=shown.removesuffix(" /µL"),
        shown=shown,
        mark=BOUND_MARKS[count.comparator],
        distance=float(count.value / first_line.value),
        limit="thresholds 700 and 1,500 /µL",
        description=f"Eosinophils {shown} on {made.when}{rest}",
    )


def _finish(analyte: str, name: str, unit: str, points: list[Point], lines: list[LimitLine]) -> Lane:
    points.sort(key=lambda point: point.at)
    counted = [point for point in points if point.is_counted and point.mark != "conflict"]
    furthest = max(counted, key=lambda point: point.distance, default=None)
    is_downward = bool(lines) and not any(line.is_upper for line in lines)
    if furthest is not None and len({line.is_upper for line in lines}) == 2:
        is_downward = furthest.value < min(line.value for line in lines if line.is_upper)
        lines = [line for line in lines if line.is_upper != is_downward]
    label = units.label(unit)
    return Lane(
        id=analyte,
        name=name,
        unit=label,
        points=tuple(points),
        lines=tuple(lines),
        distance=furthest.distance if furthest else 0.0,
        is_downward=is_downward,
        description=_summary(name, label, points, furthest, lines),
    )


def _summary(
    name: str, unit: str, points: list[Point], furthest: Point | None, lines: list[LimitLine]
) -> str:
    count = "1 result" if len(points) == 1 else f"{len(points)} results"
    text = f"{name}{f' in {unit}' if unit else ''}: {count}"
    if furthest is not None:
        text += f", furthest from normal {furthest.shown} on {furthest.when}"
    marks = ", ".join(line.words for line in lines)
    return f"{text}. Drawn limits: {marks}." if marks else f"{text}. No limit known."
