"""Derived lanes: switched on by choice alone, with their thresholds, drawn and told like the others."""

from dataclasses import replace
from itertools import combinations

import pytest
from django.template.loader import render_to_string

from dressapp.timeline.derived import list_derived
from dressapp.timeline.drawing.spec import draw
from dressapp.timeline.drawing.style import NARROW, WIDE
from dressapp.timeline.figure import draw_figure
from dressapp.timeline.lanes import read_records
from dressapp.timeline.scene import build_scene
from dressapp.timeline.selectors import KEPT, draw_both
from dressapp.timeline.table import list_rows
from scoring.kernel.tri import Tri
from tests.web.timeline.made_cases import LIVER_COURSE, facts, lab, liver_injury, sorafenib
from tests.web.timeline.test_figure import read
from tests.web.timeline.test_layout import boxes, overlap

EVERY = (
    "ast_x_limit", "alt_x_limit", "alp_x_limit", "bilirubin_total_x_limit", "creatinine_x_baseline",
    "r_value", "hys_law",
)  # fmt: skip
STYLES = {style.id: style for style in (WIDE, NARROW)}


@pytest.fixture(autouse=True)
def _empty_memory():
    KEPT.forget()


def lane(name, made=None):
    return next(
        found for found in build_scene(made or liver_injury(), lanes=[name]).lanes if found.id == name
    )


def available(made):
    return [choice.id for choice in build_scene(made).available if choice.is_derived]


def words(found):
    return [line.words for line in found.lines]


def test_what_follows_from_the_results_can_be_chosen_and_nothing_else():
    assert available(liver_injury()) == list(EVERY)
    assert available(facts(labs=(lab("alt", 2, 90, "U/L"),))) == ["alt_x_limit"]
    assert available(facts(labs=(lab("wbc", 2, 9000, "/uL"), lab("creatinine", 2, 3, "mg/dL")))) == []


def test_known_cirrhosis_leaves_nothing_of_hys_law_to_draw():
    assert "hys_law" not in available(sorafenib())
    assert "creatinine_x_baseline" in available(sorafenib())
    assert "hys_law" not in available(replace(liver_injury(), conditions={"cirrhosis": Tri.YES}))


def test_no_derived_lane_is_drawn_unless_it_is_chosen():
    scene = build_scene(liver_injury())
    assert not {found.id for found in scene.lanes} & set(EVERY)
    assert not [choice.id for choice in scene.available if choice.is_derived and choice.is_shown]


def test_chosen_lanes_are_drawn_after_those_of_results():
    scene = build_scene(liver_injury(), lanes=["hys_law", "alt", "alt_x_limit"])
    assert [found.id for found in scene.lanes] == ["alt", "alt_x_limit", "hys_law"]
    assert {choice.id for choice in scene.available if choice.is_shown} == {"alt", "alt_x_limit", "hys_law"}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("alt_x_limit", ["3 × Hy's law", "2 × liver"]),
        ("alp_x_limit", ["2 × liver", "1 × Hy's law"]),
        ("bilirubin_total_x_limit", ["2 × liver, Hy's law"]),
        ("creatinine_x_baseline", ["3.0 × KDIGO 3", "2.0 × KDIGO 2", "1.5 × KDIGO 1"]),
        ("r_value", ["from 5: hepatocellular", "below 2: cholestatic"]),
        ("hys_law", []),
    ],
)
def test_each_lane_has_the_thresholds_of_its_rule(name, lines):
    assert words(lane(name)) == lines


@pytest.mark.parametrize(
    ("analyte", "line"),
    [
        ("ldh", "1 × the limit"),
        ("lipase", "2 × pancreas"),
        ("ck", "2 × muscle or heart"),
        ("ggt", "2 × liver"),
    ],
)
def test_other_enzymes_have_their_organs_line_or_their_limit(analyte, line):
    assert words(lane(f"{analyte}_x_limit", facts(labs=(lab(analyte, 2, 900, "U/L"),)))) == [line]


def test_a_multiple_stands_at_its_day_with_what_was_divided():
    point = lane("alt_x_limit").points[3]
    assert (point.day, point.value, point.number, point.shown) == (8, 22.5, "22.5", "22.5 ×")
    assert point.description == "ALT × ULN 22.5 × on 19 Nov 2025 (day 8), 900 U/L ÷ limit 40 U/L"


def test_creatinine_tells_its_stage_and_what_is_not_judged():
    found = lane("creatinine_x_baseline")
    assert [point.is_counted for point in found.points][:2] == [False, True]
    assert found.points[0].limit == "not staged"
    assert found.points[4].limit == (
        "KDIGO stage 1 by creatinine alone; 1.89× baseline 0.9 mg/dL on 22 Oct 2025"
    )
    assert found.notes == (
        "KDIGO: stage 3 by creatinine alone on 1 Dec 2025: 3.22× baseline 0.9 mg/dL on 22 Oct 2025; "
        "urine output and dialysis not judged.",
    )


