"""What the figure shows: courses, events, days, steroids, notes."""

from datetime import date

import pytest

from dressapp.timeline.courses import Step
from dressapp.timeline.extent import find_extent
from dressapp.timeline.scene import build_scene
from scoring.derive.latency import VERDICTS
from scoring.facts import CaseDates
from tests.web.timeline.made_cases import (
    ZERO,
    drug,
    facts,
    five_years,
    lab,
    on,
    one_lab,
    partial_dates,
    sorafenib,
)


def course(*args, **more):
    return build_scene(facts(drugs=(drug("a drug", *args, **more),))).courses[0]


@pytest.mark.parametrize(
    ("start", "label"),
    [
        (-10, "first dose −10 d · shorter than usual"),
        (-20, "first dose −20 d · usual interval"),
        (-14, "first dose −14 d · usual interval (at the edge)"),
        (0, f"first dose day 0 · {VERDICTS['same_day']}"),
        (3, "first dose +3 d · started after onset"),
        (-400, "first dose −400 d · much longer than usual"),
    ],
)
def test_first_dose_carries_its_days_and_the_verdict(start, label):
    assert course(start, 5).start_label == label


def test_drug_given_for_the_reaction_has_days_and_no_verdict():
    assert course(1, 5, role="treatment").start_label == "first dose +1 d"


def test_start_long_ago_on_or_before_a_day_reads_in_months():
    assert course(-618, precision="on_or_before").start_label == "since 20 months or more"


def test_start_known_to_the_month_reads_as_bounds():
    found = course(date(2025, 10, 1), 2, precision="month")
    assert found.start_label == "first dose −41 to −11 d · uncertain"
    assert (found.spans[0].start, found.spans[0].start_min, found.spans[0].start_max) == ("part", -41, -11)


def test_start_bounds_end_with_the_last_dose():
    assert course(date(2025, 1, 1), 1, precision="year").spans[0].start_max == 1


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({"stop": 4}, ""),
        ({}, "stop not recorded"),
        ({"stop_precision": "ongoing"}, "ongoing"),
        ({"still_taken_on": on(4)}, "still taken +4 d, stop not recorded"),
        ({"stop": 4, "stop_precision": "on_or_before"}, "stopped +4 d or earlier"),
    ],
)
def test_end_is_open_where_the_record_is(more, label):
    assert course(-10, **more).end_label == label


def test_suspects_come_first_and_what_was_given_last():
    drugs = (drug("c", 1, role="treatment"), drug("b", -5, role="concomitant"), drug("a", -20))
    assert [found.group for found in build_scene(facts(drugs=drugs)).courses] == ["suspect", "other", "given"]


@pytest.mark.hazard("H08")
def test_steps_of_a_taper_share_a_lane_and_their_days_are_joined():
    steps = [
        Step("systemic_steroid", "prednisolone", "60", "mg/d", on(5), "day", on(12), "day"),
        Step("systemic_steroid", "prednisolone", "20", "mg/d", on(13), "day", None, "ongoing"),
    ]
    scene = build_scene(facts(labs=(lab("alt", 6, 90, "U/L"), lab("alt", 2, 90, "U/L"))), treatments=steps)
    assert [(one.name, len(one.spans), one.dose) for one in scene.courses] == [
        ("prednisolone", 2, "60 mg/d, then 20 mg/d")
    ]
    assert scene.steroids == ((5, None),)
    assert [point.is_on_steroid for point in scene.lanes[0].points] == [False, True]


def test_steroid_is_known_by_its_code_too():
    assert build_scene(facts(drugs=(drug("prednisolone", 2, 9, atc="H02AB06"),))).steroids == ((2, 9),)


def test_steroid_without_an_end_on_record_shades_only_the_days_on_record():
    step = Step("systemic_steroid", "prednisolone", start_on=on(5), start_precision="day")
    assert build_scene(facts(), treatments=[step]).steroids == ((5, 5),)


def test_topical_steroid_shades_nothing():
    step = Step("topical_steroid", "clobetasol", start_on=on(2), start_precision="day")
    assert build_scene(facts(), treatments=[step]).steroids == ()


def test_events_of_one_day_stand_together_and_the_symptom_is_named():
    dates = CaseDates(first_symptom=on(-3), rash_onset=ZERO, admission=ZERO, died_on=on(9))
    scene = build_scene(facts(dates=dates), first_symptom="sore\nthroat")
    assert [(event.day, event.label) for event in scene.events] == [
        (-3, "first symptom: sore throat"),
        (0, "rash, admitted"),
        (9, "died"),
    ]


def test_own_index_day_is_marked_and_names_day_zero():
    scene = build_scene(facts(dates=CaseDates(index=on(2), rash_onset=ZERO)))
    assert scene.zero_name == "index day"
    assert [event.label for event in scene.events] == ["rash", "index day"]


def test_relative_case_has_days_and_no_dates():
    scene = build_scene(sorafenib())
    assert scene.zero_on is None
    words = [course.description for course in scene.courses] + [event.when for event in scene.events]
    words += [point.description for lane in scene.lanes for point in lane.points]
    assert not [text for text in words if "2015" in text or "Mar" in text]


def test_calendar_case_has_day_and_date_together():
    assert "on 14 Nov 2025 (day 3)" in build_scene(one_lab()).lanes[0].points[0].description


def test_usual_interval_is_always_in_sight():
    extent = build_scene(facts()).extent
    assert extent.core_from < -56
    assert extent.core_to >= 14


def test_far_results_are_squeezed_and_far_drugs_are_not_drawn_to():
    extent = build_scene(five_years()).extent
    assert (extent.first, extent.last) == (-1700, 200)
    assert -130 < extent.core_from < -56
    assert find_extent([0], [-900, 900]).first > -130


@pytest.mark.parametrize(
    "note",
    [
        "Without dates: ramipril.",
        "Triangles are results given as < or >.",
        "1 eosinophil percentage has no white cells of the same sample, and so no count.",
        "AST: 300 U/L and 340 U/L in one sample (15 Nov 2025); neither is used.",
    ],
)
def test_what_is_left_out_or_odd_is_said(note):
    assert note in build_scene(partial_dates()).notes


MONTH, DAY = "month", "day"


@pytest.mark.parametrize(
    ("start", "stop", "sure"),
    [
        ((on(3), "on_or_before"), (on(9), DAY), ((3, 9),)),
        ((on(3), "on_or_before"), (None, ""), ((3, 3),)),
        ((date(2025, 11, 1), MONTH), (on(3), DAY), ((3, 3),)),  # on its last day at least
        ((on(3), DAY), (date(2025, 12, 1), MONTH), ((3, 20),)),
        ((date(2025, 11, 1), MONTH), (date(2025, 11, 1), MONTH), ()),
    ],
)
def test_only_days_surely_under_a_steroid_are_shaded(start, stop, sure):
    days = dict(zip(("start_on", "start_precision", "stop_on", "stop_precision"), start + stop, strict=True))
    scene = build_scene(facts(), treatments=[Step("systemic_steroid", "prednisolone", **days)])
    assert scene.steroids == sure
