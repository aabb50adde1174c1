"""Nodes, extent and rash features from examined findings; what is never derived."""

import pytest

from tests.scoring.build import answer, item, lab

FEATURES = ("facial_oedema", "infiltration", "purpura_beyond_legs", "psoriasiform_scaling")


def nodes(*pairs):
    rows = [{"finding": "node", "value": size, "unit": "cm", "site": site} for size, site in pairs]
    return answer("lymph_nodes", findings=rows)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(2, "cervical"), (2, "inguinal")], "yes"),
        ([(1.1, "axillary"), (1.1, "inguinal"), (0.5, "cervical")], "yes"),
        ([(2, "cervical")], "unknown"),
        ([(2, "cervical"), (3, "cervical")], "unknown"),
        ([(2, "right cervical"), (2, "left cervical")], "unknown"),
        ([(2, "cervical right"), (2, "cervical left")], "unknown"),
        ([(2, "Right Cervical"), (2, "cervical")], "unknown"),
        ([(2, "right cervical"), (2, "left inguinal")], "yes"),
        ([(2, "cervical"), (0.9, "inguinal")], "unknown"),
        ([(">1", "cervical"), (2, "inguinal")], "yes"),
        ([(">0.9", "cervical"), (2, "inguinal")], "unknown"),
        ([("<3", "cervical"), (2, "inguinal")], "unknown"),
        ([(0.5, "cervical"), (0.5, "inguinal")], "unknown"),
        ([], "unknown"),
    ],
)
def test_nodes_need_two_sites_and_are_never_no(pairs, expected):
    assert nodes(*pairs) == expected


def test_nodes_without_a_site_are_not_two_sites():
    rows = [{"finding": "node", "value": 2, "unit": "cm"}, {"finding": "node", "value": 2, "unit": "cm"}]
    assert answer("lymph_nodes", findings=rows) == "unknown"


def extent(*values):
    rows = [{"finding": "body_surface", "value": value, "unit": "%"} for value in values]
    return answer("rash_extent_over_50", findings=rows)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([60], "yes"),
        ([50], "no"),
        ([0], "no"),
        ([100], "yes"),
        ([20, 70, 40], "yes"),
        ([20, 50, 40], "no"),
        ([">50"], "yes"),
        ([">40"], "unknown"),
        ([">40", 30], "unknown"),
        (["<50"], "no"),
        (["<51"], "unknown"),
        (["<90", 60], "yes"),
        ([], "unknown"),
    ],
)
def test_extent_takes_the_largest_body_surface(values, expected):
    assert extent(*values) == expected


def features(**marks):
    rows = [{"finding": name, "value": value} for name, value in marks.items()]
    return item("rash_suggests_dress", findings=rows)


def _four(marks):
    words = {"y": "yes", "n": "no", "u": "unknown"}
    return {name: words[mark] for name, mark in zip(FEATURES, marks, strict=True) if mark in words}


@pytest.mark.parametrize(
    ("marks", "expected", "points"),
    [
        ("yyyy", "yes", 1), ("yy..", "yes", 1), ("..yy", "yes", 1), ("y..y", "yes", 1), ("yynn", "yes", 1),
        ("yyuu", "yes", 1), ("nnn.", "no", -1), (".nnn", "no", -1), ("nnnn", "no", -1), ("nnny", "no", -1),
        ("nnnu", "no", -1), ("y...", "unknown", 0), ("yn..", "unknown", 0), ("ynn.", "unknown", 0),
        ("ynnu", "unknown", 0), ("nn..", "unknown", 0), ("uuuu", "unknown", 0), ("....", "unknown", 0),
    ],
)  # fmt: skip
def test_two_features_yes_is_yes_and_three_no_is_no(marks, expected, points):
    result = features(**_four(marks))
    assert (result["answer"], result["points"]) == (expected, points)


@pytest.mark.parametrize("word", ["yes", "no"])
def test_one_feature_seen_three_times_is_one_feature(word):
    rows = [{"finding": "infiltration", "value": word, "date": f"2020-03-0{n}"} for n in (3, 4, 5)]
    assert answer("rash_suggests_dress", findings=rows) == "unknown"


def test_other_findings_are_never_scored():
    rows = [
        {"finding": "morphology", "value": "targetoid"},
        {"finding": "biopsy", "value": "against DRESS"},
        {"finding": "made_up_by_another_program", "value": "yes"},
        {"finding": "ecg_abnormal", "value": "yes"},
    ]
    for name in ("rash_suggests_dress", "biopsy_suggests_dress", "lymph_nodes", "fever", "organs"):
        assert item(name, findings=rows)["source"] == "unknown"
    assert item("organs", findings=rows)["answer"] == 0


def test_atypical_lymphocytes_and_biopsy_are_never_derived():
    labs = [lab("atypical_lymphocytes_pct", 20, "%"), lab("wbc", 9000, "/uL")]
    assert answer("atypical_lymphocytes", labs=labs) == "unknown"
    assert answer("biopsy_suggests_dress", labs=labs) == "unknown"
