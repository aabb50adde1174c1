"""A13: a save is whole or absent, whichever of its statements the database refuses, the commit included."""

import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.drafts import services
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.accept.statements import commit_fails, digest_of_everything, failing_at
from tests.factories.people import make_user
from tests.web.security.world import WRITES, Full, make_full_case

CHECK, NAME, DATABASES, IN_TESTS = "A13", "atomic", ("sqlite", "postgres"), True
PROVES = ("P02", "P05")
SAVED, REFUSED, MOST = 303, 500, 2_000
FILE = "Test,20 Mar 2026\nALT (U/L),50\nAST (U/L),51\n"
Step = tuple[str, int]
# What people do most, and what writes most: addresses with which of their requests; the last one is refused.
USES: dict[str, tuple[Step, ...]] = {
    "begin a case": (("new", 0),),
    "open a case file": (("open_file", 0),),
    "correct the patient": (("save_section", 0),),
    "write a conclusion": (("save_section", 4),),
    "add a drug": (("add_drug", 0),),
    "take a drug away": (("remove_drug", 0),),
    "bring a drug back": (("remove_drug", 0), ("restore_drug", 0)),
    "move a drug": (("move_drug", 0),),
    "confirm the drug list": (("confirm_list", 0),),
    "edit a result": (("save_lab_value", 1),),
    "delete a date": (("delete_lab_date", 0),),
    "read a file": (("file", 0),),
    "store a pasted table": (("confirm_intake", 0),),
    "undo a stored table": (("undo_intake", 0),),
    "answer an item": (("score_answer", 0),),
    "take over measured values": (("score_take_over", 0),),
    "record a finding": (("score_save_row", 2),),
    "complete an assessment": (("complete_assessment", 0),),
    "sign an assessment": (("sign_assessment", 0),),
    "remove a case": (("remove_case", 0),),
    "change the site's limits": (("change_limit", 0),),
}
FEW = ("edit a result", "answer an item")


def check(database: str) -> Outcome:
    """Refuse every statement of every use case, one after the other, then let it through."""
    with test_database(database):
        return _try(USES)


def twin(database: str) -> Outcome:
    """Let a change and its score be two transactions."""
    with test_database(database):
        torn = mock.patch.object(services, "writing", nullcontext)
        return _try({name: USES[name] for name in FEW}, planted=torn)


def _try(uses: dict[str, tuple[Step, ...]], planted: Any = None) -> Outcome:
    """Return what went wrong, and how many statements were refused."""
    logging.disable(logging.CRITICAL)
    user, failures, counts = make_user(role=Role.ADMINISTRATOR), [], {}
    client = Client(raise_request_exception=False)
    client.force_login(user)
    for name, steps in uses.items():
        full = make_full_case(user, f"P-{name}")
        cache.clear()
        *first, last = [_request(client, full, *step) for step in steps]
        for send in first:
            assert send() == SAVED, f"{name} could not be prepared"
        with planted or nullcontext():
            counts[name], found = _refuse_each(last)
        failures += [f"{name}: {words}" for words in found]
    return Outcome(sum(counts.values()), failures, {"statements": counts})


def _request(client: Client, full: Full, address: str, which: int) -> Callable[[], int]:
    """Return what sends one request and returns the status of the answer."""
    if address == "file":
        paste = reverse("workspace:paste_labs", args=[full.case.pk])
        return lambda: (
            client.post(paste, {"file": SimpleUploadedFile("table.csv", FILE.encode())}).status_code
        )
    post = WRITES[address][which](full)
    where = reverse(f"workspace:{address}", args=post.args) + post.query
    return lambda: client.post(where, post.data).status_code


def _refuse_each(send: Callable[[], int]) -> tuple[int, list[str]]:
    """Refuse the commit, then the first statement, the second and so on; the last try must succeed."""
    before = digest_of_everything()
    with commit_fails():
        failures = list(_what_is_wrong("the commit", send(), before))
    for number in range(1, MOST):
        with failing_at(number) as failing:
            status = send()
        if not failing.has_failed or (failing.is_after_commit and status == SAVED):
            break  # nothing is left to refuse but what follows a whole save, such as its anchor
        failures += _what_is_wrong(f"statement {number}", status, before)
        if failures:
            return number, failures
    return number, failures if status == SAVED else [*failures, f"the next try answered {status}"]


def _what_is_wrong(where: str, status: int, before: str) -> Iterator[str]:
    """Say whether a refused try was told as one, and left nothing behind."""
    if status < REFUSED:
        yield f"with {where} refused it answered {status}"
    if connection.in_atomic_block:
        yield f"with {where} refused a transaction was left open"
    if digest_of_everything() != before:
        yield f"with {where} refused something was stored"
