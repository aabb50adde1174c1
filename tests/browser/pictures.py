"""Take the pictures of docs/img from the shipped case: `python -m tests.browser.pictures`."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from dressapp.config.paths import BASE_DIR
from tests.browser import chromium
from tests.browser.steps import fill_sign_in
from tests.server import Server, clean_environment, running_server

FOLDER = BASE_DIR / "docs" / "img"
DEMO_TEAM = "Demonstration ward"
STAGES = {"1360": "stage A", "dark": "stage B", "360": "stage C"}
Person = tuple[str, str]
DEMO, COLLEAGUE = ("demo", "rash-on-day-four"), ("colleague", "correct horse battery staple")
HEAD = ("head", "a long night with seven labs")
COLOURS = 256
WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 360, "height": 740}
WINDOWS = {
    "1360": {"viewport": WIDE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "360": {"viewport": PHONE, "has_touch": True},
}
TALLEST = {"1360": 1500, "dark": 1500, "360": 2400}
TABS = ("drugs", "labs", "score", "criteria", "timeline", "report")
PDF_SCALE = 1.2
# Values that the shipped case has, one that differs from it, and cells that no number can be read from.
TABLE = """Test\tday 1\tday 3\tday 45
WBC (/uL)\t7,730\t6,900\t6,400
Eosinophil (%)\t9.7\t12.9\t3.1
Platelet (x10^3/uL)\t64\t42\tclotted
AST (IU/L)\t50\t109\t31
Ferritin\t\t\t2210
Procalcitonin (ng/mL)\t0.4\t0.6\t
"""


def main() -> None:
    """Write every picture anew."""
    with temporary_server() as server, browser() as chrome:
        case = prepare(chrome, server)
        for name, options in WINDOWS.items():
            take_screens(chrome, server.url, case, name, options)
        take_report(chrome, server.url, case)
        for name, options in WINDOWS.items():
            take_paste(chrome, server.url, case, name, options)
        for name, options in WINDOWS.items():
            take_conflict(chrome, server.url, case, name, options)
        amend(chrome, server.url, case)
        for name, options in WINDOWS.items():
            take_sign_off(chrome, server.url, case, name, options)
        for name, options in WINDOWS.items():
            take_offices(chrome, server.url, case, name, options)
    total = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {total / 1e6:.1f} MB")  # noqa: T201


@contextmanager
def temporary_server() -> Iterator[Server]:
    """Start the demonstration with data of its own."""
    with tempfile.TemporaryDirectory() as var, running_server(Path(var), DRESSAPP_PROFILE="demo") as server:
        yield server


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        yield chrome
        chrome.close()


def open_window(chrome: Browser, url: str, person: Person = DEMO, **options: object) -> Page:
    """Return a window in which somebody has signed in."""
    window = chrome.new_context(base_url=url, locale="en-GB", **options).new_page()
    fill_sign_in(window, *person)
    return window


def prepare(chrome: Browser, server: Server) -> str:
    """Make two colleagues, complete and sign the shipped case, and return its address."""
    variables = clean_environment(DRESSAPP_VAR=str(server.var), DRESSAPP_PROFILE="demo")
    for person, named, role in (
        (COLLEAGUE, "Dr B. Colleague", "clinician"),
        (HEAD, "Dr C. Head", "administrator"),
    ):
        command = [sys.executable, "manage.py", "createuser", person[0], "--full-name", named,
                   "--team", DEMO_TEAM, "--role", role, "--password-stdin"]  # fmt: skip
        subprocess.run(command, cwd=BASE_DIR, env=variables, input=person[1], text=True, check=True)
    window = open_window(chrome, server.url)
    window.get_by_role("link", name="KJG-67-337").click()
    window.wait_for_url("**/cases/*/")
    case = window.url.removeprefix(server.url)
    window.goto(f"{case}history/")
    window.get_by_role("button", name="Complete the assessment").click()
    window.get_by_role("heading", name="Assessment 1").wait_for()
    sign(window, "I assessed this patient", DEMO)
    window.context.close()
    return case


def take_screens(chrome: Browser, url: str, case: str, name: str, options: dict[str, object]) -> None:
    """Take every screen in one kind of window."""
    outside = chrome.new_context(base_url=url, locale="en-GB", **options).new_page()
    outside.goto("/account/sign-in/")
    keep(outside, "sign-in", name)
    outside.context.close()
    window = open_window(chrome, url, **options)
    addresses = {
        "list": "/",
        "new": "/cases/new/",
        "open": "/cases/open/",
        "limits": "/limits/",
        "summary": case,
    }
    for screen, address in (addresses | {tab: f"{case}{tab}/" for tab in TABS}).items():
        window.goto(address)
        keep(window, screen, name)
    window.context.close()


def take_paste(chrome: Browser, url: str, case: str, name: str, options: dict[str, object]) -> None:
    """Paste a table with open points, look at its preview, and drop it."""
    window = open_window(chrome, url, **options)
    window.goto(f"{case}labs/paste/")
    keep(window, "paste", name)
    window.get_by_label("Paste a table", exact=True).fill(TABLE)
    window.get_by_role("button", name="Read the table").click()
    window.locator("[name=anchor-day][value='day_zero:0']").check()
    window.get_by_text("differs from what is stored").first.wait_for(state="attached")
    window.reload()
    keep(window, "preview", name)
    window.get_by_role("button", name="Cancel").click()
    window.get_by_text("was dropped").wait_for()
    window.context.close()


def take_conflict(chrome: Browser, url: str, case: str, name: str, options: dict[str, object]) -> None:
    """Let a colleague save the indication of sorafenib while a first window has it open."""
    first, second = open_window(chrome, url, **options), open_window(chrome, url, COLLEAGUE)
    theirs = f"hepatocellular carcinoma, {STAGES[name]}"
    for window, words in ((first, "carcinoma of the liver"), (second, theirs)):
        window.goto(f"{case}drugs/")
        edit = window.locator("[id^=edit-]").first.get_attribute("href")
        window.goto(urljoin(window.url, edit or ""))
        window.locator(".drug-edit").get_by_label("Taken for").fill(words)
    for window, answer in ((second, "sorafenib saved"), (first, "Not saved")):
        window.get_by_role("button", name="Save", exact=True).click()
        window.get_by_text(answer).first.wait_for()
    keep(first, "conflict", name)
    first.context.close()
    second.context.close()


def sign(window: Page, meaning: str, person: Person) -> None:
    """Sign the newest version from the history."""
    window.get_by_role("link", name="Sign assessment").click()
    window.get_by_role("radio", name=meaning).check()
    window.get_by_label("Your password").fill(person[1])
    window.get_by_role("button", name="Sign assessment").click()
    window.get_by_text("Nothing of it can be changed").wait_for()


def amend(chrome: Browser, url: str, case: str) -> None:
    """Change an answer and a result of the signed case, and complete the amendment."""
    window = open_window(chrome, url)
    window.goto(f"{case}score/")
    window.locator("#item-lymph_nodes-yes").click()
    window.locator("#rail-title").get_by_text("RegiSCAR 7").wait_for()
    window.goto(f"{case}history/")
    window.get_by_role("link", name="Amend the assessment").click()
    window.get_by_label("Why it is amended").fill(
        "Nodes were felt at two sites on day 12; the ward's note came late."
    )
    window.get_by_role("button", name="Complete the amendment").click()
    window.get_by_role("heading", name="Assessment 2").wait_for()
    window.context.close()


def take_sign_off(chrome: Browser, url: str, case: str, name: str, options: dict[str, object]) -> None:
    """Take the history, two versions side by side, and the end of the page that signs the newer one."""
    window = open_window(chrome, url, **options)
    for screen, address in {"history": "history/", "compare": "history/compare/?from=1&to=2"}.items():
        window.goto(f"{case}{address}")
        keep(window, screen, name)
    window.goto(f"{case}history/2/sign/")
    window.locator("#signature").evaluate("node => node.scrollIntoView({behavior: 'instant'})")
    window.get_by_text("I reviewed this assessment").dispatch_event("click")
    write(Image.open(io.BytesIO(window.screenshot(animations="disabled", caret="hide"))), f"sign-{name}.png")
    window.context.close()


def take_offices(chrome: Browser, url: str, case: str, name: str, options: dict[str, object]) -> None:
    """Take the own account, what changed in the case, and the pages of an administrator."""
    window = open_window(chrome, url, HEAD, **options)
    screens = {
        "account": "/account/", "changes": f"{case}changes/", "people": "/people/", "trail": "/audit/",
        "emergency": "/emergency/", "removal": f"{case}remove/",
    }  # fmt: skip
    for screen, address in screens.items():
        window.goto(address)
        keep(window, screen, name)
    window.context.close()


def keep(window: Page, screen: str, name: str) -> None:
    """Write one screen in a window as tall as the page, down to where the eye stops."""
    window.wait_for_load_state("networkidle")
    window.mouse.move(0, 0)
    window.evaluate("window.scrollTo(0, 0)")
    size = window.viewport_size
    whole = window.evaluate("document.documentElement.scrollHeight")
    window.set_viewport_size(size | {"height": max(size["height"], min(whole, TALLEST[name]))})
    picture = window.screenshot(animations="disabled", caret="hide")
    window.set_viewport_size(size)
    write(Image.open(io.BytesIO(picture)), f"{screen}-{name}.png")


def take_report(chrome: Browser, url: str, case: str) -> None:
    """Write the pages of the saved report as pictures."""
    window = open_window(chrome, url)
    pdf = window.context.request.get(f"{url}{case}history/1/report.pdf").body()
    for path in FOLDER.glob("report-[0-9].png"):
        path.unlink()
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        write(page.render(scale=PDF_SCALE).to_pil(), f"report-{number}.png")
    window.context.close()


def write(picture: Image.Image, name: str) -> None:
    """Write a picture in its most frequent colours, which keeps those of grounds and categories apart."""
    exact = picture.convert("RGB")
    counted = sorted(exact.getcolors(exact.width * exact.height), reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted[:COLOURS] for part in colour])
    exact.quantize(palette=palette, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
