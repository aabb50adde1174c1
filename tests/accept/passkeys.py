"""Passkeys in Chromium with a virtual key: one touch signs in, and what it sent signs in once."""

from playwright.sync_api import expect, sync_playwright

from tests.accept.servers import Site
from tests.browser import chromium, steps
from tests.factories.people import PASSWORD

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
AGAIN = """async ([address, body]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const fields = new URLSearchParams(body);
  fields.set("csrfmiddlewaretoken", token);
  await fetch(address, { method: "POST", body: fields });
  return (await fetch("/", { redirect: "manual" })).status;
}"""


def replayed_passkey(place: Site, url: str) -> list[str]:
    """Set a passkey up, sign in by it, and send the same answer of the key again; return what went wrong."""
    place.people("one", "touched")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.find(), args=options)
        window = chrome.new_context(base_url=url).new_page()
        tools = window.context.new_cdp_session(window)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        sent = _sign_in_by_touch(window)
        status = window.evaluate(AGAIN, [f"{url}/account/sign-in/passkey/", sent])
        chrome.close()
    return ["a passkey's answer led in twice"] if status == 200 else []


def _sign_in_by_touch(window) -> str:
    """Set the passkey up, sign in by it, sign out, and return what the browser had sent."""
    steps.fill_sign_in(window, "touched", PASSWORD)
    window.goto("/account/passkeys/add/")
    window.get_by_role("button", name="Add it").click()
    window.get_by_role("link", name="To the cases").click()
    _sign_out(window)
    with window.expect_request(
        lambda asked: asked.url.endswith("/passkey/") and asked.method == "POST"
    ) as asked:
        window.get_by_role("button", name="Use a passkey").click()
    expect(window.get_by_role("heading", name="Cases", level=1)).to_be_visible()
    _sign_out(window)
    return asked.value.post_data


def _sign_out(window) -> None:
    window.locator("details.menu > summary").click()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()
