"""The SVG: escaped, without inline style, described, and reachable by keyboard."""

import re
from xml.etree import ElementTree as ET

import pytest

from dressapp.timeline.drawing.style import TONES
from dressapp.timeline.drawing.svg import SVG
from dressapp.timeline.figure import draw_figure, warm_up
from dressapp.timeline.scene import build_scene
from tests.architecture.sources import ROOT
from tests.web.timeline.made_cases import ALL, drug, facts, lab

NS = {"svg": SVG}


def read(svg):
    """Return our own figure as a tree; that it reads at all is half of the test."""
    return ET.fromstring(svg)  # noqa: S314


FORMS = {"wide": False, "narrow": True}


@pytest.fixture(scope="module")
def drawn():
    """Return each figure as text, drawn once."""
    return {
        (name, form): draw_figure(build_scene(made()), id=f"tl-{name}-{form}", narrow=narrow)
        for name, made in ALL.items()
        for form, narrow in FORMS.items()
    }


@pytest.fixture(params=[(name, form) for name in ALL for form in FORMS], ids="-".join)
def svg(request, drawn):
    return drawn[request.param]


def test_figure_carries_no_inline_style_script_or_address(svg):
    root = read(svg)
    names = {name for node in root.iter() for name in node.attrib}
    tags = {node.tag.partition("}")[2] for node in root.iter()}
    assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "g", "path", "line", "text", "rect"}
    assert "http" not in svg.replace(SVG, "")


def test_figure_has_no_ground_and_grows_with_its_place(svg):
    root = read(svg)
    assert root.get("viewBox")
    assert [node.tag for node in root][:2] == [f"{{{SVG}}}title", f"{{{SVG}}}desc"]
    assert "white" not in svg


def test_every_size_and_number_is_finite(svg):
    assert "NaN" not in svg
    assert "Infinity" not in svg
    sizes = {float(node.get("font-size")) for node in read(svg).iter(f"{{{SVG}}}text")}
    assert sizes <= {10, 11, 12, 13}


def test_each_lane_is_one_focus_stop_and_each_mark_tells_itself(svg):
    root = read(svg)
    stops = root.findall(".//*[@tabindex='0']")
    assert stops
    assert all(stop.get("role") == "group" and stop.get("aria-label") for stop in stops)
    marks = root.findall(".//*[@tabindex='-1']")
    for mark in marks:
        assert mark.get("role") == "img"
        assert mark.get("aria-label") == mark.find("svg:title", NS).text
    inside = [mark for stop in stops for mark in stop.findall(".//*[@tabindex='-1']")]
    assert len(inside) == len(marks)


def test_marks_are_the_facts():
    scene = build_scene(ALL["sorafenib"]())
    root = read(draw_figure(scene, id="x"))
    told = [mark.get("aria-label") for mark in root.findall(".//*[@tabindex='-1']")]
    expected = [point.description for lane in scene.lanes for point in lane.points]
    expected += [course.description for course in scene.courses]
    expected += [f"{event.label}: {event.when}" for event in scene.events]
    assert sorted(told) == sorted(expected)


def test_ids_differ_between_figures(drawn):
    ids = [re.findall(r'\bid="([^"]+)"', svg) for svg in drawn.values()]
    flat = [one for found in ids for one in found]
    assert len(flat) == len(set(flat))


@pytest.mark.parametrize("form", FORMS)
def test_text_from_the_record_is_escaped(form):
    hostile = "</text><script>alert(1)</script><a href='javascript:x'>\"&\x00\x1b\u2028]]>"
    scene = build_scene(
        facts(drugs=(drug(hostile, -3, dose=hostile),), labs=(lab("alt", 2, 90, "U/L", note=hostile),)),
        first_symptom=hostile,
    )
    svg = draw_figure(scene, id="x", narrow=FORMS[form])
    assert "<script" not in svg
    assert "<a " not in svg
    read(svg)
    assert "alert(1)" in svg


def test_style_sheet_knows_every_tone():
    sheet = (ROOT / "static/css/timeline.css").read_text(encoding="utf-8")
    drawn = "".join(
        draw_figure(build_scene(made()), id="x", narrow=narrow)
        for made in ALL.values()
        for narrow in (True, False)
    )
    classes = set(re.findall(r"\btl-[fs]-[a-z-]+", drawn))
    assert classes
    assert {name for name in classes if f".{name} {{" not in sheet} == set()
    assert {f"--tl-{tone}:" for tone in TONES if f"--tl-{tone}:" not in sheet} == set()


def test_tones_can_be_told_apart():
    assert len(set(TONES.values())) == len(TONES)


def test_renderer_warms_up_without_a_case():
    warm_up()
