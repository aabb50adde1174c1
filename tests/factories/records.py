"""Make stored cases for tests: plain functions, each value settable."""

from datetime import date

from django.db import transaction

from dressapp.accounts.models import Team
from dressapp.assessments import services as assessments
from dressapp.cases import services as cases
from dressapp.cases.models import Finding
from dressapp.core.numbers import parse_number
from dressapp.drugs import services as drugs
from dressapp.labs import services as labs

RASH = date(2026, 3, 12)


def number(name, text):
    """Return the three columns of a number typed as `text`."""
    parsed = parse_number(text)
    return {
        f"{name}_raw": parsed.raw,
        f"{name}_comparator": parsed.comparator,
        f"{name}_canonical": parsed.canonical,
    }


def make_case(user, *, local_id="P-1", team=None, **values):
    """Return a case with a rash on 12 Mar 2026, scored."""
    team = team or Team.objects.filter(memberships__user=user).first()
    values = {"rash_onset_on": RASH} | values
    with transaction.atomic():
        case = cases.create_case(team=team, local_id=local_id, by=user, **values)
        assessments.summarise(case)
    return case


def make_drug(case, user, *, name="sorafenib", **values):
    """Return a suspected drug started ten days before the rash."""
    values = {"role": "suspect", "start_on": date(2026, 3, 2), "start_precision": "day"} | values
    return drugs.add_course(case=case, name=name, by=user, **values)


def make_lab(case, user, *, analyte="alt", value="50", unit="U/L", on=RASH, **values):
    """Return a laboratory result."""
    return labs.enter_value(
        case=case, analyte=analyte, taken_on=on, unit=unit, by=user, **number("value", value), **values
    )


def make_finding(case, user, *, finding="facial_oedema", value="yes", **values):
    """Return something examined."""
    return cases.add_row(model=Finding, case=case, finding=finding, value_raw=value, by=user, **values)


def make_node(case, user, *, site="cervical", size="1.5"):
    """Return a lymph node of a size in cm."""
    return cases.add_row(
        model=Finding, case=case, finding="node", site=site, unit="cm", by=user, **number("value", size)
    )


def make_answer(case, user, *, item="fever", answer="yes", **values):
    """Return a clinician's answer."""
    return assessments.set_answer(case=case, item=item, answer=answer, by=user, **values)
