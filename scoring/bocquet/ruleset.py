"""Bocquet's criteria of 1996: a drug eruption, a blood abnormality and a systemic one; all are needed."""

from scoring.derive.known import eruption, node_from, recorded
from scoring.derive.known_blood import atypical_seen, either, eosinophils, multiple_reached
from scoring.derive.labs import LabTable
from scoring.facts import CaseFacts
from scoring.kernel.citation import BOCQUET_1996, threshold
from scoring.kernel.criterion import (
    VERDICTS,
    Asked,
    CriteriaResult,
    Criterion,
    hold,
    missing_of,
    name_verdict,
)
from scoring.kernel.tri import Tri, all_of, any_of

RULESET = "bocquet-1996"
NAME = "Bocquet 1996"
EOSINOPHILS_FROM = threshold("1500", "/uL", BOCQUET_1996, "V2")
NODE_FROM = threshold("2", "cm", BOCQUET_1996, "V2")
TRANSAMINASES_FROM = threshold("2", "xULN", BOCQUET_1996, "V2")

ERUPTION = Asked("eruption", "rash", "Cutaneous drug eruption", "A rash of which a drug is suspected",
                 "a rash and a suspected drug", BOCQUET_1996, number=1)  # fmt: skip
BLOOD = Asked("blood", "blood", "Blood abnormality",
              "Eosinophils 1,500 /µL or more, or atypical lymphocytes",
              "eosinophils ≥ 1,500 /µL or atypical lymphocytes", BOCQUET_1996, number=2)  # fmt: skip
SYSTEMIC = Asked("systemic", "organs", "Systemic involvement",
                 "Lymph nodes of 2 cm or more, transaminases of twice their limit or more, interstitial "
                 "nephritis, interstitial pneumonitis, or carditis",
                 "node ≥ 2 cm, transaminases ≥ 2 × limit, nephritis, pneumonitis or carditis",
                 BOCQUET_1996, number=3)  # fmt: skip


def judge(facts: CaseFacts, table: LabTable) -> CriteriaResult:
    """Hold one case to the three criteria."""
    criteria = (_eruption(facts), _blood(facts, table), _systemic(facts, table))
    state = all_of([criterion.state for criterion in criteria])
    return CriteriaResult(
        ruleset=RULESET,
        verdict=VERDICTS[state],
        words=f"{NAME}: {name_verdict(state, is_open=not facts.is_closed)}",
        criteria=criteria,
        missing=missing_of(criteria) if state is Tri.UNKNOWN else (),
    )


def _eruption(facts: CaseFacts) -> Criterion:
    rash, drug, state = eruption(facts)
    return hold(ERUPTION, rash, drug, state=state)


def _blood(facts: CaseFacts, table: LabTable) -> Criterion:
    parts = eosinophils(facts, table, EOSINOPHILS_FROM), atypical_seen(facts, table)
    return hold(BLOOD, *parts, state=any_of([part.state for part in parts]))


def _systemic(facts: CaseFacts, table: LabTable) -> Criterion:
    hepatitis = either(
        "Hepatitis",
        multiple_reached(facts, table, "alt", TRANSAMINASES_FROM),
        multiple_reached(facts, table, "ast", TRANSAMINASES_FROM),
    )
    parts = (
        node_from(facts, NODE_FROM),
        hepatitis,
        recorded(facts, "interstitial_nephritis"),
        recorded(facts, "interstitial_lung_changes"),
        recorded(facts, "carditis"),
    )
    return hold(SYSTEMIC, *parts, state=any_of([part.state for part in parts]))
