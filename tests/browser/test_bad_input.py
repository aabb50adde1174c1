"""Bad input on a form of each kind: a clear message, nothing stored, nothing typed lost, nothing run."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.drugs.models import DrugCourse
from dressapp.labs.models import LabResult, LabRow
from tests.browser import steps
from tests.factories.records import make_case

LONG = "x" * 10_001
SCRIPT = "<script>run()</script> 🙂"  # a script that ran would fail the test with its error


@pytest.fixture
def case(user):
    return make_case(user)


def assert_refused(page, *messages):
    """See the messages at the top, with the focus there, and each field's own link to it."""
    expect(page.locator(".error-summary")).to_be_focused()
    for message in messages:
        expect(page.locator(".error-summary")).to_contain_text(message)


def test_a_drug_that_stops_before_it_starts_and_a_text_too_long(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/drugs/")
    form = page.locator("#new-drug")
    form.get_by_text("Suspect", exact=True).click()
    typed = {"name": SCRIPT, "start": "12 Mar 2026", "stop": "1 Mar 2026", "indication": "fever 🙂"}
    for name, text in typed.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("details > summary").click()
    form.locator("[name=note]").evaluate(
        "(node, text) => { node.removeAttribute('maxlength'); node.value = text }", LONG
    )
    form.get_by_role("button", name="Add", exact=True).click()
    assert_refused(page, "The last day lies before the first day", "Note")
    for name, text in (typed | {"note": LONG}).items():
        expect(form.locator(f"[name={name}]")).to_have_value(text)
    assert not DrugCourse.objects.filter(case=case).exists()
    form.locator("[name=stop]").fill("20 Mar 2026")
    form.locator("[name=note]").fill("short")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(steps.drug(page, SCRIPT)).to_contain_text("fever 🙂")


def test_an_onset_in_the_future_and_dates_that_are_none(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/?edit=course")
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {
        "rash_onset_on": f"{tomorrow:%-d %b %Y}",
        "first_symptom_on": "03/04/2026",
        "admission_on": SCRIPT,
    }
    for name, text in typed.items():
        page.locator(f"#course [name={name}]").fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    assert_refused(page, "in the future", "Write the month in letters", "Admitted")
    for name, text in typed.items():
        expect(page.locator(f"#course [name={name}]")).to_have_value(text)
    stored = case.rash_onset_on
    case.refresh_from_db()
    assert (case.rash_onset_on, case.first_symptom_on, case.version) == (stored, None, 1)


def test_a_unit_that_the_test_does_not_have_and_values_that_are_no_numbers(page, sign_in, case):
    sign_in(page, path=f"/cases/{case.pk}/labs/?row=creatinine")
    page.get_by_label("Unit*").evaluate(
        "node => { node.options[1].value = 'furlong'; node.selectedIndex = 1; }"
    )
    page.get_by_label("Upper limit").fill("1.2")
    page.get_by_role("button", name="Add the row").click()
    assert_refused(page, "Unit")
    expect(page.get_by_label("Upper limit")).to_have_value("1.2")
    assert not LabRow.objects.filter(case=case).exists()
    page.get_by_label("Unit*").select_option(label="mg/dL")
    page.get_by_role("button", name="Add the row").click()
    page.get_by_role("link", name="Add the first date").click()
    expect(page.get_by_label("Date*")).to_be_focused()
    for text, message in (
        ("1,3", "Write the decimal with a point: 1.3"),
        ("1.3 🙂", "Creatinine"),
        (LONG, "Creatinine"),
    ):
        page.get_by_label("Date*").fill("12 Mar 2026")
        value = page.locator("[name=value_creatinine]")
        value.evaluate("node => node.removeAttribute('maxlength')")
        value.fill(text)
        page.get_by_role("button", name="Save", exact=True).click()
        assert_refused(page, message)
        expect(page.locator("[name=value_creatinine]")).to_have_value(text)
    assert not LabResult.objects.filter(case=case).exists()
