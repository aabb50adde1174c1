"""Eosinophilia from same-sample counts, sentence by sentence of the case format."""

import pytest

from tests.scoring.build import DAY_0, answer, day, item, lab, regiscar


def sample(on=0, wbc=None, absolute=None, percent=None):
    """Return the rows of one sample, counts per microlitre."""
    given = [("wbc", wbc, "/uL"), ("eosinophils_abs", absolute, "/uL"), ("eosinophils_pct", percent, "%")]
    return [lab(name, value, unit, on) for name, value, unit in given if value is not None]


def eos(*samples):
    return item("eosinophilia", labs=[row for rows in samples for row in rows])


ONE_SAMPLE = [
    # WBC, absolute, percent -> answer, points
    (9000, 650, None, "none", 0),
    (9000, 1000, None, "700_to_1499", 1),
    (9000, 1500, None, "1500_or_more", 2),
    (10000, None, 6.9, "none", 0),
    (10000, None, 7, "700_to_1499", 1),
    (10000, None, 15, "1500_or_more", 2),
    (3900, None, 9.9, "none", 0),
    (3900, None, 10, "700_to_1499", 1),
    (3900, None, 19.99, "700_to_1499", 1),
    (3900, None, 20, "1500_or_more", 2),
    (6500, None, 10, "none", 0),
    (None, None, 40, "unknown", 0),
    (9000, None, None, "unknown", 0),
    (None, 699, None, "none", 0),
    (None, 700, None, "700_to_1499", 1),
    (None, 1500, None, "1500_or_more", 2),
    (None, 1500, 30, "1500_or_more", 2),
    (3000, 480, 16, "700_to_1499", 1),
    (3000, 690, 23, "1500_or_more", 2),
    (0, 0, 0, "none", 0),
    # Less than 5 % of more than 10,000 may be any count; 500 of fewer than 4,000 may be 10 % or 20 %.
    (">10000", None, "<5", "unknown", 0),
    ("<4000", 500, None, "unknown", 0),
]


@pytest.mark.hazard("H08")
@pytest.mark.parametrize(("wbc", "absolute", "percent", "expected", "points"), ONE_SAMPLE)
def test_one_sample(wbc, absolute, percent, expected, points):
    result = eos(sample(0, wbc, absolute, percent))
    assert (result["answer"], result["points"]) == (expected, points)


@pytest.mark.parametrize("absolute", [650, 1000])
def test_an_absolute_count_alone_says_that_the_percentage_rule_was_not_checked(absolute):
    assert "percent" in eos(sample(0, None, absolute))["why"].lower()


@pytest.mark.parametrize(
    ("absolute", "percent", "expected"), [(1490, 15, "700_to_1499"), (1510, 14.9, "1500_or_more")]
)
def test_a_given_absolute_count_wins_over_the_computed_one(absolute, percent, expected):
    assert eos(sample(0, 10000, absolute, percent))["answer"] == expected


@pytest.mark.parametrize(("absolute", "percent"), [(1000, 20), (2000, 10), (600, 9), (5000, 1)])
def test_more_than_ten_percent_apart_is_a_conflict_that_names_both(absolute, percent):
    result = eos(sample(0, 10000, absolute, percent))
    assert (result["answer"], result["points"]) == ("unknown", 0)
    assert f"{absolute:,}" in result["why"]
    assert f"{percent * 100:,}" in result["why"] or f"{percent}" in result["why"]


def test_a_conflict_spares_the_other_samples():
    assert eos(sample(0, 10000, 1000, 20), sample(1, 9000, 800))["answer"] == "700_to_1499"


@pytest.mark.hazard("H08")
def test_white_cells_and_percentage_of_two_samples_are_never_combined():
    assert (
        eos(sample("2020-03-02T08:00", wbc=20000), sample("2020-03-02T09:00", percent=30))["answer"]
        == "unknown"
    )
    assert eos(sample("2020-03-02", wbc=20000), sample("2020-03-02T09:00", percent=30))["answer"] == "unknown"
    assert eos(sample(0, wbc=20000, percent=1), sample(1, wbc=5000, percent=10))["answer"] == "none"


def test_two_white_cell_counts_that_differ_in_one_sample_are_not_used():
    result = eos([*sample(0, wbc=20000, percent=10), lab("wbc", 9000, "/uL")])
    assert result["answer"] == "unknown"
    assert "20,000" in result["why"]
    assert "9,000" in result["why"]


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("order", [1, -1])
def test_every_sample_is_scored_and_the_highest_taken(order):
    samples = [sample(0, 9000, 720), sample(3, 9000, 1600), sample(6, 9000, 300)][::order]
    result = eos(*samples)
    assert result["answer"] == "1500_or_more"
    assert "1,600" in result["why"]


def test_points_come_before_counts():
    result = eos(sample(0, 9000, 1400), sample(3, 3000, percent=21))
    assert (result["answer"], result["points"]) == ("1500_or_more", 2)
    assert "630" in result["why"]


def test_among_equal_points_the_highest_count_is_named():
    why = eos(sample(0, 9000, 1600), sample(3, 9000, 2400), sample(6, 9000, 1900))["why"]
    assert "2,400" in why


def test_among_equal_counts_the_earliest_is_named():
    why = eos(sample(3, 9000, 2400), sample(1, 9000, 2400), sample(6, 9000, 2400))["why"]
    assert "3 Mar 2020" in why
    assert "5 Mar 2020" not in why


