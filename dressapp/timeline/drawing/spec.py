"""A scene and a style into one Vega-Lite specification: views below each other, one scale of days."""

from dataclasses import dataclass
from typing import Any

from dressapp.timeline.drawing.courses_view import draw_courses
from dressapp.timeline.drawing.frame import Frame
from dressapp.timeline.drawing.head import draw_foot, draw_head
from dressapp.timeline.drawing.lab_view import draw_lane, draw_steroid_strip
from dressapp.timeline.drawing.scale import make_scale
from dressapp.timeline.drawing.style import FONTS, Style
from dressapp.timeline.drawing.ticks import make_ticks
from dressapp.timeline.drawing.view import Row, View
from dressapp.timeline.scene import Scene

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
Spec = dict[str, Any]
TALL = 200  # px; below that the axis at the head is in sight everywhere


@dataclass(frozen=True, slots=True)
class Drawing:
    """A specification with what the finished SVG needs to know of it."""

    spec: Spec
    width: int
    height: float
    left: int
    labels: dict[str, str]  # of the views that take the focus, by name


def draw(scene: Scene, style: Style) -> Drawing:
    """Return the drawing of a scene."""
    scale = make_scale(scene.extent, style.plot)
    frame = Frame(scene, style, scale, make_ticks(scene.extent, scene.zero_on, scale, style))
    views = [draw_head(frame), draw_courses(frame), draw_steroid_strip(frame)]
    views += [draw_lane(frame, lane) for lane in scene.lanes]
    shown = [view for view in views if view is not None]
    if sum(view.height for view in shown) > TALL:
        shown.append(draw_foot(frame))
    return Drawing(
        spec=_specification(shown, frame),
        width=style.width,
        height=sum(view.height for view in shown),
        left=style.left,
        labels={view.name: view.label for view in shown if view.is_stop},
    )


def _specification(views: list[View], frame: Frame) -> Spec:
    return {
        "$schema": SCHEMA,
        "autosize": "none",
        "padding": 0,
        "bounds": "flush",
        "spacing": 0,
        "background": None,
        "vconcat": [_unit(view, frame) for view in views],
        "resolve": {"scale": {"x": "shared"}},
        "config": {"view": {"stroke": None}, "font": FONTS},
    }


def _unit(view: View, frame: Frame) -> Spec:
    y_domain = list(view.values or (view.height, 0))
    days = {"domain": list(frame.scale.days), "range": list(frame.scale.px)}
    layers = (
        _layer(view.rects, {"type": "rect", "aria": False}, _TO | _FILL),
        _layer(view.rules, {"type": "rule", "aria": False, **_datum("strokeDash", "dash")}, _TO | _LINE),
        _layer(view.signs, {"type": "point", "aria": False, **_SHAPE}, _FILL | _STROKE),
        _layer(view.points, {"type": "point", "strokeWidth": 1.8, **_SHAPE}, _FILL | _STROKE | _TOLD),
        _layer(view.texts, {"type": "text", "aria": False, **_TEXT_LOOK}, _WORDS | _FILL),
        _layer(view.hits, {"type": "rect"}, _TO | _FILL | _TOLD),
    )
    return {
        "name": view.name,
        "width": frame.style.plot,
        "height": view.height,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": days},
            "y": {
                "field": "y",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": y_domain, "nice": False, "zero": False},
            },
        },
        "layer": [layer for layer in layers if layer is not None],
    }


def _layer(rows: list[Row], mark: Spec, encoding: Spec) -> Spec | None:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding} if rows else None


def _datum(option: str, field: str) -> Spec:
    """Read one look of a mark from its row."""
    return {option: {"expr": f"datum.{field}"}}


def _plain(channel: str, field: str, kind: str) -> Spec:
    return {channel: {"field": field, "type": kind, "scale": None}}


_TO = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
_FILL = _plain("fill", "fill", "nominal")
_STROKE = _plain("stroke", "stroke", "nominal")
_LINE = _STROKE | _plain("strokeWidth", "w", "quantitative")
_TOLD = {"description": {"field": "d", "type": "nominal"}}
_SHAPE = _datum("shape", "shape") | _datum("size", "size") | {"opacity": 1}
# Vega measures every text of a positive size, half a millisecond each, for bounds that nothing here needs:
# the texts are placed already. A negative size is not measured; the finished SVG has it made positive.
_TEXT_LOOK = {
    "baseline": "alphabetic",
    **_datum("align", "align"),
    "fontSize": {"expr": "-datum.size"},
    **_datum("fontWeight", "weight"),
}
_WORDS = (
    _plain("x", "px", "quantitative")
    | _plain("y", "py", "quantitative")
    | {"text": {"field": "t", "type": "nominal"}}
)
