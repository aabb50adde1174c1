"""The Score tab in a browser: clicks, keys, quick clicks, contradictions, small and dark screens."""

import json

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import expect

from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from tests.browser.conftest import PHONE, WIDE

SORAFENIB = settings.BASE_DIR / "tests" / "golden" / "cases" / "sorafenib-2016.json"
ANSWERS = {
    "lymph_nodes": "No",
    "atypical_lymphocytes": "Unknown",
    "rash_extent_over_50": "Yes",
    "rash_suggests_dress": "Yes",
    "biopsy_suggests_dress": "Unknown",
    "organs-liver": "Yes",
    "organs-kidney": "Yes",
}


@pytest.fixture
def case(user, team):
    """Return the sorafenib case with its data and none of its answers."""
    record = json.loads(SORAFENIB.read_text())
    del record["items"]
    with transaction.atomic():
        return import_case(loads(json.dumps(record)), team=team, by=user)


@pytest.fixture
def open_score(sign_in, case):
    """Return a function that opens the tab in a window."""

    def enter(window, query=""):
        sign_in(window, path=f"/cases/{case.pk}/score/{query}")

    return enter


def button(window, item, name):
    return window.locator(f"#item-{item}-{name.lower()}")


def is_pressed(window, item, name):
    expect(button(window, item, name)).to_have_attribute("aria-pressed", "true")


def clear(window, item):
    return window.locator(f"#row-{item}").get_by_role("button", name="Clear my answer")


def test_the_sorafenib_answers_are_clicked_and_make_six_definite(page, open_score):
    open_score(page)
    expect(page.locator("#rail-title")).to_contain_text("RegiSCAR 2")
    page.get_by_role("button", name="Take over measured values (3)").click()
    is_pressed(page, "fever", "Yes")
    for item, answer in ANSWERS.items():
        button(page, item, answer).click()
        is_pressed(page, item, answer)
    expect(page.locator("#rail-title")).to_contain_text("RegiSCAR 6")
    expect(page.locator("#rail")).to_contain_text("5 (probable DRESS) to 8 (definite DRESS)")
    page.locator("#item-biopsy_suggests_dress-not_done-reason").click()
    expect(page.locator("#row-biopsy_suggests_dress .given")).to_contain_text("(not done)")
    clear(page, "lymph_nodes").click()
    expect(clear(page, "lymph_nodes")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    is_pressed(page, "lymph_nodes", "No")


def test_the_keyboard_alone_answers_item_after_item(page, open_score):
    open_score(page)
    button(page, "lymph_nodes", "Yes").focus()
    for digit, item in ((2, "lymph_nodes"), (3, "eosinophilia"), (3, "atypical_lymphocytes")):
        page.keyboard.press(str(digit))
        answer = page.locator(f"#row-{item} .seg").first.get_by_role("button").nth(digit - 1)
        expect(answer).to_have_attribute("aria-pressed", "true")
        expect(answer).to_be_focused()
        page.keyboard.press("ArrowDown")
    expect(button(page, "rash_extent_over_50", "Yes")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(button(page, "atypical_lymphocytes", "Unknown")).to_be_focused()


def test_quick_clicks_of_one_person_are_no_conflict_and_none_is_lost(page, open_score):
    open_score(page)
    page.evaluate(
        """() => {
          for (const id of ["item-lymph_nodes-yes", "item-lymph_nodes-no", "item-rash_extent_over_50-yes",
                            "item-atypical_lymphocytes-yes", "facial_oedema-yes"])
            document.getElementById(id).click();
        }"""
    )
    expect(page.locator("#facial_oedema-yes")).to_have_attribute("aria-pressed", "true")
    is_pressed(page, "lymph_nodes", "No")
    is_pressed(page, "rash_extent_over_50", "Yes")
    is_pressed(page, "atypical_lymphocytes", "Yes")


@pytest.mark.parametrize("window", ["page", "nojs"])
def test_an_answer_against_the_data_asks_why_and_keeps_both(window, open_score, request):
    window = request.getfixturevalue(window)
    open_score(window)
    button(window, "fever", "No").click()
    reason = window.get_by_label("Why your answer stands")
    expect(reason).to_be_focused()
    window.get_by_role("button", name="Save with this reason").click()
    expect(window.locator(".error-summary")).to_contain_text("Write why your answer stands")
    window.get_by_label("Why your answer stands").fill("thermometer was faulty")
    window.get_by_role("button", name="Save with this reason").click()
    expect(window.locator("#row-fever")).to_contain_text("thermometer was faulty")
    expect(window.locator("#row-fever")).to_contain_text("Answer and data disagree")
    expect(window.locator("#score-errors")).to_be_empty()


def test_no_to_an_organ_beyond_its_threshold_is_judged_with_one_more_click(page, open_score):
    open_score(page)
    button(page, "organs-kidney", "No").click()
    page.get_by_label("What else explains it").fill("volume depletion")
    page.get_by_role("button", name="Another explanation is likely").click()
    expect(page.locator("#row-organs-kidney")).to_contain_text("other explanation: likely")
    expect(page.locator("#row-organs-kidney")).to_contain_text("volume depletion")


def test_a_second_window_sees_both_answers_and_may_save_over(page, open_window, open_score):
    open_score(page)
    other = open_window()
    open_score(other)
    button(page, "fever", "Yes").click()
    is_pressed(page, "fever", "Yes")
    button(other, "fever", "Unknown").click()
    other.get_by_role("button", name="Save mine over it").click()
    is_pressed(other, "fever", "Unknown")


@pytest.mark.parametrize("window", ["page", "nojs"])
def test_a_node_a_finding_and_a_test_are_recorded(window, open_score, request):
    window = request.getfixturevalue(window)
    open_score(window)
    window.get_by_role("link", name="Add a node").click()
    expect(window.get_by_label("Site")).to_be_focused()
    window.get_by_label("Site").fill("cervical")
    window.get_by_label("Size (cm)").fill("1,5")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.locator(".error-summary")).to_contain_text("1.5")
    window.get_by_label("Size (cm)").fill("1.5")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.locator("#item-lymph_nodes")).to_contain_text("cervical, 1.5 cm")
    window.get_by_role("link", name="ECG, echocardiogram").click()
    window.locator("#ecg_abnormal-no").click()
    expect(window.locator("#ecg_abnormal-no")).to_have_attribute("aria-pressed", "true")
    window.get_by_role("link", name="Record usual tests").click()
    window.locator("#test-mycoplasma-negative").click()
    expect(window.locator("#item-other_causes_excluded .tests")).to_contain_text("Mycoplasma")
    window.get_by_role("link", name="Change: cervical").or_(
        window.locator("#item-lymph_nodes .lines a")
    ).first.click()
    window.get_by_role("button", name="Remove").click()
    window.get_by_role("button", name="Undo").click()
    expect(window.locator("#item-lymph_nodes")).to_contain_text("cervical, 1.5 cm")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_the_tab_is_accessible_and_fits_wide_and_small_light_and_dark(
    open_window, open_score, axe, size, scheme
):
    window = open_window(color_scheme=scheme, viewport=size)
    open_score(window, "?open=skin")
    button(window, "biopsy_suggests_dress", "Unknown").click()
    is_pressed(window, "biopsy_suggests_dress", "Unknown")
    button(window, "organs-liver", "No").click()
    expect(window.get_by_label("What else explains it")).to_be_visible()
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for query in ("?add=virus", "?add=node", "?open=tests"):
        window.goto(window.url.split("?")[0] + query)
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
