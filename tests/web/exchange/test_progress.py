"""A running import tells its count across requests, whatever its transaction hides."""

import json
import os
import subprocess
import sys
from uuid import UUID

from dressapp.config.paths import BASE_DIR
from dressapp.exchange.progress import Count, Progress
from tests.server import clean_environment

# The product's own settings: a transaction runs here, a thread with connections of its own looks on.
LOOK_ON = """
import json
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from uuid import UUID
from django.core.management import call_command
from django.db import connection, connections, transaction
from dressapp.exchange.progress import Progress
progress = Progress(UUID(int=7))

def elsewhere(act):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()

call_command("createcachetable", database="cache", verbosity=0)
with transaction.atomic():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE held (x integer)")
    progress.tell(5, 10)
    seen = elsewhere(lambda: progress.read())
    elsewhere(progress.ask_to_stop)
    asked = progress.should_stop
    transaction.set_rollback(True)
left = elsewhere(lambda: progress.should_stop)
progress.clear()
print(json.dumps([seen.done, seen.total, asked, left, progress.read(), progress.should_stop]))
"""


def test_count_and_wish_are_there_until_they_are_cleared():
    progress, other = Progress(UUID(int=1)), Progress(UUID(int=2))
    assert (progress.read(), progress.should_stop) == (None, False)
    progress.tell(0, 20)
    progress.ask_to_stop()
    assert (Progress(UUID(int=1)).read(), progress.should_stop) == (Count(0, 20), True)
    assert (other.read(), other.should_stop) == (None, False)
    progress.clear()
    assert (progress.read(), progress.should_stop) == (None, False)


def test_another_request_sees_the_count_and_is_heard_while_the_transaction_runs(tmp_path):
    postgres = os.environ.get("DATABASE_URL", "")
    database = {"DATABASE_URL": postgres} if postgres.startswith("postgres") else {}
    variables = {
        "DRESSAPP_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "dressapp.config.settings",
        **database,
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK_ON],
        env=clean_environment(**variables),
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [5, 10, True, True, None, False]
