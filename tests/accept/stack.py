"""STACK: the stack of docs/deploy.md answers over TLS, serves beside slow clients, is backed up and quiet."""

import http.client
import json
import re
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.accept.deployed import HOST, Stack, standing, start_database, stop_database, verify_units
from tests.accept.outcome import Outcome
from tests.factories.codes import code_of

CHECK, NAME, DATABASES, IN_TESTS = "STACK", "deployed", ("postgres",), False
PROVES = ("P01", "P25", "P26", "P27", "H24")
PASSWORD = "a night shift in the rain"
PATIENT = "zq7canary-deployed"
DRIPPING, BESIDE, SLOWEST = 32, 20, 2.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'<code class="key"[^>]*>([A-Z2-7]+)</code>')
OWN_HEADERS = {
    "content-security-policy",
    "strict-transport-security",
    "x-content-type-options",
    "cache-control",
}
# What would let one slow client hold a thread of dressapp.
UNBUFFERED = {"proxy_request_buffering on;": "proxy_request_buffering off;"}


def check(database: str) -> Outcome:
    """Start the stack and go through a day of it."""
    return _run({})


def twin(database: str) -> Outcome:
    """Let nginx pass each byte on as it comes."""
    return _run(UNBUFFERED)


def _run(site: dict[str, str]) -> Outcome:
    with tempfile.TemporaryDirectory() as folder, standing(Path(folder), site=site) as stack:
        person = Person(stack)
        failures = [words for step in STEPS for words in _take(step, stack, person)]
    return Outcome(len(STEPS), failures, person.numbers)


def _take(step: Any, stack: Stack, person: "Person") -> list[str]:
    """Take one step; one that could not be taken has failed."""
    try:
        return step(stack, person)
    except Exception as error:
        return [f"{step.__name__} could not be taken: {type(error).__name__} {error}"]


class Person:
    """Somebody's browser, which trusts the hospital's certificate and nothing else."""

    def __init__(self, stack: Stack) -> None:
        self.port, self.cookies, self.numbers = stack.https, {}, {}
        self.trust = ssl.create_default_context(cafile=str(stack.room / "tls" / "fullchain.pem"))

    @contextmanager
    def connected(self) -> Iterator[ssl.SSLSocket]:
        """Open a connection to nginx by the host's name."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        with self.trust.wrap_socket(plain, server_hostname=HOST) as connection:
            yield connection

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str):
        """Send one request, and return status, headers and text."""
        sent = {"Host": HOST, "Referer": f"https://{HOST}/", "Connection": "close"}
        sent |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers
        with self.connected() as connection:
            asked = http.client.HTTPConnection(HOST)
            asked.sock = connection
            asked.request(method, path, body, sent)
            answer = asked.getresponse()
            text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def post(self, path: str, page: str, **fields: str):
        """Send a form with the token of the page that it stands on."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN.search(page)[1], **fields})
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})


def look_at_units(stack: Stack, person: Person) -> list[str]:
    """Let systemd read the units."""
    return [f"systemd: {line}" for line in verify_units(stack)]


