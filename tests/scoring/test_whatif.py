"""Levers and footing held to the engine: give the answer, score again, and the promise must come true."""

import copy
import json

import pytest

from dressapp.exchange.case_file import loads, parse_case
from scoring.panel import Assessment, assess
from tests.golden.published import WITHOUT_ITEMS, published_cases
from tests.scoring.regiscar import oracle

CASES = published_cases()
REVERSED = {
    "yes": "no",
    "no": "yes",
    "none": "1500_or_more",
    "700_to_1499": "none",
    "1500_or_more": "none",
}


def assessed(case: dict) -> Assessment:
    return assess(parse_case(loads(json.dumps(case))))


def with_answer(case: dict, name: str, word: object) -> dict:
    case = copy.deepcopy(case)
    case.setdefault("items", {})[name] = word
    return case


def organs_with(case: dict, organ: str, word: str) -> dict:
    return with_answer(case, "organs", case["items"]["organs"] | {organ: word})


@pytest.mark.parametrize("name", CASES)
def test_each_lever_is_what_scoring_with_that_answer_gives(name):
    case, before = CASES[name], assessed(CASES[name])
    for lever in before.levers:
        if lever.item != "organs":
            assert assessed(with_answer(case, lever.item, lever.answer)).regiscar.now == lever.result, lever


@pytest.mark.parametrize("name", CASES)
def test_levers_are_the_open_items_with_all_their_answers(name):
    before = assessed(CASES[name])
    levers = {(lever.item, lever.answer) for lever in before.levers if lever.item != "organs"}
    wanted = {
        (item, word)
        for item, row in before.regiscar.items.items()
        if item != "organs"
        and (row.answer == "unknown" or (row.answer == "not_done" and before.regiscar.course == "open"))
        for word in oracle.POINTS[item]
        if word not in ("unknown", "not_done")
    }
    assert levers == wanted


def reversals(case: dict) -> dict[tuple[str, str], dict]:
    """Return each answer of a case that can be reversed, with the case as it is then."""
    items = assessed(case).regiscar.items
    found = {
        (name, ""): with_answer(case, name, REVERSED[row.answer])
        for name, row in items.items()
        if name != "organs" and row.answer in REVERSED
    }
    for organ in items["organs"].organs:
        if organ.answer in ("yes", "no"):
            found["organs", organ.organ] = organs_with(case, organ.organ, REVERSED[organ.answer])
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_footing_is_every_answer_whose_reversal_alone_changes_the_category(name):
    before = assessed(CASES[name])
    after = {key: assessed(case).regiscar.now for key, case in reversals(CASES[name]).items()}
    wanted = {key: now for key, now in after.items() if now.category != before.regiscar.now.category}
    found = {(row.stand.item, row.stand.part): row.result for row in before.footing}
    counts = {key for key in found if key[0] == "organs" and before.facts.organ_count is not None}
    assert {key: row for key, row in found.items() if key not in counts} == wanted


SUPPORT_ORDER = ["no_record", "near_threshold", "assumed_limit", "well_beyond"]


@pytest.mark.parametrize("name", CASES)
def test_the_weakest_support_stands_first(name):
    order = [SUPPORT_ORDER.index(row.stand.support) for row in assessed(CASES[name]).footing]
    assert order == sorted(order)


def test_sorafenib_rests_on_seven_answers_with_rash_features_and_kidney_first_of_their_kind():
    rows = [
        (row.stand.item, row.stand.part, str(row.stand.support))
        for row in assessed(CASES["sorafenib-2016"]).footing
    ]
    assert len(rows) == 7
    assert rows[0] == ("rash_suggests_dress", "", "no_record")
    assert rows[1] == ("rash_extent_over_50", "", "no_record")
    assert rows[2] == ("organs", "kidney", "near_threshold")
    assert rows[3] == ("organs", "liver", "assumed_limit")
    assert {row[0] for row in rows[4:]} == {"eosinophilia", "fever", "resolution_15_days"}


def test_sorafenib_without_answers_rests_on_data_alone():
    rows = assessed(CASES[WITHOUT_ITEMS]).footing
    assert {row.stand.item for row in rows} == {"eosinophilia", "fever", "resolution_15_days"}
    assert {str(row.stand.support) for row in rows} == {"well_beyond"}
