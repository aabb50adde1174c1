"""The lanes of the drugs: names, bars, the first dose as a tick with its days, ends that are open."""

from dataclasses import dataclass

from dressapp.timeline.courses import GROUPS, Course
from dressapp.timeline.drawing.bars import Bar, make_bar
from dressapp.timeline.drawing.frame import Frame, draw_event_lines, draw_ground
from dressapp.timeline.drawing.style import Style
from dressapp.timeline.drawing.text import clip, text_width, wrap
from dressapp.timeline.drawing.view import View
from dressapp.timeline.words import day_label

HEADING, ROW, BAR, GAP = 20, 22, 9, 7
NAME_LINE, PAD, MOST_LINES = 14, 6, 3


@dataclass(frozen=True, slots=True)
class PlacedCourse:
    """One row: the name's lines, the bar's px, and the labels with their places."""

    course: Course
    bars: tuple[Bar, ...]
    name: tuple[str, ...]
    labels: tuple[tuple[float, float, str, str], ...]  # x, y, align, text
    bar_y: float
    height: float


def draw_courses(frame: Frame) -> View | None:
    """Return the view of all drug lanes, grouped and headed; None without drugs."""
    courses = frame.scene.courses
    if not courses:
        return None
    place = _place_narrow if frame.style.is_narrow else _place_wide
    rows = [place(frame, course) for course in courses]
    groups = {group: [row for row in rows if row.course.group == group] for group in GROUPS}
    groups = {group: found for group, found in groups.items() if found}
    height = PAD + sum(HEADING + PAD + sum(row.height for row in found) for found in groups.values())
    counts = ", ".join(f"{GROUPS[group].lower()} {len(found)}" for group, found in groups.items())
    view = View("tl_drugs", f"Drugs: {counts}.", height)
    draw_ground(frame, view, (0, height))
    y: float = PAD
    for group, found in groups.items():
        view.text(-frame.style.left, y + 13, GROUPS[group].upper(), tone=group, size=10, bold=True)
        y += HEADING
        for row in found:
            _draw_row(frame, view, row, y)
            y += row.height
        y += PAD
    draw_event_lines(frame, view, (0, height))
    return view


def _bars(frame: Frame, course: Course) -> tuple[Bar, ...]:
    return tuple(make_bar(span, frame.scale) for span in course.spans)


def _reach(frame: Frame, bars: tuple[Bar, ...]) -> tuple[float, float] | None:
    """Return the px from the first to the last day that any bar covers."""
    ends = [bar.ends for bar in bars if bar.ends]
    if not ends:
        return None
    return frame.scale.at(min(low for low, _ in ends)), frame.scale.at(max(high for _, high in ends))


def _place_wide(frame: Frame, course: Course) -> PlacedCourse:
    """Place a row with its name on the left, its labels beside the bar or, without room, above it."""
    style, bars = frame.style, _bars(frame, course)
    name = tuple(wrap(course.name, style.left - 14, style.name_size, bold=True, most=MOST_LINES))
    reach = _reach(frame, bars)
    least = len(name) * NAME_LINE + 8
    if reach is None:
        label = "dates not recorded"
        return PlacedCourse(course, bars, name, ((0, least / 2 + 4, "left", label),), least / 2, least)
    beside, above = _labels_beside(style, course, bars, reach)
    height = max(least, ROW + (12 if above else 0))
    bar_y = height / 2 + (6 if above else 0)
    labels = [(x, bar_y + 4, align, text) for x, align, text in beside]
    if above:
        labels.append(_label_above(style, above, reach, bar_y))
    return PlacedCourse(course, bars, name, tuple(labels), bar_y, height)


def _end_label(course: Course, bars: tuple[Bar, ...]) -> str:
    """Return the words at the end of a course; a last day that is not drawn has to be named."""
    last = course.spans[-1].end_max
    is_drawn = any(bar.sure or bar.maybe for bar in bars)
    return course.end_label if is_drawn or last is None else f"stopped {day_label(last)}"


