"""A case that is stored and read back is the case that was in the file."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dressapp.assessments.facts import build
from dressapp.assessments.models import CaseSummary
from dressapp.assessments.selectors import get_assessment
from dressapp.exchange.case_file import parse_case
from dressapp.exchange.importer import import_case
from scoring.kernel.tri import Tri

CASES = Path(__file__).parents[2] / "golden" / "cases"


def read(text):
    return json.loads(text, parse_float=Decimal)


SORAFENIB = read((CASES / "sorafenib-2016.json").read_text(encoding="utf-8"))
PUBLISHED = [read(line) for line in (CASES / "published.jsonl").read_text(encoding="utf-8").splitlines()]


def without_names_of_rows(facts):
    """Return facts without ids, the results in one order."""
    bare = {
        name: tuple(replace(row, ref="") for row in getattr(facts, name))
        for name in ("drugs", "labs", "findings")
    }
    bare["labs"] = tuple(sorted(bare["labs"], key=repr))
    return replace(facts, id="", **bare)


@pytest.mark.parametrize("record", [SORAFENIB, *PUBLISHED], ids=lambda record: record["id"])
def test_stored_facts_equal_the_files(user, team, record):
    case = import_case(record, team=team, by=user)
    assert without_names_of_rows(build(case)) == without_names_of_rows(parse_case(record))


@pytest.mark.parametrize(
    "background",
    [
        {"conditions": ["Alcoholic liver cirrhosis", "dialysis"]},
        {"cirrhosis": "no", "conditions": ["cirrhosis"]},
        {"cirrhosis": "", "conditions": ["cirrhosis"]},
        {"cirrhosis": None, "dialysis": "unknown", "conditions": ["cirrhosis"]},
        {"cirrhosis": "maybe", "conditions": ["cirrhosis"]},
        {"dialysis": True, "conditions": "cirrhosis"},
        {"conditions": ["cirrhosis", 3]},
    ],
)
def test_illnesses_are_the_same_in_the_file_and_in_the_tables(user, team, background):
    record = {"format": "dress-case/1", "id": "ill", "background": background}
    assert build(import_case(record, team=team, by=user)).conditions == parse_case(record).conditions


@pytest.mark.parametrize(
    ("outcome", "known"),
    [
        ({}, "unknown"), ({"new_dialysis": "yes"}, "yes"), ({"new_dialysis": "no"}, "no"),
        ({"new_dialysis": "from day 4"}, "unknown"), ({"new_dialysis": ["yes"]}, "unknown"),
    ],
)  # fmt: skip
def test_dialysis_begun_in_the_illness_is_the_same_in_the_file_and_in_the_tables(user, team, outcome, known):
    record = {"format": "dress-case/1", "id": "ill", "outcome": outcome}
    found = build(import_case(record, team=team, by=user)).new_dialysis
    assert found is parse_case(record).new_dialysis is Tri(known)


def test_the_sorafenib_case_is_6_definite_5_to_8(user, team):
    case = import_case(SORAFENIB, team=team, by=user)
    score = get_assessment(case).regiscar
    assert (score.now.total, score.now.category) == (6, "definite")
    assert (score.lowest.total, score.highest.total) == (5, 8)
    summary = CaseSummary.objects.get(case=case)
    assert summary.suspects[0]["days_text"] == "10 d, shorter than usual"
    assert (summary.suspect_count, summary.still_taken_count) == (1, 0)


def test_without_answers_the_data_alone_give_2_between_0_and_9(user, team):
    record = {key: value for key, value in SORAFENIB.items() if key != "items"}
    score = get_assessment(import_case(record, team=team, by=user)).regiscar
    assert (score.now.total, score.lowest.total, score.highest.total) == (2, 0, 9)
    assert {organ.organ: organ.threshold for organ in score.items["organs"].organs}["liver"] == "met"


def test_two_values_of_one_sample_that_differ_are_stored_and_neither_is_used(user, team):
    result = {"analyte": "eosinophils_abs", "date": "2026-03-12", "unit": "/uL"}
    record = {
        "format": "dress-case/1",
        "id": "twice",
        "dates": {"rash_onset": "2026-03-12"},
        "labs": [result | {"value": 1600}, result | {"value": 600}],
    }
    assessment = get_assessment(import_case(record, team=team, by=user))
    assert len(assessment.facts.labs) == 2
    assert assessment.regiscar.items["eosinophilia"].answer == "unknown"
