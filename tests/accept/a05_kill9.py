"""A05: the server is killed two hundred times while people save; what was acknowledged is there each time."""

import os
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dressapp.audit.chain import verify
from dressapp.config.paths import BASE_DIR
from tests.accept.browser import Browser
from tests.accept.cluster import Cluster, own_cluster
from tests.accept.database import records_of
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site
from tests.server import clean_environment, free_port

CHECK, NAME, DATABASES, IN_TESTS = "A05", "kill9", ("sqlite", "postgres"), False
PROVES = ("P01", "P02", "H24")
KILLS, DATABASE_KILLS, WRITERS, READY = 200, 100, 4, 5.0
VERSION = re.compile(r'name="version" value="(\d+)"')
MOST = 0.35  # seconds of saving before a kill, after the first save
PATIENCE = 20  # seconds for that one
LAX = "tests.accept.faults.forgetful"


class Killable:
    """A server in a process group of its own, on one port, that can be killed and started again."""

    def __init__(self, place: Site, **variables: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        given = place.variables | variables | {"PORT": str(self.port)}
        self.variables = clean_environment(**given)
        self.log = place.var / "killed.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it, and return after how many seconds it answers."""
        begun = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dressapp.config.start"], cwd=BASE_DIR, env=self.variables,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.monotonic() - begun < 60:
            try:
                if Browser(self.url).get("/healthz").status == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.03)
        raise AssertionError(f"The server did not start again: {self.log.read_text()[-1500:]}")

    def kill(self) -> None:
        """Kill every process of it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while _listens(self.port):
            time.sleep(0.01)


def _listens(port: int) -> bool:
    try:
        Browser(f"http://localhost:{port}").get("/healthz")
    except OSError:
        return False
    return True


class Writers:
    """People who save, each on a case of their own, and keep what was acknowledged."""

    def __init__(self, url: str, made: dict) -> None:
        self.url, self.made = url, made
        self.acknowledged: dict[str, str] = {}
        self.saves = 0
        self.running = True

    def run(self, number: int) -> None:
        """Save a text and remember it, until the server dies."""
        case = self.made["cases"][number]["case"]
        browser = Browser(self.url, session=self.made["sessions"][number])
        try:
            while self.running:
                page = browser.get(f"/cases/{case}/?edit=conclusion")
                version = VERSION.search(page.text)
                if not version:
                    continue
                text = f"saved {number} {time.monotonic_ns():x}"
                fields = {"version": version[1], "conclusion": text}
                if browser.post(f"/cases/{case}/summary/conclusion/", fields).status == 303:
                    self.acknowledged[case] = text
                    self.saves += 1
        except (OSError, EOFError, ValueError):
            return


def check(database: str) -> Outcome:
    """Kill, start, and look for what was acknowledged."""
    return _run(database, KILLS, DATABASE_KILLS, {})


def twin(database: str) -> Outcome:
    """Serve a product that acknowledges some saves before they are stored."""
    return _run(database, 15, 0, {"DJANGO_SETTINGS_MODULE": LAX})


def _run(database: str, kills: int, database_kills: int, faults: dict[str, str]) -> Outcome:
    with _place(database) as (place, cluster):
        made = place.people("editors", str(WRITERS), str(WRITERS))
        server, failures, starts, saves = Killable(place, **faults), [], [], 0
        expected: dict[str, str] = {}
        victims = [server] * kills + [cluster] * (database_kills if cluster else 0)
        starts.append(server.start())
        for number, victim in enumerate(victims):
            writers = _save_until_killed(victim, server.url, made, MOST * (number % 7) / 7)
            expected |= writers.acknowledged
            saves += writers.saves
            starts.append(_until_ready(victim, server))
            failures += _missing(server.url, made, expected) + _broken(place, cluster)
        server.kill()
    median, longest = statistics.median(starts), max(starts)
    failures += (
        [f"{saves} saves in {len(victims)} rounds: too little was tried"] if saves < len(victims) else []
    )
    failures += [f"ready after {median:.1f} s"] if median > READY else []
    numbers = {"saves": saves, "ready_median_s": round(median, 2), "ready_longest_s": round(longest, 2)}
    return Outcome(len(victims), failures, numbers)


@contextmanager
def _place(database: str) -> Iterator[tuple[Site, Cluster | None]]:
    """Give a site, for PostgreSQL on a cluster that may be killed."""
    if database == "sqlite":
        with site("sqlite") as place:
            yield place, None
        return
    with own_cluster() as cluster, site("sqlite", DATABASE_URL=cluster.url) as place:
        yield place, cluster


def _until_ready(victim: Killable | Cluster, server: Killable) -> float:
    """Start what was killed, and return after how many seconds the server is ready."""
    begun = time.monotonic()
    victim.start()
    while time.monotonic() - begun < 60:
        if Browser(server.url).get("/readyz").status == 200:
            return time.monotonic() - begun
        time.sleep(0.03)
    raise AssertionError("The server is not ready a minute later")


def _save_until_killed(victim: Killable | Cluster, url: str, made: dict, seconds: float) -> Writers:
    writers = Writers(url, made)
    threads = [threading.Thread(target=writers.run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    patience = time.monotonic() + PATIENCE
    while not writers.saves and time.monotonic() < patience:
        time.sleep(0.01)
    time.sleep(seconds)
    victim.kill()
    writers.running = False
    for thread in threads:
        thread.join()
    return writers


def _missing(url: str, made: dict, expected: dict[str, str]) -> list[str]:
    """Return the acknowledged texts that are gone, unless a later save that nobody heard of stands there."""
    browser = Browser(url, session=made["sessions"][0])
    failures = []
    for case, text in expected.items():
        page = browser.get(f"/cases/{case}/").text
        stored = re.findall(r"saved \d ([0-9a-f]+)", page)
        if text not in page and not any(int(found, 16) > int(text.split()[2], 16) for found in stored):
            failures.append(f"lost: {text}")
    return failures


def _broken(place: Site, cluster: Cluster | None) -> list[str]:
    """Return what the database itself, and the audit trail, say is wrong."""
    with records_of(place):
        trail = [f"event {problem.seq}: {problem.words}" for problem in verify().problems]
    if cluster:
        return trail + cluster.damage()
    path = Path(place.var) / "dressapp.sqlite3"
    with sqlite3.connect(path, timeout=20) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
    is_whole = (found, foreign) == ([("ok",)], [])
    return trail if is_whole else [*trail, f"the database is damaged: {found[:2]} {foreign[:2]}"]
