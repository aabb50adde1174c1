"""What stands out now, and what is not on record organ by organ: facts only, nothing graded."""

import json

import pytest

from dressapp.exchange.case_file import loads, parse_case
from scoring.derive.labs import read_labs
from scoring.derive.now import not_on_record, outliers
from tests.scoring.build import a_case, day, lab


def facts(**keys):
    return parse_case(loads(json.dumps(a_case(**keys))))


def found(*labs):
    case = facts(labs=labs)
    return [outlier.words for outlier in outliers(case, read_labs(case))]


WORDS = [
    (lab("alt", 400, "U/L", 2, upper_limit=40), ["ALT 400 U/L on 4 Mar 2020 (10× the limit 40 U/L)"]),
    (lab("alt", 350, "U/L", 2), ["ALT 350 U/L on 4 Mar 2020 (10× the assumed limit 35 U/L)"]),
    (lab("crp", "6.37", "mg/dL", 2), ["CRP 6.37 mg/dL on 4 Mar 2020 (12.74× the assumed limit 0.5 mg/dL)"]),
    (lab("alt", "5.25", "ukat/L", 2), ["ALT 5.25 µkat/L on 4 Mar 2020 (9× the assumed limit 35 U/L)"]),
    (lab("alt", 40, "U/L", 2, upper_limit=40), []),
    (lab("alt", "<400", "U/L", 2, upper_limit=40), []),
    (lab("alt", ">40", "U/L", 2, upper_limit=40), ["ALT >40 U/L on 4 Mar 2020 (1× the limit 40 U/L)"]),
    (lab("alt", 5, "U/L", 2, upper_limit=0, lower_limit=0), []),
    (lab("alt", 400, "U/L", -1, upper_limit=40), []),
    (
        lab("platelets", 40, "10*9/L", 2, lower_limit=150),
        ["Platelets 40 ×10⁹/L on 4 Mar 2020 (below the limit 150 ×10⁹/L)"],
    ),
    (
        lab("platelets", 40, "10*9/L", 2),
        ["Platelets 40 ×10⁹/L on 4 Mar 2020 (below the assumed limit 150 ×10⁹/L)"],
    ),
    (lab("platelets", 150, "10*9/L", 2, lower_limit=150), []),
    (
        lab("hemoglobin", 11, "g/dL", 2),
        ["Haemoglobin 11 g/dL on 4 Mar 2020 (below the assumed limit 12 g/dL)"],
    ),
    (lab("troponin_i", 900, "ng/L", 2), []),
    (lab("eosinophils_pct", 60, "%", 2, upper_limit=6), []),
]


@pytest.mark.parametrize(("row", "words"), WORDS)
def test_a_result_stands_out_only_where_it_is_outside_a_limit_in_the_episode(row, words):
    assert found(row) == words


def test_a_count_worked_out_from_white_cells_and_percentage_stands_out_like_a_given_one():
    cells = [lab("wbc", 6770, "/uL", 2), lab("eosinophils_pct", "27.9", "%", 2)]
    words = "Eosinophils 1,889 /µL on 4 Mar 2020 (3.78× the assumed limit 500 /µL)"
    assert found(*cells) == [words]
    later = lab("eosinophils_abs", 620, "/uL", 4)
    assert found(*cells, later) == [f"{words}; last 620 /µL on 6 Mar 2020"]


def test_the_furthest_result_of_a_test_is_named_with_the_last_one():
    labs = [lab("alt", value, "U/L", on, upper_limit=40) for on, value in ((1, 80), (3, 400), (9, 60))]
    assert found(*labs) == ["ALT 400 U/L on 5 Mar 2020 (10× the limit 40 U/L); last 60 U/L on 11 Mar 2020"]


def test_the_worst_stands_first_and_nothing_left_at_all_is_worse_than_any_multiple():
    labs = [
        lab("alt", 400, "U/L", 1, upper_limit=40),
        lab("ldh", 4000, "U/L", 1, upper_limit=200),
        lab("platelets", 0, "/uL", 1, lower_limit=150000),
    ]
    assert [words.split()[0] for words in found(*labs)] == ["Platelets", "LDH", "ALT"]


def missing(**keys):
    return {row.organ: row.words for row in not_on_record(facts(**keys))}


EMPTY = {
    "Heart": "ECG, troponin",
    "Lung": "oxygen saturation, chest image",
    "Liver": "INR",
    "Kidney": "urine protein, haematuria",
    "Blood": "smear, haemoglobin, ferritin",
    "Eyes and mucosa": "eyes, mucosa",
}


@pytest.mark.hazard("H05")
def test_an_empty_record_misses_everything():
    assert missing() == EMPTY


@pytest.mark.hazard("H05")
@pytest.mark.parametrize(
    ("keys", "organ", "left"),
    [
        ({"labs": [lab("inr", 1.1, "{INR}", 0)]}, "Liver", None),
        ({"labs": [lab("inr", 1.1, "{INR}", -1)]}, "Liver", "INR"),
        ({"labs": [lab("inr", 1.1, "{INR}", -1)], "dates": {}}, "Liver", None),
        ({"labs": [lab("troponin_i", 5, "ng/L", 1)]}, "Heart", "ECG"),
        ({"findings": [{"finding": "ecg_abnormal", "value": "no", "date": day(1)}]}, "Heart", "troponin"),
        ({"findings": [{"finding": "ecg_abnormal", "value": "unknown"}]}, "Heart", "ECG, troponin"),
        ({"items": {"atypical_lymphocytes": "no"}}, "Blood", "haemoglobin, ferritin"),
        ({"items": {"atypical_lymphocytes": "unknown"}}, "Blood", "smear, haemoglobin, ferritin"),
    ],
)
def test_what_is_on_record_is_not_missed_and_unknown_is_not_on_record(keys, organ, left):
    assert missing(**keys) == {name: words for name, words in EMPTY.items() if name != organ} | (
        {organ: left} if left else {}
    )
