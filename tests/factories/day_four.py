"""The patient on day 4 of a rash, still on three suspects, with little on record."""

from datetime import timedelta

from dressapp.workspace.services import changing
from tests.factories.records import make_answer, make_case, make_drug, make_finding, make_lab, number

NEGATIVE = ("lymph_nodes", "atypical_lymphocytes", "rash_suggests_dress", "biopsy_suggests_dress")


def make_day_four_case(user, today, *, local_id="P-104"):
    """Return a case whose rash began four days before `today`."""
    rash = today - timedelta(days=4)
    case = make_case(user, local_id=local_id, sex="male", age_years=67, rash_onset_on=rash)
    with changing(case):
        make_drug(
            case, user, name="vancomycin", start_on=today - timedelta(days=18), stop_precision="ongoing"
        )
        make_drug(
            case,
            user,
            name="piperacillin-tazobactam",
            start_on=today - timedelta(days=9),
            stop_precision="ongoing",
        )
        mid_month = (today - timedelta(days=31)).replace(day=1)
        make_drug(
            case,
            user,
            name="allopurinol",
            start_on=mid_month,
            start_precision="month",
            stop_precision="ongoing",
        )
        make_lab(case, user, analyte="temperature", value="38.3", unit="Cel", on=today)
        make_lab(case, user, analyte="eosinophils_abs", value="620", unit="/uL", on=today)
        make_lab(case, user, analyte="alt", value="61", unit="U/L", on=today, upper_limit="40")
        make_lab(case, user, analyte="creatinine", value="2.4", unit="mg/dL", on=today, upper_limit="1.2")
        extent = {"unit": "%", "value_canonical": number("value", "60")["value_canonical"]}
        make_finding(case, user, finding="body_surface", value="60", **extent)
    return case


def answer_everything_no(case, user):
    """Answer every open item and organ as a careful colleague finds it on day 4: no."""
    organs = ("liver", "kidney", "lung", "muscle_heart", "pancreas", "other")
    with changing(case):
        for item in (*NEGATIVE, *(f"organs.{organ}" for organ in organs)):
            make_answer(case, user, item=item, answer="no")
