"""The published sorafenib case: entered by hand from an empty list to a printed report, and as it ships."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from dressapp.exchange.management.commands.demo import SHIPPED
from tests.browser import steps
from tests.factories.people import PASSWORD

TESTS = {"temperature": "°C", "wbc": "/µL", "eosinophils_pct": "%", "creatinine": "mg/dL",
         "bilirubin_direct": "mg/dL"}  # fmt: skip
RESULTS = {
    "15 Feb 2015": {"wbc": "4810", "eosinophils_pct": "6.4", "creatinine": "1.3", "bilirubin_direct": "0.3"},
    "12 Mar 2015": {"temperature": "38.9", "wbc": "7730", "eosinophils_pct": "9.7", "creatinine": "1.7",
                    "bilirubin_direct": "1.4"},
    "14 Mar 2015": {"wbc": "6800", "eosinophils_pct": "12.9", "creatinine": "2.0", "bilirubin_direct": "2.5"},
    "18 Mar 2015": {"wbc": "6650", "eosinophils_pct": "22.9", "bilirubin_direct": "7.8"},
    "19 Mar 2015": {"wbc": "6770", "eosinophils_pct": "27.9", "bilirubin_direct": "9.6"},
}  # fmt: skip
ANSWERS = {
    "fever": "yes",
    "lymph_nodes": "no",
    "atypical_lymphocytes": "unknown",
    "rash_extent_over_50": "yes",
    "rash_suggests_dress": "yes",
    "biopsy_suggests_dress": "unknown",
    "organs.liver": "yes",
    "organs.kidney": "yes",
    "resolution_15_days": "yes",
}
VERDICT, RANGE = "RegiSCAR 6: definite DRESS case", "5 (probable DRESS) to 8 (definite DRESS)"
MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
DATES = (rf"\b\d{{1,2}} {MONTH} \d{{4}}\b", r"\b\d{4}-\d\d-\d\d\b")


def test_the_case_is_entered_by_hand_and_printed(page, user):
    steps.fill_sign_in(page, user.username, PASSWORD)
    steps.set_up_app(page)
    enter_case(page)
    assert_verdict(page)
    find_in_list(page)
    save_and_print(page)


def enter_case(page):
    """Enter the case from the empty list on."""
    page.get_by_role("link", name="Begin the first case").click()
    page.get_by_text("Another symptom").click()
    days = {"rash_onset_on": "11 Mar 2015", "first_sign_on": "6 Mar 2015", "admission_on": "12 Mar 2015"}
    steps.begin_case(page, sex="Male", local_id="KJG-67-337", age_or_birth="72", **days)
    steps.add_drug(page, "sorafenib", role="Suspect", start="1 Mar 2015", stop="12 Mar 2015")
    expect(steps.drug(page, "sorafenib")).to_contain_text("10 d, shorter than usual")
    steps.add_drug(page, "long-term drug", role="Other drug", start="on or before 1 Jul 2013", stop="ongoing")
    steps.go_to(page, "Labs")
    for analyte, unit in TESTS.items():
        steps.add_test(page, analyte, unit)
    for on, values in RESULTS.items():
        steps.add_date(page, on, values)
    enter_course(page)
    steps.go_to(page, "Score")
    for item, value in ANSWERS.items():
        steps.answer(page, item, value)


def enter_course(page):
    """Enter how the course went on."""
    steps.go_to(page, "Summary")
    page.get_by_role("link", name="Edit course").click()
    expect(page.locator("#id_first_symptom_on")).to_be_focused()
    page.get_by_label("Discharged").fill("30 Mar 2015")
    page.get_by_label("Still ill on").fill("30 Mar 2015")
    page.get_by_label("Course closed").fill("21 Apr 2015")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Course saved.")).to_be_visible()


def assert_verdict(page):
    """See score, range, evidence and latency where the clinician looks for them."""
    expect(page.locator("#rail-title")).to_have_text(VERDICT)
    expect(page.locator(".rail-range")).to_contain_text(RANGE)
    expect(page.locator("#item-eosinophilia")).to_contain_text("1,889 /µL on 19 Mar 2015 (6,770 × 27.9 %)")
    expect(page.locator("#item-eosinophilia .item-points")).to_contain_text("+2")
    expect(page.locator(".now-facts")).to_contain_text(
        "Eosinophils 1,889 /µL on 19 Mar 2015 (3.78× the assumed"
    )
    steps.go_to(page, "Timeline")
    expect(page.locator("#tab svg").first).to_be_visible()
    expect(page.locator("#rail-title")).to_have_text(VERDICT)


def find_in_list(page):
    """Find the case again by the name of the drug."""
    page.get_by_role("searchbox").fill("sorafenib")
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has_text="KJG-67-337")
    for words in ("sorafenib 10 d, shorter than usual", "6", "5 to 8", "definite DRESS", "closed"):
        expect(row).to_contain_text(words)
    row.get_by_role("link").click()


def save_and_print(page):
    """Save the assessment, and read it again in its PDF."""
    steps.go_to(page, "History")
    page.get_by_role("button", name="Complete the assessment").click()
    expect(page.get_by_role("heading", name="Assessment 1")).to_contain_text("Complete, not signed")
    text = steps.fetch_pdf(page, page.locator("#tab a[href$='history/1/report.pdf']").first)
    for words in (VERDICT, RANGE, "KJG-67-337", "10 d", "shorter than usual", "1,889 /µL on 19 Mar 2015"):
        assert words in " ".join(text.split()), words


@pytest.fixture
def shipped(team, user):
    """Return the case that `make run` opens with."""
    return import_case(loads(SHIPPED.read_text(encoding="utf-8")), team=team, by=user)


def test_the_copy_that_ships_opens_with_its_score_and_no_invented_date(page, sign_in, shipped):
    sign_in(page)
    row = page.get_by_role("row").filter(has_text="KJG-67-337")
    expect(row).to_contain_text("10 d, shorter than usual")
    row.get_by_role("link").click()
    expect(page.locator("#rail-title")).to_have_text(VERDICT)
    expect(page.locator(".rail-range")).to_contain_text(RANGE)
    for tab in steps.TABS:
        page.goto(f"/cases/{shipped.pk}/{tab}")
        assert dates_in(steps.all_words(page)) <= {today()}, tab
    text = steps.fetch_pdf(page, page.locator("#tab a[href*='report.pdf']").first)
    assert VERDICT in " ".join(text.split())
    assert dates_in(text) <= {today()}


def today():
    """Return the one date that may stand on these pages: that of entry."""
    return f"{timezone.localdate():%-d %b %Y}"


def dates_in(text):
    """Return every calendar date in a text."""
    return {found for pattern in DATES for found in re.findall(pattern, text)}
