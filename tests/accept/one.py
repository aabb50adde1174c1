"""Run one check, or its twin, in a process of its own: `python -m tests.accept.one A14 sqlite check`."""

import json
import os
import sys
from traceback import format_exc

import django


def main() -> None:
    """Print the outcome as the last line; what cannot run is a failure."""
    check, database, part = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
    django.setup()
    from tests.accept.outcome import Outcome
    from tests.accept.registry import all_checks

    try:
        outcome = getattr(all_checks()[check], part)(database)
    except Exception:
        outcome = Outcome(0, [f"It could not run: {format_exc()}"], {"could_not_run": True})
    print("\n" + json.dumps(outcome.as_plain(), default=str))


if __name__ == "__main__":
    main()
