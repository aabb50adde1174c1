"""The sorafenib case from sign-in to signed assessment by keyboard alone, every key press counted."""

import pytest
from playwright.sync_api import expect

from tests.factories.codes import code_of
from tests.factories.people import PASSWORD

MOST_PRESSES = 850
STARTERS = ("wbc", "eosinophils_pct", "creatinine", "temperature")
# In the order of the rows in the grid: temperature, white cells, eosinophils %, creatinine, direct bilirubin.
RESULTS = {
    "15 Feb 2015": ("", "4810", "6.4", "1.3", "0.3"),
    "12 Mar 2015": ("38.9", "7730", "9.7", "1.7", "1.4"),
    "14 Mar 2015": ("", "6800", "12.9", "2.0", "2.5"),
    "18 Mar 2015": ("", "6650", "22.9", "", "7.8"),
    "19 Mar 2015": ("", "6770", "27.9", "", "9.6"),
}
# The digits that answer item after item; a blank goes on to the next.
DIGITS = {
    "fever": "1", "lymph_nodes": "2", "eosinophilia": "", "atypical_lymphocytes": "3",
    "rash_extent_over_50": "1", "rash_suggests_dress": "1", "biopsy_suggests_dress": "3",
    "organs-liver": "1", "organs-kidney": "1", "organs-lung": "", "organs-muscle_heart": "",
    "organs-pancreas": "", "organs-other": "", "resolution_15_days": "1",
}  # fmt: skip


class Keys:
    """A keyboard that counts; nothing else touches the page."""

    def __init__(self, page):
        self.page, self.count, self.letters = page, 0, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)
        self.letters += len(text)

    def go_to(self, target, key="Tab"):
        """Press Tab until the target has the focus."""
        for _ in range(80):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{self.count} key presses do not get to {target}")

    def follow(self, target, key="Tab"):
        """Go to a link or button and press it."""
        self.go_to(target, key)
        self.press("Enter")

    def open_tab(self, name):
        """Go back to the tabs of the case, and open one."""
        link = self.page.locator("#tabs").get_by_role("link", name=name)
        self.follow(link, "Shift+Tab")
        expect(link).to_have_attribute("aria-current", "page")


@pytest.fixture
def keys(page):
    return Keys(page)


def test_the_sorafenib_case_is_completed_by_keyboard_alone(page, user, keys, capsys):
    sign_in(page, user, keys)
    begin_case(page, keys)
    enter_drugs(page, keys)
    enter_labs(page, keys)
    enter_course(page, keys)
    answer_items(page, keys)
    complete_and_sign(page, keys)
    with capsys.disabled():
        print(f"\n{keys.count} key presses, {keys.letters} of them text, from sign-in to signed assessment")  # noqa: T201
    assert keys.count < MOST_PRESSES


