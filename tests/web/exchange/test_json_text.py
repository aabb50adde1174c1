"""JSON with exact numbers: written without a float, and kept in tables without losing a digit."""

import json
from decimal import Decimal

import pytest

from dressapp.exchange.case_file import loads
from dressapp.exchange.json_text import dumps, keep, release

VALUES = [
    None, True, 0, "", "\ud800", "Ü 😀 \u2028", [], {}, [[]], {"a": {}}, [1, [2, {"b": None}]],
    Decimal("1.50"), Decimal("0.1000000000000000055511151231257827"), Decimal("-0"), Decimal("1E+3"),
    Decimal("1E-40"), Decimal("9" * 60), Decimal("1E+999999"), {"$decimal": "1.5"},
    {"$decimal": Decimal("1.5")},
    {"$decimal": {"$decimal": "x"}}, [{"$decimal": 1, "b": 2}], {"a": [Decimal("2.0"), {"$decimal": "z"}]},
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("on_one_line", [True, False])
def test_what_is_written_reads_back_exactly(value, on_one_line):
    text = dumps(value, on_one_line=on_one_line)
    assert loads(text) == value
    assert text.encode()
    assert text.count("\n") == 1 or not on_one_line


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_kept_in_a_table_comes_out_as_it_was(value):
    stored = json.loads(json.dumps(keep(value)))
    assert release(stored) == value
    assert repr(release(stored)).replace("1E+3'", "1000'") == repr(value).replace("1E+3'", "1000'")


def test_digits_stay_as_they_were_given():
    assert dumps({"a": Decimal("1.50"), "b": Decimal("0.0000001")}) == '{\n "a": 1.50,\n "b": 0.0000001\n}\n'


def test_a_number_with_a_huge_exponent_stays_short():
    assert len(dumps(Decimal("1E+999999999"))) < 40
