"""The clinician's answers, their words and forms, and what an open item may still become."""

import json

import pytest

from tests.scoring.build import CLOSED, answer, day, item, lab, organ, regiscar, score, spread

ITEMS = [
    "fever", "lymph_nodes", "eosinophilia", "atypical_lymphocytes", "rash_extent_over_50",
    "rash_suggests_dress", "biopsy_suggests_dress", "organs", "resolution_15_days", "other_causes_excluded",
]  # fmt: skip
TRI = [name for name in ITEMS if name not in ("eosinophilia", "biopsy_suggests_dress", "organs")]


def test_the_output_has_the_ten_items_and_the_keys_of_the_example():
    found = score()
    assert {"id", "regiscar", "latency"} <= set(found)
    assert {
        "ruleset", "total", "category", "course", "lowest", "highest", "highest_if_course_goes_on", "items"
    } <= set(found["regiscar"])  # fmt: skip
    assert list(found["regiscar"]["items"]) == ITEMS
    assert found["regiscar"]["ruleset"] == "regiscar-2007"
    for name, value in found["regiscar"]["items"].items():
        assert {"points", "answer", "source", "why"} <= set(value), name
        assert value["why"], name


@pytest.mark.parametrize("name", TRI)
@pytest.mark.parametrize("word", ["yes", "no", "unknown"])
def test_an_answer_may_be_a_word_or_an_object(name, word):
    plain = item(name, items={name: word})
    assert plain["answer"] == word
    full = {"answer": word, "explanation": "seen", "since": day(1)}
    assert item(name, items={name: full})["points"] == plain["points"]


def test_a_key_that_is_present_wins_over_the_data():
    labs = [lab("temperature", 40, "Cel")]
    assert answer("fever", labs=labs) == "yes"
    for word in ("no", "unknown"):
        found = item("fever", labs=labs, items={"fever": word})
        assert (found["answer"], found["points"]) == (word, -1)
        assert found["source"] != "data"


@pytest.mark.parametrize("word", ["yes", "no"])
def test_the_source_of_an_answer_is_the_clinician(word):
    assert item("lymph_nodes", items={"lymph_nodes": word})["source"] == "clinician"
    assert item("lymph_nodes")["source"] == "unknown"


REASONS = ["not_examined", "not_done", "pending", "not_documented", "not_assessable"]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("name", [*TRI, "eosinophilia"])
def test_the_reason_of_an_unknown_never_changes_the_range(name, reason):
    given = {name: {"answer": "unknown", "reason": reason}}
    assert spread(items=given) == spread() == (-2, -4, 9, 9)
    assert answer(name, items=given) == "unknown"


@pytest.mark.parametrize("dates", [None, CLOSED])
def test_a_biopsy_unknown_because_not_done_is_read_as_not_done(dates):
    keys = {} if dates is None else {"dates": dates}
    short = spread(items={"biopsy_suggests_dress": "not_done"}, **keys)
    long = spread(items={"biopsy_suggests_dress": {"answer": "unknown", "reason": "not_done"}}, **keys)
    assert short == long
    assert (
        answer(
            "biopsy_suggests_dress",
            items={"biopsy_suggests_dress": {"answer": "unknown", "reason": "not_done"}},
        )
        == "not_done"
    )


@pytest.mark.parametrize("reason", ["pending", "not_documented"])
def test_a_biopsy_unknown_for_another_reason_stays_open_after_closure(reason):
    given = {"biopsy_suggests_dress": {"answer": "unknown", "reason": reason}}
    assert spread(items=given, dates=CLOSED) == (-2, -4, 9, None)


RANGES = [
    # one answer, everything else unknown -> total, lowest, highest, highest if the course goes on
    ({}, (-2, -4, 9, 9)),
    ({"fever": "yes"}, (-1, -3, 9, 9)),
    ({"fever": "no"}, (-2, -4, 8, 9)),
    ({"lymph_nodes": "yes"}, (-1, -3, 9, 9)),
    ({"lymph_nodes": "no"}, (-2, -4, 8, 9)),
    ({"eosinophilia": "none"}, (-2, -4, 7, 9)),
    ({"eosinophilia": "700_to_1499"}, (-1, -3, 8, 9)),
    ({"eosinophilia": "1500_or_more"}, (0, -2, 9, 9)),
    ({"atypical_lymphocytes": "no"}, (-2, -4, 8, 9)),
    ({"rash_extent_over_50": "no"}, (-2, -4, 8, 9)),
    ({"rash_suggests_dress": "yes"}, (-1, -2, 9, 9)),
    ({"rash_suggests_dress": "no"}, (-3, -4, 7, 9)),
    ({"biopsy_suggests_dress": "yes"}, (-2, -3, 9, 9)),
    ({"biopsy_suggests_dress": "no"}, (-3, -4, 8, 8)),
    ({"biopsy_suggests_dress": "not_done"}, (-2, -4, 9, 9)),
    ({"organs": 0}, (-2, -4, 9, 9)),
    ({"organs": 1}, (-1, -3, 9, 9)),
    ({"organs": 2}, (0, -2, 9, 9)),
    ({"organs": {"liver": "yes"}}, (-1, -3, 9, 9)),
    ({"organs": {"liver": "no"}}, (-2, -4, 9, 9)),
    ({"resolution_15_days": "yes"}, (-1, -3, 9, 9)),
    ({"resolution_15_days": "no"}, (-2, -4, 8, 8)),
    ({"other_causes_excluded": "yes"}, (-1, -3, 9, 9)),
    ({"other_causes_excluded": "no"}, (-2, -4, 8, 8)),
]


