"""Which results are drawn, in which unit, against which limit."""

from dataclasses import replace

import pytest

from dressapp.timeline.scene import build_scene
from scoring.facts import Answer, Baseline, SiteLimits
from tests.web.timeline.made_cases import CaseDates, Decimal, facts, lab, on, sorafenib, thirty_drugs


def lanes(*labs, chosen=(), **more):
    return build_scene(facts(labs=labs, **more), lanes=chosen).lanes


def lane(*labs, **more):
    return lanes(*labs, **more)[-1]


def lines(*labs, **more):
    return [line.words for line in lane(*labs, **more).lines]


def test_published_case_shows_what_is_furthest_from_normal():
    shown = [found.id for found in build_scene(sorafenib()).lanes]
    assert shown == ["eosinophils", "bilirubin_direct", "crp", "ast", "platelets", "inr", "creatinine"]


def kidney(value, *, baseline="1.0", answer=None):
    """Return the lanes of a case with five tests far from normal, and creatinine."""
    names = ("ast", "ck", "ldh", "lipase", "ggt")
    labs = [*(lab(name, 1, 9000, "U/L") for name in names), lab("creatinine", 2, value, "mg/dL")]
    organs = {"kidney": Answer(answer)} if answer else {}
    own = Baseline(Decimal(baseline), "mg/dL")
    return [found.id for found in lanes(*labs, creatinine_baseline=own, organs=organs)]


@pytest.mark.parametrize(
    ("value", "answer", "is_drawn"),
    [
        ("1.49", None, False), ("1.5", None, True), ("1.49", "yes", True), ("1.49", "no", False),
        ("1.5", "no", True),
    ],
)  # fmt: skip
def test_creatinine_is_drawn_where_the_kidney_matters_to_the_score(value, answer, is_drawn):
    drawn = kidney(value, answer=answer)
    assert ("creatinine" in drawn) == is_drawn
    assert len(drawn) == 5 + is_drawn


def test_creatinine_without_results_is_not_drawn():
    drawn = lanes(lab("urine_protein_24h", 2, 2, "g/(24.h)"))
    assert [found.id for found in drawn] == ["urine_protein_24h"]


def test_lanes_that_were_chosen_are_drawn_without_creatinine():
    labs = (lab("creatinine", 2, 5, "mg/dL"), lab("alt", 2, 50, "U/L"))
    assert [found.id for found in lanes(*labs, chosen=("alt",))] == ["alt"]


def test_at_most_five_lanes_beside_the_eosinophils():
    assert len(build_scene(thirty_drugs()).lanes) <= 6


def test_chosen_lanes_are_drawn_exactly():
    scene = build_scene(sorafenib(), lanes=("ast", "inr", "no such test"))
    assert [found.id for found in scene.lanes] == ["eosinophils", "ast", "inr"]
    assert {choice.id for choice in scene.available if choice.is_shown} == {"eosinophils", "ast", "inr"}


def test_every_test_with_results_can_be_chosen():
    scene = build_scene(sorafenib())
    assert {"alt", "creatinine", "temperature", "wbc", "albumin"} <= {one.id for one in scene.available}


def test_one_normal_result_is_still_shown():
    assert [found.id for found in lanes(lab("alt", 2, 20, "U/L"))] == ["alt"]


def test_result_outside_the_episode_does_not_choose_its_lane():
    shown = lanes(lab("alt", -40, 9000, "U/L"), *(lab(name, 1, 900, "U/L") for name in ("ast", "ck", "ldh")))
    assert [found.id for found in shown][:3] == ["ast", "ldh", "ck"]


def test_eosinophils_are_computed_from_one_sample_and_have_both_thresholds():
    found = lanes(lab("wbc", 8, 6770, "/uL"), lab("eosinophils_pct", 8, "27.9", "%"))[0]
    assert (found.id, [line.value for line in found.lines]) == ("eosinophils", [1500, 700])
    assert [line.words for line in found.lines] == ["1,500 · 2 points", "700 · 1 point"]
    assert "1,889 /µL" in found.points[0].description
    assert "(6,770 × 27.9 %)" in found.points[0].description


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (lab("ast", 2, 90, "U/L"), ["2 × assumed limit 35"]),
        (lab("ast", 2, 90, "U/L", upper=50), ["2 × limit 50"]),
        (lab("bilirubin_direct", 2, 90, "umol/L"), ["2 × assumed limit 8.55"]),
        (lab("platelets", 2, 90, "10*9/L"), ["assumed lower limit 150"]),
        (lab("platelets", 2, 900, "10*9/L"), ["assumed limit 400"]),
        (lab("inr", 2, 2, "1"), ["assumed limit 1.2"]),
        (lab("temperature", 2, 39, "Cel"), ["38.5 °C"]),
        (lab("creatinine", 2, 2, "mg/dL"), ["assumed limit 1.2"]),
        (lab("tsh", 2, 2, "mU/L"), []),
    ],
)
def test_limit_is_named_with_where_it_comes_from(result, words):
    assert lines(result, chosen=(result.analyte,)) == words


