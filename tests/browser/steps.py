"""What a clinician does on the pages, step by step, for the tests that enter a whole case."""

import base64
import io

import pypdfium2
from playwright.sync_api import expect

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
    expect(window.locator("#new-drug").get_by_label("Drug*")).to_have_value("")


def drug(window, name):
    """Return a drug's place in the list."""
    return window.locator(".drug").filter(has=window.get_by_role("heading", name=name, exact=True))


def add_test(window, name, unit):
    """Give a test its row in the lab grid."""
    if not (offered := window.locator(".labs-starts, .labs-starters").get_by_role("link", name=name)).count():
        window.get_by_role("link", name="Add a test").click()
        window.get_by_label("Test", exact=True).select_option(label=name)
        window.get_by_role("button", name="Next: its unit").click()
    else:
        offered.first.click()
    window.get_by_label("Unit*").select_option(label=unit)
    window.get_by_role("button", name="Add the row").click()
    expect(window.get_by_text("new values are in").first).to_be_visible()
    expect(window.get_by_role("button", name="Add the row")).to_have_count(0)


def add_date(window, on, values):
    """Type one date column of the lab grid; `values` are by the ids of the tests."""
    window.get_by_role("link", name="Add a date").click()
    window.get_by_label("Date*").fill(on)
    for analyte, value in values.items():
        window.locator(f"[name=value_{analyte}]").fill(value)
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.get_by_text(f"{on} saved.")).to_be_visible()


def answer(window, item, value):
    """Click one answer on the Score tab, and wait until it is stored."""
    button = window.locator(f"#item-{item.replace('.', '-')}-{value}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def fetch_pdf(window, link):
    """Follow a link to a PDF with the window's own session, and return the text of all its pages."""
    status, encoded = window.evaluate(FETCH, link.get_attribute("href"))
    assert status == 200
    document = pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(encoded)))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)
