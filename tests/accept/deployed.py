"""The stack of docs/deploy on loopback: its own files, with ports, paths and passwords put in."""

import configparser
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dressapp.config.paths import BASE_DIR
from tests.accept.programs import needed
from tests.server import clean_environment, free_port

DEPLOY = BASE_DIR / "docs" / "deploy"
HOST = "dress.hospital.example"
PASSWORDS = {"APP_PASSWORD": "app-of-this-test", "OWNER_PASSWORD": "owner-of-this-test"}
START_SECONDS = 120
CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={host} -addext subjectAltName=DNS:{host}"
    " -keyout {folder}/privkey.pem -out {folder}/fullchain.pem"
)


@dataclass
class Stack:
    """Where the parts of the stack lie, and what was put into its files."""

    room: Path
    https: int = field(default_factory=free_port)
    http: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)
    database: int = field(default_factory=free_port)
    recipient: str = "age1..."

    def file(self, name: str) -> str:
        """Return a file of docs/deploy with our own ports, paths and passwords."""
        text = (DEPLOY / name).read_text(encoding="utf-8")
        for old, new in self.places().items():
            text = text.replace(old, new)
        return text

    def places(self) -> dict[str, str]:
        """Return what is put in, by what stands there."""
        python = {"/opt/dressapp/.venv/bin/python": sys.executable, "/opt/dressapp": str(BASE_DIR)}
        paths = {"/var/lib/dressapp": "var", "/var/backups/dressapp": "backups", "/etc/dressapp/tls": "tls",
                 "/var/log/nginx": "logs"}  # fmt: skip
        ports = {"listen 443": f"listen 127.0.0.1:{self.https}", "listen 80": f"listen 127.0.0.1:{self.http}",
                 "127.0.0.1:8000": f"127.0.0.1:{self.port}", "PORT=8000": f"PORT={self.port}",
                 "127.0.0.1:5432": f"127.0.0.1:{self.database}"}  # fmt: skip
        own = {name: str(self.room / folder) for name, folder in paths.items()}
        return python | own | ports | PASSWORDS | {"age1...": self.recipient}

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment that a file of it gives."""
        lines = (line.partition("=") for line in self.file(name).splitlines() if line and line[0] != "#")
        return clean_environment(**{key: value for key, _, value in lines})

    def manage(self, *command: str, environment: str = "owner.env", typed: str = "") -> str:
        """Run a command of the product as its documents say, and return what it said."""
        return run([sys.executable, "manage.py", *command], env=self.environment(environment), typed=typed)

    def command_of(self, unit: str) -> list[str]:
        """Return what a unit starts."""
        read = configparser.RawConfigParser(strict=False)
        read.optionxform = str
        read.read_string(self.file(unit))
        return shlex.split(read["Service"]["ExecStart"])

    def run_unit(self, unit: str) -> str:
        """Run what a unit of a timer starts, in its environment, and return what it said."""
        return run(self.command_of(unit), env=self.environment("dressapp.env"))

    def ask(self, statement: str, *, role: str = "dressapp") -> subprocess.CompletedProcess:
        """Run a statement as one of the two roles."""
        password = PASSWORDS["OWNER_PASSWORD" if role == "dressapp_owner" else "APP_PASSWORD"]
        url = f"postgres://{role}:{password}@127.0.0.1:{self.database}/dressapp"
        return subprocess.run(["psql", "-XAtqc", statement, url], capture_output=True, text=True, check=False)

    def logs(self) -> dict[str, str]:
        """Return every log of the stack, by its name."""
        return {path.name: path.read_text(errors="replace") for path in (self.room / "logs").iterdir()}


def run(command: list[str], *, env: dict[str, str] | None = None, typed: str = "") -> str:
    """Run a command, and fail with what it said."""
    done = subprocess.run(
        command, cwd=BASE_DIR, env=env, input=typed, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"{command[:4]}: {done.stdout[-800:]} {done.stderr[-1500:]}")
    return done.stdout


@contextmanager
def standing(room: Path, *, site: dict[str, str] | None = None) -> Iterator[Stack]:
    """Start PostgreSQL, dressapp and nginx as docs/deploy.md says; `site` changes the text of nginx.conf."""
    needed("nginx", "nginx-light")
    room.chmod(0o755)
    for name in ("var", "backups", "tls", "logs"):
        (room / name).mkdir()
    (room / "var").chmod(0o700)
    (room / "logs").chmod(0o777)
    stack = Stack(room)
    run(shlex.split(CERTIFICATE.format(host=HOST, folder=room / "tls")))
    with _postgresql(stack):
        _prepare(stack)
        with _dressapp(stack), _nginx(stack, site or {}):
            yield stack


def _bin(program: str) -> str:
    """Return a program of PostgreSQL's server."""
    return str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


