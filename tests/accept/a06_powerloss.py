"""A06: the power fails right after a save was acknowledged; what was not written through to the disk is gone.

The real server runs under strace, which tells every write and every fsync of its database files. From that
the disk is made as it is at worst at each acknowledgement: only bytes that were synced before it, and only
names that were synced with their folder.
"""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from dressapp.config.paths import BASE_DIR
from tests.accept.browser import Browser
from tests.accept.outcome import Outcome
from tests.accept.programs import needed
from tests.accept.servers import Site, site
from tests.server import clean_environment, free_port, processes_of

CHECK, NAME, DATABASES, IN_TESTS = "A06", "powerloss", ("sqlite",), False
PROVES = ("P01", "H24")
SAVES = 200
VERSION = re.compile(r'name="version" value="(\d+)"')
CALLS = "openat,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat"
LINE = re.compile(r"^(\d+) +(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)")
RESUMED = re.compile(r"^(\d+) +(\d+\.\d+) <\.\.\. (\w+) resumed>(.*)$")
HEX = re.compile(r"\\x([0-9a-f]{2})")


@dataclass
class Disk:
    """What lies on the disk for good, and what only the system's memory knows."""

    kept: dict[str, bytearray] = field(default_factory=dict)
    cached: dict[str, bytearray] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes, at: int) -> None:
        content = self.cached.setdefault(path, bytearray())
        content.extend(b"\0" * max(0, at - len(content)))
        content[at : at + len(data)] = data

    def sync(self, path: str) -> None:
        """Write a file through; or, for a folder, the names that it has now."""
        if path in self.cached:
            self.kept[path] = bytearray(self.cached[path])
            self.names.add(path)  # a new file's name is synced with it here: SQLite syncs the folder as well
        else:
            self.names = {name for name in self.names if name in self.cached}

    def truncate(self, path: str, size: int) -> None:
        del self.cached.setdefault(path, bytearray())[size:]

    @property
    def folders(self) -> set[str]:
        """Return the folders of the files."""
        return {str(Path(path).parent) for path in self.kept}

    def after_the_cut(self, folder: Path) -> None:
        """Write what is left."""
        for path in self.names:
            (folder / Path(path).name).write_bytes(bytes(self.kept.get(path, b"")))


def check(database: str) -> Outcome:
    """Save two hundred times on the product's own settings."""
    return _run(SAVES, {})


def twin(database: str) -> Outcome:
    """The same on WAL with synchronous=NORMAL, which most recipes for servers name."""
    return _run(SAVES, {"DJANGO_SETTINGS_MODULE": "tests.accept.faults.lax_sync"})


def _run(saves: int, faults: dict[str, str]) -> Outcome:
    with site("sqlite") as place:
        made = place.people("editors", "1", "1")
        base = _files(place)
        acknowledged, trace = _save_under_strace(place, made, saves, faults)
        failures, states = _cut_everywhere(base, trace, acknowledged, made["cases"][0]["case"])
    return Outcome(states, failures, {"saves": len(acknowledged)})


def _files(place: Site) -> dict[str, bytes]:
    """Return the database's files as they lie before the server starts: all of that is on the disk."""
    return {str(path): path.read_bytes() for path in place.var.glob("dressapp.sqlite3*")}