def _labels_beside(
    style: Style, course: Course, bars: tuple[Bar, ...], reach: tuple[float, float]
) -> tuple[list[tuple[float, str, str]], str]:
    """Return the labels that fit beside the bar, and the text of those that do not."""
    size = style.label_size
    left_room = reach[0] - GAP - 4
    right_room = style.plot + style.right - reach[1] - GAP
    if any(bar.arrow_right for bar in bars):
        right_room -= 6
    start, end = course.start_label, _end_label(course, bars)
    right_x = style.plot + style.right - right_room
    if start and text_width(start, size) <= left_room:
        beside = [(reach[0] - GAP, "right", start)]
        rest = end
    else:
        beside, rest = [], " · ".join(text for text in (start, end) if text)
    if rest and text_width(rest, size) <= right_room:
        return [*beside, (right_x, "left", rest)], ""
    if end and not beside and text_width(end, size) <= right_room:
        return [(right_x, "left", end)], start
    return beside, rest


def _label_above(
    style: Style, text: str, reach: tuple[float, float], bar_y: float
) -> tuple[float, float, str, str]:
    width = text_width(text, style.label_size)
    x = min(max(reach[0], 0) + 2, style.plot + style.right - width)
    return max(x, 0), bar_y - BAR / 2 - 5, "left", text


def _place_narrow(frame: Frame, course: Course) -> PlacedCourse:
    """Place a row with name and labels in lines of text above the bar."""
    style, bars = frame.style, _bars(frame, course)
    room = style.width - 4
    reach = _reach(frame, bars)
    words = " · ".join(text for text in (course.start_label, _end_label(course, bars)) if text)
    words = words if reach else "dates not recorded"
    name = clip(course.name, room, style.name_size, bold=True)
    used = text_width(name, style.name_size, bold=True) + 10
    is_one_line = used + text_width(words, style.label_size) <= room
    x = -style.left + (used if is_one_line else 0)
    first = 0 if is_one_line else 1
    lines = [words] if is_one_line else wrap(words, room, style.label_size)
    labels = tuple((x, 11.0 + (first + place) * NAME_LINE, "left", line) for place, line in enumerate(lines))
    text_height = (first + len(lines)) * NAME_LINE + 2
    height = text_height + (BAR + 8 if reach else 4)
    return PlacedCourse(course, bars, (name,), labels, text_height + BAR / 2 + 1, height)


def _draw_row(frame: Frame, view: View, row: PlacedCourse, y: float) -> None:
    style, group = frame.style, row.course.group
    half = len(row.name) * NAME_LINE / 2
    middle = min(row.bar_y, row.height - half - 3)
    first = 11.0 if style.is_narrow else middle - half + 11
    for place, line in enumerate(row.name):
        view.text(-style.left, y + first + place * NAME_LINE, line, size=style.name_size, bold=True)
    for bar in row.bars:
        _draw_bar(view, bar, group, y + row.bar_y)
    for x, label_y, align, text in row.labels:
        tone = "suspect" if group == "suspect" else "muted"
        view.text(x, y + label_y, text, tone=tone, size=style.label_size, align=align)
    view.hit(_hit_days(frame, row), (y, y + row.height), row.course.description)


def _hit_days(frame: Frame, row: PlacedCourse) -> tuple[float, float]:
    """Return the days that answer to hover: the bar with a margin, or the whole row without one."""
    reach = _reach(frame, row.bars)
    if reach is None:
        return frame.ends
    return frame.scale.day(reach[0] - 6), frame.scale.day(reach[1] + 6)


def _draw_bar(view: View, bar: Bar, group: str, y: float) -> None:
    """Draw a bar as thick lines, which lie above the grid and below the lines of the events."""
    for piece in bar.maybe:
        view.rule(piece, (y, y), f"{group}-maybe", width=BAR)
    if bar.sure:
        view.rule(bar.sure, (y, y), f"{group}-bar", width=BAR)
    if bar.arrow_left and bar.ends:
        view.sign(bar.ends[0], y, "triangle-left", group, 90)
    if bar.arrow_right and bar.ends:
        view.sign(bar.ends[1], y, "triangle-right", group, 90)
    if bar.tick is not None:
        view.upright(bar.tick, (y - BAR, y + BAR), group, width=3)
