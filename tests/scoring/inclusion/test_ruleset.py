"""RegiSCAR's inclusion criteria: what each reading says, and that none of them is called a diagnosis."""

import pytest

from scoring.derive.labs import read_labs
from scoring.derive.organs import organ_data
from scoring.inclusion.ruleset import judge
from scoring.kernel.tri import Tri
from tests.scoring.build import day, facts_of, lab

ADMITTED = {"rash_onset": day(0), "admission": day(1)}


def result(**keys):
    facts = facts_of(**{"dates": ADMITTED, "drugs": [{"name": "a", "role": "suspect"}]} | keys)
    table = read_labs(facts)
    return judge(facts, table, organ_data(facts, table))


def test_admission_drug_and_rash_are_enough_for_one_source_alone():
    found = result()
    assert [reading.verdict for reading in found.readings] == ["met", "undetermined", "undetermined"]
    assert found.verdict == "readings_differ"
    assert found.words == (
        "RegiSCAR inclusion criteria: the sources differ: met (J Immunol Res 2018); undetermined (Clin Mol "
        "Allergy 2017); undetermined (wiki page on Kardaun 2007)"
    )
    assert len(found.missing) == 4


def test_three_of_the_last_four_are_enough_for_all():
    keys = {"items": {"lymph_nodes": "yes", "organs": {"liver": "yes"}}}
    found = result(labs=[lab("temperature", 38.1, "Cel")], **keys)
    assert (found.verdict, found.missing) == ("met", ())
    assert found.words == "RegiSCAR inclusion criteria: met"


def test_two_of_the_last_four_are_not_enough():
    no = dict.fromkeys(("liver", "kidney", "lung", "muscle_heart", "pancreas", "other"), "no")
    nowhere = [{"finding": "lymphadenopathy", "value": "no"}]
    found = result(items={"organs": no}, findings=nowhere)
    assert [reading.verdict for reading in found.readings] == ["met", "not_met", "undetermined"]


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("value", "state"), [(38.0, Tri.UNKNOWN), (38.1, Tri.YES)])
def test_fever_is_above_38(value, state):
    assert result(labs=[lab("temperature", value, "Cel")]).criteria[3].state is state


@pytest.mark.hazard("H09", "H03")
@pytest.mark.parametrize(
    ("labs", "state"),
    [
        ([lab("eosinophils_abs", 699, "/uL")], Tri.UNKNOWN),
        ([lab("eosinophils_abs", 700, "/uL")], Tri.YES),
        ([lab("eosinophils_abs", 501, "/uL", upper_limit=500)], Tri.YES),
        ([lab("eosinophils_abs", 500, "/uL", upper_limit=500)], Tri.UNKNOWN),
        ([], Tri.UNKNOWN),
    ],
)
def test_eosinophils_count_above_a_limit_or_from_700(labs, state):
    assert result(labs=labs).criteria[6].state is state


def test_a_number_of_our_own_choice_is_marked():
    blood = result(labs=[lab("eosinophils_abs", 800, "/uL")]).criteria[6]
    assert blood.certainty == "DESIGN"
    assert result(labs=[lab("platelets", 9, "10*3/uL", lower_limit=150)]).criteria[6].certainty == ""


def test_eosinophils_within_their_limit_are_no_blood_abnormality():
    labs = [lab("eosinophils_abs", 300, "/uL", upper_limit=500)]
    eosinophils = result(labs=labs).criteria[6].parts[1]
    assert (eosinophils.state, eosinophils.why) == (Tri.NO, "Within the limits (1 on record)")