@contextmanager
def _postgresql(stack: Stack) -> Iterator[None]:
    """Run a cluster of its own with checksums and the settings of docs/deploy/postgresql.conf."""
    folder = stack.room / "cluster"
    folder.mkdir()
    shutil.chown(folder, "postgres", "postgres")
    _as_postgres(
        _bin("initdb"), "-D", str(folder), "--data-checksums", "--auth-host=scram-sha-256", "--no-sync"
    )
    own = f"port = {stack.database}\nunix_socket_directories = '{folder}'\n"
    with (folder / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"{stack.file('postgresql.conf')}\n{own}")
    start_database(stack)
    try:
        yield
    finally:
        stop_database(stack)


def start_database(stack: Stack) -> None:
    """Start the cluster."""
    log = str(stack.room / "logs" / "postgresql.log")
    _as_postgres(_bin("pg_ctl"), "-D", str(stack.room / "cluster"), "-w", "-l", log, "start")


def stop_database(stack: Stack) -> None:
    """Stop the cluster at once, whoever is connected."""
    _as_postgres(_bin("pg_ctl"), "-D", str(stack.room / "cluster"), "-m", "fast", "-w", "stop")


def _as_postgres(*command: str) -> None:
    """Run a command as the account of PostgreSQL, which refuses to be root."""
    done = subprocess.run(
        ["runuser", "-u", "postgres", "--", *command],
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"{command[:3]}: {done.stderr[-800:]}")


def _prepare(stack: Stack) -> None:
    """Make roles, database, tables, rights, secret and the key of the backups, in the documents' order."""
    _as_postgres(
        "psql", "-Xq", "-h", str(stack.room / "cluster"), "-p", str(stack.database), "-v", "ON_ERROR_STOP=1",
        "-v", f"owner_password={PASSWORDS['OWNER_PASSWORD']}",
        "-v", f"app_password={PASSWORDS['APP_PASSWORD']}",
        "-f", str(_copy(stack, "postgresql-roles.sql")),
    )  # fmt: skip
    stack.manage("migrate", "--verbosity", "0")
    stack.manage("createcachetable", "--database", "cache", "--verbosity", "0")
    give_rights(stack)
    stack.manage("backup_key", str(stack.room / "key"))
    stack.recipient = (stack.room / "var" / "backup_recipient").read_text().strip()


def give_rights(stack: Stack) -> None:
    """Give the server's role its rights."""
    url = f"postgres://dressapp_owner:{PASSWORDS['OWNER_PASSWORD']}@127.0.0.1:{stack.database}/dressapp"
    run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-f", str(_copy(stack, "postgresql-rights.sql")), url])


def _copy(stack: Stack, name: str) -> Path:
    """Write a file of docs/deploy with our own values into the stack's folder, and return where."""
    path = stack.room / name
    path.write_text(stack.file(name), encoding="utf-8")
    return path


@contextmanager
def _dressapp(stack: Stack) -> Iterator[None]:
    """Run what dressapp.service starts, until it tells systemd that it is ready, as Type=notify asks for."""
    notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notified.bind(str(stack.room / "notify"))
    notified.settimeout(START_SECONDS)
    environment = stack.environment("dressapp.env") | {"NOTIFY_SOCKET": str(stack.room / "notify")}
    with (stack.room / "logs" / "dressapp.log").open("w") as log:
        command = stack.command_of("dressapp.service")
        server = subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log)
        try:
            while b"READY=1" not in notified.recv(1000):
                continue
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)
            notified.close()


@contextmanager
def _nginx(stack: Stack, site: dict[str, str]) -> Iterator[None]:
    """Run nginx with docs/deploy/nginx.conf, changed where a planted fault asks for it."""
    text = stack.file("nginx.conf")
    for old, new in site.items():
        assert old in text
        text = text.replace(old, new)
    (stack.room / "site.conf").write_text(text, encoding="utf-8")
    main = stack.room / "nginx.conf"
    main.write_text(
        f"user root; pid {stack.room}/nginx.pid; error_log {stack.room}/logs/nginx-error.log;\n"
        f"events {{}}\nhttp {{ include /etc/nginx/mime.types; client_body_temp_path {stack.room}/bodies;\n"
        f"include {stack.room}/site.conf; }}\n"
    )
    run(["nginx", "-t", "-c", str(main)])
    server = subprocess.Popen(["nginx", "-c", str(main), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        _wait_for(stack.https)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def verify_units(stack: Stack) -> list[str]:
    """Return what systemd-analyze finds wrong with the units; nothing where there is no systemd."""
    if not shutil.which("systemd-analyze"):
        return []
    folder = stack.room / "units"
    folder.mkdir()
    names = [path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer")]
    for name in names:
        text = re.sub(r"^(EnvironmentFile|Documentation)=.*\n", "", stack.file(name), flags=re.MULTILINE)
        (folder / name).write_text(text.replace("postgresql.service", "network.target"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in names)],
        capture_output=True, text=True, check=False, env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    return [line for line in done.stderr.splitlines() if any(name in line for name in names)]
