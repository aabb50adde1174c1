"""Second factors in a real browser: an app, recovery codes, a virtual passkey, the warning before the end."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.factories.codes import code_of
from tests.factories.people import PASSWORD


@pytest.fixture
def key(page):
    """Put a virtual passkey into the browser."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools


def sign_out(window):
    window.locator("details.menu > summary").click()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()


def see_cases(window):
    expect(window.get_by_role("heading", name="Cases", level=1)).to_be_visible()


def test_an_app_and_a_recovery_code_sign_in(page, user, axe):
    steps.fill_sign_in(page, user.username, PASSWORD)
    page.get_by_role("link", name="Set up an app").click()
    axe(page)
    secret = page.locator("code.key").inner_text()
    page.get_by_label("The six figures").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    code = page.locator(".codes code").first.inner_text()
    axe(page)
    page.get_by_role("link", name="To the cases").click()
    see_cases(page)
    sign_out(page)
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    axe(page)
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Trust this device?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Trust it until then").click()
    see_cases(page)
    sign_out(page)
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    see_cases(page)


def test_a_passkey_signs_in_with_one_touch(page, user, key, axe):
    steps.fill_sign_in(page, user.username, PASSWORD)
    page.get_by_role("link", name="Add a passkey").click()
    axe(page)
    page.get_by_label("A name for it").fill("phone")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="To the cases").click()
    see_cases(page)
    sign_out(page)
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    see_cases(page)
    page.goto("/account/passkeys/")
    expect(page.get_by_role("link", name="Remove phone")).to_be_visible()
    axe(page)


def test_a_passkey_is_a_second_step_too(page, user, key):
    steps.fill_sign_in(page, user.username, PASSWORD)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="To the cases").click()
    sign_out(page)
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Ask me each time").click()
    see_cases(page)


def test_an_app_is_set_up_without_javascript(nojs, user):
    steps.fill_sign_in(nojs, user.username, PASSWORD)
    steps.set_up_app(nojs)
    see_cases(nojs)


def test_the_account_fits_a_phone(open_window, sign_in, axe):
    window = open_window(viewport=PHONE, color_scheme="dark")
    sign_in(window)
    for path in ("", "app/add/", "passkeys/add/", "sessions/", "password/"):
        window.goto(f"/account/{path}")
        axe(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.fixture
def soon_over(page, sign_in):
    """Open a page whose session, as the server says, ends soon; return what the server says."""
    told = {"left": 90, "may_stay": True}
    sign_in(page)
    page.clock.install()
    page.reload()
    page.route("**/account/session/", lambda route: route.fulfill(json=told))
    return told


def test_the_page_warns_before_the_session_ends_and_goes_on_when_asked(page, soon_over, axe):
    page.clock.run_for(14 * 60 * 1000)
    dialog = page.get_by_role("dialog", name="Still there?")
    expect(dialog).to_contain_text("You will be signed out at")
    expect(dialog).to_contain_text("nobody has clicked")
    axe(page)
    soon_over["left"] = 900
    page.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()


def test_the_page_warns_once_before_the_last_end_which_nobody_puts_off(page, soon_over, axe):
    soon_over["may_stay"] = False
    page.clock.run_for(14 * 60 * 1000)
    dialog = page.get_by_role("dialog", name="Still there?")
    expect(dialog).to_contain_text("no longer than this")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()
    axe(page)
    page.get_by_role("button", name="I see").click()
    page.clock.run_for(40 * 1000)
    expect(dialog).to_be_hidden()


def test_the_page_asks_again_when_the_server_does_not_answer(page, soon_over, csp_violations):
    page.unroute("**/account/session/")
    page.route("**/account/session/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.run_for(14 * 60 * 1000)
    page.unroute("**/account/session/")
    page.route("**/account/session/", lambda route: route.fulfill(json=soon_over))
    page.wait_for_timeout(200)
    page.clock.run_for(30 * 1000)
    expect(page.get_by_role("dialog", name="Still there?")).to_be_visible()
    assert csp_violations == ["Failed to load resource: net::ERR_FAILED"]
    csp_violations.clear()


def test_the_page_goes_to_the_sign_in_when_the_session_is_over(page, sign_in):
    sign_in(page, path="/cases/new/")
    page.clock.install()
    page.reload()
    page.context.clear_cookies()
    page.clock.run_for(14 * 60 * 1000)
    page.wait_for_url("**/account/sign-in/?next=/cases/new/")
