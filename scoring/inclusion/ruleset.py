"""The criteria by which RegiSCAR takes a case in for review: no diagnosis, and no cut-off of one.

The three tables read differ in how many are needed (clinical reference 1.9): each reading is carried.
"""

from scoring.derive.known import admitted, any_organ, drug_suspected, fever, nodes_at_two_sites, rash
from scoring.derive.known_blood import HIGH, LOW, eosinophils, outside
from scoring.derive.labs import LabTable
from scoring.derive.organs import OrganData
from scoring.facts import CaseFacts
from scoring.kernel.citation import OWN_CHOICE, REGISCAR_INCLUSION, threshold
from scoring.kernel.criterion import (
    VERDICTS,
    Asked,
    CriteriaResult,
    Criterion,
    Known,
    Reading,
    hold,
    missing_of,
    name_verdict,
)
from scoring.kernel.tri import Tri, all_of, any_of, at_least

RULESET = "regiscar-inclusion"
NAME = "RegiSCAR inclusion criteria"
FEVER_ABOVE = threshold("38.0", "Cel", REGISCAR_INCLUSION, "V2")
NEEDED = threshold("3", "criteria", REGISCAR_INCLUSION, "V2")
# Above any limit of normal, whether the laboratory gave one or not: RegiSCAR's own eosinophilia begins here.
EOSINOPHILS_FROM = threshold("700", "/uL", OWN_CHOICE, "DESIGN")

HOSPITAL = Asked("hospital", "drug", "Hospitalisation", "The patient is admitted", "admitted",
                 REGISCAR_INCLUSION)  # fmt: skip
DRUG = Asked("drug", "drug", "Suspected to be drug-related", "A drug is suspected", "a suspected drug",
             REGISCAR_INCLUSION)  # fmt: skip
RASH = Asked("rash", "rash", "Acute rash", "A rash", "any rash", REGISCAR_INCLUSION)
FEVER = Asked("fever", "fever", "Fever", "Above 38 °C, where the score asks for 38.5 °C", "> 38 °C",
              REGISCAR_INCLUSION)  # fmt: skip
NODES = Asked("nodes", "nodes", "Enlarged lymph nodes", "At two sites or more; no size is given",
              "two sites", REGISCAR_INCLUSION)  # fmt: skip
ORGAN = Asked("organ", "organs", "Internal organ", "At least one is involved", "one organ",
              REGISCAR_INCLUSION)  # fmt: skip
BLOOD = Asked("blood", "blood", "Blood count",
              "Lymphocytes above or below their limits, eosinophils above, or platelets below",
              "lymphocytes, eosinophils or platelets outside their limits", REGISCAR_INCLUSION)  # fmt: skip

# Which must all be met, and of which three are needed, by the table that was read.
SOURCES = {
    "J Immunol Res 2018": ((), ("hospital", "drug", "rash", "fever", "nodes", "organ", "blood")),
    "Clin Mol Allergy 2017": (("hospital", "drug", "rash"), ("fever", "nodes", "organ", "blood")),
    "wiki page on Kardaun 2007": (("hospital", "drug"), ("rash", "fever", "nodes", "organ", "blood")),
}


def judge(facts: CaseFacts, table: LabTable, organs: dict[str, OrganData]) -> CriteriaResult:
    """Hold one case to the criteria, under each reading of how many are needed."""
    criteria = (
        hold(HOSPITAL, admitted(facts)),
        hold(DRUG, drug_suspected(facts)),
        hold(RASH, rash(facts)),
        hold(FEVER, fever(facts, table, FEVER_ABOVE, is_above=True)),
        hold(NODES, nodes_at_two_sites(facts)),
        hold(ORGAN, any_organ(facts, organs)),
        _blood(facts, table),
    )
    states = {criterion.id: criterion.state for criterion in criteria}
    found = {source: enough(states, *needed) for source, needed in SOURCES.items()}
    readings = tuple(
        Reading(source, VERDICTS[state], name_verdict(state, is_open=not facts.is_closed))
        for source, state in found.items()
    )
    verdicts = {reading.verdict for reading in readings}
    return CriteriaResult(
        ruleset=RULESET,
        verdict=verdicts.pop() if len(verdicts) == 1 else "readings_differ",
        words=f"{NAME}: {_words(readings)}",
        criteria=criteria,
        missing=missing_of(criteria) if Tri.UNKNOWN in found.values() else (),
        readings=readings,
    )


def enough(states: dict[str, Tri], required: tuple[str, ...], counted: tuple[str, ...]) -> Tri:
    """Return whether all that are required are met, and three of those that are counted."""
    three = at_least(int(NEEDED.value), [states[name] for name in counted])
    return all_of([*(states[name] for name in required), three])


def _words(readings: tuple[Reading, ...]) -> str:
    if len({reading.verdict for reading in readings}) == 1:
        return readings[0].words
    return "the sources differ: " + "; ".join(f"{reading.words} ({reading.source})" for reading in readings)


def _blood(facts: CaseFacts, table: LabTable) -> Criterion:
    parts = (
        outside(facts, table, "Lymphocytes", ("lymphocytes_abs", "lymphocytes_pct"), LOW, HIGH),
        _eosinophils(facts, table),
        outside(facts, table, "Platelets", ("platelets",), LOW),
    )
    return hold(BLOOD, *parts, state=any_of([part.state for part in parts]))


def _eosinophils(facts: CaseFacts, table: LabTable) -> Known:
    """Return whether eosinophils are above a limit; below 700 only the laboratory's own limit tells."""
    count = eosinophils(facts, table, EOSINOPHILS_FROM)
    if count.state is Tri.YES:
        return Known(count.title, count.state, count.why, count.evidence, EOSINOPHILS_FROM.certainty)
    limits = outside(facts, table, count.title, ("eosinophils_abs", "eosinophils_pct"), HIGH)
    return limits if limits.state is not Tri.UNKNOWN else Known(count.title, Tri.UNKNOWN, count.why)
