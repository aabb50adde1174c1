"""Numbers as tables write them: exact under the declared decimal sign, or refused; nothing is guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressapp.core.numbers import (
    COMMA,
    EITHER,
    POINT,
    NumberRefused,
    join_groups,
    parse_number,
    read_number,
    tell_decimal,
    ways_to_read,
)

NO = None
# The text, what it proves, and its value where nothing, the point or the comma is declared.
NUMBERS = [
    ("0", "", "0", "0", "0"),
    ("7", "", "7", "7", "7"),
    ("4810", "", "4810", "4810", "4810"),
    ("<5", "", "5", "5", "5"),
    ("> 1000", "", "1000", "1000", "1000"),
    ("42.7", POINT, "42.7", "42.7", NO),
    ("42.70", POINT, "42.7", "42.7", NO),
    ("0.1", POINT, "0.1", "0.1", NO),
    ("0.125", POINT, "0.125", "0.125", NO),
    ("<0.1", POINT, "0.1", "0.1", NO),
    ("1500.5", POINT, "1500.5", "1500.5", NO),
    ("1234.567", POINT, "1234.567", "1234.567", NO),
    ("1.5000", POINT, "1.5", "1.5", NO),
    ("38,5", COMMA, NO, NO, "38.5"),
    ("0,125", COMMA, NO, NO, "0.125"),
    ("<0,1", COMMA, NO, NO, "0.1"),
    ("1234,567", COMMA, NO, NO, "1234.567"),
    ("4,810", EITHER, NO, "4810", "4.81"),
    ("1,500", EITHER, NO, "1500", "1.5"),
    ("12,345", EITHER, NO, "12345", "12.345"),
    ("118,000", EITHER, NO, "118000", "118"),
    ("<1,500", EITHER, NO, "1500", "1.5"),
    ("1.500", EITHER, NO, "1.5", "1500"),
    ("4.810", EITHER, NO, "4.81", "4810"),
    ("12.345", EITHER, NO, "12.345", "12345"),
    ("1,234.5", POINT, "1234.5", "1234.5", NO),
    ("1,234,567.25", POINT, "1234567.25", "1234567.25", NO),
    ("1.234,5", COMMA, NO, NO, "1234.5"),
    ("1,234,567", POINT, "1234567", "1234567", NO),
    ("1.234.567", COMMA, NO, NO, "1234567"),
]
REFUSED = [
    "", "neg", "-5", "+5", "1e3", "5-10", "1/2", "007", "00.5", "5.", ",5", ".5", "1,23,456", "1.2.3",
    "1,2,3",
    "1,234.567,8", "0,500,000", "<=5", "<<5", "½", "٣", "５", "12 3", "1 500", "9" * 13, "1." + "1" * 9,
]  # fmt: skip


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(("text", "proof", "undeclared", "point", "comma"), NUMBERS)
def test_number_is_exact_under_the_declared_sign_or_refused(text, proof, undeclared, point, comma):
    assert tell_decimal(text) == proof
    for decimal, value in (("", undeclared), (POINT, point), (COMMA, comma)):
        if value is NO:
            with pytest.raises(NumberRefused):
                read_number(text, decimal)
        else:
            assert read_number(text, decimal).canonical == value


@pytest.mark.parametrize(("text", "proof", "undeclared", "point", "comma"), NUMBERS)
def test_number_read_is_one_that_a_field_takes_as_it_stands(text, proof, undeclared, point, comma):
    for decimal, value in ((POINT, point), (COMMA, comma)):
        if value is not NO:
            number = read_number(text, decimal)
            assert parse_number(number.raw) == number


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("decimal", ["", POINT, COMMA])
def test_text_that_is_no_number_of_a_table_is_refused_with_words(text, decimal):
    with pytest.raises(NumberRefused) as refused:
        read_number(text, decimal)
    assert str(refused.value)


@pytest.mark.parametrize(
    ("text", "raw"),
    [("1.50", "1.50"), ("< 5", "<5"), ("1.500", "1.5"), ("12.345", "12.3450"), ("4,810", "4810")],
)
def test_digits_stay_as_given_unless_they_would_be_doubted(text, raw):
    assert read_number(text, POINT).raw == raw


def test_ways_to_read_names_both_numbers():
    assert ways_to_read("4,810") == "4,810 can be read as 4810 or as 4.81"
    assert ways_to_read("12.345") == "12.345 can be read as 12345 or as 12.3450"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("1 500", "1500"), ("1'500", "1500"), ("1’500", "1500"), ("1\u202f500", "1500"), ("12 345 678",
        "12345678"),
        ("1 500,5", "1500,5"), ("1 500.25", "1500.25"), ("1 50", ""), ("15 00", ""), ("0 500", ""),
        ("1 500'000", ""),
        ("1500", ""), ("1,500", ""), ("", ""),
    ],
)  # fmt: skip
def test_groups_are_joined_only_where_they_are_thousands(text, joined):
    assert join_groups(text) == joined


AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999"), places=3, allow_nan=False)


@pytest.mark.hazard("H02")
@given(AMOUNTS, st.sampled_from([POINT, COMMA]), st.booleans())
def test_amount_written_under_a_sign_is_read_under_it_and_never_as_another(amount, decimal, is_grouped):
    text = f"{amount:,f}" if is_grouped else f"{amount:f}"
    if decimal == COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    assert read_number(text, decimal).value == amount
    other = COMMA if decimal == POINT else POINT
    try:
        read = read_number(text, "").value
    except NumberRefused:
        read = amount
    assert read == amount
    assert tell_decimal(text) != other
