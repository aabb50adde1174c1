"""The quick score on a phone: no account, no script needed, answers in the address, and into a case."""

import time

import pytest
from playwright.sync_api import expect

from dressapp.cases.models import Case
from tests.browser.conftest import PHONE

LONGEST = 60  # seconds for a person with a phone, from nothing to score, range and levers
A_TAP = 3.0  # seconds that a person takes to read a question and tap its answer
ANSWERS = {
    "fever": "yes", "lymph_nodes": "no", "eosinophilia": "1500_or_more", "atypical_lymphocytes": "unknown",
    "rash_extent_over_50": "yes", "rash_suggests_dress": "yes", "biopsy_suggests_dress": "not_done",
    "resolution_15_days": "unknown", "other_causes_excluded": "yes", "organs-liver": "yes",
}  # fmt: skip


def tap(window, question, answer):
    window.locator(f"label[for=item-{question}-{answer}]").click()


@pytest.fixture
def phone(open_window):
    return open_window(viewport=PHONE, has_touch=True)


def test_a_phone_gets_from_nothing_to_score_range_and_levers_within_a_minute(phone, axe, capsys):
    begun = time.monotonic()
    phone.goto("/account/sign-in/")
    phone.get_by_role("link", name="Quick score").click()
    axe(phone)
    assert phone.locator("input:checked").count() == 0
    for question, answer in ANSWERS.items():
        tap(phone, question, answer)
    rail = phone.locator("#rail")
    expect(rail.get_by_role("heading", name="RegiSCAR 5 so far")).to_be_visible()
    expect(rail).to_contain_text("4 (probable DRESS) to 8 (definite DRESS) on today's findings")
    rail.get_by_text("Effect on the score").click()
    expect(rail.get_by_text("Duration ≥ 15 days")).to_be_visible()
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nquick score at 360 px: {seconds:.1f} s by script, {len(ANSWERS)} taps")  # noqa: T201
    assert seconds + A_TAP * len(ANSWERS) < LONGEST
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_address_gives_the_same_page_to_somebody_else(phone, open_window):
    phone.goto("/score/")
    tap(phone, "fever", "yes")
    tap(phone, "organs-liver", "yes")
    phone.wait_for_url("**/score/?*fever=yes*organs.liver=yes*")
    other = open_window()
    other.goto(phone.url)
    expect(other.locator("#item-fever-yes")).to_be_checked()
    expect(other.locator("#item-organs-liver-yes")).to_be_checked()
    assert other.locator("#rail").inner_text() == phone.locator("#rail").inner_text()


def test_what_was_tapped_last_is_carried_before_the_score_has_answered(page, sign_in, team):
    sign_in(page, path="/score/?fever=yes")
    page.route("**/score/?*", lambda route: None)  # the score does not answer yet
    tap(page, "lymph_nodes", "yes")
    page.get_by_role("button", name="Begin a case with these answers").click()
    expect(page.get_by_text("Lymph nodes: yes")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")


def test_it_works_without_javascript(nojs):
    nojs.goto("/score/")
    tap(nojs, "eosinophilia", "1500_or_more")
    tap(nojs, "course", "over")
    nojs.get_by_role("button", name="Show the score").click()
    expect(nojs.locator("#item-eosinophilia-1500_or_more")).to_be_checked()
    expect(nojs.locator("#rail")).to_contain_text("on the findings on record")
    nojs.get_by_role("link", name="Start again").click()
    assert nojs.locator("input:checked").count() == 0


def test_the_answers_begin_a_case_after_signing_in(page, sign_in, team):
    sign_in(page, path="/score/")
    tap(page, "fever", "yes")
    tap(page, "lymph_nodes", "yes")
    page.get_by_role("button", name="Begin a case with these answers").click()
    expect(page.get_by_text("Fever ≥ 38.5 °C: yes")).to_be_visible()
    page.get_by_label("Patient id").fill("Q-1")
    page.get_by_role("button", name="Begin the case").click()
    page.locator("#tabs").get_by_role("link", name="Score").click()
    expect(page.locator("#item-fever-yes")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#item-lymph_nodes-yes")).to_have_attribute("aria-pressed", "true")
    assert Case.objects.get(team=team).summary.total == 0  # fever 0, nodes 1, duration unknown −1
