"""Day 4 of a rash, on a phone at night: little is known, three suspects still taken, nothing excluded."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import steps

TESTS = {"temperature": "°C", "eosinophils_abs": "/µL", "alt": "U/L", "creatinine": "mg/dL"}
RESULTS = {"temperature": "38.3", "eosinophils_abs": "620", "alt": "61", "creatinine": "2.4"}
DRUGS = ("vancomycin", "piperacillin-tazobactam", "allopurinol")
NEGATIVE = ("lymph_nodes", "atypical_lymphocytes", "organs.liver", "organs.kidney", "organs.lung",
            "organs.muscle_heart", "organs.pancreas", "organs.other")  # fmt: skip
BARRED = "no case"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.hazard("H21")
def test_a_night_doctor_sees_what_runs_on_and_is_never_told_that_it_is_no_case(phone, sign_in, today):
    sign_in(phone)
    enter_case(phone, today)
    case = phone.url.partition("score/")[0]
    assert_frame(phone)
    expect(phone.locator(".rail-range")).to_have_text(
        "−3 (below 2) to 7 (definite DRESS) on today's findings"
    )
    assert_never_barred(phone, case)
    for item in NEGATIVE:
        steps.answer(phone, item, "no")
    assert_frame(phone)
    assert_never_barred(phone, case)


def enter_case(phone, today):
    """Enter what is known at two in the night."""
    phone.get_by_role("link", name="Begin the first case").click()
    steps.begin_case(phone, sex="Male", local_id="P-104", age_or_birth="67", rash_onset_on=days_ago(today, 4))
    starts = (days_ago(today, 18), days_ago(today, 9), f"{today - timedelta(days=31):%b %Y}")
    for name, start in zip(DRUGS, starts, strict=True):
        steps.add_drug(phone, name, role="Suspect", start=start, stop="ongoing")
    steps.go_to(phone, "Labs")
    for analyte, unit in TESTS.items():
        steps.add_test(phone, analyte, unit)
    steps.add_date(phone, days_ago(today, 0), RESULTS)
    enter_skin(phone)


def enter_skin(phone):
    """Enter the extent of the rash, and that nobody knows whether the face is swollen."""
    steps.go_to(phone, "Score")
    phone.get_by_role("link", name="Add body surface %").click()
    phone.get_by_role("textbox", name="Body surface").fill("60")
    phone.locator("#entry").get_by_role("button", name="Save").click()
    expect(phone.locator("#item-rash_extent_over_50")).to_contain_text("60 %")
    phone.locator("#facial_oedema-unknown").click()
    expect(phone.locator("#facial_oedema-unknown")).to_have_attribute("aria-pressed", "true")


def days_ago(today, days):
    return f"{today - timedelta(days=days):%-d %b %Y}"


def assert_frame(phone):
    """See in banner, Now and rail what matters tonight."""
    expect(phone.locator(".fact-day")).to_contain_text("rash day 4")
    expect(phone.locator("#banner")).to_contain_text("Suspects 3, still taken 3")
    for fact in ("Creatinine 2.4 mg/dL", "ALT 61 U/L", "Eosinophils 620 /µL"):
        expect(phone.locator(".now-facts")).to_contain_text(fact)
    expect(phone.locator(".now-missing")).to_contain_text("ECG, troponin")
    expect(phone.locator("#rail-title")).to_contain_text("Too early to classify")
    expect(phone.locator(".rail-range")).to_contain_text("on today's findings")
    expect(phone.locator(".rail-goes-on")).to_have_text(re.compile(r"up to \d .* if the illness develops"))
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def assert_never_barred(phone, case):
    """Read every page, on screen and as printed, the text to copy, and the PDF."""
    for path in ("/", *(f"{case}{tab}" for tab in steps.TABS)):
        phone.goto(path)
        for medium in ("screen", "print"):
            phone.emulate_media(media=medium)
            assert BARRED not in steps.all_words(phone).lower(), (path, medium)
        phone.emulate_media(media="screen")
    assert "still taken" in phone.locator("#as-text").input_value()
    pdf = steps.fetch_pdf(phone, phone.locator("#tab a[href*='report.pdf']").first)
    assert BARRED not in pdf.lower()
    phone.goto(f"{case}score/")
