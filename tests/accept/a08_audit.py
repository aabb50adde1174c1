"""A08: every write adds exactly the events that tell of it, in its own transaction; every read adds one."""

import ast
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from dressapp.accounts.models import Role, User
from dressapp.audit.change_selectors import READS as READ_ACTIONS
from dressapp.audit.models import Event
from dressapp.core import services as records
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.accept.rows import clinical_rows, clinical_tables, compare
from tests.accept.statements import FailOn, Transactions
from tests.architecture.sources import modules, writes
from tests.architecture.test_sources import WRITERS
from tests.architecture.test_sources import WRITES as WRITING_CALLS
from tests.factories.people import make_user
from tests.factories.records import make_lab
from tests.web.security.parts import Full, Post
from tests.web.security.world import DAY, READS, WRITES, digest, make_full_case
from tests.web.security.world_teams import ANSWERS

CHECK, NAME, DATABASES, IN_TESTS = "A08", "audit", ("sqlite", "postgres"), True
PROVES = ("P05", "P07", "H25")
SAVED, REFUSED = 303, 500
LEDGER = "audit_event"
# Posts that change nothing by themselves: they need that of another address first.
AFTER = {
    "restore_step": "void_step", "restore_drug": "remove_drug", "restore_hla": "remove_hla",
    "restore_lab_value": "delete_lab_value",
    "restore_lab_date": "delete_lab_date", "restore_lab_row": "remove_lab_row",
    "restore_limit": "remove_limit", "score_restore_answer": "score_clear",
    "score_restore_row": "score_remove_row", "criteria_restore_row": "criteria_remove_row",
    "undo_limit": "change_limit",
}  # fmt: skip
# They store nothing that is audited: the wish to stop, and an undo of no change.
QUIET = {"stop_intake", "undo_row_limits"}
# Figures and fragments of a page in view, and pages that show nobody: no event.
PARTS = {"report_figure", "snapshot_figure", "intake_progress", "lab_meaning"}
NOBODY = {"open_file", "limits", "emergency", "teams", "people", "add_person", "change_person", "paper_form"}
ERASES = "approve_erasure"  # the one address that takes rows away for good
PLANTED = "def tidy():\n    Case.objects.filter(pk=1).update(note='')\n"


def check(database: str) -> Outcome:
    """Post every write, with and without a trail; open every page, refused posts too; read the code."""
    return _check(database, list(modules("dressapp")))


def twin(database: str) -> Outcome:
    """Forget what is taken away, and write where no service is."""
    log = records._log
    records._log = lambda action, *args, **kwargs: None if action == "void" else log(action, *args, **kwargs)
    return _check(database, [("dressapp/cases/views.py", ast.parse(PLANTED))])


def _check(database: str, sources: list[tuple[str, ast.Module]]) -> Outcome:
    logging.disable(logging.CRITICAL)
    with test_database(database):
        user = make_user(role=Role.ADMINISTRATOR)
        full = make_full_case(user, "P-own")
        client = Client(raise_request_exception=False)
        client.force_login(user)
        with transaction.atomic():
            writes = [words for name in WRITES for words in _write(client, full, name)]
            reads = [words for name in READS for words in _read(client, full, name)]
            reads += [words for name in WRITES for words in _refused(client, full, name)]
    tried = sum(map(len, WRITES.values())), sum(map(len, READS.values()))
    failures = writes + reads + list(_calls_outside_services(sources))
    return Outcome(sum(tried), failures, {"writes": tried[0], "reads": tried[1], "modules": len(sources)})


