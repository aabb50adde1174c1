"""The table says what the figure shows."""

import pytest

from dressapp.timeline.scene import build_scene
from dressapp.timeline.table import list_rows
from tests.web.timeline.made_cases import ALL, drug, facts, lab, on, sorafenib


@pytest.mark.parametrize("case", ALL)
def test_table_holds_every_fact_of_the_figure_once(case):
    scene = build_scene(ALL[case]())
    rows = list_rows(scene)
    results = [point for lane in scene.lanes for point in lane.points]
    assert len(rows) == len(results) + len(scene.events) + 2 * len(scene.courses)
    text = "\n".join(f"{row.what} {row.value}" for row in rows)
    assert all(point.shown in text for point in results)
    assert all(course.name in text for course in scene.courses)
    assert all(event.label in text for event in scene.events)


def test_rows_follow_time_and_carry_day_and_date():
    rows = list_rows(build_scene(facts(labs=(lab("alt", 3, 90, "U/L"),), drugs=(drug("x", -12, 1),))))
    assert [(row.day, row.on, row.what) for row in rows] == [
        ("−12 d", "30 Oct 2025", "x: first dose"),
        ("day 0", "11 Nov 2025", "Event"),
        ("+1 d", "12 Nov 2025", "x: last dose"),
        ("+3 d", "14 Nov 2025", "ALT"),
    ]
    assert rows[0].limit == "shorter than usual"
    assert rows[3].limit == "2.57 × assumed limit 35 U/L"


def test_relative_case_shows_no_date():
    assert {row.on for row in list_rows(build_scene(sorafenib()))} == {""}


def test_what_is_not_known_to_the_day_is_said_in_words():
    open_ended = drug("x", -12, precision="on_or_before", still_taken_on=on(2))
    rows = list_rows(build_scene(facts(drugs=(open_ended,))))
    assert [(row.what, row.day, row.value) for row in rows] == [
        ("x: first dose", "", "on or before 30 Oct 2025 (day −12); suspects"),
        ("x: last dose", "", "not recorded, still taken on 13 Nov 2025 (day 2)"),
        ("Event", "day 0", "rash"),
    ]


@pytest.mark.hazard("H07")
def test_value_says_why_it_does_not_count():
    rows = list_rows(build_scene(facts(labs=(lab("alt", -3, 90, "U/L"),))))
    assert rows[0].value == "90 U/L (outside the episode)"
