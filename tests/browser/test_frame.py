"""The frame of every page: signing in and out, the keyboard, small and dark screens, no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories.people import PASSWORD


def fill_sign_in(window, user):
    window.goto("/")
    window.get_by_label("Username").fill(user.username)
    window.get_by_label("Password").fill(PASSWORD)
    window.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("window", ["page", "phone", "nojs"])
def test_person_signs_in_and_out_when_the_password_is_right(window, user, request):
    window = request.getfixturevalue(window)
    fill_sign_in(window, user)
    expect(window.get_by_role("navigation", name="Main")).to_be_visible()
    window.locator("details.menu > summary").click()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()
    window.goto("/")
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()


def test_refused_sign_in_keeps_the_name_and_says_why(page, user, axe):
    page.goto("/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value(user.username)
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE])
def test_pages_are_accessible_when_light_dark_wide_and_small(open_window, sign_in, axe, scheme, size):
    window = open_window(color_scheme=scheme, **({"viewport": size} if size else {}))
    window.goto("/account/sign-in/")
    axe(window)
    sign_in(window)
    axe(window)
    window.locator("details.menu > summary").click()
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_slash_key_finds_the_search_box_until_it_is_switched_off(page, sign_in):
    sign_in(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Search with the / key: on").click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu > summary")).to_be_focused()
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_first_tab_stop_skips_to_the_content(page, sign_in):
    sign_in(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menu_closes_when_something_else_is_clicked(page, sign_in):
    sign_in(page)
    page.locator("details.menu > summary").click()
    page.locator("footer").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


@pytest.mark.promise("P27")
def test_nothing_of_the_page_stays_in_the_browser_after_signing_out(page, sign_in):
    sign_in(page)
    page.evaluate("htmx.ajax('GET', '/', {target: '#main', select: '#main'})")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_fragment_becomes_the_whole_sign_in_page_when_the_session_has_ended(page, sign_in):
    sign_in(page)
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/', '#main')")
    page.wait_for_url("**/account/sign-in/?next=%2F")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_failed_request_is_said_beside_its_control(page, sign_in, csp_violations):
    sign_in(page)
    page.route("**/broken", lambda route: route.fulfill(status=500, body="no"))
    page.evaluate(
        """() => {
            const button = document.createElement("button");
            button.textContent = "Save";
            button.setAttribute("hx-post", "/broken");
            document.getElementById("main").append(button);
            htmx.process(button);
        }"""
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    assert len(csp_violations) == 2  # the browser's line on the status and htmx's own
    csp_violations.clear()


def test_server_sends_no_page_to_a_cache_and_a_strict_policy_with_everything(page, sign_in):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    sign_in(page)
    page.wait_for_load_state("networkidle")
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    assert answers[0].headers["cache-control"] == "no-store"
    assert all("immutable" in answer.headers["cache-control"] for answer in answers[1:])
