"""The timeline in a browser: lanes switched in place, values by keyboard; wide, small, dark."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case

SCREENS = [(None, "light"), (None, "dark"), (PHONE, "light")]


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def test_a_lane_is_switched_in_place_and_stands_in_the_address(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/timeline/")
    figure = page.locator(".tl-wide")
    expect(figure).to_contain_text("Creatinine")
    page.get_by_role("checkbox", name="Creatinine").uncheck()
    expect(figure).not_to_contain_text("Creatinine")
    expect(page.get_by_role("checkbox", name="Creatinine")).not_to_be_checked()
    assert "lanes=eosinophils" in page.url
    assert "lanes=creatinine" not in page.url
    page.get_by_role("link", name="Furthest from normal").click()
    expect(figure).to_contain_text("Creatinine")


def test_the_keyboard_goes_from_lane_to_lane_and_from_value_to_value(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/timeline/")
    lane = page.locator(".tl-wide .tl-lane").first
    lane.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tl-tip")).to_be_visible()


def test_lanes_are_switched_without_javascript(nojs, sign_in, case):
    sign_in(nojs, path=f"/cases/{case.pk}/timeline/")
    nojs.get_by_role("checkbox", name="Creatinine").uncheck()
    nojs.get_by_role("button", name="Draw these lanes").click()
    expect(nojs.locator(".tl-wide")).not_to_contain_text("Creatinine")
    nojs.get_by_text("The same facts as a table").click()
    expect(nojs.get_by_role("table").filter(has_text="vancomycin: first dose")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_timeline_is_accessible(open_window, sign_in, case, axe, size, scheme):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(window, path=f"/cases/{case.pk}/timeline/")
    window.get_by_text("The same facts as a table").click()
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
