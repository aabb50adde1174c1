"""The summary in a browser: where the focus goes, what an error does, undo, a conflict; wide, small, dark."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.cases.models import Case
from dressapp.cases.services import save_conclusion
from dressapp.workspace.services import changing
from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case

SCREENS = [(None, "light"), (None, "dark"), (PHONE, "light")]
SECTIONS = ("conclusion", "course", "background", "outcome", "patient")


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


def has_no_sideways_scroll(window):
    return window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_section_is_edited_by_keyboard_alone(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/")
    page.locator("#edit-conclusion").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Conclusion", exact=True)).to_be_focused()
    page.keyboard.type("DRESS, culprit open")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#conclusion")).to_contain_text("DRESS, culprit open")
    expect(page.locator("#conclusion")).to_contain_text("Dr Clinician")
    expect(page.locator("#edit-conclusion")).to_be_focused()
    expect(page.locator("#messages")).to_contain_text("Conclusion saved.")


def test_a_form_that_is_left_gives_the_focus_back(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/")
    page.locator("#edit-outcome").click()
    expect(page.get_by_label("Outcome", exact=True)).to_be_focused()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#edit-outcome")).to_be_focused()


def test_an_error_takes_the_focus_and_leads_to_its_field(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/")
    page.locator("#edit-course").click()
    page.get_by_label("Admitted").fill("03/04/2026")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.get_by_label("Admitted")).to_be_focused()
    expect(page.get_by_label("Admitted")).to_have_value("03/04/2026")


def test_a_step_of_the_treatment_comes_back_by_undo(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/")
    page.locator("#edit-treatment").click()
    page.get_by_label("Kind").select_option("systemic_steroid")
    page.get_by_label("Name").fill("prednisolone")
    page.get_by_role("button", name="Save", exact=True).click()
    step = page.locator("#treatment .step")
    expect(step).to_contain_text("prednisolone")
    step.get_by_role("button", name="Remove").click()
    expect(step).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(step).to_contain_text("prednisolone")


def test_a_conflict_shows_both_texts_in_place(page, sign_in, user, case):
    sign_in(page, path=f"/cases/{case.pk}/")
    page.locator("#edit-conclusion").click()
    page.get_by_role("textbox", name="Conclusion", exact=True).fill("mine")
    theirs = Case.objects.get(pk=case.pk)
    with changing(theirs):
        save_conclusion(case=theirs, version=theirs.version, conclusion="theirs", by=user)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_contain_text("saved this first")
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.locator("#conclusion")).to_contain_text("mine")


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_summary_and_its_forms_are_accessible(open_window, sign_in, case, axe, size, scheme):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(window, path=f"/cases/{case.pk}/")
    axe(window)
    for section in (*SECTIONS, "treatment"):
        window.locator(f"#edit-{section}").click()
        expect(window.locator(f"#{section} form")).to_be_visible()
        for fold in window.locator(f"#{section} .summary-form details:not([open]) summary").all():
            fold.click()
        axe(window)
        assert has_no_sideways_scroll(window)
        window.get_by_role("link", name="Cancel").click()
        expect(window.locator(f"#{section} .summary-form")).to_have_count(0)


def test_sections_are_saved_without_javascript(nojs, sign_in, case):
    sign_in(nojs, path=f"/cases/{case.pk}/")
    nojs.locator("#edit-conclusion").click()
    nojs.get_by_role("textbox", name="Conclusion", exact=True).fill("by hand")
    nojs.get_by_role("button", name="Save", exact=True).click()
    expect(nojs.locator("#conclusion")).to_contain_text("by hand")
    nojs.get_by_role("button", name="Complete the assessment").click()
    expect(nojs.get_by_role("heading", name="Assessment 1 Complete, not signed")).to_be_visible()
