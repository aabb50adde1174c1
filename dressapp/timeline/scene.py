"""Facts into a scene: everything the figure and its table show, frozen, in days from the index day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dressapp.assessments.days import DayCurve
from dressapp.timeline.choice import always_drawn, choose_lanes, list_candidates
from dressapp.timeline.courses import Course, Span, Step, list_courses
from dressapp.timeline.derived import list_derived
from dressapp.timeline.events import Event, list_events, zero_name
from dressapp.timeline.extent import Extent, find_extent
from dressapp.timeline.lanes import (
    LONG_GAP,
    Lane,
    Records,
    Steroid,
    build_eosinophils,
    build_lane,
    read_records,
)
from dressapp.timeline.score_lane import SCORE, build_score
from scoring.derive import latency
from scoring.facts import CaseFacts

USUAL = (-int(latency.USUAL_TO.value), -int(latency.USUAL_FROM.value))


@dataclass(frozen=True, slots=True)
class LaneChoice:
    """One lane that can be switched on or off."""

    id: str
    name: str
    unit: str
    count: int
    is_shown: bool
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn; `zero_on` is the date of day 0, None where the record gives days alone."""

    zero_name: str
    zero_on: date | None
    extent: Extent
    usual: tuple[int, int]
    events: tuple[Event, ...]
    courses: tuple[Course, ...]
    steroids: tuple[Steroid, ...]
    lanes: tuple[Lane, ...]
    available: tuple[LaneChoice, ...]
    notes: tuple[str, ...]


def build_scene(
    facts: CaseFacts,
    *,
    lanes: Collection[str] = (),
    treatments: Iterable[Step] = (),
    first_symptom: str = "",
    curve: DayCurve | None = None,
) -> Scene:
    """Return the scene of a case that has an index day, from which all days are counted.

    `curve` is the score by day, where that can be drawn too.
    """
    courses = list_courses(facts, latency.check(facts), treatments)
    steroids = _steroids(courses)
    records = read_records(facts, steroids)
    shown, available = _lanes(records, lanes)
    score = build_score(records, curve) if curve else None
    if score:
        is_shown = not lanes or SCORE in lanes
        shown = (*shown, score) if is_shown else shown
        available = (*available, LaneChoice(SCORE, score.name, "by day", len(score.points), is_shown, True))
    events = list_events(facts, first_symptom)
    extent = find_extent(_needed_days(events, shown), _course_days(courses))
    return Scene(
        zero_name=zero_name(facts),
        zero_on=None if facts.basis == "relative" else facts.index_day,
        extent=extent,
        usual=USUAL,
        events=events,
        courses=courses,
        steroids=steroids,
        lanes=shown,
        available=available,
        notes=_notes(records, shown, courses, extent),
    )


def _lanes(records: Records, chosen: Collection[str]) -> tuple[tuple[Lane, ...], tuple[LaneChoice, ...]]:
    """Return the lanes that are drawn, eosinophils first, derived ones last, and all that could be."""
    eosinophils = build_eosinophils(records)
    candidates, derived = list_candidates(records), list_derived(records)
    ids = choose_lanes(candidates, chosen, always_drawn(records))
    choices = [LaneChoice(one.id, one.name, one.unit, one.count, one.id in ids) for one in candidates]
    choices += [LaneChoice(one.id, one.name, "", one.count, one.id in chosen, True) for one in derived]
    lanes = [build_lane(records, analyte) for analyte in ids]
    lanes += [one.build() for one in derived if one.id in chosen]
    if eosinophils is None:
        return tuple(lanes), tuple(choices)
    first = LaneChoice(eosinophils.id, eosinophils.name, eosinophils.unit, len(eosinophils.points), True)
    return (eosinophils, *lanes), (first, *choices)


def _needed_days(events: Iterable[Event], lanes: Iterable[Lane]) -> list[int]:
    return [event.day for event in events] + [point.day for lane in lanes for point in lane.points]


