"""A14: whatever is done to the audit trail behind the application's back is found, and where."""

import random
import time
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from dressapp.audit import chain, triggers
from dressapp.audit.models import Event
from dressapp.audit.services import record_many
from tests.accept.database import test_database
from tests.accept.outcome import Outcome

CHECK, NAME, DATABASES, IN_TESTS = "A14", "tamper", ("sqlite", "postgres"), False
PROVES = ("P06", "H25")
TRIED, EVENTS, LONG, AIM_SECONDS = 1000, 40, 100_000, 10
COLUMNS = ("actor_name", "action", "object_id", "case_id", "reason", "address", "request_id")
REFUSED = ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"]
REPLACE = (
    "REPLACE INTO audit_event (seq, at, actor_id, actor_name, action, object_type, object_id, case_id,"
    " version, reason, request_id, address, detail, digest, prev_hash, hash) SELECT seq, at, actor_id, 'x',"
    " action, object_type, object_id, case_id, version, reason, request_id, address, detail, digest,"
    " prev_hash, hash FROM audit_event"
)


def check(database: str) -> Outcome:
    """Tamper in a thousand ways, ask the application's own connection to, and read a long trail."""
    with test_database(database):
        failures = _what_is_not_refused()
        failures += _what_is_not_found(TRIED)
        seconds, problem = _time_of_a_long_trail()
    slow = [f"{LONG} events took {seconds:.1f} s"] if seconds > AIM_SECONDS else []
    return Outcome(TRIED, failures + problem + slow, {"events": LONG, "verified_in_s": round(seconds, 1)})


def twin(database: str) -> Outcome:
    """Let an event be linked without the hash before it: what was swapped or deleted stays unseen."""
    chain.BOUND = tuple(name for name in chain.BOUND if name not in ("prev_hash", "actor_name"))
    chain._broken_links = lambda event, last: iter(())
    with test_database(database):
        return Outcome(TRIED // 10, _what_is_not_found(TRIED // 10))


def _fill(count: int) -> None:
    """Write so many events."""
    events = [
        {"action": "view", "case_id": "c", "reason": "r", "detail": {"what": f"page {n}"}}
        for n in range(count)
    ]
    record_many(events=events, by=None)


def _what_is_not_refused() -> list[str]:
    """Return the statements that the application's own connection may run."""
    _fill(3)
    statements = [*REFUSED, REPLACE if connection.vendor == "sqlite" else "TRUNCATE audit_event"]
    return [f"not refused: {statement[:40]}" for statement in statements if not _is_refused(statement)]


def _is_refused(statement: str) -> bool:
    """Tell whether the database refuses a statement."""
    try:
        with transaction.atomic():
            _run(statement)
    except DatabaseError:
        return True
    return False


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _what_is_not_found(count: int) -> list[str]:
    """Return every change of the trail that stays unseen, or is told of another event."""
    chance = random.Random(20261129)
    with _unguarded():
        _run("DELETE FROM audit_event")
        _fill(EVENTS)
        return [words for number in range(count) if (words := _tamper_once(chance, number))]


@contextmanager
def _unguarded():
    """Take the triggers away, as somebody with the file or a superuser would."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def _tamper_once(chance: random.Random, number: int) -> str:
    """Change the trail in one way, ask, and take the change back; return what went wrong."""
    way = WAYS[number % len(WAYS)]
    with transaction.atomic():
        anchor, seq = chain.head(), chance.randint(3, EVENTS - 2) + _first() - 1
        where = way(seq, chance)
        found = [problem.seq for problem in chain.verify([anchor]).problems]
        transaction.set_rollback(True)
    if not found:
        return f"{way.__name__} of event {seq} was not found"
    return "" if set(found) & where else f"{way.__name__} of event {seq} was told as {found[:3]}"


def _first() -> int:
    return Event.objects.order_by("seq").values_list("seq", flat=True).first()


def edit(seq, chance):
    _run(f"UPDATE audit_event SET {chance.choice(COLUMNS)} = 'other' WHERE seq = %s", seq)
    return {seq}


def edit_words(seq, chance):
    _run("UPDATE audit_event SET detail = %s WHERE seq = %s", '{"what": "other"}', seq)
    return {seq}


def edit_and_rehash(seq, chance):
    event = Event.objects.get(seq=seq)
    event.actor_name = "other"
    _run(
        "UPDATE audit_event SET actor_name = %s, hash = %s WHERE seq = %s", "other", chain.hash_of(event), seq
    )
    return {seq, seq + 1}


def delete(seq, chance):
    _run("DELETE FROM audit_event WHERE seq = %s", seq)
    return {seq + 1}


def swap(seq, chance):
    for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        _run("UPDATE audit_event SET seq = %s WHERE seq = %s", new, old)
    return {seq, seq + 1}


def reorder(seq, chance):
    other = chance.choice([n for n in range(_first() + 1, _first() + EVENTS - 2) if n != seq])
    for old, new in ((seq, -1), (other, seq), (-1, other)):
        _run("UPDATE audit_event SET seq = %s WHERE seq = %s", new, old)
    return {seq, other}


def insert(seq, chance):
    _run("UPDATE audit_event SET seq = -seq - 1 WHERE seq >= %s", seq)
    _run("UPDATE audit_event SET seq = -seq WHERE seq < 0")
    event = Event.objects.get(seq=seq + 1)
    event.seq = seq
    event.save(force_insert=True)
    return {seq, seq + 1}


def truncate_tail(seq, chance):
    _run("DELETE FROM audit_event WHERE seq >= %s", seq)
    return {_first() + EVENTS - 1}


def replace(seq, chance):
    event = Event.objects.get(seq=seq)
    _run("DELETE FROM audit_event WHERE seq = %s", seq)
    event.detail = {"what": "other"}
    chain.bind(event, chain.Head(seq - 1, event.prev_hash))
    event.save(force_insert=True)
    return {seq + 1}


WAYS = (edit, edit_words, edit_and_rehash, delete, swap, reorder, insert, truncate_tail, replace)


def _time_of_a_long_trail() -> tuple[float, list[str]]:
    """Return how long a hundred thousand events take to read, and whether that trail is intact."""
    with _unguarded():
        _run("DELETE FROM audit_event")
    _fill(LONG)
    begun = time.perf_counter()
    report = chain.verify([chain.head()])
    return time.perf_counter() - begun, [problem.words for problem in report.problems[:3]]
