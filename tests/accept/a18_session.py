"""A18: a session ends on time and with its account, and leaves nothing; the clock of the server is moved."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.accept.browser import CSRF, SESSION, Browser
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site
from tests.browser import chromium
from tests.factories.people import PASSWORD

CHECK, NAME, DATABASES, IN_TESTS = "A18", "session", ("sqlite",), False
PROVES = ("P12", "P32")
SIGN_IN = "/account/sign-in/"
MINUTE, HOUR = 60, 3600
ATTRIBUTES = ("secure", "httponly", "samesite=lax", "path=/")


class Clock:
    """The clock of a server, moved by a file that it reads."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.seconds = 0
        self.move(0)

    def move(self, seconds: int) -> None:
        """Let so many seconds pass."""
        self.seconds += seconds
        self.file.write_text(str(self.seconds))


def check(database: str) -> Outcome:
    """Leave sessions alone, use them for ten hours, end them in every way, and look at what stays."""
    return _try_everything(database, "moved_clock")


def twin(database: str) -> Outcome:
    """Serve without the middleware that ends sessions."""
    return _try_everything(database, "endless_sessions")


def _try_everything(database: str, settings: str) -> Outcome:
    with site(database) as place:
        clock = Clock(place.var)
        with place.serving(DJANGO_SETTINGS_MODULE=f"tests.accept.faults.{settings}") as server:
            failures = [words for part in PARTS for words in part(place, server.url, clock)]
    return Outcome(len(PARTS), failures)


def _fresh(place: Site, url: str, clock: Clock) -> Browser:
    """Return a browser with a new session, begun at the server's time."""
    made = place.people("editors-at", str(clock.seconds))
    return Browser(url, session=made["session"])


def _is_in(browser: Browser) -> bool:
    return browser.get("/").status == 200


def _idle(place: Site, url: str, clock: Clock) -> list[str]:
    browser = _fresh(place, url, clock)
    clock.move(14 * MINUTE)
    early = _is_in(browser)
    clock.move(16 * MINUTE)
    late = _is_in(browser)
    return [] if (early, late) == (True, False) else [f"after 14 idle minutes in: {early}, after 16: {late}"]


def _idle_though_the_page_asks(place: Site, url: str, clock: Clock) -> list[str]:
    browser = _fresh(place, url, clock)
    for _ in range(16):
        clock.move(MINUTE)
        browser.get("/account/session/")
    return ["a page that asked by itself kept the session"] if _is_in(browser) else []


def _absolute(place: Site, url: str, clock: Clock) -> list[str]:
    browser = _fresh(place, url, clock)
    lasted = 0
    while lasted < 11 * HOUR and _is_in(browser):
        clock.move(10 * MINUTE)
        lasted += 10 * MINUTE
    return (
        [] if 10 * HOUR <= lasted <= 10 * HOUR + 10 * MINUTE else [f"a session lasted {lasted / HOUR:.1f} h"]
    )


def _ended_by_others(place: Site, url: str, clock: Clock) -> list[str]:
    failures = []
    for change in ("disable", "password", "factor"):
        made = place.people("editors-at", str(clock.seconds))
        browser = Browser(url, session=made["session"])
        before = _is_in(browser)
        place.people(change, made["name"])
        failures += [] if before and not _is_in(browser) else [f"a session outlived: {change}"]
    return failures


def _rotates(place: Site, url: str, clock: Clock) -> list[str]:
    place.people("one", "rotating")
    browser = Browser(url)
    browser.token()
    browser.cookies[SESSION] = "chosen-by-somebody-else-0000000"
    browser.post(SIGN_IN, {"login": "rotating", "password": PASSWORD})
    same = browser.cookies.get(SESSION) in (None, "chosen-by-somebody-else-0000000")
    return ["the session kept the name that it had before signing in"] if same else []


def _cookies(place: Site, url: str, clock: Clock) -> list[str]:
    browser = Browser(url)
    browser.get(SIGN_IN)
    answer = browser.post(SIGN_IN, {"login": "rotating", "password": PASSWORD})
    lines = answer.set_cookies
    failures = [
        f"{line} lacks {part}" for line in lines for part in ATTRIBUTES if part not in line.casefold()
    ]
    names = {line.partition("=")[0] for line in lines}
    return failures + ([] if {SESSION, CSRF} <= names else [f"cookies are {sorted(names)}"])


def _back(place: Site, url: str, clock: Clock) -> list[str]:
    """Sign out in Chromium and go back: no page of a patient is shown."""
    made = place.people("editors-at", str(clock.seconds))
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        context = chrome.new_context(base_url=url)
        cookie = {"name": SESSION, "value": made["session"], "domain": "localhost", "path": "/"}
        context.add_cookies([cookie | {"secure": True, "httpOnly": True}])
        window = context.new_page()
        window.goto(f"/cases/{made['case']}/")
        seen = made["patient"] in window.content()
        window.locator("details.menu > summary").click()
        window.get_by_role("button", name="Sign out").click()
        window.wait_for_url("**/account/sign-in/**")
        window.go_back()
        window.wait_for_load_state()
        shown = made["patient"] in window.content()
        chrome.close()
    return ([] if seen else ["the case was not seen"]) + (["Back shows the patient"] if shown else [])


PARTS = (_idle, _idle_though_the_page_asks, _absolute, _ended_by_others, _rotates, _cookies, _back)
