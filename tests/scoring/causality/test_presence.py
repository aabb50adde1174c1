"""Whether a drug was in the body at the onset: day by day around five half-lives, and what stays unknown."""

import pytest

from scoring.causality.presence import presence
from scoring.facts import CaseDates
from tests.scoring.causality.build import candidate, candidates_of, case, drug, on, substance

DAY = ("24", "24")  # five half-lives are 120 h


def verdict(half_life=DAY, dates=None, **course):
    known = [substance(half_life=half_life)] if half_life else []
    return presence(*candidate(drug(**course), *known, dates=dates))


@pytest.mark.parametrize(
    ("stop", "expected"),
    # Stopped n days before: 24 (n - 1) to 24 (n + 1) hours.
    [(-3, "present"), (-4, "not_known"), (-5, "not_known"), (-6, "not_known"), (-7, "gone"), (-40, "gone")],
)
def test_five_half_lives_are_judged_by_the_hours_that_days_allow(stop, expected):
    assert verdict(start=-60, stop=stop).verdict == expected


def test_the_bounds_of_a_half_life_must_agree():
    assert verdict(("2", "24"), start=-60, stop=-6).verdict == "not_known"
    assert verdict(("2", "24"), start=-60, stop=-7).verdict == "gone"
    assert verdict(("24", "200"), start=-60, stop=-3).verdict == "present"


@pytest.mark.parametrize(
    ("course", "why"),
    [
        ({"stop_precision": "ongoing"}, "Still taken at the onset"),
        ({"still_taken_on": on(0)}, "Still taken at the onset"),
        ({"stop": 0}, "Still taken at the onset"),
        ({"stop": 9}, "Still taken at the onset"),
    ],
)
def test_a_drug_taken_on_the_index_day_is_present_without_a_half_life(course, why):
    found = verdict(None, **course)
    assert (found.verdict, found.why) == ("present", why)


@pytest.mark.parametrize(
    ("course", "why"),
    [
        ({}, "The last day is not recorded"),
        ({"still_taken_on": on(-1)}, "The last day is not recorded"),
        ({"start": None, "stop_precision": "ongoing"}, "its first day is not recorded"),
        ({"start": 0, "start_precision": "month", "stop": 9}, "Its first day is known only in part"),
        ({"start": 3}, "Started after onset"),
        ({"start": -80, "stop": 0, "stop_precision": "month"}, "it may lie after the onset"),
        ({"stop": -4}, "Stopped 4 d before onset; its half-life is not on record"),
    ],
)
def test_what_is_not_recorded_is_not_known(course, why):
    found = verdict(None, **course)
    assert found.verdict == "not_known"
    assert why in found.why


def test_without_an_onset_nothing_is_known():
    assert verdict(dates=CaseDates(), stop=-4).why == "The onset is not known"


def test_an_end_known_to_the_month_or_as_on_or_before_is_judged_by_its_bounds():
    assert verdict(start=-200, stop=-62, stop_precision="month").verdict == "gone"  # January 2020
    found = verdict(start=-200, stop=-3, stop_precision="on_or_before")
    assert (found.verdict, found.why[:33]) == ("not_known", "Stopped 3 d or more before onset,")
    assert verdict(start=-200, stop=-30, stop_precision="on_or_before").verdict == "gone"


def test_a_drug_gone_within_14_days_is_said_to_stay_suspect_and_that_this_is_not_verified():
    soon, late = verdict(start=-60, stop=-14).why, verdict(start=-60, stop=-15).why
    assert "stopped within about 14 d stays suspect (not verified)" in soon
    assert "suspect" not in late


def test_a_half_life_says_its_source_and_whether_it_is_verified():
    made = substance(half_life=("12", "17.50"), certainty="GK")
    found = presence(*candidate(drug(stop=-4), made))
    assert "(12 to 17.5 h, label; not verified)" in found.why
    assert found.certainty == "GK"
    assert "(24 h, label)" in verdict(stop=-4).why


def test_a_substance_is_gone_only_if_every_course_is():
    old, new = drug(start=-60, stop=-40), drug(start=-20, stop_precision="ongoing", ref="2")
    for courses, expected in (((old, new), "present"), ((new, old), "present"), ((old,), "gone")):
        facts = case(*courses)
        assert presence(facts, candidates_of(facts, substance(half_life=DAY))[0]).verdict == expected
