"""A PostgreSQL of a check's own, all of whose processes it may kill."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.server import free_port, processes_of

PROGRAMS = Path("/usr/lib/postgresql")
SOCKETS = "/var/run/postgresql"


@dataclass
class Cluster:
    """A cluster in a folder of its own, on a port of its own."""

    programs: Path
    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"postgres://{postgres.ROLE}:{postgres.PASSWORD}@127.0.0.1:{self.port}/{postgres.NAME}"

    def start(self) -> None:
        """Start it, and wait until it lets people in."""
        command = [self.programs / "postgres", "-D", self.data, "-p", self.port, "-k", SOCKETS]
        with (self.data / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*map(str, command), "-c", "listen_addresses=127.0.0.1"], stdout=log, stderr=log, cwd="/",
                user="postgres", group="postgres", extra_groups=[],
            )  # fmt: skip
        self.run("pg_isready", "-q", "-h", SOCKETS, "-p", self.port, tries=600)

    def kill(self) -> None:
        """Kill all of its processes at once."""
        assert self.process is not None
        for pid in processes_of(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def run(self, program: str, *arguments: object, tries: int = 1) -> str:
        """Run one of its programs as the database's own user until it succeeds; return what it said."""
        command = ["runuser", "-u", "postgres", "--", str(self.programs / program), *map(str, arguments)]
        for _ in range(tries):
            done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
            if not done.returncode:
                return done.stdout
            time.sleep(0.05)
        raise AssertionError(f"{program}: {done.stdout[-500:]} {done.stderr[-1000:]}")

    def damage(self) -> list[str]:
        """Return what PostgreSQL's own check of tables and indexes finds."""
        try:
            self.run("pg_amcheck", "-p", self.port, "-h", SOCKETS, "-d", postgres.NAME, "--heapallindexed")
        except AssertionError as problem:
            return [f"the database is damaged: {problem}"]
        return []


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Make and start a cluster with an empty database, and take it away after."""
    postgres.start_local()  # installs what is missing, or says so
    programs = max(PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name))
    folder = Path(tempfile.mkdtemp(prefix="dressapp-cluster-"))
    shutil.chown(folder, "postgres")
    cluster = Cluster(programs, folder / "data", free_port())
    try:
        cluster.run("initdb", "-D", cluster.data, "-A", "trust", "-E", "UTF8", "--data-checksums")
        cluster.start()
        postgres.make_role_and_database(str(cluster.port))
        postgres.ask(str(cluster.port), "CREATE EXTENSION amcheck", postgres.NAME)
        yield cluster
    finally:
        if cluster.process:
            cluster.kill()
        shutil.rmtree(folder)