@contextmanager
def _undone() -> Iterator[None]:
    """Run requests, then take back whatever they wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _send(client: Client, name: str, post: Post) -> int:
    cache.clear()  # nobody is told to wait for the turns of others
    return client.post(reverse(f"workspace:{name}", args=post.args) + post.query, post.data).status_code


def _write(client: Client, full: Full, name: str) -> Iterator[str]:
    """Say what is wrong with the events of each request of an address."""
    for which, make in enumerate(WRITES[name]):
        for judge in (_events_of, _without_ledger):
            with _undone():
                _prepare(client, full, name, which)
                yield from (f"{name}: {words}" for words in judge(client, name, make(full)))
            _read_anew(full)


def _prepare(client: Client, full: Full, name: str, which: int) -> None:
    """Post what another request needs before it changes anything."""
    if name in AFTER:
        _send(client, AFTER[name], WRITES[AFTER[name]][which](full))
        _read_anew(full)
    if name == "score_take_over":
        make_lab(
            full.case,
            User.objects.get(username="clinician"),
            analyte="temperature",
            value="39",
            unit="Cel",
            on=DAY,
        )


def _read_anew(full: Full) -> None:
    """Bring the rows at hand up to what is stored."""
    for row in (full.case, *full.rows.values()):
        row.refresh_from_db()


def _events_of(client: Client, name: str, post: Post) -> Iterator[str]:
    """Compare what was stored with what the audit trail tells of it."""
    before, last, watch = clinical_rows(), _last(), Transactions()
    with connection.execute_wrapper(watch):
        status = _send(client, name, post)
    if status != ANSWERS.get(name, SAVED):
        yield f"answered {status}"
    events = list(Event.objects.filter(seq__gt=last))
    if not events and name not in QUIET:
        yield "no event at all"
    who = client.session["_auth_user_id"]
    yield from compare(before, clinical_rows(), events, by=who, erases=name == ERASES)
    tables = clinical_tables()
    if outside := watch.outside & tables:
        yield f"{outside} written outside a transaction"
    for written in watch.groups:
        if written & tables and LEDGER not in written:
            yield f"{written & tables} written without an event in the same transaction"


def _without_ledger(client: Client, name: str, post: Post) -> Iterator[str]:
    """Say what is stored although the audit trail cannot be written."""
    before, failing = digest(), FailOn(LEDGER)
    with connection.execute_wrapper(failing):
        status = _send(client, name, post)
    if failing.has_failed and status < REFUSED:
        yield f"answered {status} without an audit trail"
    if digest() != before:
        yield "stored without an audit trail"


def _last() -> int:
    return Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def _read(client: Client, full: Full, name: str) -> Iterator[str]:
    """Say where a page that shows a patient is not told as one view, print or export."""
    for make in READS[name]:
        post, last = make(full), _last()
        answer = client.get(reverse(f"workspace:{name}", args=post.args) + post.query)
        told = list(Event.objects.filter(seq__gt=last))
        expected = 0 if name in PARTS | NOBODY or (name == "new" and not post.query) else 1
        if answer.status_code != 200 or len(told) != expected:
            yield f"{name}{post.query}: answered {answer.status_code} with {len(told)} events"
        yield from (f"{name}: {words}" for event in told for words in _is_of(event, full, post))


def _refused(client: Client, full: Full, name: str) -> Iterator[str]:
    """Say where the answer to a post that is refused shows the patient and is not told as one read."""
    for make in WRITES[name]:
        post, last = make(full), _last()
        with _undone():
            answer = client.post(reverse(f"workspace:{name}", args=post.args) + post.query, {"version": 0})
            reads = Event.objects.filter(seq__gt=last, action__in=READ_ACTIONS).count()
        shows = full.case.patient.name in answer.content.decode()
        if reads > 1 or (shows and not reads):
            yield f"{name} answered {answer.status_code}, shown: {shows}, with {reads} reads"


def _is_of(event: Event, full: Full, post: Post) -> Iterator[str]:
    """Say where an event of a read is none, or is of another case."""
    if event.action not in READ_ACTIONS:
        yield f"told as {event.action}"
    if full.case.pk in post.args and event.case_id != str(full.case.pk):
        yield "told of another case"


def _calls_outside_services(sources: list[tuple[str, ast.Module]]) -> Iterator[str]:
    """Name each call in the code that writes rows outside the services."""
    for path, tree in sources:
        if not WRITERS.match(path):
            yield from (f"{path}:{line} calls {name}" for name, line in writes(tree, WRITING_CALLS))
