"""The Drugs tab in Chromium: the keyboard, quick taps, small and dark screens, no JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.drugs.models import DrugCourse
from tests.browser.conftest import PHONE
from tests.factories.day_four import make_day_four_case
from tests.factories.records import make_case, make_drug


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(user, team, today):
    return make_case(user, rash_onset_on=today - timedelta(days=4))


def open_drugs(window, sign_in, case, query="", person=None):
    sign_in(window, person, path=f"/cases/{case.pk}/drugs/{query}")


def row(window, name):
    return window.locator(".drug").filter(has=window.get_by_role("heading", name=name, exact=True))


def type_drug(window, name, start):
    """Type a suspect as a clinician does who never leaves the keyboard: the focus is in the name."""
    expect(window.get_by_label("Drug*")).to_be_focused()
    window.keyboard.type(name)
    window.keyboard.press("Tab")
    window.keyboard.press("Space")
    window.keyboard.press("Tab")
    window.keyboard.type(start)
    window.keyboard.press("Enter")


def test_two_drugs_are_entered_by_keyboard_and_their_days_seen_at_once(page, sign_in, case, today):
    open_drugs(page, sign_in, case)
    type_drug(page, "sorafenib", f"{today - timedelta(days=14):%-d %b %Y}")
    expect(row(page, "sorafenib").locator(".drug-verdict")).to_have_text(
        "First dose to onset: 10 d, shorter than usual"
    )
    type_drug(page, "vancomycin", (today - timedelta(days=24)).isoformat())
    expect(row(page, "vancomycin").locator(".drug-verdict")).to_contain_text("20 d, usual interval")
    expect(page.locator("#banner")).to_contain_text("Suspects 2")
    expect(page.locator("#messages")).to_contain_text("vancomycin added: 20 d, usual interval.")
    stored = {course.name: course.atc for course in DrugCourse.objects.filter(case=case)}
    assert stored == {"sorafenib": "L01EX02", "vancomycin": ""}
    row(page, "vancomycin").get_by_role("button", name="Use ATC J01XA01 (into a vein)?").click()
    expect(row(page, "vancomycin")).to_contain_text("ATC J01XA01")


def test_a_code_is_offered_while_typing_where_the_use_decides(page, sign_in, case):
    open_drugs(page, sign_in, case)
    page.get_by_label("Drug*").fill("Vancomycin")
    page.get_by_label("Drug*").blur()
    expect(page.get_by_label("ATC code")).to_have_value("")
    page.get_by_role("button", name="Use A07AA09 (by mouth)").click()
    expect(page.get_by_label("ATC code")).to_have_value("A07AA09")
    page.get_by_label("Drug*").fill("my own mixture")
    page.get_by_label("Drug*").blur()
    expect(page.get_by_label("ATC code")).to_have_value("A07AA09")


def test_quick_taps_on_several_rows_are_all_kept_and_shown(phone, sign_in, user, team, today):
    case = make_day_four_case(user, today)
    DrugCourse.objects.filter(case=case).update(stop_precision="")
    open_drugs(phone, sign_in, case)
    phone.get_by_label("Taken for").fill("typed, not yet saved")
    names = ("vancomycin", "piperacillin-tazobactam", "allopurinol")
    for name in names:
        row(phone, name).get_by_role("button", name="Yes", exact=True).tap(no_wait_after=True)
    for name in names:
        button = row(phone, name).get_by_role("button", name="Yes", exact=True)
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#banner")).to_contain_text("still taken 3")
    expect(phone.locator("#count-suspect")).to_have_text("3, still taken 3")
    expect(phone.get_by_label("Taken for")).to_have_value("typed, not yet saved")
    for kind in ("contrast", "herbal", "vaccine"):
        phone.locator(f"#{kind}-no").tap(no_wait_after=True)
    for kind in ("contrast", "herbal", "vaccine"):
        expect(phone.locator(f"#{kind}-no")).to_have_attribute("aria-pressed", "true")


def test_a_drug_tapped_off_asks_for_the_last_day_with_the_focus_there(page, sign_in, case, user, today):
    make_drug(case, user, name="vancomycin", start_on=today - timedelta(days=18), stop_precision="ongoing")
    open_drugs(page, sign_in, case)
    row(page, "vancomycin").get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_label("Last day*")).to_be_focused()
    page.keyboard.type((today - timedelta(days=1)).isoformat())
    page.keyboard.press("Enter")
    no = row(page, "vancomycin").get_by_role("button", name="No", exact=True)
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(row(page, "vancomycin")).to_contain_text(f" to {today - timedelta(days=1):%-d %b %Y}")


def test_a_refused_form_takes_the_focus_to_its_errors_and_keeps_what_was_typed(page, sign_in, case, axe):
    open_drugs(page, sign_in, case)
    type_drug(page, "sorafenib", "03/04/2026")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("First day")).to_have_value("03/04/2026")
    axe(page)
    page.get_by_role("link", name="First day: Write the month in letters").click()
    expect(page.get_by_label("First day")).to_be_focused()


def test_a_removed_drug_comes_back_by_undo(page, sign_in, case, user):
    make_drug(case, user)
    open_drugs(page, sign_in, case)
    row(page, "sorafenib").get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Remove from the list").click()
    expect(page.get_by_text("No drug on record yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "sorafenib")).to_be_visible()


def test_a_stale_tap_shows_both_answers_in_place_of_the_list(page, sign_in, case, user):
    drug = make_drug(case, user)
    open_drugs(page, sign_in, case)
    DrugCourse.objects.filter(pk=drug.pk).update(version=2, stop_precision="unknown")
    row(page, "sorafenib").get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("heading", name="Not saved")).to_be_visible()
    page.get_by_role("button", name="Save mine over it").click()
    yes = row(page, "sorafenib").get_by_role("button", name="Yes", exact=True)
    expect(yes).to_have_attribute("aria-pressed", "true")


def test_everything_works_without_javascript(nojs, sign_in, case, user, today):
    open_drugs(nojs, sign_in, case)
    nojs.get_by_label("Drug*").fill("sorafenib")
    nojs.get_by_text("Suspect", exact=True).click()
    nojs.get_by_label("First day").fill((today - timedelta(days=14)).isoformat())
    nojs.get_by_role("button", name="Add", exact=True).click()
    expect(row(nojs, "sorafenib").locator(".drug-verdict")).to_contain_text("10 d, shorter than usual")
    row(nojs, "sorafenib").get_by_role("button", name="Use ATC L01EX02?").click()
    expect(row(nojs, "sorafenib")).to_contain_text("ATC L01EX02")
    row(nojs, "sorafenib").get_by_role("button", name="Yes", exact=True).click()
    expect(nojs.locator("#banner")).to_contain_text("still taken 1")
    row(nojs, "sorafenib").get_by_role("link", name="Conclude").click()
    nojs.get_by_text("Culprit", exact=True).click()
    nojs.get_by_label("Because").fill("the only drug that fits")
    nojs.get_by_role("button", name="Save conclusion").click()
    expect(row(nojs, "sorafenib").locator(".drug-judged")).to_contain_text("Culprit")
    nojs.locator("#contrast-no").click()
    expect(nojs.locator("#contrast-no")).to_have_attribute("aria-pressed", "true")
    nojs.get_by_role("button", name="the drug list is complete").click()
    expect(nojs.locator("#list-complete")).to_contain_text("Confirmed complete by Dr Clinician")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE])
def test_the_tab_is_accessible_when_light_dark_wide_and_small(
    open_window, sign_in, axe, user, team, today, scheme, size
):
    case = make_day_four_case(user, today)
    drug = make_drug(
        case, user, name="x" * 200, role="concomitant", start_on=today, since_onset="flare", brand="y" * 200
    )
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    open_drugs(window, sign_in, case)
    for query in ("", f"?edit={drug.pk}", f"?conclude={drug.pk}", f"?last-day={drug.pk}"):
        window.goto(f"/cases/{case.pk}/drugs/{query}")
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), query


def test_a_brand_is_suggested_with_its_substance_and_brings_its_code(page, sign_in, case):
    open_drugs(page, sign_in, case)
    page.get_by_label("Drug*").fill("tegretol")
    page.get_by_label("Drug*").blur()
    expect(page.get_by_label("ATC code")).to_have_value("N03AF01")
    expect(page.locator("#drug-names option[value='Tegretol']")).to_have_text("Tegretol: carbamazepine")
    page.get_by_label("Drug*").fill("Vancocin")
    page.get_by_label("Drug*").blur()
    expect(page.get_by_label("ATC code")).to_have_value("")
    page.get_by_role("button", name="Use J01XA01 (into a vein)").click()
    expect(page.get_by_label("ATC code")).to_have_value("J01XA01")


def test_a_near_spelling_is_taken_over_in_place_and_comes_back_by_undo(page, sign_in, case, user, axe):
    make_drug(case, user, name="phenitoin")
    open_drugs(page, sign_in, case)
    row(page, "phenitoin").get_by_role("button", name="Did you mean phenytoin?").click()
    row(page, "phenytoin").get_by_text("What is known of this drug").click()
    expect(row(page, "phenytoin")).to_contain_text("HLA-B*15:02: SJS/TEN only, not DRESS")
    axe(page)
    expect(page.locator("#drug-names")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "phenitoin")).to_be_visible()


def test_a_near_spelling_is_taken_over_without_javascript(nojs, sign_in, case, user):
    make_drug(case, user, name="phenitoin")
    open_drugs(nojs, sign_in, case)
    row(nojs, "phenitoin").get_by_role("button", name="Did you mean phenytoin?").click()
    expect(row(nojs, "phenytoin")).to_be_visible()
    nojs.get_by_role("button", name="Undo").click()
    expect(row(nojs, "phenitoin")).to_be_visible()
