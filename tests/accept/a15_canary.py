"""A15: what people type is in the database, and in no log, mail, address, temporary file or browser."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from dressapp.config.paths import BASE_DIR
from tests.accept.browser import SESSION, Answer, Browser
from tests.accept.faults.crash import FAULTS
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site
from tests.browser import chromium

CHECK, NAME, DATABASES, IN_TESTS = "A15", "canary", ("sqlite", "postgres"), False
PROVES = ("P27", "P30", "H25")
LEAST = 50  # words that are planted
WORD = "zq7canary"
HOLDS_RECORDS = re.compile(r"dressapp\.sqlite3(-journal)?$")
ADDRESSES = re.compile(r'(?:href|src|action|formaction|hx-(?:get|post|push-url))="([^"]*)"')
KEPT_BY_BROWSER = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, location.href,
  indexedDB.databases ? (await indexedDB.databases()).map((each) => each.name) : [],
  "caches" in window ? await caches.keys() : [],
])"""


class Plants:
    """Words that each stand in one place alone, by what they were planted as."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def __call__(self, what: str) -> str:
        """Return a new word."""
        word = f"{WORD}{len(self.planted):03d}x"
        self.planted[word] = what
        return word

    def found_in(self, where: str, text: str) -> list[str]:
        """Return which words stand in a text."""
        found = set(re.findall(rf"{WORD}\d{{3}}x", text, re.IGNORECASE))
        return sorted(f"{self.planted.get(word.lower(), '?')} stands in {where}" for word in found)


def check(database: str) -> Outcome:
    """Plant words everywhere, fail in every way, and look everywhere but into the database."""
    return _run(database, "tests.accept.faults.crashing")


def twin(database: str) -> Outcome:
    """Log, mail and count requests as frameworks do by default."""
    access = "--access-logfile - --access-logformat %(r)s"
    return _run(database, "tests.accept.faults.talkative", GUNICORN_CMD_ARGS=access)


def _run(database: str, settings: str, **variables: str) -> Outcome:
    plant, before = Plants(), set(_cores())
    with site(database, DJANGO_SETTINGS_MODULE=settings, **variables) as place:
        (place.var / "tmp").mkdir()
        made = place.people("editors", "1", "1")
        with place.serving(TMPDIR=str(place.var / "tmp")) as server:
            browser = Browser(server.url, session=made["sessions"][0])
            browser.get("/")
            answers = [*_write(browser, plant, made["cases"][0]["case"]), *_refusals(browser, plant)]
            _fail(browser, plant)
            _speak_nonsense(server.url, plant)
            seen = _browse(server.url, made["sessions"][0], made["cases"][0]["case"], plant)
            time.sleep(0.5)
        failures = [words for answer in answers for words in _in_addresses(answer, plant)]
        failures += [words for where, text in seen for words in plant.found_in(where, text)]
        failures += [words for where, text in _left_behind(place) for words in plant.found_in(where, text)]
        failures += [f"{path} was dumped" for path in set(_cores()) - before]
        stored = _count_stored(place, plant)
    planted = len(plant.planted)
    failures += [f"only {planted} words were planted"] if planted < LEAST else []
    failures += [f"only {stored} words reached the database"] if stored < 10 else []
    return Outcome(planted, failures, {"in_the_database": stored, "answers": len(answers), "seen": len(seen)})


def _write(browser: Browser, plant: Plants, case: str) -> Iterator[Answer]:
    """Type words into the forms of a case, valid and not, and read every page of it."""

    def post(route: str, /, *args, **fields) -> Answer:
        return browser.post(reverse(f"workspace:{route}", args=args), fields)

    def new(**fields) -> dict[str, str]:
        return {"id": str(uuid4()), "version": "0", **fields}

    yield post("new", **new(local_id=plant("id"), name=plant("name"), rash_onset_on="12 Mar 2026"))
    yield post("new", **new(local_id=plant("another id"), rash_onset_on=plant("a date")))
    yield post("known", local_id=plant("looked-up id"))
    search = post("search", q=plant("search"))
    yield from (
        search,
        browser.get(urlsplit(search.headers.get("location", "/"))._replace(scheme="", netloc="").geturl()),
    )
    yield post("add_drug", case, **new(name=plant("drug"), role="suspect", indication=plant("indication")))
    yield post("add_drug", case, **new(name=plant("drug of an odd day"), role="suspect", start=plant("day")))
    yield post("add_step", case, **new(kind="systemic_steroid", name=plant("treatment"), dose=plant("dose")))
    for section in ("patient", "course", "background", "outcome", "conclusion"):
        words = {name: plant(name) for name in ("note", "conclusion", "known_allergies", "local_id", "name")}
        yield post("save_section", case, section, version="1", **words)
    yield post("save_lab_value", case, analyte="alt", at="2026-03-15", value=plant("value"), version="0")
    yield post("save_lab_row", case, "alt", version="1", unit=plant("unit"), upper_limit=plant("limit"))
    yield post("paste_labs", case, text=f"\t20 Mar 2026\nAST (U/L)\t5O\n{plant('pasted test')}\t3\n")
    yield post(
        "score_answer", case, "lymph_nodes", answer="yes", version="0", explanation=plant("explanation")
    )
    yield post("score_save_row", case, "test", **new(test=plant("cause"), result="negative"))
    yield post("add_limit", **new(analyte="ck", unit="U/L", upper_limit="200", source=plant("source")))
    yield post("remove_case", case, reason=plant("reason"), version="1", revision="0")
    yield browser.post("/account/sign-in/", {"login": plant("login"), "password": plant("password")})
    for tab in (
        "summary",
        "drugs",
        "labs",
        "score",
        "criteria",
        "timeline",
        "history",
        "report",
        "report_pdf",
    ):
        yield browser.get(reverse(f"workspace:{tab}", args=[case]))
    yield browser.get("/")


def _refusals(browser: Browser, plant: Plants) -> Iterator[Answer]:
    """Send what is refused: 400, 403, 404, 405, 413, headers that lie."""
    yield browser.get(f"/{plant('path')}/?{plant('key')}={plant('query')}")
    yield browser.get(f"/cases/{plant('id in a path')}/")
    yield browser.get("/", Host=f"{plant('host')}.example")
    yield browser.get("/", **{"User-Agent": plant("agent"), "Referer": f"http://x/{plant('referer')}"})
    yield browser.get("/", **{"X-Request-ID": plant("request id"), "X-Forwarded-For": plant("forwarded")})
    many = {str(number): "1" for number in range(1001)}
    yield browser.post("/search/", many | {plant("field"): plant("much")})
    yield browser.post("/search/", {"csrfmiddlewaretoken": "wrong", "q": plant("forged")})
    yield browser.post(f"/healthz?{plant('query of a wrong method')}", {"q": plant("wrong method")})
    with suppress(OSError):  # the server hangs up before it has read that
        yield browser.post("/search/", {"q": plant("large") + "x" * 6_000_000})
    browser.connection.close()
    stranger = Browser(f"http://{browser.host}")
    yield stranger.get(f"/account/sign-in/?next={quote('/x' + plant('next'))}")
    yield stranger.post("/account/sign-in/", {"login": plant("stranger"), "password": plant("guess")})


def _fail(browser: Browser, plant: Plants) -> None:
    """Let the server fail in every way that there is."""
    for fault in FAULTS:
        headers = {"X-Fault": fault, "X-Words": plant(f"failure: {fault}")}
        try:
            browser.get(f"/?{plant(f'query of {fault}')}", **headers)
        except OSError:
            browser.connection.close()


def _speak_nonsense(url: str, plant: Plants) -> None:
    """Send what is no HTTP, and half a request."""
    port = urlsplit(url).port
    for text in (
        f"GET /{plant('nonsense')} HTTP/9\r\n\r\n", f"{plant('verb')}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{plant('header')}\r\n\r\n",
        f"POST /{plant('half')} HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
    ):  # fmt: skip
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(text.encode())
            connection.settimeout(2)
            try:
                connection.recv(1000)
            except OSError:
                continue


def _browse(url: str, session: str, case: str, plant: Plants) -> list[tuple[str, str]]:
    """Search, look up and type in Chromium; return every address, referrer and what the browser keeps."""
    seen: list[tuple[str, str]] = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        context = running.new_context(base_url=url)
        cookie = {"name": SESSION, "value": session, "path": "/", "domain": "localhost"}
        context.add_cookies([cookie | {"secure": True, "httpOnly": True}])
        page = context.new_page()
        page.on("request", lambda request: seen.append(("an address in Chromium", request.url)))
        page.on("request", lambda request: seen.append(("a referrer", request.headers.get("referer", ""))))
        _type(page, case, plant)
        seen.append(("what Chromium keeps", page.evaluate(KEPT_BY_BROWSER)))
        running.close()
    return seen


def _type(page: Page, case: str, plant: Plants) -> None:
    """Type words where a page sends them before anybody saves."""
    page.goto("/")
    page.locator("#search").fill(plant("typed search"))
    page.locator("#search").press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto("/cases/new/")
    page.locator("[name=local_id]").fill(plant("typed id"))
    page.locator("[name=local_id]").blur()
    page.wait_for_load_state("networkidle")
    for tab in ("summary", "drugs", "labs", "score"):
        page.goto(reverse(f"workspace:{tab}", args=[case]))
        for field in page.locator("main input[type=text]:visible, main textarea:visible").all()[:8]:
            field.fill(plant(f"typed on {tab}"))
            field.blur()
        page.wait_for_timeout(800)


def _in_addresses(answer: Answer, plant: Plants) -> list[str]:
    """Return the words in the addresses that an answer sends the browser to."""
    addresses = [answer.headers.get("location", ""), *ADDRESSES.findall(answer.text)]
    return plant.found_in("an address", " ".join(addresses))


def _left_behind(place: Site) -> Iterator[tuple[str, str]]:
    """Yield every file that the server wrote, but the database itself: log, mail, cache, temporary files."""
    for path in place.var.rglob("*"):
        if path.is_file() and not HOLDS_RECORDS.search(path.name) and "static" not in path.parts:
            yield str(path.relative_to(place.var)), path.read_bytes().decode(errors="replace")


def _cores() -> Iterator[Path]:
    """Yield the memory dumps in the folder that the server runs in."""
    return BASE_DIR.glob("core*")


def _count_stored(place: Site, plant: Plants) -> int:
    """Return how many words are in the database, where they belong."""
    kept = place.manage("dumpdata", "cases", "drugs", "labs", "assessments", "exchange")
    return sum(word in kept for word in plant.planted)
