"""Other causes: groups, positives and their judgement, old tests, viruses."""

import pytest

from tests.scoring.build import DAY_0, day, item


def a_test(name, result="negative", explains=None, on=1):
    row = {"test": name, "result": result, "date": None if on is None else day(on)}
    return row if explains is None else row | {"explains_reaction": explains}


def causes(*rows, viruses=(), **dates):
    rows = [row if isinstance(row, dict) else a_test(*row.split()) for row in rows]
    keys = {"dates": {"rash_onset": DAY_0} | dates, "alternative_causes": rows, "viruses": list(viruses)}
    found = item("other_causes_excluded", **keys)
    return found["answer"]


THREE = ("ana", "blood_culture", "hepatitis_b")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "unknown"),
        (THREE, "yes"),
        (("ana", "mycoplasma", "hepatitis_c"), "yes"),
        (("ana", "blood_culture", "chlamydia"), "yes"),
        (("ana", "blood_culture", "chlamydia", "hepatitis_a"), "yes"),
        (("hepatitis_a", "hepatitis_b", "hepatitis_c"), "unknown"),
        (("hepatitis_a", "hepatitis_b", "hepatitis_c", "ana"), "unknown"),
        (("mycoplasma", "chlamydia", "ana"), "unknown"),
        (("ana", "ana", "ana"), "unknown"),
        (("ana", "blood_culture"), "unknown"),
        (("ana", "blood_culture", "hepatitis_b pending"), "unknown"),
        (("ana", "blood_culture", "hepatitis_b not_done"), "unknown"),
        ((*THREE, "hepatitis_c pending"), "yes"),
        ((*THREE, "hepatitis_c not_done", "mycoplasma pending"), "yes"),
        (("ana", "blood_culture", "hantavirus"), "unknown"),
        (("leptospira", "hantavirus", "orientia"), "unknown"),
        ((*THREE, "mycoplasma positive"), "unknown"),
        ((*THREE, "mycoplasma positive unknown"), "unknown"),
        ((*THREE, "mycoplasma positive no"), "yes"),
        ((*THREE, "mycoplasma positive yes"), "no"),
        (("mycoplasma positive yes",), "no"),
        (("mycoplasma positive no",), "unknown"),
        ((*THREE, "leptospira positive"), "unknown"),
        ((*THREE, "leptospira positive no"), "yes"),
        ((*THREE, "leptospira positive yes"), "no"),
        (("ana", "blood_culture", "hepatitis_b", "hepatitis_c positive no"), "unknown"),
        (("ana", "blood_culture", "hepatitis_b", "hepatitis_c positive no", "chlamydia"), "yes"),
        (("ana positive no", "blood_culture", "hepatitis_b"), "unknown"),
    ],
)
def test_groups_and_positives(rows, expected):
    assert causes(*rows) == expected


@pytest.mark.parametrize(("answer", "points"), [("yes", 1), ("no", 0)])
def test_points(answer, points):
    rows = [a_test(name) for name in THREE]
    if answer == "no":
        rows = [a_test("mycoplasma", "positive", "yes")]
    found = item("other_causes_excluded", alternative_causes=rows)
    assert (found["answer"], found["points"], found["source"]) == (answer, points, "data")


def test_a_test_without_a_date_counts():
    assert causes(*[a_test(name, on=None) for name in THREE]) == "yes"


def test_an_old_test_neither_excludes_nor_explains():
    assert causes("ana", "blood_culture", a_test("hepatitis_b", on=-15)) == "unknown"
    assert causes(*THREE, a_test("mycoplasma", "positive", "yes", on=-15)) == "yes"
    assert causes(*THREE, a_test("mycoplasma", "positive", on=-15)) == "yes"


def test_an_old_test_does_not_spoil_a_new_one_of_its_group():
    assert causes(*THREE, a_test("hepatitis_c", "positive", "no", on=-200)) == "yes"


def test_fourteen_days_are_counted_from_the_first_day_of_the_episode():
    rows = ["ana", "blood_culture", a_test("hepatitis_b", on=-20)]
    assert causes(*rows) == "unknown"
    assert causes(*rows, first_symptom=day(-6)) == "yes"
    assert causes(*rows, first_symptom=day(-5)) == "unknown"


def virus(name, result="positive", reading="unknown", explains=None):
    row = {"virus": name, "result": result, "reading": reading, "date": day(1)}
    return row if explains is None else row | {"explains_reaction": explains}


@pytest.mark.parametrize("name", ["hhv6", "hhv7", "ebv", "cmv"])
@pytest.mark.parametrize("reading", ["reactivation", "past", "unknown"])
@pytest.mark.parametrize("explains", [None, "yes", "no", "unknown"])
def test_reactivation_is_part_of_dress_and_never_another_cause(name, reading, explains):
    assert causes(*THREE, viruses=[virus(name, "positive", reading, explains)]) == "yes"


@pytest.mark.parametrize(
    ("explains", "expected"), [(None, "unknown"), ("unknown", "unknown"), ("yes", "no"), ("no", "yes")]
)
@pytest.mark.parametrize(
    ("name", "reading"),
    [("ebv", "primary"), ("cmv", "primary"), ("hhv6", "primary"), ("hsv", "unknown"), ("hsv", "reactivation"),
     ("parvovirus_b19", "primary")],
)  # fmt: skip
def test_a_primary_infection_and_any_other_virus_are_judged_like_a_positive_test(
    name, reading, explains, expected
):
    assert causes(*THREE, viruses=[virus(name, "positive", reading, explains)]) == expected


@pytest.mark.parametrize("name", ["hhv6", "ebv", "hsv", "parvovirus_b19"])
@pytest.mark.parametrize("reading", ["unknown", "primary"])
def test_a_negative_virus_test_is_listed_and_not_counted(name, reading):
    negative = virus(name, "negative", reading)
    assert causes("ana", "blood_culture", viruses=[negative]) == "unknown"
    assert causes(*THREE, viruses=[negative]) == "yes"


def test_the_clinician_wins_over_the_tests():
    rows = [a_test(name) for name in THREE]
    for word, points in (("no", 0), ("unknown", 0), ("yes", 1)):
        found = item("other_causes_excluded", alternative_causes=rows, items={"other_causes_excluded": word})
        assert (found["answer"], found["points"]) == (word, points)
