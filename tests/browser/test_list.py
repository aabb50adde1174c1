"""The case list and a new case in a browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.core.sealed import seal
from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case
from tests.factories.records import make_case


@pytest.mark.parametrize("size", [None, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_accessible_and_fits(open_window, sign_in, user, axe, size, scheme):
    make_day_four_case(user, timezone.localdate())
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(window, path=f"/?q={seal('vanco')}")
    expect(window.get_by_role("link", name="P-104")).to_be_visible()
    assert "no case" not in window.locator("main").inner_text().lower()
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    window.goto(f"/?q={seal('nothing')}")
    axe(window)


def test_a_view_of_the_list_has_an_address_of_its_own(page, sign_in, user):
    make_day_four_case(user, timezone.localdate())
    make_case(user, local_id="Q-7", closed_on=timezone.localdate())
    sign_in(page)
    page.get_by_label("Course").select_option("closed")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Q-7")).to_be_visible()
    expect(page.get_by_role("link", name="P-104")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Course")).to_have_value("closed")
    page.get_by_role("link", name="Course: Closed (remove)").click()
    expect(page.get_by_role("link", name="P-104")).to_be_visible()


def test_a_known_patient_is_shown_while_the_form_is_filled(page, sign_in, user, axe):
    make_day_four_case(user, timezone.localdate())
    sign_in(page, path="/cases/new/")
    expect(page.get_by_label("Patient id")).to_be_focused()
    axe(page)
    page.keyboard.type("p-104")
    page.keyboard.press("Tab")
    expect(page.locator("#known")).to_contain_text("male · 67 y")
    axe(page)
    page.get_by_role("button", name="Begin the case").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("This is the same person").check()
    page.get_by_role("button", name="Begin the case").click()
    expect(page.get_by_text("Case begun.")).to_be_visible()


@pytest.mark.parametrize("window", ["phone", "nojs"])
def test_a_case_is_begun_on_a_phone_and_without_javascript(window, sign_in, axe, request):
    page = request.getfixturevalue(window)
    sign_in(page)
    page.get_by_role("link", name="Begin the first case").click()
    page.get_by_label("Patient id").fill("P-1")
    page.get_by_text("Female", exact=True).click()
    page.get_by_label("Rash began on").fill("12.03.2015")
    page.get_by_role("button", name="Begin the case").click()
    page.get_by_role("link", name="Rash began on").click()
    page.get_by_label("Rash began on").fill("12 Mar 2015")
    page.get_by_role("button", name="Begin the case").click()
    expect(page.locator("#banner")).to_contain_text("P-1")
    expect(page.locator("#banner")).to_contain_text("female")
