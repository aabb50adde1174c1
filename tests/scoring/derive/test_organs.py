"""Organs: data show that a threshold is met; only the clinician makes it an organ."""

import pytest

from scoring.panel import assess
from tests.scoring.build import day, facts_of, item, lab, organ, regiscar

ORGANS = {"liver", "kidney", "lung", "muscle_heart", "pancreas", "other"}


def alt(*pairs, upper=40):
    return [lab("alt", value, "U/L", on, upper_limit=upper) for on, value in pairs]


def direct(*pairs, upper=0.3):
    return [lab("bilirubin_direct", value, "mg/dL", on, upper_limit=upper) for on, value in pairs]


def one_day(on=2, **values):
    return [lab(name, value, "U/L", on, upper_limit=100) for name, value in values.items()]


LIVER = [
    ([], "no_data"),
    (alt((1, 40)), "not_met"),
    (alt((1, 300)), "one_date"),
    (alt((1, 300), (3, 300)), "met"),
    (alt((1, 300), (3, 50), (5, 300)), "one_date"),
    (alt((1, 50), (3, 300), (5, 300)), "met"),
    (alt((5, 300), (1, 300), (3, 50)), "one_date"),
    (alt((-3, 300), (-1, 300)), "no_data"),
    (alt((-1, 300), (1, 300)), "one_date"),
    (alt((1, ">80"), (3, ">80")), "met"),
    (alt((1, ">79"), (3, ">79")), "no_data"),  # a bound that decides neither way is not called "not met"
    (alt((1, "<300"), (3, "<300")), "no_data"),
    (alt((1, "<80"), (3, "<80")), "not_met"),
    (direct((1, 0.3)), "not_met"),
    (direct((1, 2)), "one_date"),
    (direct((1, 2), (3, 2)), "met"),
    ([*alt((1, 300)), *direct((3, 2))], "one_date"),
    (one_day(ast=300, alp=300, ggt=300), "met"),
    ([*one_day(ast=300, alp=300), lab("bilirubin_total", 5, "mg/dL", 2, upper_limit=1.2)], "met"),
    (one_day(ast=300, alp=300, ggt=150), "not_met"),
    (one_day(ast=150, alp=300, ggt=300), "not_met"),
    (one_day(ast=300, alp=150, ggt=300), "not_met"),
]  # fmt: skip


@pytest.mark.parametrize(("labs", "expected"), LIVER)
def test_liver_threshold(labs, expected):
    found = organ("liver", labs=labs)
    assert (found["threshold"], found["answer"]) == (expected, "unknown")


@pytest.mark.hazard("H06")
def test_two_samples_of_one_day_are_one_date():
    labs = [lab("alt", 300, "U/L", f"{day(1)}T{hour}", upper_limit=40) for hour in ("08:00", "20:00")]
    assert organ("liver", labs=labs)["threshold"] == "one_date"


def test_value_and_limit_are_compared_in_the_laboratorys_own_unit():
    labs = [lab("alt", 5, "ukat/L", on, upper_limit=0.7) for on in (1, 3)]
    assert organ("liver", labs=labs)["threshold"] == "met"
    labs = [lab("bilirubin_direct", 20, "umol/L", on, upper_limit=5) for on in (1, 3)]
    assert organ("liver", labs=labs)["threshold"] == "met"


@pytest.mark.hazard("H09")
def test_each_value_is_held_to_its_own_limit():
    labs = [lab("alt", 90, "U/L", 1, upper_limit=40), lab("alt", 90, "U/L", 3, upper_limit=60)]
    assert organ("liver", labs=labs)["threshold"] == "one_date"


ASSUMED = [
    ("liver", [("alt", 300, "U/L", 1), ("alt", 300, "U/L", 3)]),
    ("liver", [("bilirubin_direct", 9, "mg/dL", 1), ("bilirubin_direct", 9, "mg/dL", 3)]),
    ("pancreas", [("lipase", 900, "U/L", 1)]),
    ("pancreas", [("amylase", 900, "U/L", 1)]),
    ("muscle_heart", [("ck", 900, "U/L", 1)]),
]


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(("name", "rows"), ASSUMED)
def test_a_limit_that_the_laboratory_did_not_give_is_named_as_assumed(name, rows):
    found = organ(name, labs=[lab(*row) for row in rows])
    assert found["threshold"] == "met"
    assert "assumed" in found["why"].lower()


