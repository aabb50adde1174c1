"""A whole table by one paste, a look and one click; by text area, keyboard and phone; what is open in it."""

import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dressapp.exchange.models import Intake
from dressapp.exchange.services import start_paste
from dressapp.labs.models import LabResult
from tests.browser.conftest import PHONE, WIDE
from tests.factories.records import make_case, make_lab

TABLE = Path("tests/golden/cases/sorafenib-2016-table1.tsv").read_text(encoding="utf-8")
ADMISSION, DISCHARGE = date(2015, 3, 12), date(2015, 4, 2)
ANALYTES = ["wbc", "neutrophils_pct", "eosinophils_pct", "platelets", "ast", "alt", "bilirubin_total",
            "bilirubin_direct"]  # fmt: skip
PROBLEMS = """\t03/04/2015\t05/04/2015\tsoon
WBC (/uL)\t7730\t6800\t7000
Platelets\t118\t64\t70
AST (IU/L)\t50\t1O9\t30
ALT (IU/L)\t14\t21\t99999
Bilirubin tot\t0.9\t2.8\t1.0
Mystery factor\t3\t4\t5
"""
SECONDS_OF_A_PERSON = 15


@pytest.fixture
def case(user):
    return make_case(user, rash_onset_on=date(2015, 3, 10), admission_on=ADMISSION, discharge_on=DISCHARGE)


def labs_of(case, rest=""):
    return f"/cases/{case.pk}/labs/{rest}"


def expected():
    """Return every value of the table by test and day, counted from the day of admission or discharge."""
    heads, *lines = [line.split("\t") for line in TABLE.splitlines()]
    days = [day_of(*head.split()) for head in heads[1:]]
    return {
        (analyte, on): value.replace(",", "")
        for analyte, line in zip(ANALYTES, lines, strict=True)
        for on, value in zip(days, line[1:], strict=True)
    }


def day_of(kind, number):
    steps = int(number)
    return {
        "AD": ADMISSION + timedelta(days=steps - 1),
        "BA": ADMISSION - timedelta(days=steps),
        "DC": DISCHARGE + timedelta(days=steps),
    }[kind]


def stored(case):
    rows = LabResult.objects.live().filter(case=case)
    return {(row.analyte, row.taken_on): row.value_raw for row in rows}


def copy(window, text):
    """Put a text into the browser's own clipboard."""
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.evaluate("text => navigator.clipboard.writeText(text)", text)


def confirm(window):
    return window.get_by_role("button", name=re.compile("^Confirm: store"))


def radio(window, group, name):
    return window.get_by_role("group", name=group).get_by_role("radio", name=name)


def test_the_sorafenib_table_from_the_clipboard_into_the_case(page, sign_in, case, axe, capsys):
    sign_in(page, path=labs_of(case))
    score = page.locator("#rail .score").inner_text()
    copy(page, TABLE)
    start = time.monotonic()
    page.keyboard.press("Control+V")
    expect(page.get_by_text("104 values in 8 tests on 13 dates")).to_be_visible()
    expect(page.get_by_text("AD 3, two days after admission")).to_be_visible()
    assert not stored(case)
    confirm(page).click()
    expect(page.get_by_text("104 values stored from the paste.")).to_be_visible()
    seconds = time.monotonic() - start
    with capsys.disabled():
        print(f"\nfrom the clipboard to 104 stored values: {seconds:.1f} s")  # noqa: T201
    assert seconds < SECONDS_OF_A_PERSON
    assert stored(case) == expected()
    expect(page.locator("#rail .score")).not_to_have_text(score)
    axe(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("104 values of the table")).to_be_visible()
    expect(page.locator("#rail .score")).to_have_text(score)
    assert not stored(case)


def test_the_same_without_javascript_by_the_text_area(nojs, sign_in, case):
    sign_in(nojs, path=labs_of(case))
    nojs.get_by_role("link", name="Paste a table or open a file").click()
    nojs.get_by_label("Paste a table", exact=True).fill(TABLE)
    nojs.get_by_role("button", name="Read the table").click()
    expect(nojs.get_by_text("104 values in 8 tests on 13 dates")).to_be_visible()
    confirm(nojs).click()
    expect(nojs.get_by_text("104 values stored from the paste.")).to_be_visible()
    assert stored(case) == expected()


def test_open_points_are_settled_without_javascript(nojs, sign_in, case, user):
    intake = start_paste(case=case, text=PROBLEMS, by=user)
    sign_in(nojs, path=labs_of(case, f"intakes/{intake.pk}/"))
    settle(nojs, lambda: nojs.get_by_role("button", name="Update the preview").click())
    confirm(nojs).click()
    expect(nojs.get_by_text(re.compile("values stored from the paste"))).to_be_visible()
    assert stored(case)[("ast", date(2015, 4, 5))] == "109"


