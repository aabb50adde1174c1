"""A11: twelve bombs thrown at a real server: refused in time and memory, and no neighbour waits longer."""

import select
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.accept.browser import CSRF, SESSION, Browser
from tests.accept.outcome import Outcome
from tests.accept.servers import site
from tests.server import Server, processes_of
from tests.web.security.bombs import BOMBS

CHECK, NAME, DATABASES, IN_TESTS = "A11", "bombs", ("sqlite",), False
PROVES = ("P28",)
SECONDS, MEGABYTES, SLOWER = 2, 100, 2.0
SILENCE, DRIP = 10, 15  # seconds: the server's patience with a client that stops; how long one drips
CALM = 8  # seconds of neighbours alone
PAUSE = 0.1  # seconds between two requests of a neighbour
# 400 and 413 before a view reads it; 422 is the page that says what is wrong with the file.
REFUSED = (400, 413, 422)
EDGE = "made-for-a11"
FILES = {
    "xlsx of 1028:1": "xlsx: 1028:1", "a million rows": "xlsx: 800,000 rows",
    "a text of 500 MB": "xlsx: 500 MB string", "nested zip": "xlsx: nested zip",
    "billion laughs": "xlsx: laughs in the sheet", "a million columns": "xlsx: 1,000,000 columns",
    "JSON 100,000 deep": "json: 100,000 deep", "a number of 5,000 digits": "json: 5,000 digits",
}  # fmt: skip


@dataclass
class Neighbours:
    """People who open pages all the time, and how long each took."""

    url: str
    sessions: list[str]
    path: str
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @contextmanager
    def browsing(self) -> Iterator[None]:
        """Let them open pages until the block ends."""
        self.times.clear()
        over = threading.Event()
        threads = [threading.Thread(target=self._browse, args=(each, over)) for each in self.sessions]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _browse(self, session: str, over: threading.Event) -> None:
        browser = Browser(self.url, session=session)
        while not over.wait(PAUSE):
            begun = time.monotonic()
            status = browser.get(self.path).status
            self.times.append(time.monotonic() - begun)
            if status != 200:
                self.failures.append(f"a neighbour was answered {status}")

    def p95(self) -> float:
        """Return the time that one in twenty pages took longer than."""
        return statistics.quantiles(self.times, n=20)[18]


def check(database: str) -> Outcome:
    """Throw each bomb at the product."""
    return _run(database, {})


def twin(database: str) -> Outcome:
    """Throw them at a server that takes bodies, fields and files of any number."""
    return _run(database, {"DJANGO_SETTINGS_MODULE": "tests.accept.faults.hospitable"})


def _run(database: str, faults: dict[str, str]) -> Outcome:
    with site(database) as place, place.serving(**faults) as server:
        made = place.people("editors", str(len(FILES) + 8), "1")
        case = made["cases"][0]["case"]
        near = Neighbours(server.url, made["sessions"][:2], f"/cases/{case}/labs/")
        sessions = iter(made["sessions"][2:])
        path = f"/cases/{case}/labs/paste/"
        _throw(server, path, made["sessions"][2], _form(("file", "usual.csv", b"ALT,1\n")))  # all is loaded
        before_rows = place.people("events", "create")
        with near.browsing():
            time.sleep(CALM)
        calm, bombs = near.p95(), _bombs()
        with near.browsing(), _watched(server) as memory:
            thrown = {name: _throw(server, path, next(sessions), body) for name, body in bombs.items()}
            thrown["stops in its body"] = _stop(server, path, next(sessions))
        stormy = near.p95()
        with near.browsing():
            dripped = _drip(server, path, next(sessions))
        dripping = near.p95()
        stored = place.people("events", "create") - before_rows
    failures = near.failures + [words for name, one in thrown.items() for words in _judge(name, *one)]
    failures += [] if dripped else ["the server gave up on everybody while one client dripped"]
    failures += [f"the memory grew by {max(memory)} MB"] if max(memory) > MEGABYTES else []
    slow = [("bombs", stormy), ("a dripping client", dripping)]
    failures += [f"{what}: neighbours took {t / calm:.1f} times" for what, t in slow if t > SLOWER * calm]
    failures += [f"{stored} rows were stored"] if stored else []
    numbers = {
        "answers": {name: [status, round(seconds, 2)] for name, (status, seconds) in thrown.items()},
        "memory_mb": max(memory), "p95_calm_s": round(calm, 3), "p95_bombs_s": round(stormy, 3),
        "p95_dripping_s": round(dripping, 3),
    }  # fmt: skip
    return Outcome(len(thrown) + 1, failures, numbers)


