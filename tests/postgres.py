"""Print the address of a PostgreSQL for the tests, starting a local one where none runs."""

import os
import shutil
import subprocess
import sys

ROLE = PASSWORD = NAME = "dressapp_test"
NO_SERVER = """There is no PostgreSQL for the tests: {reason}.
Set DATABASE_URL=postgres://user:password@host/name with a role that may create databases, or run this as root
where Debian's postgresql package is or can be installed."""


def main() -> None:
    """Print the address, or say what is missing."""
    given = os.environ.get("DATABASE_URL", "")
    sys.stdout.write(given if given.startswith("postgres") else start_local())


def start_local() -> str:
    """Start the local cluster and make role and database; return the address."""
    if os.geteuid() != 0:
        fail("only root can start one")
    if not shutil.which("pg_lsclusters") or not clusters():
        run(["apt-get", "update", "-qq"])
        run(["apt-get", "install", "-y", "-qq", "postgresql"])
    if not shutil.which("pg_lsclusters") or not clusters():
        fail("it could not be installed")
    version, cluster, port, status = clusters()[0]
    if status != "online":
        run(["pg_ctlcluster", version, cluster, "start"])
    make_role_and_database(port)
    return f"postgres://{ROLE}:{PASSWORD}@127.0.0.1:{port}/{NAME}"


def clusters() -> list[tuple[str, str, str, str]]:
    """Return version, name, port and status of each local cluster."""
    listing = subprocess.run(["pg_lsclusters", "-h"], capture_output=True, text=True, check=True).stdout
    found = (line.split() for line in listing.splitlines())
    return [(version, name, port, status) for version, name, port, status, *_ in found]


def make_role_and_database(port: str) -> None:
    """Make a role that may create test databases, and a database to start from; each once."""
    if not ask(port, f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"):
        ask(port, f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{PASSWORD}'")
    if not ask(port, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"):
        ask(port, f"CREATE DATABASE {NAME} OWNER {ROLE}")


def ask(port: str, statement: str, database: str = "postgres") -> str:
    """Run one statement as the database's own superuser."""
    psql = ["runuser", "-u", "postgres", "--", "psql", "-X", "-q", "-t", "-A", "-p", port, "-d", database]
    psql += ["-c", statement]
    done = subprocess.run(psql, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        fail(done.stderr.strip())
    return done.stdout.strip()


def run(command: list[str]) -> None:
    """Run a command and keep its words away from the address on the standard output."""
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        fail(f"{' '.join(command)} failed")


def fail(reason: str) -> None:
    """Stop with what to do."""
    sys.exit(NO_SERVER.format(reason=reason))


if __name__ == "__main__":
    main()