def settle(window, update):
    """Answer everything that the table with problems leaves open, and update the preview after each."""
    expect(confirm(window)).to_have_count(0)
    radio(window, re.compile("In which order"), re.compile("^The day first")).check()
    update()
    window.get_by_role("textbox", name="Date of soon").fill("7 Apr 2015")
    window.get_by_role("textbox", name="Date of soon").blur()
    update()
    window.get_by_label("Unit of Platelets").select_option(label="×10³/µL")
    update()
    number = window.get_by_role("textbox", name=re.compile("Number for AST"))
    number.fill("109")
    number.blur()
    update()
    for group in (
        window.get_by_role("group").filter(has=window.get_by_role("radio", name="Yes, this value")).all()
    ):
        group.get_by_role("radio", name="Yes, this value").check()
        update()
    name = window.get_by_label("Test of Bilirubin tot")
    if name.count():
        name.select_option("bilirubin_total")
        update()
    unit = window.get_by_label("Unit of Bilirubin tot")
    if unit.count() and not unit.input_value():
        unit.select_option(label="mg/dL")
        update()
    expect(confirm(window)).to_be_visible()


def test_each_choice_refreshes_the_preview_at_once_and_keeps_the_focus(page, sign_in, case, user):
    intake = start_paste(case=case, text=PROBLEMS, by=user)
    sign_in(page, path=labs_of(case, f"intakes/{intake.pk}/"))
    expect(page.get_by_role("button", name="Update the preview")).to_be_hidden()
    answer = radio(page, re.compile("In which order"), re.compile("^The day first"))
    answer.check()
    expect(page.locator(".intake-grid thead")).to_contain_text("3 Apr")
    expect(answer).to_be_focused()
    page.get_by_label("Unit of Platelets").select_option(label="×10³/µL")
    page.get_by_label("Test of Mystery factor").select_option("ldh")
    expect(page.get_by_label("Unit of Mystery factor")).to_be_visible()
    expect(page.get_by_label("Unit of Platelets")).to_have_count(0)
    page.evaluate("window.isSamePage = true")
    page.get_by_role("textbox", name=re.compile("Number for AST")).fill("109")
    page.keyboard.press("Enter")
    expect(page.get_by_text("109 is taken instead")).to_be_visible()
    assert page.evaluate("window.isSamePage")
    assert Intake.objects.get(pk=intake.pk).choices["tests"] == {"t5": "ldh"}


def test_a_block_pasted_into_a_cell_goes_to_its_preview_and_a_value_stays(page, sign_in, case, user):
    make_lab(case, user, analyte="ast", value="50", unit="U/L", on=ADMISSION)
    sign_in(page, path=labs_of(case))
    cell = page.locator('tr[data-analyte="ast"] > td[data-at="2015-03-12"]')
    cell.click()
    copy(page, "61\n")
    page.keyboard.press("Control+V")
    expect(page.locator(".labs-input")).to_have_value("61")
    copy(page, TABLE)
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(page.get_by_text(re.compile("values in 8 tests"))).to_be_visible()


def test_a_text_field_takes_what_is_pasted_into_it(page, sign_in, case, user):
    make_lab(case, user, analyte="ast", value="50", unit="U/L", on=ADMISSION)
    sign_in(page, path=labs_of(case, "?value=ast&at=2015-03-12"))
    page.get_by_text("Date, time, limits, note").click()
    page.get_by_label("Note").click()
    copy(page, "one\ntwo")
    page.keyboard.press("Control+V")
    expect(page.get_by_label("Note")).to_have_value("one\ntwo")


