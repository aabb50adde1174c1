"""The finished SVG: names and descriptions, one focus stop a lane, a class a tone, no inline style."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from dressapp.timeline.drawing.spec import Drawing
from dressapp.timeline.drawing.style import FONTS, TONES

SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)
_TONE_OF = {value: tone for tone, value in TONES.items()}
_NUMBERS = re.compile(r"-?\d+\.\d{2,}")
_NAME = re.compile(r"\b(tl_\w+)_group\b")
_ROUNDED = ("transform", "d", "x", "y", "x2", "y2", "width", "height")
_DROPPED = ("role", "aria-roledescription", "aria-hidden", "font-family", "pointer-events")
GROUPS = ("suspect", "other", "given")
_DEFAULTS = (("stroke-dasharray", ""), ("font-weight", "400"), ("opacity", "1"), ("stroke-width", "1"))
# A halo of the ground around every text, so that a line behind it does not strike it through.
HALO = {
    "class": "tl-s-ground",
    "stroke": TONES["ground"],
    "stroke-width": "3",
    "stroke-linejoin": "round",
    "paint-order": "stroke",
}


def finish(source: str, drawing: Drawing, *, id: str, title: str, description: str) -> str:
    """Return the SVG text of a drawing as Vega rendered it, made fit for a page, a reader and paper."""
    rendered = ET.fromstring(source)  # noqa: S314 - Vega's own output of our own specification
    root = ET.Element(f"{{{SVG}}}svg", _root_attributes(drawing, id))
    ET.SubElement(root, f"{{{SVG}}}title", {"id": f"{id}-title"}).text = title
    ET.SubElement(root, f"{{{SVG}}}desc", {"id": f"{id}-desc"}).text = description
    root.append(_patterns(id))
    for name, group in _view_groups(rendered):
        root.append(_view(name, group, drawing, id))
    return ET.tostring(root, encoding="unicode")


def _root_attributes(drawing: Drawing, id: str) -> dict[str, str]:
    height = round(drawing.height, 1)
    return {
        "class": "tl-svg",
        "viewBox": f"{-drawing.left} 0 {drawing.width} {height}",
        "width": str(drawing.width),
        "height": str(height),
        "role": "group",
        "aria-labelledby": f"{id}-title",
        "aria-describedby": f"{id}-desc",
        "font-family": FONTS,
        "fill": "none",
        "stroke-linejoin": "round",
    }


def _patterns(id: str) -> ET.Element:
    """Return the hatching of bars whose days are not certain, one for each group of drugs."""
    defs = ET.Element(f"{{{SVG}}}defs")
    for group in GROUPS:
        box = {"id": f"{id}-{group}", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
        pattern = ET.SubElement(defs, f"{{{SVG}}}pattern", box | {"patternTransform": "rotate(45)"})
        maybe, bar = f"{group}-maybe", f"{group}-bar"
        ground = {"width": "5", "height": "5", "fill": TONES[maybe], "class": f"tl-f-{maybe}"}
        ET.SubElement(pattern, f"{{{SVG}}}rect", ground)
        line = {"d": "M1,0V5", "stroke": TONES[bar], "stroke-width": "2", "class": f"tl-s-{bar}"}
        ET.SubElement(pattern, f"{{{SVG}}}path", line)
    return defs


def _view_groups(rendered: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Yield the name and the group of each view, from top to bottom."""
    for group in rendered.iter(f"{{{SVG}}}g"):
        if found := _NAME.search(group.get("class", "")):
            yield found[1], group


def _view(name: str, group: ET.Element, drawing: Drawing, id: str) -> ET.Element:
    inner = group[0]
    made = ET.Element(f"{{{SVG}}}g", {"class": "tl-view"})
    if (shift := _rounded(inner.get("transform", ""))) != "translate(0,0)":
        made.set("transform", shift)
    if name in drawing.labels:
        made.attrib |= {"class": "tl-view tl-lane", "role": "group", "tabindex": "0"}
        made.set("aria-label", drawing.labels[name])
    for layer in inner.iter(f"{{{SVG}}}g"):
        if "role-mark" in layer.get("class", ""):
            made.append(_layer(layer, id))
    return made


def _layer(layer: ET.Element, id: str) -> ET.Element:
    """Return the marks of one layer; a layer without named marks is nothing to a screen reader."""
    made = ET.Element(f"{{{SVG}}}g")
    if "mark-text" in layer.get("class", ""):
        made.attrib |= HALO
    made.extend(_mark(mark, id) for mark in layer)
    if not any("aria-label" in mark.attrib for mark in made):
        made.set("aria-hidden", "true")
    return made


def _mark(mark: ET.Element, id: str) -> ET.Element:
    """Return one mark with its class; a mark that tells something becomes a named image within its lane."""
    words = mark.attrib.pop("aria-label", "")
    for name in _DROPPED:
        mark.attrib.pop(name, None)
    _spread_style(mark)
    for name in _ROUNDED:
        if name in mark.attrib:
            mark.set(name, _rounded(mark.attrib[name]))
    classes = [*_tone_classes(mark, id)]
    _drop_defaults(mark)
    if words:
        classes.append("tl-mark")
        mark.attrib |= {"role": "img", "aria-label": words, "tabindex": "-1"}
        ET.SubElement(mark, f"{{{SVG}}}title").text = words
    if classes:
        mark.set("class", " ".join(classes))
    return mark


def _spread_style(mark: ET.Element) -> None:
    """Turn a style attribute, which a strict content policy blocks, into attributes of its own."""
    for declaration in mark.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() and value.strip():
            mark.set(name.strip(), value.strip())


def _tone_classes(mark: ET.Element, id: str) -> Iterator[str]:
    for attribute, letter in (("fill", "f"), ("stroke", "s")):
        tone = _TONE_OF.get(mark.get(attribute, ""))
        if tone is not None and tone.endswith("-maybe"):
            mark.set(attribute, f"url(#{id}-{tone.removesuffix('-maybe')})")
        elif tone is not None:
            yield f"tl-{letter}-{tone}"


def _drop_defaults(mark: ET.Element) -> None:
    """Leave out what says nothing; give a text its size, which went through Vega as a negative number."""
    for name, value in _DEFAULTS:
        if mark.get(name) == value:
            del mark.attrib[name]
    if "font-size" in mark.attrib:
        mark.set("font-size", mark.attrib["font-size"].removesuffix("px").removeprefix("-"))


def _rounded(value: str) -> str:
    return _NUMBERS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
