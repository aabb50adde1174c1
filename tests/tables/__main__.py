"""Read many generated tables and say how their cells ended: `python -m tests.tables [count] [seed]`."""

import os
import random
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dressapp.config.settings_test")
django.setup()

from dressapp.labs.paste.parts import SheetRefused  # noqa: E402
from tests.tables.generate import make_table  # noqa: E402
from tests.tables.person import Tally, take_in  # noqa: E402


def main(count=10_000, seed=1):
    """Print the tally, and the first tables that were read wrong."""
    total, bad, refused, start = Tally(), 0, 0, perf_counter()
    for number in range(seed, seed + count):
        table = make_table(random.Random(number))
        try:
            counted, wrong = take_in(table)
        except SheetRefused as problem:
            refused += 1
            print(number, "refused:", problem)
            continue
        total.add(counted)
        if wrong and bad < 10:
            print(number, table.layout, table.decimal, table.date_style, table.unit_place, wrong[:3])
            print(table.text, "\n")
        bad += bool(wrong)
    spent = perf_counter() - start
    print(f"{count:,} tables in {spent:.0f} s: {total}; tables with a wrong cell: {bad}; refused: {refused}")
    sys.exit(1 if bad else 0)


main(*(int(word) for word in sys.argv[1:]))
