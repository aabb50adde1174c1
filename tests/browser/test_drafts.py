"""What is typed outlives a crash, an ended session and a closed window; the browser keeps nothing of it."""

import re
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from dressapp.accounts import sessions
from dressapp.drafts.models import Draft
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import update_course
from tests.browser import steps
from tests.browser.conftest import share_secret
from tests.factories.records import make_case, make_drug, make_lab
from tests.server import running_server

# All that a browser can keep; htmx keeps the address of the page in view until the person signs out.
STORED = """async () => ({
  local: Object.entries(localStorage),
  session: Object.keys(sessionStorage).filter((name) => name !== "htmx-current-path-for-history"),
  databases: await indexedDB.databases(),
  caches: await caches.keys(),
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": []}
KEPT = re.compile(r"Draft kept \d\d:\d\d")


@pytest.fixture
def case(user):
    return make_case(user, local_id="P-1")


@pytest.fixture
def course(case, user):
    return make_drug(case, user)


def open_edit(window, course):
    """Open the form of a drug by its link, as htmx swaps it in."""
    window.goto(f"/cases/{course.case_id}/drugs/")
    window.locator(f"#edit-{course.pk}").click()
    return window.locator(".drug-edit")


def kept_within(seconds, is_there):
    """Wait until something is kept, and fail after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_there():
            return
        time.sleep(0.1)
    raise AssertionError(list(Draft.objects.values_list("fields", flat=True)))


def draft_of(user):
    return Draft.objects.filter(user=user).first()


def test_a_killed_server_loses_at_most_ten_seconds_of_typing(
    open_window, sign_in, database, course, user, tmp_path, axe
):
    share_secret(tmp_path)
    with running_server(tmp_path, DATABASE_URL=f"sqlite:///{database}") as server:
        window = open_window(base_url=server.url)
        sign_in(window)
        form = open_edit(window, course)
        form.get_by_label("Taken for").fill("carcinoma of the ")
        window.keyboard.type("kidney", delay=20)
        kept_within(10.5, lambda: draft_of(user))
        window.keyboard.type(" and bone", delay=20)
        kept_within(10.5, lambda: draft_of(user).fields["indication"] == ["carcinoma of the kidney and bone"])
        expect(form.get_by_text(KEPT)).to_be_visible()
        assert window.evaluate(STORED) == NOTHING
        server.kill()
        window.context.close()
    with running_server(tmp_path, DATABASE_URL=f"sqlite:///{database}") as server:
        window = open_window(base_url=server.url)
        sign_in(window, path=f"/cases/{course.case_id}/score/")
        offer = window.get_by_role("region", name="Typed and not saved")
        expect(offer).to_contain_text("sorafenib Taken for carcinoma of the kidney and bone")
        axe(window)
        offer.get_by_role("link", name="Put it back").click()
        field = window.locator(".drug-edit").get_by_label("Taken for")
        expect(field).to_have_value("carcinoma of the kidney and bone")
        expect(window.get_by_role("region", name="Put back, not saved")).to_be_visible()
        axe(window)
        window.get_by_role("button", name="Save", exact=True).click()
        expect(steps.drug(window, "sorafenib")).to_contain_text("carcinoma of the kidney and bone")
        expect(window.locator("#drafts")).to_be_empty()
        assert draft_of(user) is None
        assert window.evaluate(STORED) == NOTHING


def test_what_is_saved_at_once_leaves_no_draft(page, sign_in, course, user):
    sign_in(page)
    form = open_edit(page, course)
    form.get_by_label("Taken for").fill("liver cancer")
    form.get_by_label("Dose").first.focus()  # the field is left: its draft is under way when Save is pressed
    page.wait_for_timeout(520)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(steps.drug(page, "sorafenib")).to_contain_text("liver cancer")
    page.wait_for_timeout(1500)
    assert draft_of(user) is None


def test_what_leads_to_another_page_leaves_no_draft(page, sign_in, case, user):
    sign_in(page, path=f"/cases/{case.pk}/labs/paste/")
    page.get_by_label("Paste a table", exact=True).fill("Test\t12 Mar 2026\nAST (U/L)\t50")
    page.get_by_role("button", name="Read the table").click()
    page.wait_for_url("**/labs/intakes/*/")
    page.wait_for_timeout(500)  # what the page that was left still sends
    assert draft_of(user) is None


def test_a_refused_form_is_kept_as_it_stands(page, sign_in, case, user):
    sign_in(page, path=f"/cases/{case.pk}/drugs/")
    page.get_by_label("Drug*").fill("sorafenib")
    page.get_by_label("First day").fill("the day before")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    kept_within(11, lambda: draft_of(user))
    assert draft_of(user).fields["start"] == ["the day before"]


def test_leaving_the_page_keeps_what_was_typed_last(page, sign_in, case, user):
    sign_in(page, path="/cases/new/")
    page.get_by_label("Patient id").fill("P-2026")
    page.get_by_role("link", name="Back to the cases").click()
    expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    kept_within(3, lambda: draft_of(user))
    page.reload()
    offer = page.get_by_role("region", name="Typed and not saved")
    expect(offer).to_contain_text("Patient id P-2026")
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    offer.get_by_role("link", name="Put it back").click()
    expect(page.get_by_label("Patient id")).to_have_value("P-2026")
    page.get_by_role("button", name="Begin the case").click()
    expect(page.get_by_text("Case begun.")).to_be_visible()
    assert draft_of(user) is None


