"""Start the product's own server on loopback, for tests and the bench."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dressapp.config.paths import BASE_DIR

BOOT_SECONDS = 60
PORTS = range(20_000, 32_000)  # below those that Linux gives to outgoing connections


@dataclass(frozen=True)
class Server:
    """A running server: its address, where its data lie, what it printed, and its first process."""

    url: str
    var: Path
    log: Path
    pid: int = 0

    def kill(self) -> None:
        """End every process of the server at once, as a power cut does."""
        for pid in processes_of(self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def processes_of(pid: int) -> list[int]:
    """Return a process and all that it or its children started; one that has ended has none."""
    try:
        listed = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return [pid]
    return [pid, *(below for text in listed for child in text.split() for below in processes_of(int(child)))]


def free_port() -> int:
    """Return a port on which nothing listens now, of those that no client of this machine is given."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def clean_environment(**variables: str) -> dict[str, str]:
    """Return the environment without our own settings, and the given ones."""
    ours = ("DJANGO_", "DRESSAPP_", "DATABASE_URL", "HOST", "PORT")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | variables


@contextmanager
def running_server(var: Path, **variables: str) -> Iterator[Server]:
    """Run a server with its data in `var` until the block ends; keyword arguments are its environment."""
    port = free_port()
    printed = var / "server.log"
    with printed.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dressapp.config.start"],
            env=clean_environment(**variables | {"DRESSAPP_VAR": str(var), "PORT": str(port)}),
            stdout=log,
            stderr=log,
            cwd=BASE_DIR,
        )
        server = Server(f"http://localhost:{port}", var, printed, process.pid)
        try:
            _wait_until_it_answers(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers, or raise what it printed instead."""
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start: ...{server.log.read_text()[-1500:]}")
