"""Any damage to a case gives one line back, a result or an error, never a crash and never an endless one."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dressapp.exchange.lines import score_lines
from tests.golden.published import published_cases

CASE = published_cases()["sorafenib-2016"]
CASE = CASE | {
    "labs": CASE["labs"][::9],
    "treatments": [{"name": "prednisolone", "dose": "1 mg/kg", "start": "2015-03-13"}],
    "background": {"creatinine_baseline": {"value": 1.1, "unit": "mg/dL", "date": "2015-02-01"}},
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        "yes no unknown not_done < > <5 >-1 2015-02-30 0001-01-01 9999-12-31 2015-03-12T08:00 J01 % Cel U/L "
        "1e5 1e999999999 \u0661 \ud800 month on_or_before ongoing relative".split(" ")
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["answer", "value", "x"]), st.text(max_size=3), max_size=2),
)


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Yield the path of every value inside a case."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


PLACES = sorted(places(CASE), key=str)


def damaged(path: tuple, value: Any) -> bytes:
    """Return the case as text with one value replaced."""
    case = copy.deepcopy(CASE)
    at = case
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return json.dumps(case).encode()


def check(text: bytes) -> None:
    [found] = score_lines([text])
    assert set(found) == {"id", "line", "error"} or {"id", "regiscar", "latency"} <= set(found)
    assert len(json.dumps(found)) < 60_000


@settings(derandomize=True, deadline=None, max_examples=600)
@given(st.sampled_from(PLACES), ODD)
def test_one_value_replaced(path, value):
    check(damaged(path, value))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.sampled_from([path for path in PLACES if path[-1] == "value"]),
    st.integers(-10, 10**9),
    st.integers(-60, 1200),
)
def test_numbers_of_any_size(path, digits, power):
    text = damaged(path, "@").replace(b'"@"', f"{digits}e{power}".encode())
    check(text)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.binary(max_size=80))
def test_any_bytes(data):
    for found in score_lines(data.splitlines(keepends=True)):
        assert set(found) == {"id", "line", "error"}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(0, 4000), st.sampled_from([b"", b"\x00", b"\xff", b"{", b"}", b'"', b"1e9"]))
def test_a_case_cut_short_or_damaged_in_the_middle(place, bytes_put):
    text = json.dumps(CASE).encode()
    check(text[:place] + bytes_put + text[place + 1 :])
    check(text[:place] or b"{")
