"""Two editors of one thing, a session that has ended, and a double click: nothing lost, nothing twice."""

import uuid
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import expect

from dressapp.assessments.models import ItemAnswer
from dressapp.cases.models import Case
from dressapp.drugs.models import DrugCourse
from tests.browser import steps
from tests.factories.codes import code_of
from tests.factories.factors import add_app
from tests.factories.people import PASSWORD, make_user
from tests.factories.records import make_case, make_drug, make_lab


@pytest.fixture
def case(user):
    return make_case(user, local_id="P-1")


@pytest.fixture
def both(open_window, sign_in, user, team):
    """Return a function that opens one page in the windows of two colleagues."""
    colleague = make_user(f"colleague-{uuid.uuid4().hex[:8]}", team=team.name)

    def enter(path):
        windows = open_window(), open_window()
        for window, person in zip(windows, (user, colleague), strict=True):
            sign_in(window, person, path=path)
        return windows

    return enter


def assert_both_texts(window, axe, *, mine, theirs):
    """See both texts and who saved first; save one's own over it."""
    conflict = window.locator(".conflict")
    expect(conflict.get_by_role("heading")).to_contain_text("Not saved: Dr Colleague saved this first")
    row = conflict.locator("tr.differs")
    expect(row).to_contain_text(mine)
    expect(row).to_contain_text(theirs)
    axe(window)
    conflict.get_by_role("button", name="Save mine over it").click()
    expect(conflict).to_have_count(0)


@pytest.mark.hazard("H16")
def test_two_editors_of_one_drug(both, case, user, axe):
    drug = make_drug(case, user)
    first, second = both(f"/cases/{case.pk}/drugs/?edit={drug.pk}")
    for window, words in ((second, "liver cancer"), (first, "kidney cancer")):
        window.locator(".drug-edit").get_by_label("Taken for").fill(words)
        window.get_by_role("button", name="Save", exact=True).click()
    assert_both_texts(first, axe, mine="kidney cancer", theirs="liver cancer")
    expect(steps.drug(first, "sorafenib")).to_contain_text("kidney cancer")
    assert DrugCourse.objects.get(pk=drug.pk).indication == "kidney cancer"


def test_two_editors_of_one_answer(both, case, axe):
    first, second = both(f"/cases/{case.pk}/score/")
    steps.answer(second, "lymph_nodes", "yes")
    first.locator("#item-lymph_nodes-no").click()
    assert_both_texts(first, axe, mine="no", theirs="yes")
    expect(first.locator("#item-lymph_nodes-no")).to_have_attribute("aria-pressed", "true")
    assert ItemAnswer.objects.live().get(case=case).answer == "no"


def test_two_editors_of_one_lab_value(both, case, user, axe):
    result = make_lab(case, user, on=date(2026, 3, 14))
    first, second = both(f"/cases/{case.pk}/labs/")
    for window, value in ((second, "77"), (first, "88")):
        window.locator("tr[data-analyte=alt] > td[data-at]").click()
        window.keyboard.type(value)
        window.keyboard.press("Enter")
        expect(window.locator(".labs-said").or_(window.locator(".conflict"))).to_be_visible()
    assert_both_texts(first, axe, mine="88", theirs="77")
    result.refresh_from_db()
    assert result.value_raw == "88"


@pytest.mark.parametrize("window", ["page", "nojs"])
def test_an_answer_after_the_session_has_ended_is_asked_for_again(window, sign_in, user, case, request):
    page = request.getfixturevalue(window)
    secret = add_app(user)
    sign_in(page, path=f"/cases/{case.pk}/score/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#item-lymph_nodes-yes").click()
    expect(page.get_by_role("alert")).to_contain_text("what you entered last was not saved")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code from your app").fill(code_of(secret))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Ask me each time").click()
    expect(page.locator("#item-lymph_nodes-yes")).to_have_attribute("aria-pressed", "false")
    steps.answer(page, "lymph_nodes", "yes")


@pytest.mark.parametrize("window", ["page", "nojs"])
def test_a_double_click_adds_one_drug(window, sign_in, case, request):
    window = request.getfixturevalue(window)
    sign_in(window, path=f"/cases/{case.pk}/drugs/")
    window.get_by_label("Drug*").fill("sorafenib")
    window.get_by_text("Suspect", exact=True).click()
    window.get_by_role("button", name="Add", exact=True).dblclick()
    expect(steps.drug(window, "sorafenib")).to_have_count(1)
    window.goto(f"/cases/{case.pk}/drugs/")
    expect(steps.drug(window, "sorafenib")).to_have_count(1)
    assert DrugCourse.objects.filter(case=case).count() == 1


def test_a_double_click_begins_one_case_and_saves_one_assessment(page, sign_in, team):
    sign_in(page, path="/cases/new/")
    page.get_by_label("Patient id").fill("P-2")
    page.get_by_role("button", name="Begin the case").dblclick()
    expect(page.locator("#banner")).to_contain_text("P-2")
    case = Case.objects.get(team=team)
    page.goto(f"/cases/{case.pk}/history/")
    page.get_by_role("button", name="Complete the assessment").dblclick()
    expect(page.get_by_role("heading", name="Assessment 1")).to_be_visible()
    page.goto(f"/cases/{case.pk}/history/")
    expect(page.locator("article.saved")).to_have_count(1)
