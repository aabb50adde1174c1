"""The highest sample scores, whatever came last or was written first."""

from itertools import permutations

import pytest

from tests.scoring.build import day, item, lab

# Counts by day, and the answer: the latest is never the peak.
SERIES = [
    ([300, 1600, 900], "1500_or_more"),
    ([1500, 1499.999, 100], "1500_or_more"),
    ([650, 700, 699.999], "700_to_1499"),
    ([1499.999, 800, 0], "700_to_1499"),
    ([699.999, 300, 20], "none"),
]


@pytest.mark.hazard("H08")
@pytest.mark.parametrize(("counts", "expected"), SERIES)
def test_the_peak_scores_and_not_the_latest(counts, expected):
    for order in permutations(enumerate(counts)):
        found = item("eosinophilia", labs=[lab("eosinophils_abs", count, "/uL", on) for on, count in order])
        assert found["answer"] == expected
        assert f"{max(counts):,}" in found["why"]


@pytest.mark.hazard("H08")
def test_a_fall_under_steroids_takes_no_point_back():
    labs = [lab("eosinophils_abs", 2100, "/uL", 3), lab("eosinophils_abs", 10, "/uL", 6)]
    steroid = [{"kind": "systemic_steroid", "name": "prednisolone", "start": day(4)}]
    assert item("eosinophilia", labs=labs, treatments=steroid)["answer"] == "1500_or_more"


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("cells_on", [None, 4])
def test_a_percentage_without_the_white_cells_of_its_sample_is_unknown(cells_on):
    labs = [lab("eosinophils_pct", 40, "%", 3)]
    labs += [lab("wbc", 20_000, "/uL", cells_on)] if cells_on else []
    assert item("eosinophilia", labs=labs)["answer"] == "unknown"
