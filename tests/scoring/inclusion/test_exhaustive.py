"""Every state of every fact that RegiSCAR's inclusion asks for, under each reading of how many are needed."""

from decimal import Decimal
from itertools import product

import pytest

from scoring.derive.labs import read_labs
from scoring.derive.organs import ORGANS, organ_data
from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse, Finding, LabPoint, Measure
from scoring.inclusion.ruleset import judge
from tests.scoring.inclusion.readings import READINGS
from tests.scoring.jscar.cases import ZERO, on
from tests.scoring.worlds import verdict_in_every_world

HOSPITAL = [(on(1), True), (None, None)]
DRUG = [((DrugCourse("a", role="suspect"),), True), ((), None)]
RASH = [("maculopapular_rash", True), ("no_rash", False), ("", None)]
FEVER = [("yes", True), ("no", False), ("", None)]
NODES = [("answer", True), ("finding", False), ("", None)]
ORGAN = [
    ({"lung": Answer("yes")}, True),
    ({name: Answer("no") for name in ORGANS}, False),
    ({"liver": Answer("no")}, None),
]
# Lymphocytes outside, inside, none; eosinophils above, below, none; platelets below, inside, none.
BLOOD = [[("5000", True), ("2000", False), (None, None)], [("600", True), ("400", False), (None, None)],
         [("90000", True), ("200000", False), (None, None)]]  # fmt: skip
LIMITS = {"lymphocytes_abs": (1000, 4000), "eosinophils_abs": (None, 500), "platelets": (150000, 400000)}


def labs_of(values):
    for (name, (lower, upper)), (value, _) in zip(LIMITS.items(), values, strict=True):
        if value is not None:
            low = None if lower is None else Decimal(lower)
            yield LabPoint(name, ZERO, ZERO.isoformat(), Measure(Decimal(value)), "/uL", Decimal(upper), low)


@pytest.mark.hazard("H04", "H19")
def test_engine_equals_each_reading_in_every_state():
    tables, seen = {}, set()
    for hospital, drug, rash, fever, nodes, organ, *blood in product(
        HOSPITAL, DRUG, RASH, FEVER, NODES, ORGAN, *BLOOD
    ):
        findings = [Finding("fever_above_38", fever[0])] if fever[0] else []
        findings += [Finding(rash[0], "yes")] if rash[0] else []
        findings += [Finding("lymphadenopathy", "no")] if nodes[0] == "finding" else []
        facts = CaseFacts(
            dates=CaseDates(first_symptom=ZERO, admission=hospital[0]),
            drugs=drug[0],
            findings=tuple(findings),
            answers={"lymph_nodes": Answer("yes")} if nodes[0] == "answer" else {},
            organs=organ[0],
        )
        key = tuple(blood)
        if key not in tables:
            with_labs = CaseFacts(dates=facts.dates, labs=tuple(labs_of(blood)))
            table = read_labs(with_labs)
            tables[key] = table, organ_data(with_labs, table)
        says = {
            "hospital": hospital[1], "drug": drug[1], "rash": rash[1], "fever": fever[1], "nodes": nodes[1],
            "organ": organ[1], "lymphocytes": blood[0][1], "eosinophils": blood[1][1],
            "platelets": blood[2][1],
        }  # fmt: skip
        expected = [verdict_in_every_world(says, read) for read in READINGS]
        found = judge(facts, *tables[key])
        assert [reading.verdict for reading in found.readings] == expected, says
        assert found.verdict == (expected[0] if len(set(expected)) == 1 else "readings_differ")
        assert found.do_readings_differ == (len(set(expected)) > 1)
        seen.add(found.verdict)
    assert seen == {"met", "not_met", "undetermined", "readings_differ"}