def _course_days(courses: Iterable[Course]) -> list[int]:
    spans = [span for course in courses for span in course.spans]
    starts = [day for span in spans for day in (span.start_min, span.start_max)]
    ends = [span.end_max if span.end == "day" else span.seen_to for span in spans]
    return [day for day in (*starts, *ends) if day is not None]


def _steroids(courses: Iterable[Course]) -> tuple[Steroid, ...]:
    """Return the days surely under a systemic steroid, steps of a taper that touch joined."""
    spans = [span for course in courses if course.is_systemic_steroid for span in course.spans]
    known = [(span.start_max, _last_known(span)) for span in spans]
    sure = [(first, last) for first, last in known if first is not None and (last is None or first <= last)]
    joined: list[Steroid] = []
    for first, last in sorted(sure, key=lambda days: days[0]):
        if joined and _touches(joined[-1], first):
            before = joined.pop()
            open_end = before.last is None or last is None
            joined.append(Steroid(before.first, None if open_end else max(before.last or 0, last or 0)))
        else:
            joined.append(Steroid(first, last))
    return tuple(joined)


def _last_known(span: Span) -> int | None:
    """Return the last day surely under a course: None while it goes on, the last on record without an end."""
    if span.end == "ongoing":
        return None
    if span.end != "unknown":
        return span.end_min if span.end_min is not None else span.start_max
    days = [day for day in (span.start_max, span.seen_to) if day is not None]
    return max(days, default=None)


def _touches(steroid: Steroid, start: int) -> bool:
    return steroid.last is None or start <= steroid.last + 1


def _notes(
    records: Records, lanes: tuple[Lane, ...], courses: tuple[Course, ...], extent: Extent
) -> tuple[str, ...]:
    points = [point for lane in lanes for point in lane.points]
    found = [
        "The record gives days, no calendar dates." if records.facts.basis == "relative" else "",
        _undated(courses),
        "Assumed limits: the laboratory's own are not on record."
        if any("assumed" in words for lane in lanes for words in _limit_words(lane))
        else "",
        "Hollow points lie outside the episode and are not counted."
        if any(not point.is_counted for point in points)
        else "",
        "Results more than 14 days apart are joined by dots only." if _has_long_gap(lanes) else "",
        "Triangles are results given as < or >." if any(p.mark in ("below", "above") for p in points) else "",
        "Shaded: days under a systemic steroid." if records.steroids else "",
        "Beyond the breaks of the axis days are not to scale." if _is_squeezed(extent) else "",
        _uncounted_percentages(records),
        *(note for lane in lanes for note in lane.notes),
        *(f"{conflict}." for conflict in records.table.conflicts),
    ]
    return tuple(note for note in found if note)


def _limit_words(lane: Lane) -> list[str]:
    return [line.words for line in lane.lines] + [point.limit for point in lane.points]


def _is_squeezed(extent: Extent) -> bool:
    return extent.is_squeezed_before or extent.is_squeezed_after


def _has_long_gap(lanes: Iterable[Lane]) -> bool:
    return any(
        after.at - before.at > LONG_GAP
        for lane in lanes
        for before, after in zip(lane.points, lane.points[1:], strict=False)
    )


def _undated(courses: Iterable[Course]) -> str:
    names = [c.name for c in courses if all(s.start == s.end == "unknown" for s in c.spans)]
    return f"Without dates: {', '.join(names)}." if names else ""


def _uncounted_percentages(records: Records) -> str:
    table = records.table
    with_count = {point.sample for point in (*table.of("wbc"), *table.of("eosinophils_abs"))}
    alone = [point for point in table.of("eosinophils_pct") if point.sample not in with_count]
    if not alone:
        return ""
    many = "1 eosinophil percentage has" if len(alone) == 1 else f"{len(alone)} eosinophil percentages have"
    return f"{many} no white cells of the same sample, and so no count."
