"""A lane of results: title, scale, limits with their names, points joined where they are close in time."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

from dressapp.timeline.drawing.frame import Frame, draw_event_lines, draw_ground
from dressapp.timeline.drawing.text import clip, text_width, wrap
from dressapp.timeline.drawing.view import DOTTED, SOLID, View
from dressapp.timeline.lanes import LONG_GAP, Lane, Point
from dressapp.timeline.score_lane import RANGE, SCORE

TOP, BOTTOM = 16, 12  # room for the label of the highest and the lowest point
TALL, LOW = 66, 38  # a lane of a few results needs less
FEW = 3  # so few results each carry their number
LABEL_GAP = 13
SHAPES = {
    "value": "circle",
    "below": "triangle-down",
    "above": "triangle-up",
    "conflict": "cross",
    "open": "diamond",
}
TEMPERATURE = ("temperature", 36.0, 39.5)


def draw_lane(frame: Frame, lane: Lane) -> View:
    """Return the view of one lane."""
    style = frame.style
    top = TOP + (_head_lines(frame, lane) * style.line if style.is_narrow else 0)
    tall = TALL if len(lane.points) > FEW else LOW
    height = top + tall + BOTTOM
    low, high = domain(lane)
    a_px = (high - low) / tall
    values = (low - BOTTOM * a_px, high + top * a_px)
    view = View(f"tl_lane_{lane.id}", lane.description, height, values)
    draw_ground(frame, view, (top, top + tall))
    _draw_steroids(frame, view, (top, top + tall))
    _draw_reach(view, lane)
    if lane.levels:
        _draw_levels(frame, view, lane.levels)
    else:
        _draw_scale(frame, view, low, high)
    _draw_title(frame, view, lane, top + tall / 2)
    _draw_limits(frame, view, lane)
    _draw_joins(frame, view, lane)
    _draw_points(frame, view, lane)
    draw_event_lines(frame, view, (0, height))
    return view


def domain(lane: Lane) -> tuple[float, float]:
    """Return the lowest and highest value drawn: from zero (but a temperature) up to values and limits."""
    seen = [point.value for point in lane.points] + [line.value for line in lane.lines]
    if lane.id == SCORE:
        return RANGE
    if lane.id == TEMPERATURE[0]:
        return min(TEMPERATURE[1], floor(min(seen))), max(TEMPERATURE[2], max(seen) + 0.2)
    return 0.0, (max(seen) or 1) * 1.04


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values within a range, at most so many."""
    for step in _steps((high - low) / most):
        first = ceil(low / step - 1e-9)
        ticks = [round(place * step, 10) for place in range(first, floor(high / step + 1e-9) + 1)]
        if len(ticks) <= most:
            return ticks
    return [low, high]


def _steps(least: float) -> list[float]:
    power = floor(log10(least)) if least > 0 else 0
    return [factor * 10.0**exponent for exponent in (power, power + 1) for factor in (1, 2, 5)]


def _shown(value: float) -> str:
    return f"{value:,.10g}"


def _draw_scale(frame: Frame, view: View, low: float, high: float) -> None:
    tall = view.px(low) - view.px(high)
    for value in nice_ticks(low, high, 4 if tall > LOW else 3):
        view.rule(frame.ends, (value, value), "grid")
        y = view.px(value) + 3.5
        view.text(-7, y, _shown(value), tone="muted", size=10, align="right")
    view.rule(frame.ends, (low, low), "frame")


def _draw_levels(frame: Frame, view: View, levels: Sequence[str]) -> None:
    for value, name in enumerate(levels):
        view.rule(frame.ends, (value, value), "grid")
        view.text(-7, view.px(value) + 3.5, name, tone="muted", size=10, align="right")


def _head_lines(frame: Frame, lane: Lane) -> int:
    """Return how many lines of text a narrow lane needs above its plot."""
    style = frame.style
    title = text_width(f"{lane.name} {lane.unit}", style.name_size, bold=True)
    limits = text_width(_limit_words(lane), style.label_size)
    return 1 if not lane.lines or title + limits + 34 <= style.width else 2


def _limit_words(lane: Lane) -> str:
    return ", ".join(line.words for line in reversed(lane.lines))


def _draw_title(frame: Frame, view: View, lane: Lane, middle: float) -> None:
    style = frame.style
    if style.is_narrow:
        _draw_narrow_title(frame, view, lane)
        return
    most = 2 if lane.unit else 3
    name = wrap(lane.name, style.left - 56, style.name_size + 1, bold=True, most=most)
    y = middle - (len(name) - 1) * style.line / 2
    for place, line in enumerate(name):
        view.text(-style.left, y + place * style.line, line, size=style.name_size + 1, bold=True)
    view.text(-style.left, y + len(name) * style.line, lane.unit, tone="muted", size=style.label_size)


def _draw_narrow_title(frame: Frame, view: View, lane: Lane) -> None:
    style = frame.style
    view.text(-style.left, 12, f"{lane.name} {lane.unit}", size=style.name_size, bold=True)
    if lane.lines:
        y = 12 if _head_lines(frame, lane) == 1 else 12 + style.line
        words = clip(_limit_words(lane), style.width - 24, style.label_size)
        right = style.plot + style.right
        view.text(right, y, words, tone="limit", size=style.label_size, align="right")
        start = right - text_width(words, style.label_size) - 22
        days = frame.scale.day(max(start, 0)), frame.scale.day(max(start + 16, 16))
        level = view.y(y - 4)
        view.rule(days, (level, level), "limit", width=1.5, dash=(3, 2))


