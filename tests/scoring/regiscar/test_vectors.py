"""The points of each item, and the worked vectors of clinical reference 1.7."""

import pytest

from tests.scoring.build import item, lab
from tests.scoring.regiscar import oracle
from tests.scoring.regiscar.compare import engine_result

WORD = {"Y": "yes", "N": "no", "U": "unknown"}
EOS = {0: "none", 1: "700_to_1499", 2: "1500_or_more"}

# fever, nodes, eosinophil points, atypical, extent, suggesting, biopsy, organs, resolution, causes
VECTORS = [
    ("all unknown", "U U U U U U U 0 U U", -2, "no"),
    ("all unknown, eosinophils none", "U U 0 U U U U 0 U U", -2, "no"),
    ("all no", "N N 0 N N N N 0 N N", -4, "no"),
    ("maximum", "Y Y 2 Y Y Y Y 2 Y Y", 9, "definite"),
    ("typical admission", "Y U 2 U Y Y U 1 U U", 4, "probable"),
    ("same, course of 15 days or more", "Y U 2 U Y Y U 1 Y U", 5, "probable"),
    ("same, three tests negative", "Y U 2 U Y Y U 1 Y Y", 6, "definite"),
    ("simple exanthem", "Y N 0 N Y N U 0 N U", -1, "no"),
    ("afebrile, biopsy against", "N Y 1 Y Y Y N 1 Y Y", 5, "probable"),
    ("three organs, cap of two", "Y N 0 N N U U 3 Y N", 2, "possible"),
]


def _state(text: str) -> dict[str, str | int]:
    marks = dict(zip(oracle.ITEMS, text.split(), strict=True))
    words = {name: WORD.get(mark, mark) for name, mark in marks.items()}
    if words["eosinophilia"] != "unknown":
        words["eosinophilia"] = EOS[int(words["eosinophilia"])]
    return words | {"organs": int(words["organs"])}


@pytest.mark.hazard("H04", "H19")
@pytest.mark.parametrize(("_name", "marks", "total", "category"), VECTORS, ids=[row[0] for row in VECTORS])
def test_worked_vectors_of_the_reference(_name, marks, total, category):
    now = engine_result(_state(marks)).now
    assert (now.total, now.category) == (total, category)


POINTS = [(name, word, points) for name, words in oracle.POINTS.items() for word, points in words.items()]


@pytest.mark.hazard("H04", "H19")
@pytest.mark.parametrize(("name", "word", "points"), POINTS)
def test_points_of_each_answer_of_each_item(name, word, points):
    state = dict.fromkeys(oracle.ITEMS, "unknown") | {"organs": 0} | {name: word}
    found = engine_result(state).items[name]
    assert (found.points, found.answer) == (points, word)


EOSINOPHIL_VECTORS = [
    # WBC in 10*9/L, absolute count in 10*9/L, percent -> points
    (3.2, None, 12, 1),
    (3.2, None, 22, 2),
    (4.0, None, 15, 0),
    (6.5, None, 10, 0),
    (7.0, None, 10, 1),
    (8, 1.499, None, 1),
    (8, 1.5, None, 2),
    (None, None, 25, 0),
]


@pytest.mark.parametrize(("wbc", "absolute", "percent", "points"), EOSINOPHIL_VECTORS)
def test_eosinophil_vectors_of_the_reference(wbc, absolute, percent, points):
    given = [
        ("wbc", wbc, "10*9/L"),
        ("eosinophils_abs", absolute, "10*9/L"),
        ("eosinophils_pct", percent, "%"),
    ]
    labs = [lab(analyte, value, unit) for analyte, value, unit in given if value is not None]
    assert item("eosinophilia", labs=labs)["points"] == points
