"""Run acceptance checks, each with its planted-fault twin: `make accept`, `make accept CHECK="A04 A14"`.

One line of JSON a check and database. A failure, a twin that stays green and a check that could not run all
make the run fail.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import django

from dressapp.config.paths import BASE_DIR
from tests import postgres
from tests.accept.registry import all_checks

LONGEST = 3600  # seconds for one check on one database
VERSIONS = {
    "python": platform.python_version(), "django": django.__version__, "sqlite": sqlite3.sqlite_version,
}  # fmt: skip


def main() -> None:
    """Run the checks that were named, those of `make test`, or all of them."""
    asked = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    django.setup()
    checks = all_checks()
    if unknown := sorted(set(asked.checks) - set(checks)):
        sys.exit(f"There is no check {', '.join(unknown)}. There are {', '.join(checks)}.")
    chosen = [checks[name] for name in asked.checks or checks]
    if asked.in_tests:
        chosen = [check for check in checks.values() if check.IN_TESTS]
    both = [(check, database) for check in chosen for database in check.DATABASES]
    if any(database == "postgres" for _, database in both):
        postgres.start_local()
    # What is part of make test measures no time, so that two may share the machine.
    with ThreadPoolExecutor(os.cpu_count() if asked.in_tests else 1) as pool:
        good = list(pool.map(lambda one: run(*one), both))
    sys.exit(0 if good and all(good) else 1)


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.accept")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="such as A04; all of them without one")
    parser.add_argument("--in-tests", action="store_true", help="those that are part of make test")
    return parser.parse_args()


def run(check: ModuleType, database: str) -> bool:
    """Run a check and its twin on one database, print its line, and tell whether both are as they must be."""
    begun = time.monotonic()
    outcome = _in_a_process(check.CHECK, database, "check")
    twin = _in_a_process(check.CHECK, database, "twin")
    is_red = twin["failures"] > 0 and not twin["numbers"].get("could_not_run")
    line = {"check": check.CHECK, "name": check.NAME, "database": database} | outcome
    line |= {"twin": "red" if is_red else "green", "seconds": round(time.monotonic() - begun, 1)}
    line |= {} if is_red else {"twin_said": twin["first_failures"]}
    print(json.dumps(line | {"versions": VERSIONS, "cores": os.cpu_count()}), flush=True)
    return outcome["failures"] == 0 and is_red


def _in_a_process(check: str, database: str, part: str) -> dict:
    """Run one part in a process of its own, so that a planted fault ends with it."""
    environment = os.environ | {"DATABASE_URL": postgres.start_local() if database == "postgres" else ""}
    command = [sys.executable, "-m", "tests.accept.one", check, database, part]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=BASE_DIR,
            env=environment,
            timeout=LONGEST,
            check=False,
        )
        return json.loads(done.stdout.rstrip().rpartition("\n")[2])
    except (subprocess.TimeoutExpired, ValueError) as problem:
        said = getattr(problem, "stderr", "") or ""
        return {
            "n": 0, "failures": 1, "first_failures": [f"It could not run: {problem} {said}"],
            "numbers": {"could_not_run": True},
        }  # fmt: skip


if __name__ == "__main__":
    main()