@pytest.mark.parametrize(("items", "expected"), RANGES)
def test_what_one_answer_leaves_open(items, expected):
    assert spread(items=items) == expected


@pytest.mark.parametrize(("items", "expected"), RANGES)
def test_a_closed_course_ends_on_todays_findings(items, expected):
    low = -3 if items.get("biopsy_suggests_dress") == "not_done" else expected[1]
    assert spread(items=items, dates=CLOSED) == (expected[0], low, expected[2], None)


def test_what_is_derived_from_data_stays_too():
    """A count of 900 cannot be taken back; while the course goes on it may still rise."""
    assert spread(labs=[lab("eosinophils_abs", 900, "/uL"), lab("wbc", 9000, "/uL")]) == (-1, -3, 8, 9)


ALL_NO = dict.fromkeys(("liver", "kidney", "lung", "muscle_heart", "pancreas", "other"), "no")
EXPLAINED = {"answer": "no", "explanation": "sepsis"}


@pytest.mark.parametrize(
    ("organs", "points", "expected"),
    [
        (ALL_NO, 0, (-2, -4, 7, 9)),
        (dict.fromkeys(ALL_NO, EXPLAINED), 0, (-2, -4, 7, 7)),
        (dict.fromkeys(ALL_NO, EXPLAINED) | {"lung": "no"}, 0, (-2, -4, 7, 8)),
        (dict.fromkeys(ALL_NO, EXPLAINED) | {"lung": "yes"}, 1, (-1, -3, 8, 8)),
        (dict.fromkeys(ALL_NO, EXPLAINED) | {"lung": "unknown"}, 0, (-2, -4, 8, 8)),
        (ALL_NO | {"lung": "yes"}, 1, (-1, -3, 8, 9)),
        ({"lung": {"answer": "yes", "since": day(2)}, "other": "yes", "liver": "yes"}, 2, (0, -2, 9, 9)),
        ({}, 0, (-2, -4, 9, 9)),
    ],
)
def test_an_organ_no_stays_only_where_its_explanation_is_given(organs, points, expected):
    assert item("organs", items={"organs": organs})["points"] == points
    assert spread(items={"organs": organs}) == expected


def test_organs_left_out_are_unknown_and_the_answer_is_the_number_of_yes():
    given = {"organs": {"liver": "yes", "lung": "yes", "other": "yes", "kidney": "no"}}
    found = item("organs", items=given)
    assert (found["points"], found["answer"], found["source"]) == (2, 3, "clinician")
    words = {name: part["answer"] for name, part in found["organs"].items()}
    assert words == {
        "liver": "yes", "lung": "yes", "other": "yes",
        "kidney": "no", "muscle_heart": "unknown", "pancreas": "unknown",
    }  # fmt: skip
    assert organ("liver", items=given)["threshold"] == "no_data"


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 1), (2, 2), (3, 2), (5, 2)])
def test_a_report_that_only_counts_organs(count, points):
    found = item("organs", items={"organs": count})
    assert (found["points"], found["answer"], found["source"]) == (points, count, "clinician")
    assert {part["answer"] for part in found["organs"].values()} == {"unknown"}
    assert spread(items={"organs": count}) == (-2 + points, -4 + points, 9, 9)


@pytest.mark.parametrize(
    ("dates", "course"),
    [
        ({}, "open"),
        ({"rash_onset": day(0), "still_ill_on": day(5), "discharge": day(3)}, "open"),
        ({"rash_onset": day(0), "closed_on": day(5)}, "closed"),
        ({"rash_onset": day(0), "resolution": day(5)}, "closed"),
        ({"rash_onset": day(0), "died_on": day(5)}, "closed"),
        ({"closed_on": day(5)}, "closed"),
    ],
)
def test_the_course_is_closed_by_closing_resolution_or_death(dates, course):
    found = regiscar(dates=dates)
    assert found["course"] == course
    assert (found["highest_if_course_goes_on"] is None) == (course == "closed")


@pytest.mark.parametrize("basis", ["calendar", "relative"])
def test_people_are_shown_days_where_the_basis_is_relative(basis):
    labs = [
        lab("temperature", 39, "Cel", 3),
        lab("eosinophils_abs", 2000, "/uL", 8),
        lab("wbc", 9000, "/uL", 8),
    ]
    items = regiscar(dates={"rash_onset": day(0), "basis": basis}, labs=labs)["items"]
    wanted, unwanted = ("day 8", "2020") if basis == "relative" else ("10 Mar 2020", "day 8")
    assert wanted in items["eosinophilia"]["why"]
    assert not any(unwanted in part["why"] for part in items.values())


def test_a_relative_case_without_an_index_day_still_shows_no_invented_date():
    labs = [lab("temperature", 39, "Cel"), lab("temperature", 36, "Cel")]
    surface = [{"finding": "body_surface", "value": 60, "unit": "%", "date": day(1)}]
    drugs = [
        {"name": "x", "start": day(-9), "start_precision": "day", "stop": day(1), "stop_precision": "day"}
    ]
    found = score(dates={"basis": "relative", "admission": day(0)}, labs=labs, findings=surface, drugs=drugs)
    assert "2020" not in json.dumps(found)
