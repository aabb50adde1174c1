"""The head of the figure: the axis with its dates, the usual interval as a bracket on it, the events."""

from dressapp.timeline.drawing.event_places import PlacedEvent, place_events
from dressapp.timeline.drawing.frame import Frame, draw_event_line, draw_ground
from dressapp.timeline.drawing.text import text_width
from dressapp.timeline.drawing.ticks import label_lines
from dressapp.timeline.drawing.view import View

TICK, PAD = 5, 4
NOT_TO_SCALE = "not to scale"
BRACKET = 26  # px from the axis down to the first event row: bracket and its label


def draw_head(frame: Frame) -> View:
    """Return the view with axis, bracket and events."""
    style = frame.style
    placed = place_events(frame.scene.events, frame.scale, style)
    rows = max((one.row for one in placed), default=-1) + 1
    axis = label_lines(frame.ticks) * style.line + PAD + TICK
    height = axis + BRACKET + rows * style.line + PAD
    labels = "; ".join(f"{one.event.label} {one.event.when}" for one in placed)
    first, last = frame.scene.usual
    view = View(
        "tl_events", f"Events: {labels}. A first dose {-last} to {-first} days before day 0 is usual.", height
    )
    draw_ground(frame, view, (axis, height))
    _draw_axis(frame, view, axis, upward=True)
    _draw_bracket(frame, view, axis)
    for one in placed:
        _draw_label(frame, view, one, axis + BRACKET)
    for one in placed:
        top = axis + BRACKET + one.row * style.line + 2
        draw_event_line(frame, view, one.event.day, (top, height))
    return view


def draw_foot(frame: Frame) -> View:
    """Return the view with the axis once more, below the last lane."""
    height = label_lines(frame.ticks) * frame.style.line + TICK + PAD * 2
    view = View("tl_foot", "", height, is_stop=False)
    _draw_axis(frame, view, 1, upward=False)
    return view


def _draw_axis(frame: Frame, view: View, y: float, *, upward: bool) -> None:
    """Draw the axis with its ticks; the day number stands next to it, date and year further out."""
    style = frame.style
    view.rule(frame.ends, (y, y), "frame", width=1.5)
    for tick in frame.ticks:
        end = y - TICK if upward else y + TICK
        view.upright(tick.day, (min(y, end), max(y, end)), "frame", width=1.5)
        x, align = _label_place(frame, tick.day, max(tick.lines, key=len))
        for place, line in enumerate(tick.lines):
            line_y = y - TICK - 3 - place * style.line if upward else y + TICK + 12 + place * style.line
            look = {"bold": tick.is_zero, "tone": "ink"} if place == 0 else {"tone": "muted"}
            view.text(x, line_y, line, size=style.label_size, align=align, **look)
    _draw_breaks(frame, view, y, is_named=upward)


def _label_place(frame: Frame, day: int, text: str) -> tuple[float, str]:
    """Centre a label under its tick, but keep it inside the drawing."""
    x, half = frame.scale.at(day), text_width(text, frame.style.label_size) / 2
    if x + half > frame.scale.width + frame.style.right:
        return frame.scale.width + frame.style.right, "right"
    if x - half < -frame.style.left:
        return -frame.style.left, "left"
    return x, "center"


def _draw_breaks(frame: Frame, view: View, y: float, *, is_named: bool) -> None:
    """Mark where the axis stops being to scale."""
    extent = frame.scene.extent
    for is_squeezed, day in (
        (extent.is_squeezed_before, extent.core_from),
        (extent.is_squeezed_after, extent.core_to),
    ):
        if is_squeezed:
            x = frame.scale.at(day)
            for shift in (-3, 1):
                days = frame.scale.day(x + shift - 2), frame.scale.day(x + shift + 2)
                view.rule(days, (y + 5, y - 5), "ink", width=1.2)
            if is_named:
                _name_squeezed(frame, view, y, day)


def _name_squeezed(frame: Frame, view: View, y: float, day: int) -> None:
    """Write into a squeezed side, where there is room, that it is not to scale."""
    ends = (0.0, frame.scale.at(day)) if day == frame.scene.extent.core_from else (frame.scale.at(day), 0.0)
    left, right = ends if ends[1] else (ends[0], frame.scale.width)
    if text_width(NOT_TO_SCALE, 10) <= right - left:
        view.text((left + right) / 2, y + 14, NOT_TO_SCALE, tone="muted", size=10, align="center")


def _draw_bracket(frame: Frame, view: View, axis: float) -> None:
    """Draw the usual interval on the axis: where a first dose is usual, never behind the bars."""
    scene, style = frame.scene, frame.style
    first, last = scene.usual
    y = axis + 4
    view.rule((first, last), (y, y), "usual", width=3)
    for day in scene.usual:
        view.upright(day, (axis - TICK, y + 5), "usual", width=2)
    label = f"first dose usual here: {-last} to {-first} days before the {scene.zero_name}"
    if scene.zero_name == "index day":
        label = f"first dose usual here: {-last} to {-first} days before day 0"
    rightmost = frame.scale.width + style.right - text_width(label, style.label_size)
    x = max(min(frame.scale.at(first) + 4, rightmost), -style.left)
    view.text(x, y + 16, label, tone="usual", size=style.label_size)


def _draw_label(frame: Frame, view: View, one: PlacedEvent, first_row: float) -> None:
    style = frame.style
    top = first_row + one.row * style.line
    is_right = one.left == one.x
    x = one.x + 4 if is_right else one.x - 4
    view.text(x, top + 11, one.text, size=style.label_size, align="left" if is_right else "right")
    days = frame.scale.day(one.left), frame.scale.day(one.right)
    view.hit(days, (top, top + style.line), f"{one.event.label}: {one.event.when}")
