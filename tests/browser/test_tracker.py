"""The tracker of tests for other causes in a real browser: by keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from dressapp.cases.models import CauseTest
from tests.factories.records import make_case


@pytest.fixture
def case(user):
    return make_case(user)


def open_tracker(window, case):
    window.goto(f"/cases/{case.pk}/criteria/?open=tests")
    return window.get_by_label("Sample on: ANA")


def test_enter_in_the_day_records_nothing(page, sign_in, case):
    sign_in(page)
    day = open_tracker(page, case)
    day.fill("13 Mar 2026")
    day.press("Enter")
    page.wait_for_timeout(300)
    expect(day).to_have_value("13 Mar 2026")
    assert CauseTest.objects.filter(case=case).count() == 0


def test_a_state_is_recorded_on_a_phone_without_scripts(open_window, sign_in, case):
    window = open_window(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(window)
    open_tracker(window, case).fill("13 Mar 2026")
    window.get_by_role("group", name="ANA: save as").get_by_role("button", name="Pending").click()
    expect(open_tracker(window, case)).to_have_value("13 Mar 2026")
    expect(window.locator("#tracker").get_by_role("row", name="ANA").first).to_contain_text("pending")
    stored = CauseTest.objects.get(case=case)
    assert (stored.result, str(stored.tested_on)) == ("pending", "2026-03-13")


def test_the_open_tracker_is_accessible_and_narrow(phone, sign_in, case, axe):
    sign_in(phone)
    open_tracker(phone, case)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
