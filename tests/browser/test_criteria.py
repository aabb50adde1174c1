"""The Criteria tab in a browser: a tap stays on it, with and without scripts, and it fits a phone."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from dressapp.exchange.management.commands.demo import SHIPPED
from tests.browser.conftest import PHONE, WIDE
from tests.factories.records import make_case


@pytest.fixture
def full(user, team):
    """Return the shipped case."""
    with transaction.atomic():
        return import_case(loads(SHIPPED.read_text(encoding="utf-8")), team=team, by=user)


@pytest.fixture
def empty(user):
    """Return a case with nothing but its patient."""
    return make_case(user, local_id="P-2", rash_onset_on=None)


def go(window, sign_in, case, query=""):
    sign_in(window, path=f"/cases/{case.pk}/criteria/{query}")


@pytest.mark.parametrize("name", ["full", "empty"])
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_the_tab_is_accessible_and_fits(request, open_window, sign_in, axe, name, size, scheme):
    case = request.getfixturevalue(name)
    window = open_window(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    go(window, sign_in, case)
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    go(window, sign_in, case, "?add=erosions_surface")
    axe(window)
    expect(window.get_by_label("Body surface with erosions (%)")).to_be_focused()


def test_a_tap_changes_the_verdict_and_stays_on_the_tab(page, sign_in, full):
    go(page, sign_in, full)
    expect(page.locator("#verdict-jscar")).to_contain_text("undetermined by the Japanese text")
    page.locator("#maculopapular_rash-no").click()
    expect(page.locator("#verdict-jscar")).to_contain_text("DIHS (J-SCAR): not met")
    expect(page.locator("#maculopapular_rash-no")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#rail-title")).to_contain_text("RegiSCAR 6")


def test_two_quick_taps_are_both_kept(page, sign_in, full):
    go(page, sign_in, full)
    page.locator("#carditis-yes").click()
    page.locator("#lymphadenopathy-yes").click()
    expect(page.locator("#verdict-bocquet")).to_contain_text("Bocquet 1996: met")
    expect(page.locator("#crit-jscar-nodes")).to_contain_text("Recorded yes")


def test_without_scripts_a_tap_and_a_number_lead_back_to_the_tab(nojs, sign_in, full):
    go(nojs, sign_in, full)
    nojs.locator("#erythroderma-yes").click()
    assert "/criteria/" in nojs.url
    nojs.locator("#add-erosions_surface").click()
    nojs.get_by_label("Body surface with erosions (%)").fill("12")
    nojs.get_by_label("Date").fill("day 2")
    nojs.get_by_role("button", name="Save", exact=True).click()
    assert "/criteria/" in nojs.url
    expect(nojs.locator(".dds")).to_contain_text("12 % on day 2")
