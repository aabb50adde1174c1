"""Fever, comparators, conflicts within one sample, and the window of the episode."""

import pytest

from tests.scoring.build import DAY_0, answer, day, item, lab


def fever(value, on=0, unit="Cel", **dates):
    return answer("fever", dates={"rash_onset": DAY_0} | dates, labs=[lab("temperature", value, unit, on)])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (39, "yes"),
        (37, "unknown"),
        ("39", "yes"),
        (">38.5", "yes"),
        (">39", "yes"),
        (">38.4", "unknown"),
        ("<39", "unknown"),
        ("<37", "unknown"),
    ],
)
def test_a_bound_decides_only_what_holds_for_all_it_allows(value, expected):
    assert fever(value) == expected


def test_temperature_never_gives_no():
    result = item("fever", labs=[lab("temperature", 36.5, "Cel", n) for n in range(5)])
    assert (result["answer"], result["points"], result["source"]) == ("unknown", -1, "unknown")


def test_one_high_temperature_among_many_is_enough():
    assert (
        answer("fever", labs=[lab("temperature", v, "Cel", n) for n, v in enumerate((36.9, 38.6, 37))])
        == "yes"
    )


def test_source_of_a_derived_answer_is_the_data():
    assert item("fever", labs=[lab("temperature", 39, "Cel")])["source"] == "data"


def test_values_that_differ_in_one_sample_are_not_used_and_why_names_both():
    result = item("fever", labs=[lab("temperature", 39.1, "Cel"), lab("temperature", 36.4, "Cel")])
    assert result["answer"] == "unknown"
    assert "39.1" in result["why"]
    assert "36.4" in result["why"]


def test_a_conflict_spares_the_other_samples():
    labs = [
        lab("temperature", 39.1, "Cel"),
        lab("temperature", 36.4, "Cel"),
        lab("temperature", 38.7, "Cel", 1),
    ]
    assert answer("fever", labs=labs) == "yes"


@pytest.mark.parametrize(("second", "unit"), [(39, "Cel"), ("39.0", "Cel"), (102.2, "[degF]")])
def test_the_same_value_twice_is_no_conflict(second, unit):
    assert answer("fever", labs=[lab("temperature", 39, "Cel"), lab("temperature", second, unit)]) == "yes"


@pytest.mark.parametrize("other", ["2020-03-02T08:00", "2020-03-02T20:30", "2020-03-03"])
def test_two_samples_are_two_different_date_texts(other):
    labs = [lab("temperature", 39, "Cel", "2020-03-02"), lab("temperature", 36, "Cel", other)]
    assert answer("fever", labs=labs) == "yes"


WINDOW = [
    # days of the course, day of the temperature, used
    ({}, 0, True),
    ({}, -1, False),
    ({}, 400, True),
    ({"first_symptom": day(-6)}, -6, True),
    ({"first_symptom": day(-6)}, -7, False),
    ({"fever_onset": day(-3)}, -3, True),
    ({"fever_onset": day(-3)}, -4, False),
    ({"index": day(-2)}, -2, True),
    ({"index": day(-2)}, -3, False),
    ({"index": day(5)}, 0, True),
    ({"index": day(5)}, -1, False),
    ({"first_symptom": day(3), "fever_onset": day(4)}, 0, True),
    ({"admission": day(-6), "discharge": day(1)}, -6, False),
    ({"admission": day(-6), "discharge": day(1)}, 2, True),
    ({"still_ill_on": day(3)}, 4, True),
    ({"resolution": day(20)}, 20, True),
    ({"resolution": day(20)}, 21, False),
    ({"closed_on": day(20)}, 20, True),
    ({"closed_on": day(20)}, 21, False),
    ({"died_on": day(20)}, 20, True),
    ({"died_on": day(20)}, 21, False),
    ({"resolution": day(20), "closed_on": day(9)}, 10, False),
    ({"resolution": day(8), "closed_on": day(30)}, 9, False),
    ({"resolution": None, "closed_on": None, "died_on": None}, 90, True),
]


@pytest.mark.hazard("H07")
@pytest.mark.parametrize(("dates", "on", "is_used"), WINDOW)
def test_the_episode_holds_both_its_ends(dates, on, is_used):
    assert fever(39, on, **dates) == ("yes" if is_used else "unknown")


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("time", "on"), [("T00:00", 0), ("T23:59", 0), ("T00:00", 20), ("T23:59", 20)])
def test_the_hour_does_not_move_a_day_out_of_the_episode(time, on):
    assert fever(39, day(on) + time, closed_on=day(20)) == "yes"


@pytest.mark.parametrize("name", ["fever", "eosinophilia"])
@pytest.mark.parametrize("dates", [{}, {"admission": DAY_0}, {"rash_onset": None, "still_ill_on": DAY_0}])
def test_without_an_onset_nothing_is_derived_from_labs_and_why_asks_for_it(name, dates):
    labs = [lab("temperature", 39, "Cel"), lab("eosinophils_abs", 3000, "/uL"), lab("wbc", 9000, "/uL")]
    result = item(name, dates=dates, labs=labs)
    assert (result["answer"], result["source"]) == ("unknown", "unknown")
    assert "onset" in result["why"].lower() or "began" in result["why"].lower()


def test_without_any_dates_key_nothing_is_derived():
    assert answer("fever", labs=[lab("temperature", 39, "Cel")], dates={}) == "unknown"