@pytest.mark.parametrize(("name", "rows"), ASSUMED)
def test_a_limit_of_the_laboratory_is_not_called_assumed(name, rows):
    found = organ(name, labs=[lab(*row, upper_limit=1) for row in rows])
    assert found["threshold"] == "met"
    assert "assumed" not in found["why"].lower()


def creatinine(*pairs, **more):
    return [lab("creatinine", value, "mg/dL", on, **more) for on, value in pairs]


@pytest.mark.parametrize(
    ("labs", "expected"),
    [
        (creatinine((-20, 1), (2, 1.5)), "met"),
        (creatinine((-20, 1), (2, 1.4)), "not_met"),
        (creatinine((2, 3)), "no_data"),
        (creatinine((-20, 1)), "no_data"),
        (creatinine((-20, 3), (-5, 1), (2, 1.6)), "met"),
        (creatinine((-5, 3), (-20, 1), (2, 1.6)), "not_met"),
        (creatinine((-20, 1), (2, 3), (4, 1)), "met"),
        (creatinine((-20, 1), (2, ">1.5")), "met"),
        (creatinine((-20, 1), (2, "<3")), "no_data"),
        (creatinine((-20, 1), (2, "<1.5")), "not_met"),
        ([lab("urine_protein_24h", 1.2, "g/(24.h)", 2)], "met"),
        ([lab("urine_protein_24h", 1200, "mg/(24.h)", 2)], "met"),
        ([lab("urine_protein_24h", 0.4, "g/(24.h)", 2)], "not_met"),
        ([lab("urine_protein_24h", 3, "g/(24.h)", -2)], "no_data"),
    ],
)
def test_kidney_threshold(labs, expected):
    assert organ("kidney", labs=labs)["threshold"] == expected


def test_the_last_value_before_the_first_symptom_is_the_baseline():
    labs = creatinine((-20, 1), (-4, 3), (2, 1.6))
    dates = {"rash_onset": day(0), "first_symptom": day(-6)}
    assert organ("kidney", labs=labs, dates=dates)["threshold"] == "met"


@pytest.mark.parametrize(
    ("value", "unit", "expected"), [(1, "mg/dL", "met"), (2, "mg/dL", "not_met"), (88.4, "umol/L", "met")]
)
def test_a_given_baseline_wins_over_the_last_value_before(value, unit, expected):
    background = {"creatinine_baseline": {"value": value, "unit": unit, "date": day(-300)}}
    labs = creatinine((-20, 9 if expected == "met" else 0.5), (2, 1.6))
    assert organ("kidney", labs=labs, background=background)["threshold"] == expected


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("pancreas", ("lipase", 130, "U/L"), "met"), ("pancreas", ("amylase", 130, "U/L"), "met"),
        ("pancreas", ("lipase", 110, "U/L"), "not_met"), ("muscle_heart", ("ck", 130, "U/L"), "met"),
        ("muscle_heart", ("ck", 110, "U/L"), "not_met"), ("muscle_heart", ("troponin_t", 61, "ng/L"), "met"),
        ("muscle_heart", ("troponin_i", 61, "ng/L"), "met"),
        ("muscle_heart", ("troponin_i", 60, "ng/L"), "not_met"),
        ("lung", ("ck", 900, "U/L"), "no_data"), ("other", ("ck", 900, "U/L"), "no_data"),
    ],
)  # fmt: skip
def test_the_other_organs(name, row, expected):
    assert organ(name, labs=[lab(*row, 2, upper_limit=60)])["threshold"] == expected


EVERYTHING = [
    *alt((1, 900), (3, 900)),
    *creatinine((-20, 1), (2, 5)),
    lab("lipase", 900, "U/L", 2, upper_limit=60),
    lab("ck", 900, "U/L", 2, upper_limit=60),
]


