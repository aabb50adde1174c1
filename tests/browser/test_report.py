"""Report and history in a browser: save, copy, print on the browser's own paper; wide, small, dark."""

import pypdfium2
import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.exchange.importer import import_case
from dressapp.workspace.services import changing
from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case
from tests.factories.records import make_lab
from tests.web.reports.paper import read_sorafenib

SCREENS = [(None, "light"), (None, "dark"), (PHONE, "light")]


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


@pytest.fixture
def sorafenib(user, team):
    with transaction.atomic():
        return import_case(read_sorafenib(), team=team, by=user)


def save(window, case):
    """Save the assessment from the report page."""
    window.goto(f"/cases/{case.pk}/report/")
    window.locator("#tab").get_by_role("button", name="Complete the assessment").click()
    expect(window.locator("#messages")).to_contain_text(
        "completed. Later changes of the case do not change it."
    )


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_report_and_history_are_accessible(open_window, sign_in, user, case, axe, size, scheme):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(window, path=f"/cases/{case.pk}/history/")
    axe(window)
    save(window, case)
    with changing(case):
        make_lab(case, user, analyte="eosinophils_abs", value="1889", unit="/uL", on=case.rash_onset_on)
    save(window, case)
    paths = (
        "history/", "history/1/", "history/2/sign/", "history/compare/?from=1&to=2", "history/complete/",
        "report/", "report/?name=no",
    )  # fmt: skip
    for path in paths:
        window.goto(f"/cases/{case.pk}/{path}")
        window.locator("#tab details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_the_text_is_copied(open_window, sign_in, sorafenib):
    window = open_window(permissions=["clipboard-read", "clipboard-write"])
    sign_in(window, path=f"/cases/{sorafenib.pk}/report/")
    window.get_by_role("button", name="Copy as text").click()
    expect(window.get_by_text("Copied.")).to_be_visible()
    lines = window.evaluate("navigator.clipboard.readText()").split("\n")
    assert len(lines) == 8
    assert lines[1].startswith("RegiSCAR 6: definite DRESS case")


def test_the_browsers_own_paper_names_patient_and_draft_on_every_page(page, sign_in, sorafenib):
    sign_in(page, path=f"/cases/{sorafenib.pk}/report/")
    expect(page.locator(".sheet-figure")).to_have_js_property("complete", True)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    assert len(texts) > 3
    for text in texts:
        assert "KJG-67-337 · male · 72 y" in text
        assert "Draft, not complete" in text
        assert "Not validated for excluding DRESS at the bedside" in text
    whole = " ".join(texts)
    assert "RegiSCAR 6: definite DRESS case" in whole
    for control in ("Complete the assessment", "Print the draft", "Find patient or drug"):
        assert control not in whole


def test_an_assessment_is_saved_printed_and_marked_out_of_date(page, sign_in, user, case):
    sign_in(page)
    save(page, case)
    row = page.locator(".saved")
    expect(row).to_contain_text("Complete, not signed")
    with changing(case):
        make_lab(case, user, analyte="ast", value="900")
    page.reload()
    expect(row).to_contain_text("The case has changed since this assessment was completed.")
    row.get_by_role("link", name="Open assessment 1").click()
    expect(page.get_by_role("heading", name="Assessment 1 Out of date")).to_be_visible()
    href = page.get_by_role("link", name="Print as PDF").get_attribute("href")
    assert page.context.request.get(href).body().startswith(b"%PDF")


def test_report_and_history_work_without_javascript(nojs, sign_in, case):
    sign_in(nojs, path=f"/cases/{case.pk}/report/")
    expect(nojs.get_by_role("button", name="Copy as text")).to_be_hidden()
    nojs.get_by_text("eight lines for the hospital's notes").first.click()
    assert nojs.locator("#as-text").input_value().count("\n") == 7
    nojs.locator("#tab").get_by_role("button", name="Complete the assessment").click()
    expect(nojs.get_by_role("heading", name="Assessment 1 Complete, not signed")).to_be_visible()
