"""The figure of a scene: one Vega-Lite specification, rendered to SVG on the server."""

import vl_convert
from django.utils.safestring import SafeString, mark_safe

from dressapp.timeline.drawing.spec import draw
from dressapp.timeline.drawing.style import NARROW, WIDE
from dressapp.timeline.drawing.svg import finish
from dressapp.timeline.extent import find_extent
from dressapp.timeline.scene import USUAL, Scene


def draw_figure(scene: Scene, *, id: str, narrow: bool = False) -> SafeString:
    """Return the SVG of a scene; `id` names its parts and is unlike that of any other figure on the page."""
    drawing = draw(scene, NARROW if narrow else WIDE)
    source = vl_convert.vegalite_to_svg(drawing.spec, allowed_base_urls=[])
    svg = finish(source, drawing, id=id, title="Timeline of the reaction", description=describe(scene))
    # Reviewed: our own elements; every text from the record is escaped by the XML serializer above.
    return mark_safe(svg)  # noqa: S308


def describe(scene: Scene) -> str:
    """Return what the figure shows in a few sentences, for those who do not see it."""
    suspects = [course.description for course in scene.courses if course.group == "suspect"]
    lanes = [lane.description for lane in scene.lanes]
    return " ".join([f"Days are counted from the {scene.zero_name}.", *suspects, *lanes])


def warm_up() -> None:
    """Render one empty figure, so that the first patient's is not the slow one."""
    extent = find_extent((), ())
    draw_figure(Scene("index day", None, extent, USUAL, (), (), (), (), (), ()), id="tl-warm")
