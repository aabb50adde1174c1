"""The lab grid by keyboard alone, on a phone and without JavaScript; nothing typed is lost."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.labs.models import LabResult
from dressapp.labs.services import set_row, update_result, void_result
from tests.browser.conftest import PHONE
from tests.factories.records import RASH, make_case, make_lab, number

# Sorafenib, Table 1 of the report: date, white cells per µL, eosinophils %.
FOUR_DATES = [
    ("12 Mar 2026", "7730", "9.7"),
    ("14 Mar 2026", "6800", "12.9"),
    ("19 Mar 2026", "6770", "27.9"),
    ("27 Mar 2026", "2840", "16.5"),
]

VALUE = "?value=wbc&at=2026-03-12"


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def grid(case, user):
    """Return a case with two tests on three dates."""
    for days, (cells, percent) in enumerate([("7730", "9.7"), ("6800", "12.9"), ("6380", "18.0")]):
        on = RASH + timedelta(days=days)
        make_lab(case, user, analyte="wbc", value=cells, unit="/uL", on=on)
        make_lab(case, user, analyte="eosinophils_pct", value=percent, unit="%", on=on)
    return case


def labs_of(case, query=""):
    return f"/cases/{case.pk}/labs/{query}"


def cell(window, analyte, at):
    return window.locator(f'tr[data-analyte="{analyte}"] > td[data-at="{at}"]')


def date_field(window):
    return window.get_by_role("textbox", name=re.compile("^Date"))


def press(window, *keys):
    for key in keys:
        window.keyboard.press(key)


def tab_to(window, target):
    """Press Tab until the target has the focus; return how often."""
    for count in range(60):
        if target.evaluate("node => node === document.activeElement"):
            return count
        window.keyboard.press("Tab")
    raise AssertionError("The keyboard does not get there.")


def add_row_by_keyboard(window, name, unit_keys):
    tab_to(window, window.get_by_role("link", name=name))
    press(window, "Enter")
    expect(window.get_by_label("Unit")).to_be_focused()
    press(window, *unit_keys)
    tab_to(window, window.get_by_role("button", name="Add the row"))
    press(window, "Enter")
    expect(window.get_by_role("status")).to_contain_text("new values are in")


def test_four_dates_are_typed_by_keyboard_alone(page, sign_in, case, axe):
    sign_in(page, path=labs_of(case))
    axe(page)
    expect(page.locator("#rail .score")).to_have_text("−2")
    add_row_by_keyboard(page, "White cells", ["ArrowDown"])
    add_row_by_keyboard(page, "+ Eosinophils %", ["ArrowDown"])
    tab_to(page, page.get_by_role("link", name="Add a date"))
    press(page, "Enter")
    for place, (on, cells, percent) in enumerate(FOUR_DATES):
        expect(date_field(page)).to_be_focused()
        expect(date_field(page)).to_have_value("")
        page.keyboard.type(on)
        press(page, "Tab", "Tab")
        page.keyboard.type(cells)
        press(page, "Tab")
        page.keyboard.type(percent)
        is_last = place == len(FOUR_DATES) - 1
        name = "Save" if is_last else "Save and add another date"
        tab_to(page, page.get_by_role("button", name=name, exact=True))
        press(page, "Enter")
        expect(page.get_by_role("status").first).to_contain_text(f"{on} saved")
    expect(page.locator("tr.is-computed")).to_contain_text("1,889")
    expect(page.locator("#rail .score")).to_have_text("0")
    axe(page)


def test_typing_goes_from_cell_to_cell_and_saves_on_the_way(page, sign_in, grid):
    sign_in(page, path=labs_of(grid))
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("7000")
    press(page, "Enter")
    expect(page.get_by_role("textbox", name="Eosinophils, 12 Mar 2026, day 0")).to_be_focused()
    page.keyboard.type("27.9")
    press(page, "Tab")
    expect(page.get_by_role("textbox", name="Eosinophils, 13 Mar 2026, day 1")).to_be_focused()
    press(page, "ArrowUp")
    expect(page.get_by_role("textbox", name="White cells, 13 Mar 2026, day 1")).to_be_focused()
    page.keyboard.type("1")
    press(page, "Escape")
    expect(cell(page, "wbc", "2026-03-13")).to_be_focused()
    expect(cell(page, "wbc", "2026-03-13")).to_have_text(re.compile("6800"))
    expect(page.locator("tr.is-computed td").first).to_contain_text("1,953")
    expect(page.locator(".labs-said")).to_contain_text("Eosinophils on 12 Mar 2026: 27.9 % (was 9.7 %).")
    assert grid.lab_results.live().count() == 6
    assert set(values_on(grid, RASH)) == {"7000", "27.9"}


def values_on(case, on):
    return case.lab_results.live().filter(taken_on=on).values_list("value_raw", flat=True)


def test_a_column_typed_in_haste_is_stored_whole(page, sign_in, grid):
    sign_in(page, path=labs_of(grid))
    slow_down(page)
    cell(page, "wbc", "2026-03-12").focus()
    for first, second in (("7001", "11.1"), ("7002", "11.2"), ("7003", "11.3")):
        page.keyboard.type(first)
        press(page, "Enter")
        page.keyboard.type(second)
        press(page, "Tab", "ArrowUp")
    press(page, "Escape")
    expect(page.locator(".is-saving")).to_have_count(0)
    stored = {result.value_raw for result in grid.lab_results.live()}
    assert stored == {"7001", "7002", "7003", "11.1", "11.2", "11.3"}


def slow_down(page):
    """Let every request take as long as in a hospital."""
    network = {"offline": False, "latency": 250, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)


def test_a_value_that_did_not_arrive_waits_and_is_sent_again(page, sign_in, grid, csp_violations):
    sign_in(page, path=labs_of(grid))
    page.route("**/labs/value/", lambda route: route.fulfill(status=500, body="no"))
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("7000")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    expect(cell(page, "wbc", "2026-03-12")).to_have_class(re.compile("is-saving"))
    csp_violations.clear()  # the browser's line on the status and htmx's own
    page.unroute("**/labs/value/")
    press(page, "ArrowUp", "Enter")
    expect(page.locator(".labs-said")).to_contain_text("7000 /µL (was 7730 /µL)")
    assert "7000" in values_on(grid, RASH)


def test_a_refused_value_asks_back_and_keeps_what_was_typed_after_it(page, sign_in, grid, axe):
    sign_in(page, path=labs_of(grid))
    sent = []
    page.route("**/labs/value/", lambda route: sent.append(route))
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("1,500")
    press(page, "Enter")
    page.keyboard.type("27.9")
    sent[0].continue_()
    page.unroute("**/labs/value/")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Write 1500, without a separator")
    axe(page)
    page.keyboard.type("999")
    expect(page.get_by_label("Value")).to_have_value("1,500")
    page.get_by_label("Value").fill("1500")
    press(page, "Enter")
    expect(page.get_by_role("textbox", name="Eosinophils, 12 Mar 2026, day 0")).to_be_focused()
    expect(page.get_by_role("textbox", name="Eosinophils, 12 Mar 2026, day 0")).to_have_value("27.9")
    press(page, "Enter")
    expect(page.locator("tr.is-computed td").first).to_contain_text("419")


def test_a_value_changed_or_deleted_comes_back(page, sign_in, grid):
    sign_in(page, path=labs_of(grid))
    cell(page, "wbc", "2026-03-12").focus()
    press(page, "Enter", "Delete", "Enter")
    expect(page.locator(".labs-said")).to_contain_text("7730 /µL deleted.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("7730 /µL is back.")
    expect(cell(page, "wbc", "2026-03-12")).to_contain_text("7730")


def test_what_a_number_means_is_said_while_it_is_typed(page, sign_in, case, user):
    set_row(case=case, analyte="wbc", unit="10*9/L", by=user)
    make_lab(case, user)
    sign_in(page, path=labs_of(case))
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("1.5")
    expect(page.locator(".labs-typed")).to_contain_text("1.5 ×10⁹/L = 1,500 /µL")


def test_two_editors_of_one_cell_choose(page, sign_in, grid, user, axe):
    sign_in(page, path=labs_of(grid))
    stored = LabResult.objects.get(case=grid, analyte="wbc", taken_on=RASH)
    update_result(case=grid, result=stored, version=1, by=user, **number("value", "7777"))
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("7000")
    press(page, "Enter")
    expect(page.locator(".conflict")).to_contain_text("7777")
    axe(page)
    page.get_by_role("button", name="Save mine over it").click()
    expect(cell(page, "wbc", "2026-03-12")).to_contain_text("7000")


@pytest.mark.promise("P02")
@pytest.mark.hazard("H01")
def test_a_value_keeps_the_unit_that_it_was_typed_beside(page, sign_in, grid, user, axe):
    set_row(case=grid, analyte="wbc", unit="10*9/L", version=1, by=user)
    first = LabResult.objects.get(case=grid, analyte="wbc", taken_on=RASH)
    void_result(case=grid, result=first, version=1, by=user)
    sign_in(page, path=labs_of(grid))
    set_row(case=grid, analyte="wbc", unit="/uL", version=2, by=user)
    cell(page, "wbc", "2026-03-12").focus()
    page.keyboard.type("7.7")
    press(page, "Enter")
    expect(page.locator(".error-summary")).to_contain_text("The grid showed ×10⁹/L, but it is /µL now.")
    expect(page.get_by_label("Value")).to_have_value("7.7")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".labs-said").or_(page.get_by_role("status").first)).to_contain_text("7.7 ×10⁹/L")
    stored = grid.lab_results.live().get(analyte="wbc", taken_on=RASH)
    assert (stored.value_raw, stored.unit) == ("7.7", "10*9/L")


@pytest.mark.promise("P02")
@pytest.mark.hazard("H16")
@pytest.mark.parametrize("name", ["page", "nojs"])
def test_a_date_opened_before_it_changed_is_not_deleted_unseen(name, request, sign_in, grid, user):
    window = request.getfixturevalue(name)
    sign_in(window, path=labs_of(grid, "?date=2026-03-12"))
    make_lab(grid, user, value="50")
    window.get_by_role("button", name="Delete this date").click()
    expect(window.locator(".conflict")).to_contain_text("Not removed")
    expect(window.locator(".conflict")).to_contain_text("50 U/L")
    assert grid.lab_results.live().count() == 7
    window.get_by_role("button", name="Remove it all the same").click()
    expect(window.locator("th[data-words]")).to_have_count(2)
    assert grid.lab_results.live().count() == 4


@pytest.mark.parametrize("size", [None, PHONE])
def test_pages_and_forms_are_accessible_and_never_wider_than_the_screen(
    open_window, sign_in, grid, axe, size
):
    window = open_window(**({"viewport": size, "color_scheme": "dark"} if size else {}))
    sign_in(window, path=labs_of(grid))
    for query in ("", "?add=date", "?add=test", "?row=wbc", "?row=alt", "?date=2026-03-12", VALUE):
        window.goto(labs_of(grid, query))
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), query


def test_a_phone_shows_one_date_and_types_into_it(phone, sign_in, grid):
    sign_in(phone, path=labs_of(grid))
    expect(cell(phone, "wbc", "2026-03-14")).to_be_visible()
    expect(cell(phone, "wbc", "2026-03-12")).to_be_hidden()
    phone.get_by_role("link", name="Earlier: 13 Mar").tap()
    expect(cell(phone, "wbc", "2026-03-13")).to_be_visible()
    cell(phone, "wbc", "2026-03-13").tap()
    phone.keyboard.type("7000")
    press(phone, "Enter", "Escape")
    expect(cell(phone, "wbc", "2026-03-13")).to_contain_text("7000")


def test_without_javascript_a_date_is_a_form(nojs, sign_in, grid):
    sign_in(nojs, path=labs_of(grid))
    nojs.get_by_role("link", name=re.compile("13 Mar 2026")).first.click()
    nojs.get_by_label("White cells").fill("7000")
    nojs.get_by_role("button", name="Save", exact=True).click()
    expect(cell(nojs, "wbc", "2026-03-13")).to_contain_text("7000")
    nojs.get_by_role("link", name=re.compile("13 Mar 2026")).first.click()
    nojs.get_by_role("button", name="Delete this date").click()
    expect(nojs.locator("th[data-words]")).to_have_count(2)
    nojs.get_by_role("button", name="Undo").click()
    expect(nojs.locator("th[data-words]")).to_have_count(3)
    tomorrow = timezone.localdate() + timedelta(days=1)
    nojs.get_by_role("link", name="Add a date").click()
    date_field(nojs).fill(date.isoformat(tomorrow))
    nojs.get_by_label("White cells").fill("7000")
    nojs.get_by_role("button", name="Save", exact=True).click()
    expect(nojs.locator(".error-summary")).to_contain_text("This day is in the future.")
    expect(nojs.get_by_label("White cells")).to_have_value("7000")