@pytest.mark.hazard("H09")
def test_organs_are_never_scored_from_data():
    found = item("organs", labs=EVERYTHING)
    assert (found["points"], found["answer"], found["source"]) == (0, 0, "unknown")
    assert set(found["organs"]) == ORGANS
    assert {
        found["organs"][name]["threshold"] for name in ("liver", "kidney", "pancreas", "muscle_heart")
    } == {"met"}
    assert regiscar(labs=EVERYTHING)["highest"]["total"] == 9


def test_a_threshold_not_met_does_not_stop_the_clinicians_yes():
    found = item("organs", labs=alt((1, 30)), items={"organs": {"liver": "yes"}})
    assert (found["points"], found["answer"], found["source"]) == (1, 1, "clinician")
    assert found["organs"]["liver"] == found["organs"]["liver"] | {"answer": "yes", "threshold": "not_met"}


@pytest.mark.hazard("H09")
def test_a_multiple_just_below_its_threshold_is_never_printed_as_the_threshold():
    found = organ("kidney", labs=creatinine((-20, 1), (2, 1.499999999)))
    assert found["threshold"] == "not_met"
    assert "1.499999999× baseline" in found["why"]


FINDINGS = [
    ("muscle_heart", "ecg_abnormal", "yes", "met", "ECG abnormal"),
    ("muscle_heart", "ecg_abnormal", "no", "not_met", "Absent: ECG abnormal"),
    ("muscle_heart", "ecg_abnormal", "unknown", "no_data", "No CK"),
    ("lung", "interstitial_lung_changes", "yes", "met", "Interstitial lung changes"),
    ("lung", "interstitial_lung_changes", "no", "not_met", "Absent: interstitial lung changes"),
    ("lung", "interstitial_lung_changes", "", "no_data", "No chest image on record"),
    ("other", "gut", "no", "not_met", "Absent: gut involved"),
]


@pytest.mark.parametrize(("name", "finding", "value", "expected", "why"), FINDINGS)
def test_what_was_examined_speaks_for_its_organ(name, finding, value, expected, why):
    found = organ(name, findings=[{"finding": finding, "value": value, "date": day(3)}])
    assert (found["threshold"], found["answer"]) == (expected, "unknown")
    assert found["why"].startswith(why)


def test_an_absent_sign_does_not_hide_a_value_that_is_not_beyond():
    labs = [lab("ck", 110, "U/L", 2, upper_limit=60)]
    found = organ("muscle_heart", labs=labs, findings=[{"finding": "ecg_abnormal", "value": "no"}])
    assert found["why"].startswith("Highest: CK")


def ck(*values):
    return [lab("ck", value, "U/L", on) for on, value in enumerate(values)]


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(
    ("name", "labs", "expected", "why"),
    [
        ("muscle_heart", ck(100, ">400"), "no_data", "does not decide"),
        ("muscle_heart", ck(100, ">600"), "met", ">600"),
        ("muscle_heart", ck(100, "<400"), "not_met", "Highest"),
        ("liver", alt((1, 40), (3, ">79")), "no_data", "ALT >79 U/L"),
        ("liver", alt((1, 300), (3, ">79")), "one_date", "needs a second date"),
        ("liver", [*alt((1, 40)), *one_day(ast=300, alp=300, ggt=">150")], "no_data", "GGT >150 U/L"),
        ("liver", [*alt((1, 40)), *one_day(ast=100, alp=300, ggt=">150")], "not_met", "Highest: ALT 40"),
    ],
)
def test_a_bound_that_decides_neither_way_is_never_called_not_met(name, labs, expected, why):
    found = assess(facts_of(labs=labs)).regiscar.items["organs"].organs
    one = next(each for each in found if each.organ == name)
    assert (one.threshold, why in one.why) == (expected, True), one.why


@pytest.mark.hazard("H23")
def test_contradictory_values_of_one_sample_are_named_with_their_organ():
    found = assess(facts_of(labs=alt((1, 300), (1, 30)))).regiscar.items["organs"].organs[0]
    assert found.threshold == "no_data"
    assert "30 U/L and 300 U/L in one sample" in found.why
