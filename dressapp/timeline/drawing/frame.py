"""What every view shares: the grid of days, squeezed sides, and the lines of the events."""

from dataclasses import dataclass

from dressapp.timeline.drawing.scale import Scale
from dressapp.timeline.drawing.style import Style
from dressapp.timeline.drawing.text import text_width
from dressapp.timeline.drawing.ticks import Tick
from dressapp.timeline.drawing.view import DASHED, View
from dressapp.timeline.scene import Scene


@dataclass(frozen=True, slots=True)
class Frame:
    """The scene with the scale, the style and the ticks it is drawn with."""

    scene: Scene
    style: Style
    scale: Scale
    ticks: tuple[Tick, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last drawn day."""
        return self.scale.days[0], self.scale.days[-1]


def draw_ground(frame: Frame, view: View, px: tuple[float, float]) -> None:
    """Draw the squeezed sides and the grid of days into a view."""
    extent = frame.scene.extent
    if extent.is_squeezed_before:
        view.rect((extent.first, extent.core_from), px, "zone")
    if extent.is_squeezed_after:
        view.rect((extent.core_to, extent.last), px, "zone")
    for tick in frame.ticks:
        if not tick.is_squeezed:
            view.upright(tick.day, px, "grid")


def draw_event_lines(frame: Frame, view: View, px: tuple[float, float]) -> None:
    """Draw the line of each event through a view; called last, so that the lines spare its texts."""
    for event in frame.scene.events:
        draw_event_line(frame, view, event.day, px)


def draw_event_line(frame: Frame, view: View, day: int, px: tuple[float, float]) -> None:
    """Draw one event's line between two px, broken where a text stands in its way."""
    x, (top, end) = frame.scale.at(day), px
    for upper, lower in sorted(_in_the_way(view, x)):
        if upper > top:
            view.upright(day, (top, min(upper, end)), "event", dash=DASHED)
        top = max(top, lower)
    if top < end:
        view.upright(day, (top, end), "event", dash=DASHED)


def _in_the_way(view: View, x: float) -> list[tuple[float, float]]:
    """Return the px from top to bottom of each text that stands at an x."""
    found = []
    for row in view.texts:
        width = text_width(row["t"], row["size"], bold=row["weight"] > 400)
        left = row["px"] - {"left": 0, "center": width / 2, "right": width}[row["align"]]
        if left - 2 < x < left + width + 2:
            found.append((row["py"] - row["size"], row["py"] + row["size"] * 0.35))
    return found
