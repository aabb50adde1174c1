"""Lanes of what follows from the results, each drawn on request: ratios, stages, patterns and criteria."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from dressapp.timeline.lanes import BOUND_MARKS, Lane, LimitLine, Point, Records, aside, place
from scoring.derive import hys_law, kidney, organs, r_value
from scoring.derive.before import MULTIPLES, ORGAN_TESTS
from scoring.derive.hys_law import HysLaw, HysSample
from scoring.derive.kidney import CreatinineSample, KidneyCourse
from scoring.derive.multiples import TESTS, Multiple, multiples_of, title_of
from scoring.derive.r_value import RValue
from scoring.facts import LabPoint, Measure
from scoring.kernel.citation import Threshold
from scoring.kernel.tri import Tri

LEVELS = ("unmet", "met")
_LEVEL_OF = {Tri.NO: 0.0, Tri.UNKNOWN: 0.5, Tri.YES: 1.0}
HYS_LINES = {
    "alt": hys_law.AMINOTRANSFERASE_FROM,
    "ast": hys_law.AMINOTRANSFERASE_FROM,
    "bilirubin_total": hys_law.BILIRUBIN_ABOVE,
    "alp": hys_law.ALP_UP_TO,
}
ORGAN_OF = {
    analyte: organs.ORGANS[organ].lower() for organ, tests in ORGAN_TESTS.items() for analyte in tests
}


@dataclass(frozen=True, slots=True)
class Derived:
    """A series that can be drawn: its name, how many values it has, and its lane once it is asked for."""

    id: str
    name: str
    count: int
    build: Callable[[], Lane]


def list_derived(records: Records) -> tuple[Derived, ...]:
    """Return what follows from the results on record, in the order of the tests that it follows from."""
    found = [_multiples(records, analyte, multiples_of(records.table, analyte)) for analyte in TESTS]
    course = kidney.kidney_course(records.facts, records.table)
    verdict = hys_law.hys_law(records.facts, records.table)
    found += [
        _creatinine(records, course) if course else None,
        _r_values(records, r_value.r_values(records.table)),
        _hys_law(records, verdict) if verdict else None,
    ]
    return tuple(one for one in found if one and one.count)


def _multiples(records: Records, analyte: str, multiples: tuple[Multiple, ...]) -> Derived:
    build = partial(_multiples_lane, records, analyte, multiples)
    return Derived(_id_of(analyte), title_of(analyte), len(multiples), build)


def _id_of(analyte: str) -> str:
    return f"{analyte}_x_limit"


def _multiples_lane(records: Records, analyte: str, multiples: tuple[Multiple, ...]) -> Lane:
    name = title_of(analyte)
    points = [
        _point(records, name, found.point, found.times, found.number, f"{found.number} ×", found.working)
        for found in multiples
    ]
    return _lane(_id_of(analyte), name, points, _lines_of(analyte))


def _lines_of(analyte: str) -> tuple[LimitLine, ...]:
    """Return the multiples that rules ask for, highest first: the organ's, and Hy's law; else the limit."""
    asked: dict[Decimal, list[str]] = {}
    if analyte in MULTIPLES:
        asked[MULTIPLES[analyte]] = [ORGAN_OF[analyte]]
    if analyte in HYS_LINES:
        asked.setdefault(HYS_LINES[analyte].value, []).append("Hy's law")
    told = asked or {Decimal(1): ["the limit"]}
    return tuple(
        LimitLine(float(value), f"{value} × {', '.join(told[value])}", True)
        for value in sorted(told, reverse=True)
    )


def _creatinine(records: Records, course: KidneyCourse) -> Derived:
    samples = tuple(sample for sample in course.samples if sample.ratio)
    build = partial(_creatinine_lane, records, course, samples)
    return Derived("creatinine_x_baseline", kidney.TITLE, len(samples), build)


def _creatinine_lane(records: Records, course: KidneyCourse, samples: Iterable[CreatinineSample]) -> Lane:
    points = [
        _point(
            records,
            kidney.TITLE,
            sample.point,
            sample.ratio,
            sample.number,
            f"{sample.number} ×",
            f"KDIGO {sample.stage} {kidney.BY_CREATININE}; {sample.why}" if sample.stage else "not staged",
        )
        for sample in samples
        if sample.ratio
    ]
    lines = tuple(
        LimitLine(float(line.value), f"{line.value} × KDIGO {stage}", True)
        for stage, line in reversed(list(enumerate(kidney.STAGES, 1)))
    )
    lane = _lane("creatinine_x_baseline", kidney.TITLE, points, lines)
    return replace(lane, notes=(f"KDIGO: {course.why}.",))


def _r_values(records: Records, values: tuple[RValue, ...]) -> Derived:
    return Derived("r_value", r_value.TITLE, len(values), partial(_r_value_lane, records, values))


def _r_value_lane(records: Records, values: tuple[RValue, ...]) -> Lane:
    points = [
        _point(records, r_value.TITLE, found.point, found.ratio, found.number, shown, found.working)
        for found in values
        for shown in (", ".join(part for part in (found.number, found.pattern) if part),)
    ]
    lines = (
        _line(r_value.HEPATOCELLULAR_FROM, "from {}: hepatocellular"),
        _line(r_value.CHOLESTATIC_BELOW, "below {}: cholestatic"),
    )
    lane = _lane("r_value", r_value.TITLE, points, lines)
    return replace(lane, notes=(f"{r_value.TITLE}: {r_value.EXACTLY_2}.",))


def _line(threshold: Threshold, words: str) -> LimitLine:
    return LimitLine(float(threshold.value), words.format(threshold.value), True)


def _hys_law(records: Records, law: HysLaw) -> Derived:
    return Derived("hys_law", hys_law.TITLE, len(law.samples), partial(_hys_law_lane, records, law))


def _hys_law_lane(records: Records, law: HysLaw) -> Lane:
    points = [_verdict(records, sample) for sample in law.samples]
    verdict = f"{hys_law.TITLE} {hys_law.VERDICTS[law.verdict]}: {law.why}."
    lane = _lane("hys_law", hys_law.TITLE, points, ())
    return replace(lane, description=verdict, levels=LEVELS, notes=(verdict,))


def _verdict(records: Records, sample: HysSample) -> Point:
    made = place(records, sample.point, _LEVEL_OF[sample.verdict])
    words = hys_law.VERDICTS[sample.verdict]
    return replace(
        made,
        shown=words,
        mark="value" if sample.verdict is not Tri.UNKNOWN else "open",
        limit=sample.why,
        description=f"{hys_law.TITLE} {words} on {made.when}: {sample.why}{aside(made, '')}",
    )


def _point(
    records: Records, name: str, point: LabPoint, ratio: Measure, number: str, shown: str, working: str
) -> Point:
    """Return one value at the day of its sample."""
    made = place(records, point, float(ratio.value))
    return replace(
        made,
        number=number,
        shown=shown,
        mark=BOUND_MARKS[ratio.comparator],
        distance=float(ratio.value),
        limit=working,
        description=f"{name} {shown} on {made.when}, {working}{aside(made, '')}",
    )


def _lane(id: str, name: str, points: list[Point], lines: tuple[LimitLine, ...]) -> Lane:
    """Return a lane that has its points in order of time and says its highest."""
    inside = [point for point in points if point.is_counted]
    highest = max(inside, key=lambda point: point.distance, default=None)
    values = "1 value" if len(points) == 1 else f"{len(points)} values"
    told = f", highest {highest.shown} on {highest.when}" if highest else ""
    marks = f" Drawn: {'; '.join(line.words for line in lines)}." if lines else ""
    description = f"{name}: {values}{told}.{marks}"
    ordered = tuple(sorted(points, key=lambda point: point.at))
    return Lane(id, name, "", ordered, lines, highest.distance if highest else 0.0, False, description)
