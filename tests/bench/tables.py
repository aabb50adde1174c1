"""Tables to paste and files to open, as large as they come."""

from datetime import timedelta

from scoring.analytes import ANALYTES
from tests.bench.data import DAY

# Usual values in the unit that a test is compared in; every table stays inside the plausible range.
FOREIGN = [f"Special test {number}" for number in range(1, 24)]


def _value(analyte, turn):
    low, high = analyte.plausible
    return f"{(low + (high - low) * (turn % 50 + 1) / 400):.1f}"


def paste_of_500_by_60():
    """Return 500 dates down and 60 tests across, 23 of which the catalogue does not know."""
    tests = list(ANALYTES.values())
    heads = [f"{test.id} ({test.unit})" for test in tests]
    lines = ["\t".join(["Date", *heads, *FOREIGN])]
    for turn in range(500):
        day = DAY - timedelta(days=turn)
        values = [_value(test, turn) for test in tests] + ["1"] * len(FOREIGN)
        lines.append("\t".join([day.isoformat(), *values]))
    return "\n".join(lines)


def file_of_20_000_rows():
    """Return a CSV file of 20,000 lines: the heads, then a result a line."""
    tests = [test for test in ANALYTES.values() if test.id not in ("eosinophils_abs", "temperature")]
    lines = ["test;date;value;unit"]
    turn = 0
    while len(lines) < 20_000:
        day = DAY - timedelta(days=turn)
        lines += [f"{test.id};{day.isoformat()};{_value(test, turn)};{test.unit}" for test in tests]
        turn += 1
    return "\n".join(lines[:20_000]).encode()
