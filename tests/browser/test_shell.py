"""The frame of a case in a browser: banner, Now, tabs and rail, wide and small, light and dark."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case

SCREENS = [(None, "light"), (None, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def top_of(window, selector):
    return window.locator(selector).first.bounding_box()["y"]


def test_a_phone_shows_day_4_in_the_order_of_a_night_shift(phone, sign_in, case, axe):
    sign_in(phone, path=f"/cases/{case.pk}/")
    order = [".fact-who", ".fact-day", ".still-taken", ".now-facts", ".rail-head", ".now-missing"]
    tops = [top_of(phone, selector) for selector in order]
    assert tops == sorted(tops)
    expect(phone.locator(".fact-day")).to_contain_text("rash day 4")
    expect(phone.locator(".still-taken")).to_have_text("still taken 3")
    expect(phone.locator(".now-facts")).to_contain_text("Creatinine 2.4 mg/dL")
    expect(phone.locator(".rail-range")).to_contain_text("−3 (below 2) to 7 (definite DRESS)")
    expect(phone.locator(".rail-goes-on")).to_contain_text("up to 9 (definite DRESS)")
    assert "no case" not in phone.locator("body").inner_text().lower()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_banner_stays_in_sight_and_leads_to_the_score(phone, sign_in, case):
    sign_in(phone, path=f"/cases/{case.pk}/drugs/")
    phone.mouse.wheel(0, 2000)
    expect(phone.locator(".still-taken")).to_be_in_viewport()
    phone.locator(".fact-score a").click()
    expect(phone.locator(".rail-head")).to_be_in_viewport()
    assert top_of(phone, ".rail") >= phone.locator("#banner").bounding_box()["height"]


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_frame_is_accessible(open_window, sign_in, case, axe, size, scheme):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(window, path=f"/cases/{case.pk}/")
    axe(window)
    for summary in window.locator(".rail summary").all():
        summary.click()
    axe(window)


def test_the_keyboard_skips_to_the_tab_and_to_the_score(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/drugs/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to Drugs")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tab")).to_be_focused()


def test_the_frame_works_without_javascript(nojs, sign_in, case):
    sign_in(nojs, path=f"/cases/{case.pk}/drugs/")
    nojs.get_by_role("navigation", name="Case").get_by_role("link", name="Timeline").click()
    expect(nojs.locator(".rail h2").first).to_contain_text("Too early to classify")
    nojs.get_by_text("Effect on the score").click()
    expect(nojs.get_by_role("link", name="Enlarged lymph nodes")).to_be_visible()


def test_the_rail_follows_a_change_and_keeps_what_was_unfolded(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/score/")
    effect = page.locator("#rail-effect")
    effect.locator("summary").click()
    before = page.locator("#rail-title").inner_text()
    page.locator("#item-fever").get_by_text("Yes", exact=True).click()
    expect(page.locator("#rail-title")).not_to_have_text(before)
    expect(effect).to_have_attribute("open", "")