@pytest.mark.parametrize(
    ("limits", "unit", "words"),
    [
        (SiteLimits("U/L", "Handbook", upper=Decimal(41)), "U/L", ["2 × site's limit 41"]),
        (SiteLimits("ukat/L", "Handbook", upper=Decimal("0.7")), "U/L", ["2 × site's limit 42"]),
        (SiteLimits("U/L", "Handbook", upper=Decimal(42)), "ukat/L", ["2 × site's limit 0.7"]),
    ],
)
def test_a_sites_limit_is_drawn_in_the_lanes_unit_and_named(limits, unit, words):
    result = replace(lab("ast", 2, 90, unit), site_limits=limits)
    assert lines(result, chosen=("ast",)) == words


def test_creatinine_is_seen_against_the_patients_own_baseline():
    before, now = lab("creatinine", -30, "1.3", "mg/dL"), lab("creatinine", 3, "2.0", "mg/dL")
    assert lines(before, now) == ["1.5 × baseline 1.3"]
    own = Baseline(Decimal("88.4"), "umol/L")
    assert lines(before, now, creatinine_baseline=own) == ["1.5 × baseline 1"]


def test_low_results_hang_from_a_lower_limit():
    found = lane(lab("platelets", 2, 16, "10*3/uL"))
    assert found.is_downward
    assert "below assumed lower limit 150 ×10³/µL" in found.points[0].description


def test_results_are_drawn_in_the_unit_that_most_were_given_in():
    found = lane(
        lab("creatinine", 1, 88, "umol/L"),
        lab("creatinine", 2, 99, "umol/L"),
        lab("creatinine", 3, 2, "mg/dL"),
    )
    assert found.unit == "µmol/L"
    assert found.points[-1].value == pytest.approx(176.8)
    assert (found.points[-1].number, found.points[-1].shown) == ("176.8", "2 mg/dL")


def test_fahrenheit_is_drawn_in_celsius_and_told_as_entered():
    point = lane(lab("temperature", 1, "101.9", "[degF]")).points[0]
    assert (round(point.value, 2), point.shown) == (38.83, "101.9 °F")


def test_bounds_and_contradictions_are_marked():
    found = lane(lab("ast", 2, 40, "U/L", sign=">"), lab("ast", 4, 300, "U/L"), lab("ast", 4, 340, "U/L"))
    assert [point.mark for point in found.points] == ["above", "conflict", "conflict"]
    assert "differs from what else is on record of the same sample, not used" in found.points[1].description


def test_equal_results_of_one_sample_are_one_and_no_contradiction():
    found = lane(lab("ast", 4, 300, "U/L"), lab("ast", 4, "300.0", "U/L"))
    assert [point.mark for point in found.points] == ["value"]


def test_result_outside_the_episode_is_hollow_and_says_so():
    dates = CaseDates(rash_onset=on(0), closed_on=on(10))
    found = lane(lab("alt", -2, 30, "U/L"), lab("alt", 10, 30, "U/L"), lab("alt", 11, 30, "U/L"), dates=dates)
    assert [point.is_counted for point in found.points] == [False, True, False]
    assert "outside the episode, not counted" in found.points[0].description


def test_time_of_day_sets_two_results_of_a_day_apart():
    found = lane(lab("platelets", 1, 90, "10*9/L"), lab("platelets", 1, 80, "10*9/L", time="T12:00"))
    assert [point.at for point in found.points] == [1, 1.5]


def test_note_of_a_result_is_told():
    assert (
        lane(lab("alt", 1, 90, "U/L", note="haemolytic")).points[0].description.endswith("Note: haemolytic")
    )


@pytest.mark.hazard("H23")
def test_a_count_that_its_own_sample_contradicts_is_drawn_as_a_conflict_and_named():
    labs = (
        lab("wbc", 2, 10000, "/uL"),
        lab("eosinophils_pct", 2, 8, "%"),
        lab("eosinophils_abs", 2, 5000, "/uL"),
    )
    found = build_scene(facts(labs=labs)).lanes[0]
    assert (found.id, [point.mark for point in found.points]) == ("eosinophils", ["conflict"])
    assert "more than 10 % apart; neither is used" in found.notes[0]


@pytest.mark.parametrize(
    ("analyte", "value", "sign", "unit", "words"),
    [
        ("alt", 1000, ">", "U/L", ">28.57 × assumed limit 35"),
        ("alt", 20, "<", "U/L", "<0.57 × assumed limit 35"),
        ("platelets", 200, "<", "10*3/uL", "perhaps below assumed lower limit 150"),
    ],
)
def test_a_multiple_of_a_bound_is_a_bound(analyte, value, sign, unit, words):
    assert words in lane(lab(analyte, 2, value, unit, sign=sign)).points[0].limit


def test_a_bound_that_may_be_normal_is_not_furthest_from_normal():
    labs = (lab("ldh", 2, 9000, "U/L", sign="<"), lab("ldh", 3, 600, "U/L"))
    assert "furthest from normal 600 U/L" in lane(*labs).description
