"""Every published case by `manage.py score` beside its authors; each difference is explained."""

import json

import pytest
from django.core.management import call_command

from dressapp.assessments.proof_cases import FROM, RIGHT, answer
from dressapp.exchange.case_file import loads, parse_case
from dressapp.exchange.published import list_published, read_found_out
from scoring.panel import assess
from tests.golden.published import CASES, WITHOUT_ITEMS, published_cases
from tests.scoring.build import score_case
from tests.scoring.regiscar import oracle

CASE_BY_ID = {name: case for name, case in published_cases().items() if name != WITHOUT_ITEMS}
TOLD = {row["id"]: row for row in read_found_out()}
SHOWN = {case.id: case for case in list_published()}
KEYS = {"id", "report", "read", "gives", "authors", "ours", "from", "right", "why", "differs", "tried"}
# The items of the sorafenib report; its skin line is ours of extent and look together.
PRINTED = {
    "fever": ("fever",), "lymph_nodes": ("lymph_nodes",), "eosinophilia": ("eosinophilia",),
    "atypical_lymphocytes": ("atypical_lymphocytes",), "organs": ("organs",),
    "rash": ("rash_extent_over_50", "rash_suggests_dress"), "resolution": ("resolution_15_days",),
}  # fmt: skip


def regiscar_of(name):
    return score_case(CASE_BY_ID[name])["regiscar"]


def is_same(name):
    """Tell whether all that the authors print is what the engine gives."""
    result, authors = regiscar_of(name), TOLD[name]["authors"]
    return all(result[key] == value for key, value in authors.items())


def fewest_wanted(authors):
    """Return the authors' total, or the lowest of their class."""
    if "total" in authors:
        return authors["total"]
    return min(total for total, name in oracle.CATEGORY.items() if name == authors["category"])


def facts_of(name):
    return parse_case(loads(json.dumps(CASE_BY_ID[name])))


DIFFERENT = [name for name in TOLD if not is_same(name)]
BY_ITEMS = [name for name, row in TOLD.items() if row["gives"] == "items"]
BY_TOTAL = [name for name in DIFFERENT if name not in BY_ITEMS]
TRIED = [(name, row) for name, told in TOLD.items() for row in told.get("tried", ())]


def test_every_published_case_is_told_once():
    assert sorted(row["id"] for row in read_found_out()) == sorted(CASE_BY_ID)
    assert len(CASE_BY_ID) == 20
    assert {key for row in TOLD.values() for key in row} == KEYS


@pytest.mark.parametrize("name", TOLD)
def test_authors_are_those_of_the_case_file(name):
    authors = CASE_BY_ID[name]["authors"]
    printed = {key: authors[key] for key in ("total", "category") if authors[key] is not None}
    assert TOLD[name]["authors"] == printed
    gives = {"items", "total"} if "total" in printed else {"category"}
    assert TOLD[name]["gives"] in gives


@pytest.mark.hazard("H19", "H20")
def test_our_numbers_are_those_of_the_score_command(capsys):
    for file in ("published.jsonl", "sorafenib-2016.json"):
        call_command("score", str(CASES / file))
    results = map(json.loads, capsys.readouterr().out.splitlines())
    found = {row["id"]: row["regiscar"] for row in results}
    assert {name: _numbers(row) for name, row in found.items()} == {
        name: row["ours"] for name, row in TOLD.items()
    }


def _numbers(result):
    ranges = {key: result[key]["total"] for key in ("lowest", "highest")}
    return {"total": result["total"], "category": result["category"]} | ranges


@pytest.mark.hazard("H19")
@pytest.mark.parametrize("name", TOLD)
def test_a_difference_is_explained_and_an_agreement_is_not(name):
    told = TOLD[name]
    if name in DIFFERENT:
        assert told["why"].strip()
        assert told["from"] in FROM
        assert told["right"] in RIGHT
    else:
        assert not told.keys() & {"why", "from", "right", "differs", "tried"}
    assert SHOWN[name].agrees is (name not in DIFFERENT)