def look_at_settings(stack: Stack, person: Person) -> list[str]:
    """Let the checks of a server for real use find nothing, as the server's own role."""
    asked = ("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    stack.manage(*asked, environment="dressapp.env")
    return []


def look_at_doors(stack: Stack, person: Person) -> list[str]:
    """Find the plain port redirecting without the path, old TLS refused, and the server nameless."""
    plain = http.client.HTTPConnection("127.0.0.1", stack.http, timeout=10)
    plain.request("GET", "/cases/some?thing", headers={"Host": HOST})
    answer = plain.getresponse()
    failures = (
        [] if answer.headers["location"] == f"https://{HOST}/" else ["the plain port does not redirect"]
    )
    failures += ["nginx tells its version"] if "/" in answer.headers.get("server", "") else []
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        with socket.create_connection(("127.0.0.1", stack.https)) as raw, old.wrap_socket(raw):
            failures.append("TLS 1.1 is accepted")
    except (ssl.SSLError, OSError):
        pass
    with person.connected() as connection:
        person.numbers["tls"] = connection.version()
    return failures + ([] if _probe(stack, "/healthz") == 200 else ["it is not alive"])


def _probe(stack: Stack, path: str) -> int:
    """Ask as a monitor does, and return the status."""
    return Person(stack).ask("GET", path)[0]


def sign_in(stack: Stack, person: Person) -> list[str]:
    """Make an account by the command, sign in, set a second factor up, and see the cases."""
    stack.manage(
        "createuser", "night", "--team", "Ward", "--password-stdin",
        environment="dressapp.env", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    _, _, page = person.ask("GET", "/account/sign-in/")
    status, headers, _ = person.post("/account/sign-in/", page, login="night", password=PASSWORD)
    if status != 302:
        return [f"signing in was answered {status}"]
    status, headers, page = person.ask("GET", "/account/app/add/")
    if status != 200:
        return [f"setting up an app was answered {status}, {headers.get('location')}"]
    person.post("/account/app/add/", page, code=code_of(KEY.search(page)[1]))
    status, headers, page = person.ask("GET", "/")
    missing = OWN_HEADERS - headers.keys()
    return [f"the list was answered {status}"] * (status != 200) + [f"{name} is missing" for name in missing]


def begin_case(stack: Stack, person: Person) -> list[str]:
    """Begin a case; its event names the client's own address, whatever the client says."""
    _, _, page = person.ask("GET", "/cases/new/")
    fields = {"id": str(uuid4()), "local_id": PATIENT, "rash_onset_on": "12 Mar 2026"}
    body = urlencode({"csrfmiddlewaretoken": TOKEN.search(page)[1], **fields})
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "10.9.8.7"}
    status, _, _ = person.ask("POST", "/cases/new/", body, **form)
    found = stack.ask("SELECT DISTINCT address FROM audit_event WHERE request_id <> ''").stdout.split()
    failures = [] if status == 303 else [f"a new case was answered {status}"]
    return failures + ([] if found == ["127.0.0.1"] else [f"events come from {found}"])


def refuse_by_role(stack: Stack, person: Person) -> list[str]:
    """Let the server's role ask PostgreSQL to change the audit trail."""
    statements = [
        "UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event",
        "DROP TRIGGER audit_event_no_change ON audit_event", "CREATE TABLE own (a int)",
    ]  # fmt: skip
    return [f"allowed: {statement}" for statement in statements if stack.ask(statement).returncode == 0]


def serve_beside_drips(stack: Stack, person: Person) -> list[str]:
    """Serve others while eight clients send their bodies a byte at a time."""
    is_over = threading.Event()
    threads = [threading.Thread(target=_drip, args=(person, is_over)) for _ in range(DRIPPING)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    seconds = []
    for _ in range(BESIDE):
        begun = time.monotonic()
        with suppress(OSError):
            person.ask("GET", "/account/sign-in/")
        seconds.append(time.monotonic() - begun)
        if seconds[-1] > SLOWEST:
            break
    is_over.set()
    for thread in threads:
        thread.join()
    person.numbers["slowest_beside_drips_in_s"] = round(max(seconds), 2)
    return [f"a page took {max(seconds):.1f} s beside dripping clients"] if max(seconds) > SLOWEST else []


def _drip(person: Person, is_over: threading.Event) -> None:
    """Send a body of a megabyte, a byte every half second."""
    head = (
        f"POST /account/sign-in/ HTTP/1.1\r\nHost: {HOST}\r\nReferer: https://{HOST}/\r\n"
        f"Cookie: __Host-csrf={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n"
    )
    try:
        with person.connected() as connection:
            connection.sendall(head.encode())
            while not is_over.wait(0.5):
                connection.sendall(b"x")
    except OSError:
        return


def refuse_large(stack: Stack, person: Person) -> list[str]:
    """Let nginx refuse what is too large, with the headers that every answer has."""
    status, headers, _ = person.ask("POST", "/account/sign-in/", b"x" * 7_000_000)
    missing = OWN_HEADERS - headers.keys()
    return [f"7 MB were answered {status}"] * (status != 413) + [f"413 lacks {name}" for name in missing]


def back_up(stack: Stack, person: Person) -> list[str]:
    """Run what the timers start, and restore the backup in a drill."""
    stack.run_unit("dressapp-anchor.service")
    stack.run_unit("dressapp-backup.service")
    (backup,) = (stack.room / "backups").glob("*.backup")
    said = stack.manage("restore_drill", str(backup), "--key", str(stack.room / "key"))
    person.numbers["drill"] = re.search(r"It took ([\d.]+) s", said)[1]
    stack.manage("verify_audit", environment="dressapp.env")
    anchors = (stack.room / "var" / "audit-anchors.jsonl").read_text().splitlines()
    failures = (
        [] if {json.loads(line)["why"] for line in anchors} >= {"backup"} else ["no anchor of the backup"]
    )
    return failures + (["the backup can be read"] if PATIENT.encode() in backup.read_bytes() else [])


def lose_the_database(stack: Stack, person: Person) -> list[str]:
    """Stop PostgreSQL: alive but not ready within two seconds; start it: ready again by itself."""
    stop_database(stack)
    begun = time.monotonic()
    status = _probe(stack, "/readyz")
    seconds = time.monotonic() - begun
    alive, page = _probe(stack, "/healthz"), person.ask("GET", "/")[0]
    start_database(stack)
    failures = [f"without a database /readyz answers {status} after {seconds:.1f} s"] * (
        status != 503 or seconds > 2
    )
    failures += [f"without a database /healthz answers {alive}"] * (alive != 200)
    failures += [f"without a database the list answers {page}"] * (page != 503)
    begun = time.monotonic()
    while _probe(stack, "/readyz") != 200 and time.monotonic() - begun < 10:
        time.sleep(0.2)
    person.numbers["ready_again_in_s"] = round(time.monotonic() - begun, 1)
    again = person.ask("GET", "/")[0]
    return failures + [f"after that the list was answered {again}"] * (again != 200)


def look_at_logs(stack: Stack, person: Person) -> list[str]:
    """Break a rule of the database with a patient's words, and find them in no log of the stack."""
    stack.ask(f"INSERT INTO cases_patient (id, local_id) VALUES ('{PATIENT}', '{PATIENT}')")
    stack.ask(f"SELECT '{PATIENT}'::int")
    person.ask("GET", f"/{PATIENT}?{PATIENT}", Referer=f"https://{HOST}/{PATIENT}")
    time.sleep(0.5)
    person.numbers["log_lines"] = sum(len(text.splitlines()) for text in stack.logs().values())
    return [f"{name} names a patient" for name, text in stack.logs().items() if PATIENT in text]


STEPS = (
    look_at_units, look_at_doors, sign_in, begin_case, refuse_by_role, serve_beside_drips, refuse_large,
    back_up, look_at_settings, lose_the_database, look_at_logs,
)  # fmt: skip
