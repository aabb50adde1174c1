"""Without a result the item that rests on it is unknown, and the page names what is missing."""

from dataclasses import replace

import pytest

from dressapp.assessments.facts import build
from scoring.panel import assess
from tests.factories.records import RASH, make_case, make_lab
from tests.web.workspace.labs import text_of

RESULTS = [
    ("temperature", "39.1", "Cel"), ("wbc", "9.1", "10*9/L"), ("eosinophils_pct", "22", "%"),
    ("alt", "200", "U/L"), ("creatinine", "3.1", "mg/dL"), ("lipase", "900", "U/L"), ("ck", "900", "U/L"),
]  # fmt: skip
# What each test decides, and what stands there without it.
DECIDES = {
    "temperature": ("fever", "yes"), "wbc": ("eosinophilia", "1500_or_more"),
    "eosinophils_pct": ("eosinophilia", "1500_or_more"), "alt": ("liver", "met"),
    "creatinine": ("kidney", "met"), "lipase": ("pancreas", "met"), "ck": ("muscle_heart", "met"),
}  # fmt: skip


@pytest.fixture
def case(user):
    case = make_case(user)
    for analyte, value, unit in RESULTS:
        make_lab(case, user, analyte=analyte, value=value, unit=unit, on=RASH)
    make_lab(case, user, analyte="alt", value="210", unit="U/L", on=RASH.replace(day=14))
    make_lab(case, user, analyte="creatinine", value="1.0", unit="mg/dL", on=RASH.replace(month=2))
    return case


def said(score, name):
    """Return what is said of an item or of an organ's threshold, with its reason."""
    items = score.regiscar.items
    if name in items:
        return items[name].answer, items[name].why
    organ = next(organ for organ in items["organs"].organs if organ.organ == name)
    return organ.threshold, organ.why


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("analyte", DECIDES)
def test_without_a_test_what_it_decides_is_open_and_says_why(case, analyte):
    facts, (name, with_it) = build(case), DECIDES[analyte]
    whole = assess(facts)
    without = assess(replace(facts, labs=tuple(lab for lab in facts.labs if lab.analyte != analyte)))
    assert said(whole, name)[0] == with_it
    answer, why = said(without, name)
    assert answer in ("unknown", "no_data")
    assert why
    assert without.regiscar.now.total <= whole.regiscar.now.total
    assert without.regiscar.highest.total >= whole.regiscar.now.total


@pytest.mark.hazard("H05")
def test_the_page_of_a_bare_case_names_what_is_not_on_record(client_in, user):
    text = text_of(client_in.get(f"/cases/{make_case(user).pk}/score/"))
    for name in ("ECG", "troponin", "smear", "INR"):
        assert name in text, name
