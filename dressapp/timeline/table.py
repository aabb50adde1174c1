"""The figure's facts as rows of text, in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from dressapp.timeline.courses import GROUPS, Course
from dressapp.timeline.lanes import Lane, Point
from dressapp.timeline.scene import Scene
from dressapp.timeline.words import day_label
from scoring.facts import show_date


@dataclass(frozen=True, slots=True)
class TableRow:
    """One fact: its day and date (blank where not known to the day), what it is, its value, its limit."""

    day: str
    on: str
    what: str
    value: str
    limit: str = ""


def list_rows(scene: Scene) -> tuple[TableRow, ...]:
    """Return one row a fact of the figure; what has no day to stand at comes first."""
    dated = [*_event_rows(scene), *_course_rows(scene), *_result_rows(scene)]
    return tuple(row for _, row in sorted(dated, key=lambda found: found[0]))


Dated = tuple[float, TableRow]
UNDATED = float("-inf")


def _row(scene: Scene, day: int, what: str, value: str, limit: str = "") -> TableRow:
    on = show_date(scene.zero_on + timedelta(days=day)) if scene.zero_on else ""
    return TableRow(day_label(day), on, what, value, limit)


def _event_rows(scene: Scene) -> Iterator[Dated]:
    for event in scene.events:
        yield event.day, _row(scene, event.day, "Event", event.label)


def _course_rows(scene: Scene) -> Iterator[Dated]:
    for course in scene.courses:
        yield _start_row(scene, course)
        span = course.spans[-1]
        what = f"{course.name}: last dose"
        if span.end == "day" and span.end_max is not None:
            yield span.end_max + 0.5, _row(scene, span.end_max, what, "")
        else:
            place = span.end_max if span.end_max is not None else span.start_max
            yield _place(place), TableRow("", "", what, course.end_words)


def _start_row(scene: Scene, course: Course) -> Dated:
    span = course.spans[0]
    what = f"{course.name}: first dose"
    value = "; ".join(text for text in (GROUPS[course.group].lower(), course.dose) if text)
    words = course.start_label.partition(" · ")[2]
    if span.start == "day" and span.start_max is not None:
        return span.start_max, _row(scene, span.start_max, what, value, words)
    return _place(span.start_max), TableRow("", "", what, f"{course.start_words}; {value}", words)


def _place(day: int | None) -> float:
    return UNDATED if day is None else day


def _result_rows(scene: Scene) -> Iterator[Dated]:
    for lane in scene.lanes:
        for point in lane.points:
            yield point.at, _row(scene, point.day, lane.name, _value(lane, point), point.limit)


def _value(lane: Lane, point: Point) -> str:
    marks = [
        "differs within its sample, not used" if point.mark == "conflict" else "",
        "" if point.is_counted else "outside the episode",
        "under a systemic steroid" if point.is_on_steroid else "",
    ]
    said = "; ".join(mark for mark in marks if mark)
    return f"{point.shown} ({said})" if said else point.shown
