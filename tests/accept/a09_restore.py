"""A09: backups made while people write come back whole on an empty host; what is not whole is refused."""

import hashlib
import random
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pyrage
from django.db import connection
from django.test import override_settings

from dressapp.accounts.models import Team
from dressapp.assessments.selectors import get_assessment
from dressapp.assessments.services import summarise
from dressapp.audit.anchors import read_anchors
from dressapp.cases.models import Case, Finding, Patient
from dressapp.config.backup import contents, engines, keys, making, restoring
from dressapp.config.backup.errors import BackupError
from dressapp.core.services import create_records
from dressapp.core.transactions import writing
from dressapp.drugs.models import DrugCourse
from dressapp.reports.printing import compose, draft_report, print_pdf
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.factories.records import RASH, make_finding

CHECK, NAME, DATABASES, IN_TESTS = "A09", "restore", ("sqlite", "postgres"), False
PROVES = ("P25", "P26", "H24")
DRILLS, ASSESSMENTS, REPORTS_EACH, DAMAGED = 20, 10_000, 10, 50
LONGEST = 60  # seconds from an empty host to a verified database
AT_ONCE = 500
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def check(database: str) -> Outcome:
    """Restore twenty backups made under load, then refuse fifty that are not what was made."""
    return _run(database, drills=DRILLS, assessments=ASSESSMENTS, damaged=DAMAGED)


def twin(database: str) -> Outcome:
    """Let every backup but the first hold what the first one held: later saves must be missed."""
    engine, kept = engines.current()[1], {}
    true_copy = engine.copy

    def stale(path: Path) -> dict:
        if not kept:
            kept["about"] = true_copy(path)
            kept["content"] = path.read_bytes()
        path.write_bytes(kept["content"])
        return kept["about"]

    engine.copy = stale
    return _run(database, drills=3, assessments=50, damaged=0)


def _run(database: str, *, drills: int, assessments: int, damaged: int) -> Outcome:
    with test_database(database), tempfile.TemporaryDirectory() as folder, _host(Path(folder) / "server"):
        room = Path(folder)
        keys.make_key(room / "key")
        with override_settings(BACKUP_RECIPIENT=str(keys.read_key(room / "key").to_public())):
            cases = _fill(assessments)
            with _load(cases[-1]) as acknowledged:
                found = [_drill(room, number, cases, acknowledged) for number in range(drills)]
            failures = [words for each, _ in found for words in each]
            failures += _what_is_not_refused(room, damaged)
    seconds = [spent for _, spent in found if spent]
    numbers = {"assessments": assessments, "saves_beside": len(acknowledged), "damaged": damaged}
    numbers |= {"longest_restore_in_s": max(seconds, default=0), "reports": drills * REPORTS_EACH}
    return Outcome(drills + damaged, failures, numbers)


@contextmanager
def _host(folder: Path):
    """Let the files of a server lie in a folder of their own."""
    folder.mkdir(parents=True)
    files = {"SECRET_FILE": "secret_key", "AUDIT_ANCHORS": "anchors.jsonl", "LAST_BACKUP": "last-backup.json"}
    with override_settings(VAR_DIR=folder, **{name: folder / file for name, file in files.items()}):
        yield


def _fill(count: int) -> list[Case]:
    """Store so many assessed cases."""
    user = make_user()
    team = Team.objects.get(name="Ward")
    for start in range(0, count, AT_ONCE):
        with writing():
            _store(team, user, range(start, min(start + AT_ONCE, count)))
    return list(Case.objects.order_by("pk"))


def _store(team: Team, user, numbers: range) -> None:
    shared = {"by": user, "case_id": ""}
    people = [{"team": team, "local_id": f"P-{n}", "search_text": f"p-{n}"} for n in numbers]
    patients = create_records(Patient, people, **shared)
    cases = create_records(
        Case, [{"team": team, "patient": patient, "rash_onset_on": RASH} for patient in patients], **shared
    )
    drug = {"name": "sorafenib", "role": "suspect", "start_on": RASH.replace(day=2), "start_precision": "day"}
    create_records(DrugCourse, [{"case": case, "position": 0, **drug} for case in cases], **shared)
    for case in cases:
        summarise(case)