@pytest.mark.hazard("H07")
def test_counts_outside_the_episode_are_not_used():
    assert eos(sample(-1, 9000, 3000), sample(0, 9000, 800))["answer"] == "700_to_1499"
    assert eos(sample(-1, 9000, 3000))["answer"] == "unknown"


PRINTED = [
    # WBC, percent -> the count as people read it
    (6770, 27.9, "1,889"),  # 1,888.83
    (7498, 20, "1,499.6"),  # rounding would carry it to 1,500
    (6997, 10, "699.7"),  # rounding would carry it to 700
    (7502, 20, "1,500"),  # 1,500.4
    (7002, 10, "700"),  # 700.2
    (10001, 12, "1,200"),  # 1,200.12
]


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("wbc", "percent", "printed"), PRINTED)
def test_a_computed_count_prints_whole_unless_that_crosses_a_threshold(wbc, percent, printed):
    result = eos(sample(0, wbc, percent=percent))
    assert printed in result["why"]
    assert result["answer"] == (
        "none" if "699" in printed else "1500_or_more" if wbc in (6770, 7502) else "700_to_1499"
    )


BOUNDS = [
    # WBC, absolute, percent -> answer
    (None, ">1500", None, "1500_or_more"),
    (None, "<700", None, "none"),
    (None, "<100", None, "none"),
    (None, "<701", None, "unknown"),
    (None, "<1500", None, "unknown"),
    (">15000", None, 10, "1500_or_more"),
    ("<3500", None, 22, "1500_or_more"),
    ("<3500", None, 12, "700_to_1499"),
    ("<4000", None, 12, "700_to_1499"),
    ("<6000", None, 10, "unknown"),
    ("<6000", None, 5, "none"),
    (">3000", None, 12, "unknown"),
    (10000, None, ">15", "1500_or_more"),
    (10000, None, "<7", "none"),
    (10000, None, "<8", "unknown"),
    (">10000", None, "<20", "unknown"),
    ("<3000", None, ">10", "unknown"),
]


@pytest.mark.parametrize(("wbc", "absolute", "percent", "expected"), BOUNDS)
def test_bounds_decide_only_what_holds_for_every_value_they_allow(wbc, absolute, percent, expected):
    assert eos(sample(0, wbc, absolute, percent))["answer"] == expected


@pytest.mark.parametrize(("wbc", "absolute", "percent"), [(None, ">1400", None), (10000, None, ">14.9")])
def test_a_lower_bound_below_1500_never_claims_1500(wbc, absolute, percent):
    assert eos(sample(0, wbc, absolute, percent))["answer"] != "1500_or_more"


@pytest.mark.parametrize(
    ("value", "unit"), [(6.77, "10*9/L"), (6.77, "10*3/uL"), (6770, "/uL"), (6770, "10*6/L")]
)
def test_units_of_counts_mean_the_same(value, unit):
    result = item("eosinophilia", labs=[lab("wbc", value, unit), lab("eosinophils_pct", 27.9, "%")])
    assert result["answer"] == "1500_or_more"
    assert "1,889" in result["why"]


def test_the_clinician_wins_over_the_counts():
    labs = sample(0, 9000, 3000)
    result = item("eosinophilia", labs=labs, items={"eosinophilia": "unknown"})
    assert (result["answer"], result["points"]) == ("unknown", 0)
    assert answer("eosinophilia", labs=labs, items={"eosinophilia": "none"}) == "none"


@pytest.mark.hazard("H02", "H08")
@pytest.mark.parametrize(
    ("known", "bound", "answer"),
    [
        (500, ">800", "unknown"), (500, "<2000", "unknown"), (500, "<700", "none"), (800, ">1400", "unknown"),
        (800, "<1500", "700_to_1499"), (1500, ">800", "1500_or_more"), (800, ">1500", "1500_or_more"),
    ],
)  # fmt: skip
def test_a_bound_beside_a_count_decides_only_what_holds_for_every_value(known, bound, answer):
    found = eos(sample(0, None, known), sample(2, None, bound))
    assert found["answer"] == answer
    assert ("on 4 Mar 2020: a bound that does not decide" in found["why"]) == (answer == "unknown")


@pytest.mark.hazard("H02")
def test_a_bound_beside_a_low_count_leaves_the_range_open():
    labs = [*sample(0, None, 500), *sample(2, None, ">800")]
    found = regiscar(labs=labs, dates={"rash_onset": DAY_0, "closed_on": day(40)})
    assert (
        found["highest"]["total"]
        - regiscar(labs=sample(0, None, 500), dates={"rash_onset": DAY_0, "closed_on": day(40)})["highest"][
            "total"
        ]
        == 2
    )


@pytest.mark.hazard("H08")
@pytest.mark.parametrize(
    ("wbc", "absolute", "percent", "is_conflict"),
    [
        (8000, "<100", 25, True), (8000, "<1900", 25, False), (8000, "<1818", 25, True),
        (8000, ">3000", 25, True), (8000, ">2000", 25, False), (">8000", 100, 25, True),
        ("<8000", 3000, 25, True), ("<8000", 500, 25, False),
    ],
)  # fmt: skip
def test_a_bound_that_cannot_agree_with_cells_and_percentage_is_a_conflict(
    wbc, absolute, percent, is_conflict
):
    found = eos(sample(0, wbc, absolute, percent))
    assert ("more than 10 % apart" in found["why"]) == is_conflict
    assert (found["answer"] == "unknown") >= is_conflict
