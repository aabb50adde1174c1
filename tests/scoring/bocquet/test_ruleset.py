"""Bocquet's three criteria: the words of the verdict, and what each of them is made of."""

import pytest

from scoring.bocquet.ruleset import judge
from scoring.derive.labs import read_labs
from scoring.kernel.tri import Tri
from tests.scoring.build import CLOSED, OPEN, facts_of, lab


def result(**keys):
    facts = facts_of(**keys)
    return judge(facts, read_labs(facts))


def a_met_case(**more):
    keys = {
        "drugs": [{"name": "a", "role": "suspect"}],
        "labs": [lab("eosinophils_abs", 1500, "/uL"), lab("alt", 80, "U/L", upper_limit=40)],
    }
    return keys | more


def test_all_three_make_it_met():
    found = result(**a_met_case())
    assert (found.verdict, found.words, found.missing) == ("met", "Bocquet 1996: met", ())
    assert [criterion.number for criterion in found.criteria] == [1, 2, 3]
    assert found.criteria[2].why == "Hepatitis: ALT: Highest: 80 U/L on 2 Mar 2020, 2× limit 40 U/L"
    assert not found.do_readings_differ


@pytest.mark.hazard("H21")
@pytest.mark.parametrize(("dates", "words"), [(OPEN, "not met so far"), (CLOSED, "not met")])
def test_a_not_met_of_an_open_course_holds_so_far(dates, words):
    found = result(**a_met_case(findings=[{"finding": "no_rash", "value": "yes"}], dates=CLOSED | dates))
    assert found.criteria[0].state is Tri.YES  # the day of the rash says that there was one
    bare = {"first_symptom": dates["rash_onset"]} | {k: v for k, v in dates.items() if k == "closed_on"}
    found = result(**a_met_case(findings=[{"finding": "no_rash", "value": "yes"}], dates=bare))
    assert (found.verdict, found.words) == ("not_met", f"Bocquet 1996: {words}")


@pytest.mark.hazard("H04")
def test_what_is_missing_is_named_with_each_of_its_facts():
    found = result(**a_met_case(labs=[]))
    assert found.verdict == "undetermined"
    assert [words.split(":")[0] for words in found.missing] == ["Blood abnormality", "Systemic involvement"]
    assert [part.title for part in found.criteria[2].parts] == [
        "Lymph node of 2 cm or more", "Hepatitis", "Interstitial nephritis", "Interstitial lung changes",
        "Carditis",
    ]  # fmt: skip
