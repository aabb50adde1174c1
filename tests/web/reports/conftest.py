"""The cases that are printed: the published one, and one with something in every section."""

from datetime import date

import pytest

from dressapp.cases.models import CauseTest, Treatment, VirusTest
from dressapp.cases.services import (
    add_row,
    save_background,
    save_conclusion,
    save_exposures,
    save_outcome,
    set_list_complete,
    update_case,
)
from dressapp.drugs.services import set_conclusion
from dressapp.exchange.importer import import_case
from dressapp.workspace.services import changing
from tests.factories.records import (
    make_answer,
    make_case,
    make_drug,
    make_finding,
    make_lab,
    make_node,
    number,
)

from . import paper

NAME, LOCAL_ID = "Anna Maria Kim", "HN-20418"


@pytest.fixture
def sorafenib(user, team):
    return import_case(paper.read_sorafenib(), team=team, by=user)


@pytest.fixture
def rich(user):
    """Return an open case with something in every section, its patient's name and number in free text too."""
    case = make_case(
        user,
        local_id=LOCAL_ID,
        name=NAME,
        sex="female",
        birth_on=date(1961, 5, 2),
        first_symptom_on=date(2026, 3, 10),
        first_symptom_what=f"sore throat ({NAME} says)",
    )
    with changing(case):
        _record_drugs(case, user)
        _record_results(case, user)
        _record_the_rest(case, user)
    case.refresh_from_db()
    return case


def _record_drugs(case, user):
    drug = make_drug(
        case, user, name="allopurinol", atc="M04AA01", indication="gout", frequency="once a day",
        stop_precision="ongoing", **number("dose_amount", "300"), dose_unit="mg", batch="B-77",
    )  # fmt: skip
    set_conclusion(
        case=case,
        course=drug,
        version=drug.version,
        conclusion="culprit",
        conclusion_basis="latency",
        by=user,
    )
    make_drug(case, user, name="amlodipine", role="concomitant", start_on=None, start_precision="unknown")
    make_drug(case, user, name="cetirizine", role="treatment", start_on=date(2026, 3, 13))


def _record_results(case, user):
    for on, value in ((date(2026, 3, 1), "22"), (date(2026, 3, 12), "61.50"), (date(2026, 3, 14), "412")):
        make_lab(case, user, analyte="alt", value=value, on=on, upper_limit="40")
    make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=date(2026, 3, 14))
    make_lab(case, user, analyte="platelets", value="<20", unit="10*3/uL", on=date(2026, 3, 14))
    make_finding(case, user, finding="morphology", value="maculopapular, dusky")
    make_finding(case, user, finding="mucosa_mouth", value="mild", seen_on=date(2026, 3, 13))
    make_node(case, user)
    make_answer(case, user, item="fever", answer="unknown", reason="not_done")
    make_answer(case, user, item="organs.liver", answer="yes", explanation="no gallstones")


def _record_the_rest(case, user):
    add_row(
        model=Treatment, case=case, by=user, kind="systemic_steroid", name="prednisolone",
        **number("dose", "60"), dose_unit="mg/d", start_on=date(2026, 3, 15), start_precision="day",
        stop_precision="ongoing", route="oral",
    )  # fmt: skip
    add_row(
        model=VirusTest, case=case, by=user, virus="hhv6", result="positive", method="PCR", specimen="blood",
        value_raw="1200", unit="copies/mL", reading="reactivation", tested_on=date(2026, 3, 16),
    )  # fmt: skip
    add_row(model=CauseTest, case=case, by=user, test="ana", result="negative", tested_on=date(2026, 3, 13))
    save_background(
        case=case, version=0, known_allergies="penicillin\nlatex", hiv="no", ckd_stage="3b",
        **number("weight", "58.5"), weight_unit="kg", weight_on=date(2026, 3, 12), by=user,
    )  # fmt: skip
    save_outcome(case=case, version=0, result="recovering", serious_hospitalisation="yes", by=user)
    asked = save_exposures(case=case, version=0, herbal="yes", contrast="no", by=user)
    set_list_complete(case=case, version=asked.version, is_complete=True, by=user)
    update_case(
        case=case, version=case.version, note=f"Discussed with the family of {NAME}, {LOCAL_ID}.", by=user
    )
    save_conclusion(
        case=case,
        version=case.version,
        conclusion="DRESS probable on clinical grounds.\nLiver to be followed.",
        expert_diagnosis="viral exanthem less likely",
        by=user,
    )