def test_an_r_value_tells_its_pattern():
    found = lane("r_value")
    assert [point.shown for point in found.points] == [
        "2.7, mixed", "6.82, hepatocellular", "15.65, hepatocellular", "22.88, hepatocellular",
        "8, hepatocellular",
    ]  # fmt: skip
    assert found.notes == ("R value: exactly 2 is cholestatic in many texts, mixed in the one read.",)


def test_a_bound_that_leaves_the_pattern_open_has_none():
    labs = (lab("alt", 2, 100, "U/L", sign=">", upper=40), lab("alp", 2, 120, "U/L", upper=120))
    point = lane("r_value", facts(labs=labs)).points[0]
    assert (point.shown, point.mark) == (">2.5", "above")


def test_verdicts_stand_on_named_levels_and_are_not_joined():
    found = lane("hys_law")
    assert found.levels == ("unmet", "met")
    assert [(point.value, point.shown) for point in found.points] == [
        (0.0, "not met"), (0.0, "not met"), (1.0, "met"), (1.0, "met"), (0.0, "not met"),
        (0.5, "not judged"), (0.0, "not met"),
    ]  # fmt: skip
    assert found.points[5].mark == "open"
    assert found.description.startswith("Hy's law criteria met: ALT 22.5× and bilirubin 4.33× their limits")
    drawn = draw(build_scene(liver_injury(), lanes=["hys_law"]), WIDE).spec["vconcat"]
    unit = next(unit for unit in drawn if unit["name"] == "tl_lane_hys_law")
    rules = next(layer for layer in unit["layer"] if layer["mark"]["type"] == "rule")["data"]["values"]
    assert not [row for row in rules if row["w"] == 2]
    assert {"unmet", "met"} <= {box[0] for box in boxes(unit)}


def test_an_assumed_limit_is_named():
    scene = build_scene(facts(labs=(lab("alt", 2, 90, "U/L"),)), lanes=["alt_x_limit"])
    assert scene.lanes[0].points[0].limit == "90 U/L ÷ assumed limit 35 U/L"
    assert "Assumed limits: the laboratory's own are not on record." in scene.notes


def test_the_table_tells_each_value_with_its_working():
    rows = list_rows(build_scene(liver_injury(), lanes=EVERY))
    told = {(row.what, row.day): (row.value, row.limit) for row in rows}
    assert told["ALT × ULN", "+8 d"] == ("22.5 ×", "900 U/L ÷ limit 40 U/L")
    assert told["Hy's law criteria", "+14 d"][0] == "not judged"
    assert told["R value", "+1 d"][1] == "ALT 90 U/L ÷ limit 40 U/L, over ALP 100 U/L ÷ limit 120 U/L"
    assert len([row for row in rows if row.what == "Hy's law criteria"]) == len(LIVER_COURSE)


@pytest.mark.parametrize("style", STYLES)
def test_labels_keep_off_each_other_and_inside(style):
    drawing = draw(build_scene(liver_injury(), lanes=EVERY), STYLES[style])
    left, right = -STYLES[style].left, STYLES[style].width - STYLES[style].left
    for unit in drawing.spec["vconcat"]:
        found = list(boxes(unit))
        assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlap(one, two)] == []
        assert [box[0] for box in found if box[1] < left - 1 or box[2] > right + 1] == []
        assert not [box[0] for box in found if box[0].endswith("…")]


@pytest.mark.parametrize("narrow", [False, True])
def test_every_mark_tells_itself(narrow):
    scene = build_scene(liver_injury(), lanes=EVERY)
    told = [
        mark.get("aria-label")
        for mark in read(draw_figure(scene, id="x", narrow=narrow)).findall(".//*[@tabindex='-1']")
    ]
    assert {point.description for found in scene.lanes for point in found.points} <= set(told)


def test_switches_of_derived_lanes_stand_apart_under_their_own_heading():
    page = render_to_string(
        "timeline/_figure.html", {"timeline": draw_both(liver_injury(), lanes=["r_value"])}
    )
    before, _, after = page.partition('<p class="tl-derived" id="tl-derived">Derived from these results</p>')
    assert 'value="r_value" checked' in after
    assert 'value="alt_x_limit">' in after
    assert 'value="alt">' in before
    assert '<ul aria-labelledby="tl-derived">' in after


def test_without_derived_series_there_is_no_heading_of_theirs():
    page = render_to_string("timeline/_figure.html", {"timeline": draw_both(facts(labs=()))})
    assert "tl-derived" not in page


@pytest.mark.parametrize(
    "other",
    [{"conditions": {"cirrhosis": Tri.YES}}, {"conditions": {"dialysis": Tri.YES}}],
)
def test_what_is_known_of_the_background_is_drawn_anew(other):
    first = draw_both(liver_injury(), lanes=EVERY)
    assert draw_both(replace(liver_injury(), **other), lanes=EVERY).notes != first.notes


def test_each_series_says_how_many_values_its_lane_will_have():
    made = list_derived(read_records(liver_injury()))
    assert [one.count for one in made] == [7, 7, 5, 7, 8, 5, 7]
    assert [len(one.build().points) for one in made] == [one.count for one in made]
