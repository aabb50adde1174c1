"""The sets beside each other: which facts make them disagree; nothing is said where nothing is met."""

import pytest

from scoring.kernel.tri import Tri
from scoring.panel import assess, criteria
from scoring.side_by_side import REGISCAR, SUBJECTS, item_state
from tests.scoring.build import CLOSED, OPEN, day, facts_of, lab

ALL_NO = dict.fromkeys(
    (
        "fever", "lymph_nodes", "atypical_lymphocytes", "rash_extent_over_50", "rash_suggests_dress",
        "biopsy_suggests_dress", "resolution_15_days", "other_causes_excluded",
    ),
    "no",
)  # fmt: skip
ORGANS = ("liver", "kidney", "lung", "muscle_heart", "pancreas", "other")


def board(**keys):
    return criteria(assess(facts_of(**keys)))


def sentences(start, **keys):
    return [words for words in board(**keys).disagreements if words.startswith(start)]


PROBABLE = {
    "fever": "yes", "lymph_nodes": "yes", "rash_extent_over_50": "yes", "rash_suggests_dress": "yes",
    "resolution_15_days": "yes", "organs": {"liver": "yes"},
}  # fmt: skip


def test_an_empty_case_has_nothing_to_disagree_on():
    assert board(dates={}).disagreements == ()
    assert board(items=ALL_NO | {"eosinophilia": "none"}, dates=CLOSED).disagreements == ()


def test_what_regiscar_does_not_ask_for_is_named():
    found = sentences("J-SCAR is undetermined: item 7", items=PROBABLE)
    assert found == [
        "J-SCAR is undetermined: item 7, HHV-6 reactivation (no HHV-6 test on record; reactivation is "
        "usually found two to three weeks after the onset (16 Mar 2020 to 23 Mar 2020), and not called "
        "negative before 23 Mar 2020). RegiSCAR does not ask for it."
    ]


def test_a_criterion_of_several_facts_names_them_and_one_of_a_single_fact_says_why():
    systemic = sentences("Bocquet is undetermined: item 3", items=PROBABLE)
    assert systemic == [
        "Bocquet is undetermined: item 3, systemic involvement (lymph node of 2 cm or more, hepatitis, "
        "interstitial nephritis, interstitial lung changes, carditis). RegiSCAR asks for an organ, judged by "
        "the clinician: met."
    ]
    rash = sentences(
        "J-SCAR is undetermined: item 1", items=PROBABLE, drugs=[{"name": "a", "role": "suspect"}]
    )
    assert "(a rash is on record; whether it is maculopapular is not)" in rash[0]


def test_what_is_met_at_a_lower_threshold_alone_is_named():
    found = sentences("Fever", items=PROBABLE | {"fever": "no"}, labs=[lab("temperature", 38.2, "Cel")])
    assert found == [
        "Fever: met for J-SCAR (≥ 38 °C), the inclusion criteria (> 38 °C). RegiSCAR asks for ≥ 38.5 °C: not "
        "met."
    ]


def test_a_set_that_is_not_met_names_the_items_that_make_it_so():
    rows = [{"finding": "maculopapular_rash", "value": "no"}, {"finding": "lymphadenopathy", "value": "no"}]
    found = sentences("J-SCAR is not met", items=PROBABLE, findings=rows)
    assert len(found) == 1
    assert found[0].startswith(
        "J-SCAR is not met: item 1, maculopapular rash after the drug's start (recorded no)"
    )


def test_inclusion_that_is_not_met_is_said_in_the_plural():
    few = {"fever": "no", "atypical_lymphocytes": "yes", "organs": {}}
    found = sentences("The inclusion criteria are undetermined", items=PROBABLE | few)
    assert len(found) == 5
    assert found[0].startswith(
        "The inclusion criteria are undetermined: hospitalisation (no day of admission"
    )


def test_sources_that_differ_are_named_with_what_makes_them_differ():
    drug = {"name": "a", "role": "suspect", "start": day(-5), "start_precision": "day"}
    found = sentences("DIHS", items=PROBABLE | {"organs": {"kidney": "yes"}}, drugs=[drug])
    assert found == [
        "DIHS (J-SCAR): undetermined by the Japanese text; not met so far by the English tables. By the "
        "English tables (more than 3 weeks after the start): not met. a 5 d from the start to the onset."
    ]


def test_every_item_of_the_score_has_a_subject_and_a_threshold():
    score = assess(facts_of()).regiscar
    assert set(REGISCAR) == set(score.items)
    assert {subject for subject, _ in REGISCAR.values()} < set(SUBJECTS)
    found = board()
    subjects = {
        each.subject for result in (found.jscar, found.bocquet, found.inclusion) for each in result.criteria
    }
    assert subjects < set(SUBJECTS)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("name", "answer", "state"),
    [
        ("fever", "yes", Tri.YES), ("fever", "no", Tri.NO), ("fever", "unknown", Tri.UNKNOWN),
        ("eosinophilia", "none", Tri.NO), ("eosinophilia", "700_to_1499", Tri.YES),
        ("eosinophilia", "1500_or_more", Tri.YES), ("biopsy_suggests_dress", "not_done", Tri.UNKNOWN),
        ("organs", {}, Tri.UNKNOWN), ("organs", {"liver": "no"}, Tri.UNKNOWN),
        ("organs", {"lung": "yes"}, Tri.YES), ("organs", dict.fromkeys(ORGANS, "no"), Tri.NO),
        ("organs", 0, Tri.UNKNOWN), ("organs", 1, Tri.YES),
    ],
)  # fmt: skip
def test_an_item_of_the_score_is_met_not_met_or_undetermined(name, answer, state):
    item = assess(facts_of(items={name: answer})).regiscar.items[name]
    assert item_state(item) is state


def test_the_same_facts_give_the_score_that_they_give_alone():
    keys = {"items": PROBABLE, "dates": OPEN}
    assert board(**keys).regiscar == assess(facts_of(**keys)).regiscar