def _draw_limits(frame: Frame, view: View, lane: Lane) -> None:
    for line in lane.lines:
        view.rule(frame.ends, (line.value, line.value), "limit", width=1.3, dash=(3, 2))
    if frame.style.is_narrow:
        return
    places = spread([view.px(line.value) for line in lane.lines], LABEL_GAP)
    room = frame.style.right - 8
    for line, y in zip(lane.lines, places, strict=True):
        size = frame.style.label_size
        view.text(frame.style.plot + 8, y + 4, clip(line.words, room, size), tone="limit", size=size)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return px places moved apart where they are closer than a gap, their order kept."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = [places[at] for at in order]
    for _ in moved:
        for place in range(1, len(moved)):
            short = gap - (moved[place] - moved[place - 1])
            if short > 0:
                moved[place - 1] -= short / 2
                moved[place] += short / 2
    result = [0.0] * len(places)
    for at, px in zip(order, moved, strict=True):
        result[at] = px
    return result


def _draw_steroids(frame: Frame, view: View, px: tuple[float, float]) -> None:
    first, last = frame.ends
    for steroid in frame.scene.steroids:
        low = first if steroid.first is None else max(steroid.first, first)
        high = last if steroid.last is None else min(steroid.last, last)
        if low <= high:
            view.rect((low, high), px, "shade")


def _draw_reach(view: View, lane: Lane) -> None:
    """Fill what the value could have been from each point to the next, the last for a day."""
    ends = [point.at for point in lane.points[1:]] + [point.at + 1 for point in lane.points[-1:]]
    for point, end in zip(lane.points, ends, strict=True):
        if point.reach:
            low, high = point.reach
            view.rect((point.at, end), (view.px(high), view.px(low)), "other-maybe")


def _draw_joins(frame: Frame, view: View, lane: Lane) -> None:
    """Join results that follow each other; long gaps and squeezed days by light dots only; verdicts never."""
    if lane.is_stepped:
        _draw_steps(view, lane)
        return
    extent = frame.scene.extent
    joined = [point for point in lane.points if point.mark != "conflict" and not lane.levels]
    for before, after in pairwise(joined):
        is_gap = after.at - before.at > LONG_GAP
        is_far = before.at < extent.core_from or after.at > extent.core_to + 1
        ends = (before.at, after.at), (before.value, after.value)
        if is_gap or is_far:
            view.rule(*ends, "event", width=1, dash=DOTTED)
        else:
            view.rule(*ends, "data", width=2, dash=SOLID)


def _draw_steps(view: View, lane: Lane) -> None:
    """Hold each value until the next one."""
    for before, after in pairwise(lane.points):
        view.rule((before.at, after.at), (before.value, before.value), "data", width=2)
        view.rule((after.at, after.at), (before.value, after.value), "data", width=2)


def _draw_points(frame: Frame, view: View, lane: Lane) -> None:
    size = 34 if len(lane.points) * 9 < frame.style.plot else 14
    for point in lane.points:
        stroke = "limit" if point.mark == "conflict" else "data"
        view.point(
            point.at,
            point.value,
            SHAPES[point.mark],
            fill=stroke if point.is_counted else "ground",
            stroke=stroke,
            size=size if point.mark == "value" else size * 1.6,
            description=point.description,
        )
    _draw_numbers(frame, view, lane)


def _labelled(lane: Lane) -> list[Point]:
    """Return the points that carry their number, furthest from normal first: all of a few, else that one."""
    counted = [point for point in lane.points if point.is_counted and point.mark != "conflict"]
    furthest = sorted(counted, key=lambda point: -point.distance)[:1]
    if len(lane.points) > FEW and not lane.is_stepped:
        return furthest
    return furthest + [point for point in lane.points if point not in furthest]


def _draw_numbers(frame: Frame, view: View, lane: Lane) -> None:
    """Write the numbers of the labelled points, leaving out what would cover another number."""
    size, taken = frame.style.label_size, list[tuple[float, float, float]]()
    for point in _labelled(lane):
        half = text_width(point.number, size, bold=True) / 2
        x = min(max(frame.scale.at(point.at), half), frame.scale.width - half)
        y = view.px(point.value) + (14 if lane.is_downward else -8)
        if not any(abs(x - at) < half + other + 3 and abs(y - level) < size for at, other, level in taken):
            taken.append((x, half, y))
            view.text(x, y, point.number, tone="data", size=size, align="center", bold=True)


def draw_steroid_strip(frame: Frame) -> View | None:
    """Return the strip that names the shading of the lanes below; None without a systemic steroid."""
    scene, height = frame.scene, 20
    shown = [one for one in scene.steroids if one.last is None or one.last >= frame.ends[0]]
    if not shown or not scene.lanes:
        return None
    view = View("tl_steroid", "", height, is_stop=False)
    _draw_steroids(frame, view, (6, height))
    words = "shaded: under a systemic steroid" if frame.style.is_narrow else "on systemic steroid"
    view.text(-frame.style.left, 16, words, tone="muted", size=frame.style.label_size)
    draw_event_lines(frame, view, (0, height))
    return view
