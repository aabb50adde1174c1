"""Real servers for the checks: the product's own start, for real use, on a database of their own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dressapp.config.paths import BASE_DIR
from tests import postgres
from tests.server import Server, clean_environment, running_server


@dataclass(frozen=True)
class Site:
    """Where the data of a server lie, and the environment that every process of it gets."""

    var: Path
    variables: dict[str, str] = field(default_factory=dict)

    def manage(self, *command: str, typed: str = "") -> str:
        """Run a command of the product on these data, and return what it said."""
        return self._run(["manage.py", *command], typed)

    def people(self, *command: str) -> Any:
        """Make what a check needs, by `tests/accept/people.py`, and return what it tells."""
        return json.loads(self._run(["-m", "tests.accept.people", *command], "").rstrip().rpartition("\n")[2])

    def _run(self, command: list[str], typed: str) -> str:
        variables = clean_environment(**self.variables)
        options = {"cwd": BASE_DIR, "env": variables, "capture_output": True, "text": True, "check": False}
        done = subprocess.run([sys.executable, *command], input=typed, **options)
        if done.returncode:
            raise AssertionError(f"{command}: {done.stdout[-500:]} {done.stderr[-2000:]}")
        return done.stdout

    @contextmanager
    def serving(self, **variables: str) -> Iterator[Server]:
        """Run the server until the block ends."""
        with running_server(self.var, **(self.variables | variables)) as server:
            yield server


@contextmanager
def site(database: str, **variables: str) -> Iterator[Site]:
    """Give a folder and an empty database, SQLite in the folder or a PostgreSQL that is dropped after."""
    with tempfile.TemporaryDirectory() as folder, _address(database) as address:
        fixed = {"DRESSAPP_VAR": folder, "DRESSAPP_PROFILE": "serve"} | address | variables
        found = Site(Path(folder), {"DJANGO_SETTINGS_MODULE": "dressapp.config.settings"} | fixed)
        secret = found.var / "secret_key"
        secret.touch(mode=0o600)
        secret.write_text("only-for-acceptance-" + "x" * 50)
        found.manage("migrate", "--verbosity", "0")
        yield found


@contextmanager
def _address(database: str) -> Iterator[dict[str, str]]:
    """Return the address of an empty database as the server's environment names it."""
    if database == "sqlite":
        yield {}
        return
    url = postgres.start_local()
    port = url.rpartition(":")[2].partition("/")[0]
    name = f"dressapp_accept_{os.getpid()}"
    postgres.ask(port, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    postgres.ask(port, f"CREATE DATABASE {name} OWNER {postgres.ROLE}")
    try:
        yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
    finally:
        postgres.ask(port, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
