"""What is asked from outside: a listener, strace, LibreOffice, sqlmap, and a browser."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import sync_playwright

from tests.accept.programs import needed
from tests.browser import chromium

STRACE, OFFICE, SQLMAP = ("strace", "strace"), ("soffice", "libreoffice-calc-nogui"), ("sqlmap", "sqlmap")
CONNECT = re.compile(
    r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(\"([^\"]+)\"|inet_pton\(AF_INET6, \"([^\"]+)\")"
)
SQLMAP_SECONDS = 280
AT_ONCE = 50  # tables: LibreOffice gives up somewhere beyond two hundred
TELL = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("content policy:", event.violatedDirective, event.blockedURI, event.sample));"""
EXPECTED = "Failed to load resource: the server responded with a status of 4"


class Listener:
    """A port of this machine that nobody has a reason to reach, and who did."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            connection.settimeout(1)
            with connection:
                try:
                    self.reached.append(connection.recv(80).decode("ascii", "replace"))
                except OSError:
                    self.reached.append("without a word")


def processes_of(var: Path) -> list[int]:
    """Return the processes of the server whose data lie in a folder."""
    mark = f"DRESSAPP_VAR={var}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@contextmanager
def watching_connects(var: Path, log: Path) -> Iterator[None]:
    """Write down every connection that the processes of a server begin."""
    pids = [part for pid in processes_of(var) for part in ("-p", str(pid))]
    assert pids, "the server has no process to watch"
    command = [needed(*STRACE), "-f", "-qq", "-e", "trace=connect", "-o", str(log), *pids]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(timeout=20)


@contextmanager
def forgetting(cache: Path) -> Iterator[None]:
    """Empty the cache of a server again and again, so that nobody runs out of turns."""
    over = threading.Event()

    def forget() -> None:
        while not over.wait(2):
            with (
                suppress(sqlite3.Error),
                closing(sqlite3.connect(cache, timeout=5)) as connection,
                connection,
            ):
                connection.execute("DELETE FROM django_cache")

    thread = threading.Thread(target=forget, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def connects_in(log: Path) -> list[str]:
    """Return where to the processes connected over a network, the machine itself included."""
    found = (CONNECT.search(line) for line in log.read_text().splitlines())
    return [f"a connection to {each[2] or each[3]}:{each[1]}" for each in found if each]


def convert_by_libreoffice(folder: Path, out: Path) -> None:
    """Open every table of a folder in LibreOffice, and write it as a flat spreadsheet."""
    tables = [str(path) for path in sorted(folder.iterdir())]
    office = [needed(*OFFICE), "--headless"]
    command = [
        *office,
        f"-env:UserInstallation=file://{out}/home",
        "--convert-to",
        "fods",
        "--outdir",
        str(out),
    ]
    for at in range(0, len(tables), AT_ONCE):
        some = tables[at : at + AT_ONCE]
        subprocess.run([*command, *some], check=True, capture_output=True, timeout=280)
    assert len(list(out.glob("*.fods"))) == len({Path(table).stem for table in tables}), (
        "tables were not opened"
    )


def ask_sqlmap(urls: list[str], cookie: str, folder: Path) -> tuple[int, list[str]]:
    """Return how many parameters sqlmap tried at some addresses, and which it can inject into."""
    targets = folder / "targets.txt"
    targets.write_text("\n".join(urls) + "\n")
    options = "--batch --level 1 --risk 1 --technique BEU --threads 4 --disable-coloring --flush-session"
    asked = ["-m", str(targets), "--cookie", cookie, "--output-dir", str(folder), "--drop-set-cookie"]
    command = [needed(*SQLMAP), *options.split(), "--ignore-code", "404,409,422", *asked]
    environment = os.environ | {"HOME": str(folder)}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SQLMAP_SECONDS, env=environment, check=False
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode(errors="replace")
    tried = set(re.findall(r"testing if (.+? parameter '[^']+') is dynamic", said))
    return len(tried), sorted(
        set(re.findall(r"(\S+ parameter '[^']+' (?:is|appears to be) .*injectable)", said))
    )


@contextmanager
def injectable_server() -> Iterator[str]:
    """Serve one page that puts what is asked into its SQL; sqlmap must find it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query).get("id", [""])[0]
            try:
                rows = sqlite3.connect(":memory:").execute(f"SELECT 'found' WHERE 1 = {asked}").fetchall()
            except sqlite3.Error as error:
                rows = [str(error)]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(repr(rows).encode())

        def log_message(self, *words: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/?id=1"
    server.shutdown()


@contextmanager
def browsing(url: str, cookie: dict[str, Any]) -> Iterator[Any]:
    """Open a window that tells each script that ran, each report of the policy and each foreign request."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # one thread, beside Playwright's loop
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=options)
        context = browser.new_context(base_url=url, locale="en-GB")
        context.add_cookies([cookie])
        context.add_init_script(TELL)
        window = context.new_page()
        window.told = []
        window.expose_function("zq", lambda *_: window.told.append("a script ran"))
        window.on("pageerror", lambda error: window.told.append(f"an error: {error}"))
        window.on("dialog", lambda dialog: (window.told.append("a dialog"), dialog.dismiss()))
        window.on("console", lambda message: _keep(message, window.told))
        window.on("request", lambda request: _keep_foreign(request.url, url, window.told))
        yield window
        browser.close()


def _keep(message: Any, told: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(EXPECTED):
        told.append(message.text[:160])


def _keep_foreign(asked: str, own: str, told: list[str]) -> None:
    if urlsplit(asked).netloc != urlsplit(own).netloc and not asked.startswith("data:"):
        told.append(f"a request to {asked[:80]}")
