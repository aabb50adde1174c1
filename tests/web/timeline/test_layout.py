"""Labels keep off each other, marks stay inside, every day has one place."""

from itertools import combinations

import pytest

from dressapp.timeline.courses import Span
from dressapp.timeline.drawing.bars import make_bar
from dressapp.timeline.drawing.event_places import place_events
from dressapp.timeline.drawing.lab_view import nice_ticks, spread
from dressapp.timeline.drawing.scale import Scale, make_scale
from dressapp.timeline.drawing.spec import draw
from dressapp.timeline.drawing.style import NARROW, WIDE
from dressapp.timeline.drawing.text import clip, text_width, wrap
from dressapp.timeline.events import Event
from dressapp.timeline.extent import Extent
from dressapp.timeline.scene import build_scene
from tests.web.timeline.made_cases import ALL

STYLES = {style.id: style for style in (WIDE, NARROW)}


def boxes(unit):
    for layer in unit["layer"]:
        if layer["mark"]["type"] != "text":
            continue
        for row in layer["data"]["values"]:
            width = text_width(row["t"], row["size"], bold=row["weight"] > 400)
            left = row["px"] - {"left": 0, "center": width / 2, "right": width}[row["align"]]
            yield row["t"], left, left + width, row["py"] - row["size"] * 0.75, row["py"]


def overlap(one, other):
    across = one[1] < other[2] and other[1] < one[2]
    return across and one[3] < other[4] and other[3] < one[4]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", ALL)
def test_no_label_covers_another(case, style):
    drawing = draw(build_scene(ALL[case]()), STYLES[style])
    for unit in drawing.spec["vconcat"]:
        met = [(one[0], two[0]) for one, two in combinations(boxes(unit), 2) if overlap(one, two)]
        assert met == [], unit["name"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", ALL)
def test_no_label_leaves_the_drawing(case, style):
    drawing = draw(build_scene(ALL[case]()), STYLES[style])
    left, right = -STYLES[style].left, STYLES[style].width - STYLES[style].left
    found = [box for unit in drawing.spec["vconcat"] for box in boxes(unit)]
    assert [box[0] for box in found if box[1] < left - 1 or box[2] > right + 1] == []


def test_lanes_share_one_scale_of_days():
    spec = draw(build_scene(ALL["five_years"]()), WIDE).spec
    scales = [unit["encoding"]["x"]["scale"] for unit in spec["vconcat"]]
    assert spec["resolve"] == {"scale": {"x": "shared"}}
    assert all(scale == scales[0] for scale in scales)


def test_far_days_are_squeezed_at_both_ends():
    scale = make_scale(Extent(-1700, -70, 80, 400), 1000)
    assert scale.px == (0, 110, 890, 1000)
    assert [round(scale.day(scale.at(day))) for day in (-1700, -900, -70, 0, 80, 400)] == [
        -1700,
        -900,
        -70,
        0,
        80,
        400,
    ]


def test_crowded_events_find_places_at_the_right_edge():
    events = tuple(Event(day, f"event on day {day}", "") for day in (80, 84, 85, 86, 99, 100))
    placed = place_events(events, Scale((0, 100), (0, 300)), NARROW)
    for one, other in combinations(placed, 2):
        if one.row == other.row:
            assert one.right <= other.left or other.right <= one.left
        upper, lower = sorted((one, other), key=lambda found: found.row)
        assert not (upper.row < lower.row and lower.left < upper.x < lower.right)


SCALE = Scale((-60, 40), (0, 1000))


def bar(start_min, start_max, end_min, end_max, *, start="day", end="day", seen_to=None):
    return make_bar(Span(start_min, start_max, end_min, end_max, start, end, seen_to), SCALE)


def test_known_course_is_one_certain_piece_with_a_tick():
    made = bar(-10, -10, 1, 1)
    assert (made.sure, made.maybe, made.tick) == ((-10, 1), (), -10)
    assert (made.arrow_left, made.arrow_right) == (False, False)


def test_start_known_to_the_month_is_hatched_and_has_no_tick():
    made = bar(-41, -11, 5, 5, start="part")
    assert (made.sure, made.maybe, made.tick) == ((-11, 5), ((-41, -11),), None)


def test_ongoing_course_runs_out_of_the_drawing():
    made = bar(-10, -10, None, None, end="ongoing")
    assert (made.sure, made.arrow_right) == ((-10, 40), True)


def test_stop_not_recorded_is_a_short_hatched_stub():
    made = bar(1, 1, None, None, end="unknown")
    assert made.sure == (1, 1)
    assert made.maybe[0] == (1, pytest.approx(3.6))
    assert not made.arrow_right


def test_bar_is_certain_as_far_as_it_is_known_to_be_taken():
    assert bar(-10, -10, None, None, end="unknown", seen_to=4).sure == (-10, 4)


def test_start_before_the_drawn_days_is_an_arrow():
    made = bar(-400, -400, 1, 1)
    assert (made.sure, made.tick, made.arrow_left) == ((-60, 1), None, True)


def test_course_before_the_drawn_days_leaves_an_arrow_only():
    made = bar(-400, -400, -300, -300)
    assert (made.sure, made.arrow_left) == (None, True)
    assert made.ends == (-60, -60)


def test_undated_course_has_no_bar():
    assert bar(None, None, None, None, start="unknown", end="unknown").ends is None


def test_limit_labels_are_moved_apart_in_their_order():
    moved = spread([50, 52, 90], 13)
    assert moved[1] - moved[0] >= 12.9
    assert moved[2] == 90


@pytest.mark.parametrize(
    ("high", "ticks"), [(1965, [0, 500, 1000, 1500]), (11.2, [0, 5, 10]), (0.9, [0, 0.5]), (2.1, [0, 1, 2])]
)
def test_ticks_are_round(high, ticks):
    assert nice_ticks(0, high, 4) == ticks


def test_long_names_break_at_spaces_and_hyphens_and_end_in_an_ellipsis():
    assert wrap("trimethoprim-sulfamethoxazole", 120, 12) == ["trimethoprim-", "sulfamethoxazole"]
    assert wrap("a b", 100, 12) == ["a b"]
    assert clip("x" * 100, 60, 12).endswith("…")
    assert text_width("가", 10) == 10
