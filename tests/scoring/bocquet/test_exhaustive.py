"""Every state of every fact that Bocquet's criteria ask for, against the table filled in every way."""

from itertools import product

import pytest

from scoring.bocquet.ruleset import judge
from scoring.derive.labs import read_labs
from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse, Finding
from tests.scoring.bocquet.cases import DAY, ENZYMES, limited, plain
from tests.scoring.worlds import verdict_in_every_world

TRI = [("yes", True), ("no", False), ("", None)]
RASH = [("maculopapular_rash", True), ("no_rash", False), ("", None)]
DRUG = [((DrugCourse("a", role="suspect"),), True), ((), None)]
COUNTS = [("1500", True), ("1499", False), (None, None)]
NODE = [("node_of_2_cm", "yes", True), ("lymphadenopathy", "no", False), ("", "", None)]
SIGNS = ("interstitial_nephritis", "interstitial_lung_changes", "carditis")


def published(*, rash, drug, eosinophils, atypical, node, alt, ast, nephritis, lung, carditis):
    """Return whether all three of the table are there, of plain yes and no (clinical reference 3)."""
    eruption = rash and drug
    blood = eosinophils or atypical
    systemic = node or (alt or ast) or nephritis or lung or carditis
    return "met" if eruption and blood and systemic else "not_met"


@pytest.mark.hazard("H04", "H19")
def test_engine_equals_the_published_words_in_every_state():
    seen = set()
    tables = {}
    for rash, drug, count, word, node, alt, ast, *signs in product(
        RASH, DRUG, COUNTS, TRI, NODE, ENZYMES, ENZYMES, TRI, TRI, TRI
    ):
        findings = [Finding(name, answer[0]) for name, answer in zip(SIGNS, signs, strict=True) if answer[0]]
        findings += [Finding(rash[0], "yes")] if rash[0] else []
        findings += [Finding(node[0], node[1])] if node[0] else []
        facts = CaseFacts(
            dates=CaseDates(first_symptom=DAY),
            drugs=drug[0],
            findings=tuple(findings),
            answers={"atypical_lymphocytes": Answer(word[0])} if word[0] else {},
        )
        key = (count[0], alt[0], ast[0])
        if key not in tables:
            labs = (
                *plain("eosinophils_abs", count[0], "/uL"),
                *limited("alt", alt[0]),
                *limited("ast", ast[0]),
            )
            tables[key] = read_labs(CaseFacts(dates=facts.dates, labs=labs))
        says = {
            "rash": rash[1], "drug": drug[1], "eosinophils": count[1], "atypical": word[1], "node": node[2],
            "alt": alt[1], "ast": ast[1], "nephritis": signs[0][1], "lung": signs[1][1],
            "carditis": signs[2][1],
        }  # fmt: skip
        expected = verdict_in_every_world(says, published)
        assert judge(facts, tables[key]).verdict == expected, says
        seen.add(expected)
    assert seen == {"met", "not_met", "undetermined"}
