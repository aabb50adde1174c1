"""Which drug, in Chromium: answered by keyboard, without JavaScript, and accessible at every size."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories.records import make_case, make_drug, make_finding


@pytest.fixture
def case(user, team):
    today = timezone.localdate()
    case = make_case(
        user, rash_onset_on=today - timedelta(days=4), first_symptom_on=today - timedelta(days=7)
    )
    make_drug(
        case, user, name="carbamazepine", start_on=today - timedelta(days=24), stop_precision="ongoing",
        causality={"naranjo.3": "yes", "sefv.withdrawal": "improved", "who_umc": "probable"},
    )  # fmt: skip
    make_drug(case, user, name="paracetamol", role="concomitant", start_on=today - timedelta(days=6))
    make_drug(case, user, name="x" * 200, role="concomitant", start_on=None, start_precision="unknown")
    make_drug(case, user, name="prednisolone", role="treatment", start_on=today - timedelta(days=2))
    make_finding(case, user, finding="hla_allele", site="HLA-A*31:01", value="yes")
    return case


def answer_early_symptoms(window, case):
    """Say that paracetamol was started for early symptoms, and save it."""
    window.get_by_role("link", name="Answer on paracetamol").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("paracetamol: its part in the reaction")
    early = window.locator("#div_id_protopathic")
    expect(early).to_contain_text("Started after the first sign of the reaction and by its index day")
    expect(early.locator(":checked")).to_have_count(0)
    early.get_by_label("Yes", exact=True).check()
    window.get_by_role("button", name="Save the answers").click()
    expect(window.locator("#messages")).to_contain_text("Answers on paracetamol saved.")
    row = window.locator(".culprit-list > li").filter(has_text="paracetamol").first
    expect(row).to_contain_text("Yes, the clinician answered")
    assert case.drug_courses.get(name="paracetamol").causality == {"protopathic": "yes"}


def test_an_answer_reaches_the_table(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/drugs/")
    answer_early_symptoms(page, case)


def test_an_answer_and_an_allele_go_through_without_javascript(nojs, sign_in, case):
    sign_in(nojs, path=f"/cases/{case.pk}/drugs/")
    answer_early_symptoms(nojs, case)
    nojs.get_by_role("link", name="Add an HLA result").click()
    nojs.get_by_label("Allele").fill("HLA-B*58:01")
    nojs.locator("#div_hla_value_raw").get_by_text("No", exact=True).click()
    nojs.locator(".hla-form").get_by_role("button", name="Save").click()
    expect(nojs.locator("#hla")).to_contain_text("HLA-B*58:01 not carried")


def test_a_tap_in_the_list_refreshes_the_table(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/drugs/")
    drug = case.drug_courses.get(name="paracetamol")
    row = page.locator(".culprit-list > li").filter(has_text="paracetamol").first
    expect(row).to_contain_text("The last day is not recorded")
    page.locator(f"#still-yes-{drug.pk}").click()
    expect(row).to_contain_text("Still taken at the onset")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE])
def test_table_and_questions_are_accessible_when_light_dark_wide_and_small(
    open_window, sign_in, axe, case, scheme, size
):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    drug = case.drug_courses.get(name="carbamazepine")
    sign_in(window, path=f"/cases/{case.pk}/drugs/")
    for path in ("drugs/", "drugs/?hla=new", f"drugs/{drug.pk}/causality/"):
        window.goto(f"/cases/{case.pk}/{path}")
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
