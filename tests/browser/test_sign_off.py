"""Sign-off in a real browser: complete, sign, change, amend, compare; with JavaScript and without."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.assessments.models import Signature
from dressapp.workspace.services import changing
from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case
from tests.factories.people import PASSWORD
from tests.factories.records import make_lab


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def complete(window, case):
    window.goto(f"/cases/{case.pk}/history/")
    window.get_by_role("button", name="Complete the assessment").click()
    expect(window.get_by_role("heading", name="Assessment 1 Complete, not signed")).to_be_visible()


def sign(window, case, number=1, *, meaning="I assessed this patient", password=PASSWORD):
    window.goto(f"/cases/{case.pk}/history/{number}/sign/")
    window.get_by_role("radio", name=meaning).check()
    window.get_by_label("Your password").fill(password)
    window.get_by_role("button", name=f"Sign assessment {number}").click()


def go_through_every_step(window, user, case):
    complete(window, case)
    sign(window, case, password="not my password")
    expect(window.get_by_role("alert")).to_contain_text("This is not your password.")
    expect(window.get_by_role("radio", name="I assessed this patient")).to_be_checked()
    window.get_by_label("Your password").fill(PASSWORD)
    window.get_by_role("button", name="Sign assessment 1").click()
    expect(window.get_by_role("heading", name="Assessment 1 Signed")).to_be_visible()
    with changing(case):
        make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=case.rash_onset_on)
    window.goto(f"/cases/{case.pk}/history/1/sign/")
    expect(window.get_by_role("alert")).to_contain_text("It cannot be signed")
    window.get_by_role("link", name="Complete it anew").click()
    window.get_by_role("link", name="What has changed since assessment 1").click()
    expect(window.get_by_role("region", name="Items, differences")).to_contain_text("Eosinophilia")
    window.go_back()
    window.get_by_label("Why it is amended").fill("the count came late")
    window.get_by_role("button", name="Complete the amendment").click()
    expect(window.get_by_text("Amends assessment 1: the count came late")).to_be_visible()
    sign(window, case, 2, meaning="I reviewed this assessment")
    window.goto(f"/cases/{case.pk}/history/")
    expect(window.get_by_role("heading", name="Assessment 1 Amended by assessment 2")).to_be_visible()
    window.get_by_role("link", name="Compare").click()
    window.get_by_label("From").select_option("2")
    window.get_by_label("To", exact=True).select_option("1")
    window.get_by_role("button", name="Compare").click()
    expect(window.get_by_role("region", name="Score and range, differences")).to_contain_text("Total")
    assert Signature.objects.filter(case=case).count() == 2


def test_every_step_is_gone_through(page, sign_in, user, case):
    sign_in(page)
    go_through_every_step(page, user, case)


def test_every_step_is_gone_through_without_javascript(nojs, sign_in, user, case):
    sign_in(nojs)
    go_through_every_step(nojs, user, case)


def test_the_pages_of_signing_are_accessible_on_a_phone(open_window, sign_in, case, axe):
    window = open_window(viewport=PHONE, color_scheme="dark")
    sign_in(window)
    complete(window, case)
    sign(window, case, password="wrong")
    expect(window.get_by_role("alert")).to_be_visible()
    axe(window)
    sign(window, case)
    for path in ("history/1/sign/", "history/complete/", "history/", "history/compare/?from=1&to=now"):
        window.goto(f"/cases/{case.pk}/{path}")
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
