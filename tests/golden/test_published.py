"""Every published case against expectations worked out by hand, and against explanations read by a person."""

import csv
import json

import pytest

from tests.golden.published import CASES, EXPLANATIONS, WITHOUT_ITEMS, expected, explanation, published_cases
from tests.scoring.build import score_case
from tests.scoring.regiscar import oracle

CASE_BY_ID = published_cases()
EXPECTED = expected()


def _pair(total):
    return None if total is None else [total["total"], total["category"]]


def test_every_published_case_has_its_expectation():
    assert sorted(CASE_BY_ID) == sorted(EXPECTED)
    assert len(CASE_BY_ID) == 21


@pytest.mark.hazard("H19", "H20")
@pytest.mark.parametrize("name", EXPECTED)
def test_total_category_and_ranges(name):
    found, wanted = score_case(CASE_BY_ID[name])["regiscar"], EXPECTED[name]
    ranges = ("lowest", "highest", "highest_if_course_goes_on")
    assert (found["total"], found["category"], found["course"]) == (
        wanted["total"],
        wanted["category"],
        wanted["course"],
    )
    assert {part: _pair(found[part]) for part in ranges} == {part: wanted[part] for part in ranges}


@pytest.mark.hazard("H19", "H20")
@pytest.mark.parametrize("name", EXPECTED)
def test_answers_and_points_of_the_ten_items(name):
    found = score_case(CASE_BY_ID[name])["regiscar"]["items"]
    wanted = EXPECTED[name]["answers"]
    assert {item: row["answer"] for item, row in found.items()} == wanted
    points = {item: oracle.POINTS[item][answer] for item, answer in wanted.items()}
    assert {item: row["points"] for item, row in found.items()} == points


@pytest.mark.parametrize("name", EXPECTED)
def test_latency_of_each_drug(name):
    keys = ("drug", "days", "days_min", "days_max", "verdict")
    found = [[row[key] for key in keys] for row in score_case(CASE_BY_ID[name])["latency"]]
    assert found == EXPECTED[name]["latency"]


@pytest.mark.hazard("H20")
@pytest.mark.parametrize("name", EXPECTED)
def test_explanation_is_the_one_that_was_read(name):
    assert explanation(CASE_BY_ID[name]) == (EXPLANATIONS / f"{name}.txt").read_text()


def test_no_explanation_is_left_of_a_case_that_is_gone():
    assert {path.stem for path in EXPLANATIONS.glob("*.txt")} == set(CASE_BY_ID)


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("name", [name for name, row in EXPECTED.items() if row["course"] == "open"])
def test_an_open_course_is_never_called_no_case(name):
    assert "no case" not in explanation(CASE_BY_ID[name]).lower()


def test_what_authors_say_of_their_case_is_never_read():
    for case in CASE_BY_ID.values():
        assert score_case({**case, "authors": {"total": -4}}) == score_case(case)


def test_eosinophils_of_the_sorafenib_case_name_the_count():
    for name in ("sorafenib-2016", WITHOUT_ITEMS):
        row = score_case(CASE_BY_ID[name])["regiscar"]["items"]["eosinophilia"]
        assert (row["source"], row["points"]) == ("data", 2)
        assert "1,889" in row["why"]


def test_sorafenib_without_answers_shows_organs_and_scores_none():
    organs = score_case(CASE_BY_ID[WITHOUT_ITEMS])["regiscar"]["items"]["organs"]
    assert (organs["points"], organs["answer"], organs["source"]) == (0, 0, "unknown")
    assert {name: row["threshold"] for name, row in organs["organs"].items()} == {
        "liver": "met", "kidney": "met", "lung": "no_data",
        "muscle_heart": "no_data", "pancreas": "no_data", "other": "no_data",
    }  # fmt: skip


def test_a_relative_case_is_told_in_days():
    for name in ("sorafenib-2016", WITHOUT_ITEMS):
        assert "2015" not in explanation(CASE_BY_ID[name]).replace("sorafenib-2016", "")


def test_sorafenib_labs_are_those_of_the_published_table():
    """Hold the case file to the table of the paper, cell by cell."""
    rows = list(csv.reader((CASES / "sorafenib-2016-table1.tsv").open(), delimiter="\t"))
    columns = dict(zip(rows[0][1:], range(1, 14), strict=True))
    labs = {(lab["analyte"], lab["date"]): lab["value"] for lab in CASE_BY_ID["sorafenib-2016"]["labs"]}
    analytes = (
        "wbc",
        "neutrophils_pct",
        "eosinophils_pct",
        "platelets",
        "ast",
        "alt",
        "bilirubin_total",
        "bilirubin_direct",
    )
    for row, analyte in zip(rows[1:], analytes, strict=True):
        for column, place in columns.items():
            assert labs[analyte, _date(column)] == float(row[place].replace(",", "")), (analyte, column)


def _date(column: str) -> str:
    """Return the date of a column: AD n is day n of admission, BA n days before, DC n days after AD 19."""
    kind, number = column.split()
    days = {"AD": int(number) - 1, "BA": -int(number), "DC": 18 + int(number)}[kind]
    start = 12 + days  # of March 2015
    if start < 1:
        return f"2015-02-{28 + start:02}"
    return f"2015-03-{start:02}" if start <= 31 else f"2015-04-{start - 31:02}"


def test_the_files_are_plain_json():
    for line in (CASES / "published.jsonl").read_text().splitlines():
        assert json.loads(line)["format"] == "dress-case/1"
