"""A site's limits and a whole row's limits in a real browser, also without JavaScript and by keyboard."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dressapp.accounts.models import Role
from dressapp.assessments.services import summarise
from tests.browser.conftest import PHONE
from tests.factories.records import RASH, make_case, make_lab

HANDBOOK = "Central laboratory handbook 2026"


@pytest.fixture(autouse=True)
def _leads(user):
    """Let the clinician lead the team: who does not, changes no limit."""
    user.memberships.update(role=Role.LEAD)


@pytest.fixture
def case(user):
    """Return a case with ALT before the illness and in it, one of the results with its own limit."""
    case = make_case(user, sex="female", age_years=44)
    for day, value, limit in ((-24, "92", ""), (0, "120", ""), (2, "379", "35")):
        make_lab(case, user, value=value, on=RASH + timedelta(days=day), upper_limit=limit)
    summarise(case)
    return case


def add_limit(window, **fields):
    """Add limits of ALT for women by the page."""
    window.get_by_label("Add limits of").select_option("alt")
    window.get_by_role("button", name="Add", exact=True).click()
    window.get_by_label("Unit*").select_option("U/L")
    window.get_by_label("Upper limit").fill(fields.get("upper", "33"))
    window.get_by_label("Sex").select_option("female")
    window.get_by_label("Source*").fill(HANDBOOK)
    window.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_limits_are_added_and_taken_back(open_window, sign_in, case, has_script, axe):
    window = open_window(java_script_enabled=has_script)
    sign_in(window, path="/limits/")
    add_limit(window)
    expect(window.locator("#messages")).to_contain_text(
        "ALT, women: added. 1 case measured by it scored again"
    )
    row = window.get_by_role("row", name=f"ALT women any age up to 33 U/L {HANDBOOK}")
    expect(row).to_be_visible()
    if has_script:
        axe(window)
    window.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(0)


def test_a_refused_limit_says_why_and_where(phone, sign_in, axe):
    sign_in(phone, path="/limits/")
    add_limit(phone, upper="0")
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator(".error-summary")).to_contain_text("A limit of 0 tells nothing.")
    expect(phone.get_by_label("Source*")).to_have_value(HANDBOOK)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_sites_limit_and_the_value_before_stand_beside_the_results(page, sign_in, case, axe):
    sign_in(page, path="/limits/")
    add_limit(page)
    page.goto(f"/cases/{case.pk}/labs/")
    row = page.locator("tr[data-analyte=alt]")
    expect(row).to_contain_text("site's limit 33")
    expect(row).to_contain_text("peak 379: 10.8× limit, 4.12× before")
    expect(row).to_contain_text("already above 2× the site's limit before the reaction")
    cell = row.locator("td[title]").last
    expect(cell).to_have_attribute("title", "10.83× the limit 35 U/L, 4.12× before the illness")
    axe(page)


def test_a_whole_row_takes_its_limits_by_keyboard_and_gives_them_back(page, sign_in, case, axe):
    sign_in(page, path=f"/cases/{case.pk}/labs/?row=alt")
    page.get_by_label("Upper limit").fill("44")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_label("all 3 results of this row in U/L; replaces 1 own limit: 35 in 1 result")
    expect(chosen).to_be_checked()
    axe(page)
    page.keyboard.press("Enter")
    row = page.locator("tr[data-analyte=alt]")
    expect(row).to_contain_text("peak 379: 8.61× limit")
    expect(page.locator("#messages")).to_contain_text(
        "3 stored results took these limits, 1 in place of their own"
    )
    page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("peak 379: 10.8× limit")