def test_a_table_goes_in_by_keyboard_alone(page, sign_in, case):
    sign_in(page, path=labs_of(case))
    copy(page, TABLE)
    press_until(page, page.get_by_role("link", name="Paste a table or open a file"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Paste a table", exact=True)).to_be_focused()
    page.keyboard.press("Control+V")
    press_until(page, page.get_by_role("button", name="Read the table"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("104 values in 8 tests on 13 dates")).to_be_visible()
    press_until(page, page.locator("summary", has_text="From which day does AD 3 count?"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("radio", name=re.compile("^AD 1 is the day of admission")))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("AD 3, three days after admission")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^AD 0 is the day of admission"))).to_be_focused()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("AD 3, two days after admission")).to_be_visible()
    press_until(page, confirm(page))
    page.keyboard.press("Enter")
    expect(page.get_by_text("104 values stored from the paste.")).to_be_visible()
    assert stored(case) == expected()


def press_until(window, target):
    """Press Tab until the target has the focus."""
    for _ in range(120):
        if target.count() and target.evaluate("node => node === document.activeElement"):
            return
        window.keyboard.press("Tab")
    raise AssertionError("The keyboard does not get there.")


def test_a_refused_text_takes_the_focus_to_what_is_wrong(page, sign_in, case, axe):
    sign_in(page, path=labs_of(case, "paste/"))
    page.get_by_role("button", name="Read the table").click()
    expect(page.locator(".error-summary")).to_be_focused()
    axe(page)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (WIDE, "dark")])
def test_each_page_is_accessible_and_fits(open_window, sign_in, case, user, axe, size, scheme):
    window = open_window(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    intake = start_paste(case=case, text=PROBLEMS, by=user)
    make_lab(case, user, analyte="ast", value="55", unit="[IU]/L", on=date(2015, 3, 14))
    sign_in(window, path=labs_of(case, "paste/"))
    check(window, axe)
    window.goto(labs_of(case, f"intakes/{intake.pk}/?change=t0"))
    expect(window.get_by_text("Open before it can be stored")).to_be_visible()
    check(window, axe)
    window.goto(labs_of(case))
    check(window, axe)
    other = start_paste(case=case, text=TABLE, by=user)
    window.goto(labs_of(case, f"intakes/{other.pk}/"))
    expect(window.get_by_text("1 cell needs a decision").first).to_be_visible()
    check(window, axe)
    window.get_by_role("radio", name="Keep both").check()
    confirm(window).click()
    expect(window.get_by_role("status")).to_contain_text("stored from the paste")
    window.goto(labs_of(case, f"intakes/{other.pk}/"))
    expect(window.get_by_text("104 values stored from the paste.")).to_be_visible()
    check(window, axe)


def check(window, axe):
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window.url


def test_a_file_shows_that_it_is_on_its_way_and_can_be_stopped(page, sign_in, case, tmp_path, csp_violations):
    file = tmp_path / "labs.csv"
    file.write_text(TABLE.replace(",", "").replace("\t", ";"))
    held = []
    page.route(
        "**/labs/paste/",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    sign_in(page, path=labs_of(case, "paste/"))
    page.get_by_label("Or open a file").set_input_files(file)
    page.get_by_role("button", name="Read the table").click()
    expect(page.get_by_role("progressbar", name="Sending the file")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("progressbar", name="Sending the file")).to_be_hidden()
    assert not Intake.objects.filter(case=case).exists()
    csp_violations[:] = [error for error in csp_violations if not error.startswith("htmx:")]  # it was stopped
    page.unroute("**/labs/paste/")
    page.get_by_role("button", name="Read the table").click()
    expect(page.get_by_role("heading", name="File labs.csv")).to_be_visible()
    expect(page.get_by_text("104 values in 8 tests on 13 dates")).to_be_visible()


@pytest.fixture
def long_table(case, user):
    """Return the intake of 2,189 values."""
    heads = "\t".join((date(2010, 1, 1) + timedelta(days=day)).isoformat() for day in range(199))
    tests = ("AST", "ALT", "ALP", "GGT", "LDH", "CK", "Lipase", "Amylase")
    lines = [f"{test} (U/L)\t" + "\t".join(["50"] * 199) for test in tests]
    others = ("CRP (mg/L)", "Ferritin (ug/L)", "Albumin (g/L)")
    lines += [f"{test}\t" + "\t".join(["10"] * 199) for test in others]
    return start_paste(case=case, text=f"\t{heads}\n" + "\n".join(lines), by=user)


def test_a_long_import_shows_how_far_it_is_and_can_be_stopped(page, sign_in, case, long_table):
    held = []
    page.route("**/confirm/", lambda route: held.append(route))
    sign_in(page, path=labs_of(case, f"intakes/{long_table.pk}/"))
    confirm(page).click()
    expect(page.get_by_role("progressbar", name="Storing")).to_be_visible()
    with page.expect_response("**/stop/"):
        page.get_by_role("button", name="Stop, store nothing").click()
    held[0].continue_()
    expect(page.get_by_text("Stopped. Nothing was stored.")).to_be_focused()
    assert not stored(case)
    page.unroute("**/confirm/")
    confirm(page).click()
    expect(page.get_by_text("2,189 values stored from the paste.")).to_be_visible()
    assert len(stored(case)) == 2189