def _save_under_strace(place: Site, made: dict, saves: int, faults: dict[str, str]):
    """Run a server with one worker under strace, save, and return texts with times, and the trace."""
    port, trace = free_port(), place.var / "trace"
    given = place.variables | faults | {"PORT": str(port), "GUNICORN_CMD_ARGS": "--workers 1 --threads 1"}
    traced = ["-e", f"trace={CALLS}", "-o", str(trace)]
    options = ["-f", "-qq", "-ttt", "-y", "-xx", "-s", "200000", *traced]
    strace = needed("strace", "strace")
    with (place.var / "traced.log").open("wb") as log:
        process = subprocess.Popen(
            [strace, *options, sys.executable, "-m", "dressapp.config.start"], cwd=BASE_DIR,
            env=clean_environment(**given), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        browser = _when_it_answers(f"http://localhost:{port}", made["sessions"][0])
        acknowledged = [_save(browser, made["cases"][0]["case"], number) for number in range(saves)]
    finally:
        os.kill(processes_of(process.pid)[1], signal.SIGTERM)  # the server; strace ends with it
        process.wait(timeout=60)
    return acknowledged, trace


def _when_it_answers(url: str, session: str) -> Browser:
    for _ in range(1200):
        browser = Browser(url, session=session)
        try:
            if browser.get("/healthz").status == 200:
                return browser
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The traced server did not answer")


def _save(browser: Browser, case: str, number: int) -> tuple[float, str]:
    """Save one text, and return when it was acknowledged."""
    version = VERSION.search(browser.get(f"/cases/{case}/?edit=conclusion").text)
    fields = {"version": version[1], "conclusion": f"text {number:05d}"}
    status = browser.post(f"/cases/{case}/summary/conclusion/", fields).status
    assert status == 303, status
    return time.time(), fields["conclusion"]


def _cut_everywhere(base, trace: Path, acknowledged, case: str) -> tuple[list[str], int]:
    """Cut the power at each acknowledgement, and return what was lost or damaged."""
    disk = Disk()
    for path, content in base.items():
        disk.kept[path], disk.cached[path] = bytearray(content), bytearray(content)
        disk.names.add(path)
    failures, states, waiting = [], 0, list(acknowledged)
    for at, apply in _calls(trace, disk):
        while waiting and at > waiting[0][0]:
            failures += _lost(disk, waiting.pop(0)[1], case)
            states += 1
        apply()
    for _, text in waiting:
        failures += _lost(disk, text, case)
        states += 1
    return failures, states


def _lost(disk: Disk, text: str, case: str) -> list[str]:
    """Open what is left as SQLite would after the power is back."""
    with tempfile.TemporaryDirectory() as folder:
        disk.after_the_cut(Path(folder))
        with sqlite3.connect(Path(folder) / "dressapp.sqlite3") as connection:
            try:
                query = "SELECT conclusion FROM cases_case WHERE id = ?"
                stored = connection.execute(query, [case.replace("-", "")]).fetchone()
                whole = connection.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.DatabaseError as problem:
                return [f"damaged after {text}: {problem}"]
        connection.close()
    if whole != ("ok",):
        return [f"damaged after {text}: {whole[0][:80]}"]
    return [] if stored and stored[0] == text else [f"lost {text}: {stored and stored[0]} stands there"]


def _calls(trace: Path, disk: Disk):
    """Yield the time of each call that touches the database's files, and what it does to the disk."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            whole = _joined(line.rstrip("\n"), begun)
            found = LINE.match(whole) if whole else None
            if found and int(found[5]) >= 0:
                yield float(found[2]), _effect(disk, found[3], found[4])


def _joined(line: str, begun: dict[str, str]) -> str:
    """Return a whole call; one that another thread's call parted is told in two lines."""
    if line.endswith("<unfinished ...>"):
        begun[line.split(" ", 1)[0]] = line.removesuffix(" <unfinished ...>")
        return ""
    if resumed := RESUMED.match(line):
        first = begun.pop(resumed[1], "")
        head = re.sub(r"^(\d+) +\d+\.\d+", rf"\1 {resumed[2]}", first)
        return f"{head}{resumed[4]}"
    return line


def _effect(disk: Disk, call: str, arguments: str):
    """Return what one call does to the disk; most touch other files and do nothing to it."""
    path = _text(arguments) if call in ("openat", "unlink", "unlinkat") else _of_number(arguments)
    if path not in disk.folders and "dressapp.sqlite3" not in path:
        return lambda: None
    actions = {
        "openat": lambda: disk.cached.setdefault(path, bytearray()) if "O_CREAT" in arguments else None,
        "unlink": lambda: disk.cached.pop(path, None),
        "unlinkat": lambda: disk.cached.pop(path, None),
        "fsync": lambda: disk.sync(path),
        "fdatasync": lambda: disk.sync(path),
        "pwrite64": lambda: disk.write(path, _bytes(arguments), int(arguments.rsplit(",", 1)[1])),
        "ftruncate": lambda: disk.truncate(path, int(arguments.rsplit(",", 1)[1])),
    }
    return actions[call]


def _plain(text: str) -> str:
    """Return a text that strace told in hexadecimal."""
    return HEX.sub(lambda part: chr(int(part[1], 16)), text)


def _of_number(arguments: str) -> str:
    """Return the path of the file that a call names by its number."""
    found = re.match(r"\d+<([^>]*)>", arguments)
    return _plain(found[1]) if found else ""


def _text(arguments: str) -> str:
    """Return the path that a call names."""
    found = re.search(r'"([^"]*)"', arguments)
    return _plain(found[1]) if found else ""


def _bytes(arguments: str) -> bytes:
    """Return the bytes that a call wrote."""
    found = re.search(r'"([^"]*)"', arguments)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""
