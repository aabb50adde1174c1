"""What a clinician does on the pages, step by step, for the tests that enter a whole case."""

import base64
import io

import pypdfium2
from playwright.sync_api import expect

from tests.factories.codes import code_of

TABS = ("", "drugs/", "labs/", "score/", "timeline/", "history/", "report/")
# All that is seen or read out: text, folded or not, what fields hold, and the words in attributes.
WORDS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  all("details").forEach((fold) => { fold.open = true; });
  const spoken = ["aria-label", "title", "alt", "placeholder"].flatMap(
    (name) => all(`[${name}]`).map((node) => node.getAttribute(name)));
  const held = all("input:not([type=hidden]), textarea").map((node) => node.value);
  return [document.body.innerText, ...spoken, ...held].join("\\n");
}"""
FETCH = """async (url) => {
  const answer = await fetch(url);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return [answer.status, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))];
}"""


def fill_sign_in(window, username, password):
    """Sign in by name and password."""
    window.goto("/")
    window.get_by_label("Username").fill(username)
    window.get_by_label("Password").fill(password)
    window.get_by_role("button", name="Sign in").click()
    expect(window.get_by_role("navigation", name="Main")).to_be_visible()


def set_up_app(window):
    """Set up an app, as everybody does at the first sign-in, and go to the cases; return its key."""
    expect(window.get_by_role("heading", name="Your account")).to_be_visible()
    window.get_by_role("link", name="Set up an app").click()
    secret = window.locator("code.key").inner_text()
    window.get_by_label("The six figures").fill(code_of(secret))
    window.get_by_role("button", name="Set up").click()
    window.get_by_role("link", name="To the cases").click()
    return secret


def go_to(window, tab):
    """Open a tab of the case by its link."""
    window.locator("#tabs").get_by_role("link", name=tab).click()
    expect(window.locator("#tabs [aria-current]")).to_contain_text(tab)


def begin_case(window, *, sex, **fields):
    """Fill in and send the form of a new case; fields are named as in the form."""
    for name, text in fields.items():
        window.locator(f"[name={name}]").fill(text)
    window.get_by_text(sex, exact=True).click()
    window.get_by_role("button", name="Begin the case").click()
    expect(window.get_by_text("Case begun.")).to_be_visible()


def add_drug(window, name, *, role, start, stop):
    """Add a drug by the open form, and wait until it stands in the list."""
    form = window.locator("#new-drug")
    form.get_by_label("Drug*").fill(name)
    form.get_by_text(role, exact=True).click()
    form.get_by_label("First day").fill(start)
    form.get_by_label("Last day").fill(stop)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(drug(window, name)).to_be_visible()
    expect(form.get_by_label("Drug*")).to_have_value("")
    expect(form.get_by_label("Drug*")).to_be_focused()


def drug(window, name):
    """Return a drug's place in the list."""
    return window.locator(".drug").filter(has=window.get_by_role("heading", name=name, exact=True))


def add_test(window, analyte, unit):
    """Give a test its row in the lab grid, from what is offered first or from all tests."""
    offered = window.locator(f"#start-{analyte}")
    if offered.count():
        offered.click()
    else:
        window.get_by_role("link", name="Add a test").click()
        window.get_by_label("Test", exact=True).select_option(analyte)
        window.get_by_role("button", name="Next: its unit").click()
    window.get_by_label("Unit*").select_option(label=unit)
    window.get_by_role("button", name="Add the row").click()
    expect(window.locator(f"#row-{analyte}")).to_be_visible()


def add_date(window, on, values):
    """Type one date column of the lab grid; `values` are by the ids of the tests."""
    window.get_by_role("link", name="Add a date").click()
    expect(window.get_by_label("Date*")).to_be_focused()
    window.get_by_label("Date*").fill(on)
    for analyte, value in values.items():
        window.locator(f"[name=value_{analyte}]").fill(value)
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.get_by_text(f"{on} saved.")).to_be_visible()


def anchor(item):
    """Return the id of an item's or organ's place on the Score tab."""
    return f"item-{item.replace('.', '-')}"


def answer(window, item, value):
    """Click one answer on the Score tab, and wait until it is stored."""
    button = window.locator(f"#{anchor(item)}-{value}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def all_words(window):
    """Return all that a page shows or has read out."""
    return window.evaluate(WORDS)


def fetch_pdf(window, link):
    """Follow a link to a PDF with the window's own session, and return the text of all its pages."""
    status, encoded = window.evaluate(FETCH, link.get_attribute("href"))
    assert status == 200
    document = pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(encoded)))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)