def _judge(name: str, status: int, seconds: float) -> list[str]:
    """Return what is wrong with an answer; a client that stops is given up without one."""
    if name == "stops in its body":
        return [] if seconds < SILENCE + SECONDS else [f"{name}: held for {seconds:.1f} s"]
    wrong = [] if status in REFUSED else [f"{name}: answered {status}"]
    return wrong + ([f"{name}: {seconds:.1f} s"] if seconds > SECONDS else [])


def _bombs() -> dict[str, bytes]:
    """Return the body of each bomb, made before anything is measured."""
    made = {name: _form(("file", "labs.xlsx", BOMBS[bomb]())) for name, bomb in FILES.items()}
    made["a body of 100 MB"] = _form(("file", "labs.xlsx", b"0" * 100_000_000))
    made["1,001 fields"] = _form(*((f"f{number}", "", b"x") for number in range(1_001)))
    made["101 files"] = _form(*((f"f{number}", f"{number}.csv", b"1,2\n") for number in range(101)))
    return made


def _form(*parts: tuple[str, str, bytes]) -> bytes:
    """Return a body of parts, each the name of a field, of a file (none: a text) and the content."""
    lines = []
    for name, file, content in parts:
        named = f'; filename="{file}"' if file else ""
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        lines += [head.encode(), content, b"\r\n"]
    return b"".join([*lines, f"--{EDGE}--\r\n".encode()])


def _head(server: Server, path: str, session: str, length: int) -> bytes:
    """Return the head of a post with its token."""
    browser = Browser(server.url, session=session)
    token = browser.token()
    lines = [
        f"POST {path} HTTP/1.1", f"Host: {browser.host}", f"Cookie: {SESSION}={session}; {CSRF}={token}",
        f"X-CSRFToken: {token}", f"Content-Type: multipart/form-data; boundary={EDGE}",
        f"Content-Length: {length}", "Connection: close",
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(server.url).port), timeout=60)


def _throw(server: Server, path: str, session: str, body: bytes) -> tuple[int, float]:
    """Send a body until an answer comes; return its status and how long it took."""
    head = _head(server, path, session, len(body))
    begun = time.monotonic()
    with _connect(server) as line:
        left = memoryview(head + body)
        while left and not select.select([line], [], [], 0)[0]:
            try:
                left = left[line.send(left[:65_536]) :]
            except OSError:
                break  # the server hung up; what it said before is still there
        return _status(line), time.monotonic() - begun


def _status(line: socket.socket) -> int:
    """Return the status of the answer, 0 where the server hung up without one."""
    try:
        words = line.recv(4_096).split(b" ", 2)
        return int(words[1]) if len(words) > 1 else 0
    except OSError:
        return 0


def _stop(server: Server, path: str, session: str) -> tuple[int, float]:
    """Announce a body, send half of it, and wait until the server gives up."""
    begun = time.monotonic()
    with _connect(server) as line:
        line.sendall(_head(server, path, session, 1_000_000) + b"x" * 1_000)
        return _status(line), time.monotonic() - begun


def _drip(server: Server, path: str, session: str) -> bool:
    """Send a byte every half second; tell whether the server still answers others at the end."""
    with _connect(server) as line:
        line.sendall(_head(server, path, session, 1_000_000))
        for _ in range(DRIP * 2):
            line.sendall(b"x")
            time.sleep(0.5)
    return Browser(server.url, session=session).get("/").status == 200


@contextmanager
def _watched(server: Server) -> Iterator[list[int]]:
    """Measure, until the block ends, how many megabytes the server and its children have more than before."""
    before, over, grown = _memory(server), threading.Event(), [0]

    def watch() -> None:
        while not over.wait(0.02):
            grown.append(_memory(server) - before)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield grown
    finally:
        over.set()
        thread.join()


def _memory(server: Server) -> int:
    """Return the resident memory of all processes of the server, in megabytes."""
    return sum(_resident(pid) for pid in processes_of(server.pid)) // 1024


def _resident(pid: int) -> int:
    """Return the resident memory of a process in kilobytes, 0 where it has ended."""
    try:
        with open(f"/proc/{pid}/status") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    except OSError:
        return 0
