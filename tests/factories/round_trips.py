"""Out of the tables and in again, counted: `python -m tests.factories.round_trips 500`."""

import json
import os
import sys
from time import perf_counter

import django

FEW = 60


def main(count):
    """Print how many of the generated cases came back otherwise; 1 where any did."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    django.setup()
    from django.db import connection, transaction

    from tests.factories.any_case import make_any_case
    from tests.factories.people import make_user
    from tests.web.exchange.round_trip import differences

    connection.creation.create_test_db(verbosity=0)
    user, since, failed = make_user(), perf_counter(), []
    team = user.memberships.get().team
    for seed in range(count):
        with transaction.atomic():
            if differences(make_any_case(user, seed), team, user):
                failed.append(seed)
            transaction.set_rollback(True)
    seconds = round(perf_counter() - since, 1)
    print(json.dumps({"check": "round trip of a case", "n": count, "failed": failed, "seconds": seconds}))  # noqa: T201
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else FEW))
