"""A16: what is typed never runs, computes, opens or reaches anything, wherever it comes out again."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
from django.conf import settings
from django.db import connection
from django.template import base
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from django.urls import reverse

from dressapp.exchange import grid_out, xlsx_out
from tests.accept import injection_looks as looks
from tests.accept import injection_tools as tools
from tests.accept.database import test_database
from tests.accept.injection_world import World, addresses, files, make_world, showing, store, tabs
from tests.accept.outcome import Outcome
from tests.accept.payloads import payloads
from tests.accept.programs import needed
from tests.factories.factors import sign_in_whole
from tests.server import running_server

CHECK, NAME, DATABASES, IN_TESTS = "A16", "injection", ("sqlite",), False
PROVES = ("P18", "P29", "H25")

KEPT = "CANARY-4f1c2a-only-in-this-file"
PLAIN = "plain words"
OF_THE_TWIN = ("<img src=x onerror=zq()>", "=191*7919", "</td></tr></table><img src=x onerror=zq()>")


def check(database: str) -> Outcome:
    """Type each text into each field, and look at it in pages, PDF, tables and JSON, and from outside."""
    for program in (tools.STRACE, tools.OFFICE, tools.SQLMAP):
        needed(*program)
    with test_database(database), tempfile.TemporaryDirectory() as place:
        folder, listener = Path(place), tools.Listener()
        (folder / "canary.txt").write_text(KEPT)
        texts = payloads(leak=listener.address, secret=str(folder / "canary.txt"))
        world, usual = _prepare()
        with _serving(folder) as server, tools.watching_connects(folder / "var", folder / "connects.txt"):
            cookie = _cookie_of(world)
            with tools.browsing(server, cookie) as window:
                tried = [_try(text, world, usual, window, listener, folder) for text in texts]
            asked, found = _ask_sqlmap(server, world, cookie, folder)
        failures = [words for each in tried for words in each]
        failures += found + tools.connects_in(folder / "connects.txt")
        failures += [f"the listener was reached: {words}" for words in listener.reached]
        failures += _open_in_libreoffice(folder)
        numbers = {"fields": len(world.stored), "pages": len(world.addresses), "sqlmap_parameters": asked,
                   "tables_in_libreoffice": len(list((folder / "tables").iterdir()))}  # fmt: skip
        failures += [] if asked and world.stored else ["nothing was tried"]
    return Outcome(len(texts), failures, numbers)


def twin(database: str) -> Outcome:
    """Escape nothing, guard no cell, and point each tool at what it must find."""
    with test_database(database), tempfile.TemporaryDirectory() as place:
        folder, listener = Path(place), tools.Listener()
        world, usual = _prepare()
        base.conditional_escape = str
        grid_out.guard = xlsx_out.guard = str
        with _serving_here() as server, tools.browsing(server, _cookie_of(world)) as window:
            tried = [_try(text, world, usual, window, listener, folder, pdf=False) for text in OF_THE_TWIN]
        failures = [words for found in tried for words in found]
        with tools.injectable_server() as url:
            failures += tools.ask_sqlmap([url], "a=b", folder)[1]
        failures += looks.look_at_pdf(_pdf_with_a_script(), KEPT)
        failures += [f"libreoffice: {name}" for name in _open_in_libreoffice(folder)]
    signs = ("a new element", "content policy", "csv: the cell", "injectable", "pdf: /JS", "libreoffice:")
    unseen = [sign for sign in signs if not any(sign in words for words in failures)]
    return Outcome(len(OF_THE_TWIN), [] if unseen else failures, {"unseen": unseen})


def _prepare() -> tuple[World, looks.Usual]:
    """Return a case with a harmless text in every field, and the elements that its pages have."""
    world = make_world()
    pages = store(world, PLAIN)
    pages += store(world, f"{PLAIN}\n\nin two lines")
    pages += [world.client.get(url).content.decode() for url in addresses(world)]
    world.addresses = showing(world, PLAIN)
    return world, looks.usual_of(pages)


def _try(
    text: str, world: World, usual: looks.Usual, window: Any, listener: tools.Listener, folder: Path,
    *, pdf: bool = True,
) -> list[str]:  # fmt: skip
    """Store one text everywhere, and return whatever it did, with the text."""
    found = []
    pages = store(world, text)
    for url in [*world.addresses, f"/?q={quote(text)}", f"/cases/new/?local_id={quote(text)}"]:
        response = world.client.get(url)
        pages.append(response.content.decode())
        found += looks.look_at_headers(response)
    for page in pages:
        found += looks.look_at_page(page, usual, leak=listener.address) + looks.look_at_words(page, KEPT)
    out = files(world, text)
    found += looks.look_at_files(out, KEPT)
    _keep_tables(out, folder / "tables")
    found += _browse(window, [*tabs(world), f"/?q={quote(text)}"])
    if pdf:
        url = reverse("workspace:report_pdf", args=[world.full.case.pk])
        found += looks.look_at_pdf(window.context.request.get(url).body(), KEPT)
    return [f"{text!r}: {words}" for words in dict.fromkeys(found)]


def _browse(window: Any, urls: list[str]) -> list[str]:
    """Open each address in the browser, and return what happened there."""
    for url in urls:
        window.goto(url, wait_until="load")
    told, window.told[:] = list(window.told), []
    return told


def _keep_tables(out: dict[str, bytes], folder: Path) -> None:
    """Keep the tables that were exported, to be opened together."""
    folder.mkdir(exist_ok=True)
    number = len(list(folder.iterdir())) // 2
    for kind in ("csv", "xlsx"):
        (folder / f"{kind}-{number:03}.{kind}").write_bytes(out[kind])


def _open_in_libreoffice(folder: Path) -> list[str]:
    """Return each exported table in which LibreOffice finds a formula."""
    (folder / "opened").mkdir()
    tools.convert_by_libreoffice(folder / "tables", folder / "opened")
    return [f"a formula in {name}" for name in looks.formulas_in(folder / "opened")]


def _ask_sqlmap(server: str, world: World, cookie: dict[str, Any], folder: Path) -> tuple[int, list[str]]:
    """Point sqlmap at the addresses that take the most from what is asked."""
    case = f"/cases/{world.full.case.pk}"
    asked = ["/?q=x&course=open&category=possible&state=draft&drug=x&order=patient&page=1",
             "/cases/new/?local_id=x", "/labs/meaning/alt/?value=50&unit=U/L",
             f"{case}/labs/?page=1&value=alt&at=2026-03-14", f"{case}/timeline/?lanes=alt"]  # fmt: skip
    cookies = f"{cookie['name']}={cookie['value']}"
    return tools.ask_sqlmap([server + url for url in asked], cookies, folder)


def _cookie_of(world: World) -> dict[str, Any]:
    """Return the cookie of a session of the person, both steps done."""
    client = Client()
    sign_in_whole(client, world.user)
    held = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": held, "domain": "localhost", "path": "/", "secure": True, "httpOnly": True}


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Run the product's own server on the database of this check."""
    var = folder / "var"
    var.mkdir(mode=0o700)
    (var / "secret_key").touch(mode=0o600)
    (var / "secret_key").write_text(settings.SECRET_KEY)
    Path(connection.settings_dict["NAME"]).chmod(0o600)
    file = Path(connection.settings_dict["NAME"])
    cache = file.with_name(f"{file.stem}-cache.sqlite3")
    with running_server(var, DATABASE_URL=f"sqlite:///{file}") as server, tools.forgetting(cache):
        yield server.url


@contextmanager
def _serving_here() -> Iterator[str]:
    """Serve from this process, where faults were planted."""
    thread = LiveServerThread("localhost", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def _pdf_with_a_script() -> bytes:
    """Return a PDF that would run a script when it is opened."""
    pdf, content = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("zq()"))
    pdf.Root.OpenAction = pdf.make_indirect(action)
    pdf.save(content)
    return content.getvalue()