def sign_in(page, user, keys):
    page.goto("/")
    expect(page.get_by_label("Username")).to_be_focused()
    keys.type(user.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    keys.follow(page.get_by_role("link", name="Set up an app"))
    expect(page.get_by_label("The six figures")).to_be_focused()
    keys.type(code_of(page.locator("code.key").inner_text()))
    keys.press("Enter")
    keys.follow(page.get_by_role("link", name="To the cases"))
    expect(page.get_by_role("link", name="Begin the first case")).to_be_visible()


def begin_case(page, keys):
    keys.follow(page.get_by_role("link", name="Begin the first case"))
    expect(page.get_by_label("Patient id")).to_be_focused()
    keys.type("KJG-67-337")
    keys.press("Tab", "ArrowDown", "Tab")
    keys.type("72")
    keys.press("Tab")
    keys.type("11 Mar 2015")
    keys.press("Tab", "ArrowDown", "Tab")
    keys.type("6 Mar 2015")
    keys.press("Tab")
    keys.type("12 Mar 2015")
    keys.press("Enter")
    expect(page.get_by_text("Case begun.")).to_be_visible()


def enter_drugs(page, keys):
    courses = (
        ("sorafenib", "Space", "1 Mar 2015", "12 Mar 2015"),
        ("long-term drug", "ArrowDown", "on or before 1 Jul 2013", "ongoing"),
    )
    for name, role, start, stop in courses:
        expect(page.get_by_label("Drug*")).to_be_focused()
        keys.type(name)
        keys.press("Tab", role, "Tab")
        keys.type(start)
        keys.press("Tab")
        keys.type(stop)
        keys.press("Enter")
        expect(page.locator(".drug").get_by_role("heading", name=name, exact=True)).to_be_visible()
        expect(page.get_by_label("Drug*")).to_have_value("")


def enter_labs(page, keys):
    keys.open_tab("Labs")
    for analyte in STARTERS:
        keys.follow(page.locator(f"#start-{analyte}"))
        add_row(page, keys, analyte)
    keys.follow(page.get_by_role("link", name="Add a test"))
    expect(page.get_by_label("Test", exact=True)).to_be_focused()
    keys.type("Direct")
    keys.follow(page.get_by_role("button", name="Next: its unit"))
    add_row(page, keys, "bilirubin_direct")
    keys.follow(page.get_by_role("link", name="Add a date"))
    for on, values in RESULTS.items():
        type_date(page, keys, on, values)


def add_row(page, keys, analyte):
    """Take the first unit that is offered."""
    expect(page.get_by_label("Unit*")).to_be_focused()
    keys.press("ArrowDown", "Tab", "Enter")
    expect(page.locator(f"#row-{analyte}")).to_be_visible()


def type_date(page, keys, on, values):
    """Type one date column, and ask for the next where there is one."""
    expect(page.get_by_label("Date*")).to_have_value("")
    expect(page.get_by_label("Date*")).to_be_focused()
    keys.type(on)
    keys.press("Tab")
    for value in values:
        keys.press("Tab")
        keys.type(value)
    is_last = on == list(RESULTS)[-1]
    name = "Save" if is_last else "Save and add another date"
    keys.follow(page.get_by_role("button", name=name, exact=True))
    expect(page.get_by_text(f"{on} saved.")).to_be_visible()


def enter_course(page, keys):
    keys.open_tab("Summary")
    keys.follow(page.get_by_role("link", name="Edit course"))
    expect(page.locator("#id_first_symptom_on")).to_be_focused()
    for label, on in (
        ("Discharged", "30 Mar 2015"),
        ("Still ill on", "30 Mar 2015"),
        ("Course closed", "21 Apr 2015"),
    ):
        keys.go_to(page.get_by_label(label))
        keys.type(on)
    keys.press("Enter")
    expect(page.get_by_text("Course saved.")).to_be_visible()


def answer_items(page, keys):
    keys.open_tab("Score")
    keys.go_to(page.locator("#item-fever-yes"))
    for item, digit in DIGITS.items():
        expect(page.locator(f"#row-{item} .seg").first.locator(":focus")).to_have_count(1)
        if digit:
            keys.press(digit)
            pressed = page.locator(f"#row-{item} .item-answer [aria-pressed=true]")
            expect(pressed).to_be_focused()
        keys.press("ArrowDown")
    expect(page.locator("#rail-title")).to_have_text("RegiSCAR 6: definite DRESS case")
    expect(page.locator(".rail-range")).to_contain_text("5 (probable DRESS) to 8 (definite DRESS)")


def complete_and_sign(page, keys):
    keys.press(*["ArrowUp"] * len(DIGITS))  # back to the first item, which is near the tabs
    keys.open_tab("History")
    keys.follow(page.get_by_role("button", name="Complete the assessment"))
    expect(page.get_by_role("heading", name="Assessment 1")).to_contain_text("Complete, not signed")
    keys.follow(page.get_by_role("link", name="Sign assessment 1"))
    keys.follow(page.get_by_role("link", name="at its end"))
    keys.press("Tab", "Space", "Tab")
    expect(page.get_by_role("radio", name="I assessed this patient")).to_be_checked()
    expect(page.get_by_label("Your password")).to_be_focused()
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Assessment 1 Signed")).to_be_visible()
