"""Whatever the text: it reads, or is refused in words; nothing else is raised and no cell is lost."""

from datetime import date
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from dressapp.labs.paste.parts import (
    ASKED,
    CONFLICT,
    DUPLICATE,
    EMPTY,
    LIST,
    REFUSED,
    SKIPPED,
    TESTS_ACROSS,
    TESTS_DOWN,
    VALUE,
    Anchor,
    Choices,
    Known,
    SheetRefused,
)  # fmt: skip
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import SEPARATORS, split_text

ADMISSION = date(2015, 3, 12)
CASES = [
    Known(date(2026, 11, 22), events={"admission_on": ADMISSION}),
    Known(date(2026, 11, 22), day_zero=ADMISSION, events={"rash_onset_on": ADMISSION}),
]
PIECES = st.sampled_from(
    [
        *"\t;,|\n\r \u00a0-–./:%<>()[]*#'\"0159",
        "\n", "\t", "\n", "\t", "  ", "AST", "WBC", "Eos", "GOT (U/L)", "Test", "Date", "Value", "Unit",
        "Flag",
        "AD 1", "BA 3", "Day 2", "week 2", "12 Mar 2015", "03/04/2015", "2015-03-12", "08:30", "31.12.15",
        "4,810", "42.7", "38,5", "1 500", "<0.1", "1e3", "12.3 H", "(53)", "neg", "-", "0-35", "<35", "U/L",
        "G/L", "10^9/L", "/µL", "５", "٣", "½", "\ufeff", "\x00", "\x0b", "é", "白血球", "99999999999999999",
    ]
)  # fmt: skip
TABLES = st.lists(PIECES, max_size=60).map("".join)
STATES = {VALUE, EMPTY, ASKED, REFUSED, SKIPPED, DUPLICATE, CONFLICT}


def is_whole(reading):
    """Tell whether every key is there once and belongs to a head, and every value is complete."""
    tests, dates = {head.key for head in reading.tests}, {head.key: head for head in reading.dates}
    keys = [cell.key for cell in reading.cells]
    assert len(keys) == len(set(keys))
    assert sum(reading.counts.values()) == len(keys)
    for cell in reading.cells:
        assert cell.test in tests
        assert cell.when in dates
        assert cell.state in STATES
        if cell.state == VALUE and reading.is_ready:
            assert cell.raw
            assert cell.canonical
            assert cell.unit
            assert dates[cell.when].on
    return True


def read_any(text, choices, separator=""):
    try:
        sheet = split_text(text, separator)
    except SheetRefused:
        return
    assert len({len(row) for row in sheet.rows}) == 1
    assert len(sheet.rows) == len(sheet.places)
    for known in CASES:
        assert is_whole(read(sheet, choices, known))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    read_any(text, Choices())


@settings(max_examples=500, deadline=None)
@given(TABLES)
def test_any_heap_of_pieces_of_tables_is_read_or_refused_in_words(text):
    read_any(text, Choices())


WORDS = st.sampled_from(["", "skip", "right", "keep", "take", "both", "=12.3", "=", "=neg", "=1 take", "odd"])
KEYS = st.sampled_from([f"r{row}c{column}" for row in range(1, 5) for column in range(1, 5)])
HEAD_KEYS = [f"{kind}{place}" for kind in "td" for place in range(3)]
CHOICES = st.builds(
    Choices,
    layout=st.sampled_from(["", TESTS_DOWN, TESTS_ACROSS, LIST, "odd"]),
    decimal=st.sampled_from(["", "point", "comma", "odd"]),
    date_order=st.sampled_from(["", "dmy", "mdy", "ymd", "odd"]),
    anchors=st.dictionaries(
        st.sampled_from(["AD", "BA", "day", "week"]),
        st.builds(
            Anchor,
            st.sampled_from(["admission_on", "date", "day_zero", "odd"]),
            st.sampled_from([date(1, 1, 1), ADMISSION, date(9999, 12, 31)]),
            st.sampled_from([0, 1]),
        ),
    ),
    tests=st.dictionaries(st.sampled_from(HEAD_KEYS), st.sampled_from(["ast", "wbc", "aside", "odd"])),
    units=st.dictionaries(st.sampled_from(HEAD_KEYS), st.sampled_from(["U/L", "/uL", "%", "odd"])),
    limits=st.dictionaries(st.sampled_from(HEAD_KEYS), st.sampled_from([("1", "2"), ("", "x"), ("9", "1")])),
    days=st.dictionaries(st.sampled_from(HEAD_KEYS), st.sampled_from([ADMISSION, date(2999, 1, 1)])),
    cells=st.dictionaries(KEYS, WORDS),
    conflicts=st.sampled_from(["", "keep", "take", "both", "odd"]),
    rest=st.sampled_from(["", "skip", "odd"]),
)


@settings(max_examples=500, deadline=None)
@given(TABLES, CHOICES, st.sampled_from(["", *SEPARATORS]))
def test_any_choices_are_read_with_any_table(text, choices, separator):
    read_any(text, choices, separator)


def test_a_table_without_its_reading_would_be_noticed():
    """The check can fail: a value without a day in a reading that calls itself ready."""
    cell = SimpleNamespace(key="r1c1", test="t0", when="d0", state=VALUE, raw="1", canonical="1", unit="%")
    heads = {"tests": [SimpleNamespace(key="t0")], "dates": [SimpleNamespace(key="d0", on=None)]}
    broken = SimpleNamespace(cells=[cell], counts={VALUE: 1}, is_ready=True, **heads)
    try:
        is_whole(broken)
    except AssertionError:
        return
    raise AssertionError("a value without a day went through")
