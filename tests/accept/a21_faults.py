"""A21: the disk is full or read-only, the database locked or gone, a worker dies, the clock jumps."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
import uuid
from pathlib import Path

from tests import postgres
from tests.accept.browser import Browser
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site

CHECK, NAME, DATABASES, IN_TESTS = "A21", "faults", ("sqlite", "postgres"), False
PROVES = ("P30", "P33", "H24")
UNAVAILABLE, READY, PROBED, RECOVERS = 503, 2.0, 15.0, 10.0
DAY = 86_400


def check(database: str) -> Outcome:
    """Break one thing after the other under a running server, and mend it again without a restart."""
    return _run(database, "moved_clock")


def twin(database: str) -> Outcome:
    """Serve a product that answers every failure as if it had saved."""
    return _run(database, "brave")


def _run(database: str, settings: str) -> Outcome:
    with site(database) as place:
        (place.var / "clock").write_text("0")
        with place.serving(DJANGO_SETTINGS_MODULE=f"tests.accept.faults.{settings}") as server:
            editor = Editor(place, server.url, place.people("editors", "1", "1"))
            ways = SQLITE if database == "sqlite" else POSTGRES
            failures = [words for way in ways for words in editor.through(way)]
            failures += _killed_workers(editor) + _jumping_clock(editor)
    return Outcome(len(ways) + 2, failures, editor.numbers)


class Editor:
    """Somebody who goes on saving, whatever happens to the server."""

    def __init__(self, place: Site, url: str, made: dict) -> None:
        self.place, self.url = place, url
        self.browser = Browser(url, session=made["sessions"][0])
        self.path = f"/cases/{made['cases'][0]['case']}/drugs/add/"
        self.browser.token()
        self.numbers: dict[str, float] = {}

    def add(self, name: str) -> tuple[int, str]:
        """Add a drug of this name."""
        answer = self.browser.post(self.path, {"id": str(uuid.uuid4()), "name": name, "role": "suspect"})
        return answer.status, answer.text

    def through(self, fault) -> list[str]:
        """Save while something is broken, and again once it is mended."""
        name, words = f"drug{uuid.uuid4().hex[:8]}", fault.__name__
        with fault(self.place):
            status, page = self.add(name)
            seconds = self._not_ready()
        failures = [] if status == UNAVAILABLE else [f"{words}: a save was answered {status}"]
        failures += [] if name in page else [f"{words}: what was typed is gone"]
        failures += [f"{words}: /readyz took {seconds:.1f} s"] if seconds > READY else []
        if self.place.people("made", name)["rows"]:
            failures.append(f"{words}: a refused save was stored")
        return failures + self.recovers(words)

    def _not_ready(self) -> float:
        """Ask /readyz until it says no, and return how long the longest answer took."""
        longest, until = 0.0, time.monotonic() + PROBED
        while time.monotonic() < until:
            begun = time.monotonic()
            status = Browser(self.url).get("/readyz").status
            longest = max(longest, time.monotonic() - begun)
            if status == UNAVAILABLE:
                return longest
            time.sleep(0.5)
        return PROBED

    def recovers(self, words: str) -> list[str]:
        """Save until it works, and tell when that takes too long."""
        begun = time.monotonic()
        while time.monotonic() - begun < RECOVERS:
            with contextlib.suppress(OSError):
                if self.add(f"drug{uuid.uuid4().hex[:8]}")[0] == 303:
                    self.numbers[f"{words}_recovered_s"] = round(time.monotonic() - begun, 2)
                    return []
            time.sleep(0.2)
        return [f"{words}: no save works {RECOVERS:.0f} s later"]


def _workers(place: Site) -> list[int]:
    """Return the processes of the server that answer."""
    named = ["pgrep", "-f", "dressapp.config.gunicorn"]
    found = subprocess.run(named, capture_output=True, text=True, check=False).stdout.split()
    return sorted(int(pid) for pid in found if place.variables["DRESSAPP_VAR"] in _setting(pid))[1:]


def _setting(pid: str) -> str:
    """Return the environment of a process."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_text(errors="replace")
    return ""


@contextlib.contextmanager
def locked(place: Site):
    """Hold the database's only lock, as somebody does who copies the file by hand."""
    with contextlib.closing(sqlite3.connect(place.var / "dressapp.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def read_only(place: Site):
    """Let nothing be written to the database's file."""
    files = [str(path) for path in place.var.glob("dressapp.sqlite3*")]
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


@contextlib.contextmanager
def full(place: Site):
    """Let no file of the server grow, as on a full disk."""
    pids = _workers(place)
    for pid in pids:
        subprocess.run(["prlimit", "--pid", str(pid), "--fsize=4096:unlimited"], check=True)
    try:
        yield
    finally:
        for pid in pids:
            subprocess.run(["prlimit", "--pid", str(pid), "--fsize=unlimited:unlimited"], check=True)


@contextlib.contextmanager
def stopped(place: Site):
    """Throw everybody out of the PostgreSQL database, and let nobody in."""
    url = place.variables["DATABASE_URL"]
    port, name = url.rpartition(":")[2].partition("/")[0], url.rpartition("/")[2]
    postgres.ask(port, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres.ask(port, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        yield
    finally:
        postgres.ask(port, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def _killed_workers(editor: Editor) -> list[str]:
    """Kill the workers, as the system does that is out of memory."""
    for pid in _workers(editor.place):
        os.kill(pid, signal.SIGKILL)
    return editor.recovers("killed workers")


def _jumping_clock(editor: Editor) -> list[str]:
    """Move the clock minutes and days on, and back: the order of events holds, and the jump is told.

    A session does not outlive two days; whoever signs in at that hour can save.
    """
    failures = []
    for seconds in (5 * 60, 0):
        (editor.place.var / "clock").write_text(str(seconds))
        failures += editor.recovers(f"clock {seconds}")
    for seconds in (2 * DAY, -2 * DAY, 0):
        (editor.place.var / "clock").write_text(str(seconds))
        made = editor.place.people("editors-at", str(seconds))
        newcomer = Editor(editor.place, editor.url, {"sessions": [made["session"]], "cases": [made]})
        failures += newcomer.recovers(f"clock {seconds} anew")
        editor.numbers |= newcomer.numbers
    failures += editor.place.people("trail")
    told = editor.place.manage("verify_audit")
    return failures + ([] if "The clock went back" in told else ["a clock that went back is not told"])


SQLITE, POSTGRES = (locked, read_only, full), (stopped,)
