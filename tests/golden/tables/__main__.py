"""Print how the values of each published table ended, in each shape: `python -m tests.golden.tables`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
django.setup()

from tests.golden.tables.reader import take_in  # noqa: E402
from tests.golden.tables.shapes import shapes_of  # noqa: E402
from tests.golden.tables.sources import load_tables  # noqa: E402


def main() -> int:
    """Print the counts of every table; return 1 where a value came out wrong."""
    wrong = 0
    for table in load_tables():
        sys.stdout.write(f"\n{table.id}: {table.count} values, {len(table.aside)} rows to keep aside\n")
        sys.stdout.write(f"  {table.citation}\n")
        if table.damaged:
            sys.stdout.write(f"  Damaged: {table.damaged}\n")
        for shape, text in shapes_of(table).items():
            tally = take_in(table, text)
            wrong += tally.wrong
            sys.stdout.write(f"  {shape:<24} {tally}; questions about the table: {tally.questions}\n")
    sys.stdout.write(f"\nwrong: {wrong}\n")
    return bool(wrong)


sys.exit(main())