@contextmanager
def _load(case: Case):
    """Let two people save one row after the other until the block ends; the ids that came back."""
    acknowledged, is_over = [], threading.Event()

    def write(user) -> None:
        while not is_over.is_set():
            row = make_finding(case, user, finding=f"noted_{uuid4().hex}")
            acknowledged.append(row.pk)
            is_over.wait(0.02)
        connection.close()

    people = [make_user(f"writer-{number}") for number in range(2)]
    threads = [threading.Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        yield acknowledged
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _drill(room: Path, number: int, cases: list[Case], acknowledged: list) -> tuple[list[str], float]:
    """Make a backup while others write, restore it on an empty host, and compare."""
    some = random.Random(number).sample(cases[:-1], REPORTS_EACH)
    printed = [_print(case) for case in some]
    before = list(acknowledged)
    try:
        made = making.make_backup(room / "backups", keep=1)
        with _empty_host(room / f"host-{number}", room):
            anchors = read_anchors(room / "server" / "anchors.jsonl")
            done = restoring.restore(made.path, key_file=room / "key", anchors=anchors)
            failures = _compare(made.manifest, before, some, printed)
    except BackupError as error:
        return [f"drill {number}: {error}"], 0
    if not made.is_trail_intact:
        failures.append("the audit trail in the backup is not intact")
    if done.seconds > LONGEST:
        failures.append(f"the restore took {done.seconds:.0f} s")
    return [f"drill {number}: {words}" for words in failures], round(done.seconds, 1)


@contextmanager
def _empty_host(folder: Path, room: Path):
    """Let an empty server with an empty database stand in for the block."""
    with _host(folder), engines.current()[1].temporary_database(folder):
        yield
    shutil.rmtree(folder)


def _compare(manifest: dict, before: list, cases: list[Case], printed: list[str]) -> list[str]:
    """Return what the restored database does not hold as it should."""
    stored = set(Finding.objects.values_list("pk", flat=True))
    missing = sum(pk not in stored for pk in before)
    failures = [f"{missing} acknowledged saves are missing"] if missing else []
    rows = contents.count_rows()
    rows["audit_event"] -= 1  # the restore itself
    failures += ["the rows are not those of the manifest"] if rows != manifest["rows"] else []
    again = [_print(Case.objects.get(pk=case.pk)) for case in cases]
    failures += [f"{sum(a != b for a, b in zip(again, printed, strict=True))} reports differ"] * (
        again != printed
    )
    return failures


def _print(case: Case) -> str:
    """Return the hash of a case's report as PDF."""
    page = compose(case, get_assessment(case), now=NOON)
    pdf = print_pdf(draft_report(page, now=NOON), page["figure"], is_named=True)
    return hashlib.sha256(pdf).hexdigest()


def _what_is_not_refused(room: Path, count: int) -> list[str]:
    """Return every damaged backup, and every wrong key, with which something was restored."""
    if not count:
        return []
    good = max((room / "backups").glob(making.ANY)).read_bytes()
    chance, failures = random.Random(20261129), []
    (room / "other").write_text(str(pyrage.x25519.Identity.generate()))
    for number in range(count):
        way = (_cut, _flip, None)[number % 3]
        (room / "bad.backup").write_bytes(way(good, chance) if way else good)
        with _empty_host(room / "bad-host", room):
            try:
                key = room / ("key" if way else "other")
                restoring.restore(room / "bad.backup", key_file=key, anchors=[])
            except BackupError:
                pass
            else:
                failures.append(f"damaged backup {number} was restored")
            if any(connection.introspection.table_names()):
                failures.append(f"damaged backup {number} left tables behind")
    return failures


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _flip(content: bytes, chance: random.Random) -> bytes:
    at = chance.choice([chance.randrange(len(content)), len(content) - chance.randrange(1, 3000)])
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