def test_each_explanation_is_of_its_own_case():
    reasons = [TOLD[name]["why"] for name in DIFFERENT]
    assert len(set(reasons)) == len(reasons) == 19


@pytest.mark.parametrize("name", BY_ITEMS)
def test_the_items_that_differ_add_up_to_the_difference(name):
    told, result = TOLD[name], regiscar_of(name)
    rows = told.get("differs", [])
    assert len({row["item"] for row in rows}) == len(rows)
    assert {row["item"]: row["ours"] for row in rows} == {
        row["item"]: result["items"][row["item"]]["points"] for row in rows
    }
    apart = sum(row["authors"] - row["ours"] for row in rows)
    assert apart == told["authors"]["total"] - result["total"]
    assert all(row["why"].strip() and row["authors"] != row["ours"] for row in rows)


@pytest.mark.parametrize("name", BY_TOTAL)
def test_where_only_a_result_is_printed_the_open_items_have_room_for_it(name):
    told, result = TOLD[name], regiscar_of(name)
    missing = fewest_wanted(told["authors"]) - result["total"]
    assert 0 < missing <= result["highest"]["total"] - result["total"]
    assert f" {missing} of the " in SHOWN[name].needed
    assert "differs" not in told


@pytest.mark.parametrize("name", BY_TOTAL)
def test_the_items_named_as_open_are_those_that_can_still_give_points(name):
    score = assess(facts_of(name)).regiscar
    rooms = {item.title: item.bounds.highest - item.points for item in score.items.values()}
    named = ", ".join(f"{title} +{room}" for title, room in rooms.items() if room)
    assert f"the items that are open: {named}." in SHOWN[name].needed


def test_an_item_is_named_as_needed_only_where_nothing_else_reaches_the_total():
    assert SHOWN["naproxen-2020-cra"].needed.endswith("Not without: Eosinophilia.")
    rest = ("atypical_lymphocytes", "rash_suggests_dress", "resolution_15_days", "other_causes_excluded")
    without = assess(answer(facts_of("naproxen-2020-cra"), dict.fromkeys(rest, "yes"))).regiscar.now.total
    assert without < TOLD["naproxen-2020-cra"]["authors"]["total"]
    assert sum("Not without" in case.needed for case in SHOWN.values()) == 1


@pytest.mark.parametrize(("name", "row"), TRIED)
def test_further_answers_give_the_total_that_is_told(name, row):
    assert assess(answer(facts_of(name), row["answers"])).regiscar.now.total == row["total"]
    shown = {trial.result.partition(",")[0].replace("−", "-") for trial in SHOWN[name].tried}
    assert str(row["total"]) in shown


@pytest.mark.hazard("H19")
def test_the_report_that_prints_its_items_gives_each_as_we_do():
    items = regiscar_of("sorafenib-2016")["items"]
    ours = {line: sum(items[item]["points"] for item in parts) for line, parts in PRINTED.items()}
    assert ours == CASE_BY_ID["sorafenib-2016"]["authors"]["points"]


def test_the_count_that_the_ciprofloxacin_case_leaves_out_makes_its_total_the_authors():
    case = CASE_BY_ID["ciprofloxacin-2013-alkhateeb"]
    count = {"analyte": "eosinophils_abs", "date": "2020-03-23", "value": 2.9, "unit": "10*9/L"}
    result = score_case(case | {"labs": [*case["labs"], count]})["regiscar"]
    assert result["total"] == case["authors"]["total"]
    assert result["items"]["resolution_15_days"]["source"] == "data"


def test_every_result_of_authors_lies_within_our_range():
    assert all(case.is_within for case in SHOWN.values())
    wide = [case for case in SHOWN.values() if case.spans_all]
    assert {case.id for case in wide} == {
        name for name, row in TOLD.items() if row["ours"]["lowest"] < 2 and row["ours"]["highest"] > 5
    }
