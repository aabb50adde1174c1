"""The history of a row folds out beside it, and stands on a page of its own without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dressapp.accounts.models import Role
from dressapp.labs import services as labs
from dressapp.workspace.services import changing
from tests.browser.conftest import PHONE
from tests.factories.records import RASH, make_case, make_drug, make_lab, number


@pytest.fixture
def case(user):
    """Return a case with a result that was corrected."""
    case = make_case(user)
    with changing(case):
        make_drug(case, user)
        result = make_lab(case, user, value="120")
        labs.update_result(
            case=case, result=result, version=1, by=user, why="typed wrong", **number("value", "210")
        )
    return case


@pytest.fixture
def value_page(case):
    """Return the address of the panel of the corrected result."""
    return f"{reverse('workspace:labs', args=[case.pk])}?value=alt&at={RASH.isoformat()}"


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_a_history_folds_out_beside_the_value(open_window, sign_in, axe, value_page, size):
    window = open_window(**({"viewport": size} if size else {}))
    sign_in(window, path=value_page)
    fold = window.locator(".labs-stored .row-history")
    expect(fold).not_to_contain_text("120")
    fold.locator("summary").focus()
    window.keyboard.press("Enter")
    expect(fold).to_contain_text("210 U/L")
    expect(fold).to_contain_text("Reason: typed wrong")
    expect(fold.locator("del")).to_have_text("120")
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_fold_changes_nothing_else_of_the_page(page, sign_in, case):
    sign_in(page, path=reverse("workspace:drugs", args=[case.pk]))
    page.locator(".drug .row-history summary").click()
    expect(page.locator(".drug .row-history")).to_contain_text("Recorded")
    expect(page.locator(".drug").get_by_role("heading", name="sorafenib")).to_be_visible()
    expect(page.locator("#rail")).to_contain_text("RegiSCAR")


def test_without_javascript_a_fold_opens_a_link_to_the_page(nojs, sign_in, value_page):
    sign_in(nojs, path=value_page)
    nojs.locator(".labs-stored .row-history summary").click()
    nojs.get_by_role("link", name="Show every change").click()
    expect(nojs.get_by_role("heading", level=1)).to_contain_text("ALT on 12 Mar 2026")
    nojs.get_by_role("link", name="All changes of this case").click()
    nojs.get_by_label("What", exact=True).select_option("drug")
    nojs.get_by_role("button", name="Show", exact=True).click()
    expect(nojs.locator(".change-log")).to_contain_text("sorafenib")
    expect(nojs.locator(".change-log")).not_to_contain_text("ALT")


def test_a_lead_finds_who_opened_a_case(page, sign_in, axe, user, case):
    user.memberships.update(role=Role.LEAD)
    sign_in(page, path=reverse("workspace:case_changes", args=[case.pk]))
    page.get_by_role("link", name="Who opened this case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")
    page.get_by_label("What", exact=True).select_option(label="Pages opened")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".trail > li").first).to_contain_text("opened the audit trail")
    expect(page.locator(".trail")).not_to_contain_text("recorded")
    axe(page)
