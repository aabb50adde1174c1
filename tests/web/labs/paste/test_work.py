"""A large table costs work by what is different in it, not by its cells: equal texts are read once."""

from datetime import date, timedelta

import pytest

from dressapp.core import dates as core_dates
from dressapp.core import numbers as core_numbers
from dressapp.labs.paste import cells, checks, drafts, kinds, naming
from scoring.analytes import ANALYTES
from tests.web.labs.paste.texts import read_text

TESTS = [analyte for analyte in ANALYTES.values() if analyte.unit == "U/L"]
DAYS = [date(2020, 1, 1) + timedelta(days=day) for day in range(500)]


@pytest.fixture
def counted(monkeypatch):
    """Count the calls of what costs most."""
    calls = {}

    def count(module, name):
        real = getattr(module, name)

        def counting(*args, **kwargs):
            calls[name] = calls.get(name, 0) + 1
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, counting)

    for cached in (cells.take_apart, kinds.kind_of, core_dates.read_given_date):
        cached.cache_clear()
    count(core_numbers, "parse_number")
    count(drafts, "read_number")
    count(naming, "find_test")
    count(cells, "is_unit")
    count(core_dates, "_read_folded")
    return calls


def test_samples_by_the_hundred_are_read_once_a_text(counted):
    head = "Date\t" + "\t".join(f"{analyte.name} (U/L)" for analyte in TESTS)
    lines = [f"{on}\t" + "\t".join(f"{40 + at % 7}.{at % 3}" for at, _ in enumerate(TESTS)) for on in DAYS]
    reading = read_text("\n".join([head, *lines]))
    assert reading.counts == {"value": 500 * len(TESTS)}
    assert counted["read_number"] <= 21
    assert counted["find_test"] <= 2 * len(TESTS) + 4
    assert counted["_read_folded"] <= 2 * len(DAYS) + 100
    assert counted.get("is_unit", 0) <= 100


def test_list_of_twenty_thousand_lines_is_read_once_a_text(counted):
    lines = [f"{TESTS[at % len(TESTS)].name}\t{DAYS[at % 500]}\t{40 + at % 9}\tU/L" for at in range(19_999)]
    reading = read_text("\n".join(["Test\tDate\tValue\tUnit", *lines]))
    assert len(reading.cells) == 19_999
    assert counted["read_number"] <= 9
    assert counted["find_test"] <= 2 * len(TESTS) + 8


def test_twenty_thousand_values_of_one_place_are_held_against_each_other_once(monkeypatch):
    compared = []
    real = checks.ANALYTES["ast"].canonical
    monkeypatch.setattr(
        type(checks.ANALYTES["ast"]), "canonical", lambda self, *args: compared.append(1) or real(*args)
    )
    lines = [f"AST\t12 Mar 2015\t{at}\tU/L" for at in range(1, 2_001)]
    reading = read_text("\n".join(["Test\tDate\tValue\tUnit", *lines]))
    assert reading.counts == {"conflict": 2_000}
    assert len(compared) <= 3 * len(lines)
    assert len(reading.cells[0].problem) < 200
    assert "and 1,996 more" in reading.cells[0].problem


def test_names_beyond_all_measure_are_not_looked_up(counted):
    lines = [f"{at:x} odd\t12 Mar 2015\t31\tU/L" for at in range(3_000)]
    reading = read_text("\n".join(["Test\tDate\tValue\tUnit", *lines]))
    assert counted["find_test"] <= naming.MOST
    assert "more than 1,000 different names" in reading.aside[-1].why
