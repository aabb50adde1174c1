"""The proof without an account: its contents, narrow, dark and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE

CUT = "[...document.querySelectorAll('.table-wrap')].filter(one => one.scrollWidth > one.clientWidth + 1)"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_contents_lead_to_a_case_and_tables_scroll_in_themselves(open_window, axe, size, scheme):
    window = open_window(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    window.goto("/account/sign-in/")
    window.get_by_role("contentinfo").get_by_role("link", name="Proof").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Proof")
    axe(window)
    assert window.evaluate(FITS)
    window.get_by_role("navigation", name="On this page").get_by_role("link", name="Published cases").click()
    expect(window.get_by_role("heading", name="Published cases")).to_be_in_viewport()
    window.get_by_role("link", name="naproxen-2020-cra").click()
    expect(window.get_by_role("heading", name="naproxen-2020-cra")).to_be_in_viewport()
    expect(
        window.locator("#case-naproxen-2020-cra ~ p", has_text="Not without: Eosinophilia")
    ).to_be_visible()


def test_on_paper_every_table_is_whole(open_window):
    window = open_window(viewport={"width": 760, "height": 1000})
    window.goto("/proof/")
    window.emulate_media(media="print")
    assert window.evaluate(f"{CUT}.length") == 0
    expect(window.get_by_role("navigation", name="On this page")).to_be_hidden()