def fields_of_every_kind(case, result):
    """Return an address, a field of its form by name, and what is typed there, for the kinds of forms."""
    at = result.taken_on.isoformat()
    return [
        ("?edit=conclusion", "conclusion", "Typed conclusion"),
        ("?step=new", "name", "Typed immunoglobulin"),
        ("drugs/?add", "note", "Typed note"),
        ("labs/?add=date", "value_alt", "77"),
        (f"labs/?value=alt&at={at}", "note", "Typed remark"),
        ("labs/?row=alt", "upper_limit", "41"),
        ("labs/paste/", "text", "Typed\ttable"),
        ("score/?add=node", "note", "Typed node"),
    ]


def test_every_kind_of_form_is_kept_and_put_back_on_a_phone_and_in_the_dark(
    open_window, sign_in, case, user, axe
):
    result = make_lab(case, user)
    window = open_window(viewport={"width": 360, "height": 740}, has_touch=True, color_scheme="dark")
    sign_in(window)
    for path, name, text in fields_of_every_kind(case, result):
        window.goto(f"/cases/{case.pk}/{path}")
        field = window.locator(f"#main [name={name}]")
        field.evaluate("field => field.closest('details')?.setAttribute('open', '')")
        field.fill(text)
        field.blur()
        kept_within(5, lambda: Draft.objects.filter(user=user).exists())
        window.goto(f"/cases/{case.pk}/timeline/")
        offer = window.get_by_role("region", name="Typed and not saved")
        expect(offer).to_contain_text(" ".join(text.split()))
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        link = offer.get_by_role("link", name="Put it back")
        link.focus()
        window.keyboard.press("Enter")
        expect(window.locator(f"#main [name={name}]")).to_have_value(text)
        expect(window.locator(f"#main [name={name}]")).to_be_visible()
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        axe(window)
        Draft.objects.filter(user=user).delete()


def test_put_back_works_without_javascript(nojs, sign_in, course, user, page):
    sign_in(page)
    open_edit(page, course).get_by_label("Taken for").fill("gout")
    page.get_by_label("Dose").first.focus()
    kept_within(5, lambda: draft_of(user))
    sign_in(nojs, path=f"/cases/{course.case_id}/")
    nojs.get_by_role("link", name="Put it back").click()
    expect(nojs.locator(".drug-edit").get_by_label("Taken for")).to_have_value("gout")
    nojs.get_by_role("button", name="Save", exact=True).click()
    expect(steps.drug(nojs, "sorafenib")).to_contain_text("gout")
    assert draft_of(user) is None


def test_cancel_puts_the_draft_away_and_undo_brings_it_back(page, sign_in, course, user):
    sign_in(page)
    form = open_edit(page, course)
    form.get_by_label("Taken for").fill("gout")
    page.get_by_label("Dose").first.focus()
    expect(form.get_by_text(KEPT)).to_be_visible()
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)
    offer = page.get_by_role("region", name="Typed and not saved")
    expect(offer).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(offer).to_contain_text("Taken for gout")


def test_what_goes_with_a_swap_is_offered_at_once(page, sign_in, case, course, user):
    sign_in(page)
    form = open_edit(page, course)
    form.get_by_label("Taken for").fill("gout")
    page.get_by_role("link", name="Add a drug").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("region", name="Typed and not saved")).to_contain_text("Taken for gout")


def test_keeping_theirs_puts_the_own_draft_away(page, sign_in, course, user):
    sign_in(page)
    form = open_edit(page, course)
    form.get_by_label("Taken for").fill("mine")
    page.get_by_label("Dose").first.focus()
    expect(form.get_by_text(KEPT)).to_be_visible()
    update_course(case=course.case, course=course, version=1, indication="theirs", by=user)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_contain_text("theirs")
    assert draft_of(user)
    expect(page.get_by_role("region", name="Typed and not saved")).to_be_hidden()
    page.get_by_role("link", name="Keep theirs").click()
    expect(steps.drug(page, "sorafenib")).to_contain_text("theirs")
    assert draft_of(user).discarded_at


@pytest.mark.parametrize("window", ["page", "nojs"])
def test_what_is_saved_after_the_session_ended_is_offered_after_signing_in(
    window, sign_in, course, user, request
):
    window = request.getfixturevalue(window)
    sign_in(window, path=f"/cases/{course.case_id}/drugs/?edit={course.pk}")
    window.locator(".drug-edit").get_by_label("Taken for").fill("gout")
    for session in Session.objects.all():
        held = session.get_decoded()
        if held.get(SESSION_KEY) == str(user.pk):
            held[sessions.SEEN] = 1
            Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(held))
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.get_by_role("alert").first).to_contain_text("It is kept")
    sign_in(window, path=f"/cases/{course.case_id}/drugs/")
    expect(window.get_by_role("region", name="Typed and not saved")).to_contain_text("gout")
    window.get_by_role("link", name="Put it back").click()
    expect(window.locator(".drug-edit").get_by_label("Taken for")).to_have_value("gout")
    assert DrugCourse.objects.get(pk=course.pk).indication == ""
