"""A layer that fails in the way that a header asks for, with the words of another header in every failure."""

import logging
import os
import threading
import time
import warnings

from django.db import connection
from django.http import HttpResponse

from dressapp.audit.services import record


class CrashMiddleware:
    """Fail with words that no log may repeat."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if fault := request.headers.get("X-Fault"):
            return FAULTS[fault](request.headers["X-Words"])
        return None


def fail(words):
    raise ValueError(f"The patient {words} could not be read")


def fail_twice(words):
    try:
        fail(words)
    except ValueError as error:
        raise RuntimeError(words) from error


def break_a_rule_of_the_database(words):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_patient (id, local_id) VALUES (%s, %s)", [words, words])


def write_nonsense(words):
    record(action="create", by=None, detail={"words": {words}})


def ask_slowly(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE actor_name = %s", [words])
    time.sleep(1.2)
    return HttpResponse("slow")


def log_carelessly(words):
    logging.getLogger("somebody.else").warning("Row %s refused", words)
    logging.getLogger("somebody.else").error(f"Row {words} refused")  # noqa: G004  careless on purpose
    logging.getLogger("django.request").error("Bad: %s", words, extra={"status_code": 500})
    logging.getLogger().critical(words)
    warnings.warn(f"about {words}", stacklevel=1)
    return HttpResponse("logged")


def fail_beside(words):
    thread = threading.Thread(target=fail, args=(words,))
    thread.start()
    thread.join()
    return HttpResponse("beside")


def crash(words):
    os.abort()


FAULTS = {
    "fail": fail, "fail twice": fail_twice, "database": break_a_rule_of_the_database,
    "ledger": write_nonsense, "slow": ask_slowly, "log": log_carelessly, "thread": fail_beside,
    "crash": crash,
}  # fmt: skip
