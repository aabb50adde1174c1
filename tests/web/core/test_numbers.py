"""Sixty spellings of numbers: each is exact or refused with what to write; none is read as something else."""

from decimal import Decimal

import pytest

from dressapp.core.numbers import NumberRefused, canonical, parse_number

EXACT = {
    "0": ("", "0"),
    "0.0": ("", "0"),
    "7": ("", "7"),
    " 7 ": ("", "7"),
    "1500": ("", "1500"),
    "38.5": ("", "38.5"),
    "38.50": ("", "38.5"),
    "0.05": ("", "0.05"),
    "0.500": ("", "0.5"),
    "1.5000": ("", "1.5"),
    "12.3450": ("", "12.345"),
    "1500.000": ("", "1500"),
    "100.0": ("", "100"),
    "123456789012": ("", "123456789012"),
    "0.00000001": ("", "0.00000001"),
    "<5": ("<", "5"),
    "<0.01": ("<", "0.01"),
    ">1000": (">", "1000"),
}

SPACELESS = "Write one number, without a space or sign inside"
UNIT = "Write the number without its unit; the unit stands beside it"
SIGN = "Write the number without a sign"
EXPONENT = "Write the number in full, without an exponent"
COMPARATOR = "Write < or >, such as <5, or the number alone"
DIGITS = "Write digits 0 to 9 and, if needed, a decimal point, such as 38.5"
COMMA = "; if the comma is the decimal sign, write 1.5"

REFUSED = {
    "": "Enter a number",
    "   ": "Enter a number",
    "38,5": "Write the decimal with a point: 38.5",
    "0,500": "Write the decimal with a point: 0.500",
    "1,500": f"Write 1500, without a separator{COMMA}",
    "1,234,567": "Write 1234567, without a separator",
    "1.234.567": "Write 1234567, without a separator",
    "1,234.5": "Write 1234.5, without a separator",
    "1.234,5": "Write 1234.5, without a separator",
    "1 500": "Write 1500, without a separator",
    "1\u00a0500": "Write 1500, without a separator",
    "1\u202f500": "Write 1500, without a separator",
    "1'500": "Write 1500, without a separator",
    "1’500": "Write 1500, without a separator",
    "1_500": "Write 1500, without a separator",
    "1_5": SPACELESS,
    "5 6": SPACELESS,
    "1.500": "1.500 can be read as 1500 or as 1.5. Write 1500 or 1.5",
    "12.345": "12.345 can be read as 12345 or as 12.3450. Write 12345 or 12.3450",
    "100.000": "100.000 can be read as 100000 or as 100.0. Write 100000 or 100.0",
    "<1.500": "1.500 can be read as 1500 or as 1.5. Write 1500 or 1.5",
    ".5": "Write 0.5, with a digit before the point",
    ",5": "Write 0.5, with a digit before the point",
    "5.": "Write 5, without a point at the end",
    "007": "Write 7, without zeros in front",
    "00.5": "Write 0.5, without zeros in front",
    "+5": SIGN,
    "-5": SIGN,
    "−5": SIGN,
    "<-5": SIGN,
    "1e3": EXPONENT,
    "1.5E-3": EXPONENT,
    "≤5": COMPARATOR,
    "≥5": COMPARATOR,
    "<=5": COMPARATOR,
    "=>5": COMPARATOR,
    "< 5": "Write <5, without a space",
    "27.9%": "Write the number without %; the unit stands beside it",
    "5 mg": UNIT,
    "38.5C": UNIT,
    "3-5": "Write one number, not two",
    "3–5": "Write one number, not two",
    "1/2": "Write one number, not two",
    "6.8×10^9/L": "Write the number in full; the unit stands beside it",
    "1500\n38.5": DIGITS,
    "１５００": DIGITS,
    "١٥٠٠": DIGITS,
    "½": DIGITS,
    "NaN": DIGITS,
    "Infinity": DIGITS,
    "~5": DIGITS,
    "ca 5": DIGITS,
    "neg": DIGITS,
    "1..5": DIGITS,
    "<": DIGITS,
    "<<5": DIGITS,
    "1\x00": DIGITS,
    "<script>": DIGITS,
    "9" * 13: "Write at most 12 digits before the point",
    "1." + "1" * 9: "Write at most 8 digits after the point",
    "9" * 10_000: "Write at most 12 digits before the point",
}


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(("text", "meaning"), EXACT.items())
def test_number_is_exact_when_it_can_mean_one_thing(text, meaning):
    number = parse_number(text)
    assert (number.comparator, number.canonical) == meaning
    assert number.raw == text.strip()
    assert number.value == Decimal(meaning[1])


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_number_is_refused_with_what_to_write_when_it_is_not_sure(text, message):
    with pytest.raises(NumberRefused) as refused:
        parse_number(text)
    assert str(refused.value) == message


def test_sixty_spellings_are_covered():
    assert len(EXACT) + len(REFUSED) >= 60


@pytest.mark.parametrize("text", ["1.2E+3", "1E+20", "0E-8", "10", "0.10"])
def test_canonical_never_shows_an_exponent_when_the_decimal_has_one(text):
    shown = canonical(Decimal(text))
    assert Decimal(shown) == Decimal(text)
    assert set(shown) <= set("0123456789.")
