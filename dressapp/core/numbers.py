"""The only reader of numbers, typed or given in a table: each is exact, or refused with what to write."""

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_WHOLE, MAX_PLACES = 12, 8
POINT, COMMA, EITHER = "point", "comma", "either"
SIGNS = {POINT: ".", COMMA: ","}

PLAIN = re.compile(r"([<>]?)((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)")
# 1.500 is fifteen hundred in half of Europe.
AMBIGUOUS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")
SEPARATOR = r"[,.'’_ \u00a0\u2009\u202f]"
GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:({SEPARATOR})[0-9]{{3}})(?:\1[0-9]{{3}})*")
GROUPED_DECIMAL = re.compile(rf"([1-9][0-9]{{0,2}}(?:{SEPARATOR}[0-9]{{3}})+)[.,]([0-9]+)")

# How a table writes numbers: grouped by one sign, with the other as the decimal sign, or with one sign alone.
GIVEN = re.compile(r"([<>]?) ?([0-9][0-9.,]*)")
GROUPS_THEN_DECIMAL = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})+(?!\1)([.,])[0-9]+")
GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
ONE_SIGN = re.compile(r"([0-9]+)([.,])([0-9]+)")
GROUPED_BY_SPACE = re.compile(r"[1-9][0-9]{0,2}(?:([ '’\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")

# What people write, in the order it is looked for, and what to write instead.
HINTS = [
    (r"", "Enter a number"),
    (r"[≤≥].*|[<>]=.*|=[<>].*", "Write < or >, such as <5, or the number alone"),
    (r"([<>]) +([0-9.]+)", r"Write \1\2, without a space"),
    (r"[<>]?[+\-−–].*", "Write the number without a sign"),
    (r"([0-9]+),([0-9]+)", r"Write the decimal with a point: \1.\2"),
    (r"[0-9.]+[ '’_\u00a0\u2009\u202f]+[0-9.]+", "Write one number, without a space or sign inside"),
    (r"([.,])([0-9]+)", r"Write 0.\2, with a digit before the point"),
    (r"([0-9]+)[.,]", r"Write \1, without a point at the end"),
    (r"0+([1-9][0-9]*(?:\.[0-9]+)?|0(?:\.[0-9]+)?)", r"Write \1, without zeros in front"),
    (r"[0-9.,]+[eE][+-]?[0-9]+", "Write the number in full, without an exponent"),
    (r"[0-9.,]+ *[×x*].*", "Write the number in full; the unit stands beside it"),
    (r"[0-9.,]+ *%", "Write the number without %; the unit stands beside it"),
    (r"[0-9.,]+ *[-–/:+] *[0-9.,]+", "Write one number, not two"),
    (r"[0-9.,]+ *[^\W\d_].*", "Write the number without its unit; the unit stands beside it"),
]
OTHERWISE = "Write digits 0 to 9 and, if needed, a decimal point, such as 38.5"


class NumberRefused(ValueError):
    """The text is not a number we are sure of; the message says what to write."""


@dataclass(frozen=True)
class Number:
    """A number as it was typed, and what it means."""

    raw: str
    comparator: str
    value: Decimal
    canonical: str


def read_count(text: str, otherwise: int = 0) -> int:
    """Return a small whole number that a page posted, such as a version; a tampered one is `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def parse_number(text: str) -> Number:
    """Return the number in a text, or raise NumberRefused with what to write."""
    raw = text.strip()
    found = PLAIN.fullmatch(raw)
    if not found:
        raise NumberRefused(hint_for(raw))
    comparator, digits = found.groups()
    _refuse_unsure(digits)
    value = Decimal(digits)
    return Number(raw, comparator, value, canonical(value))


def tell_decimal(text: str) -> str:
    """Say which decimal sign a table's number proves: point, comma, either of them, or nothing."""
    found = GIVEN.fullmatch(text)
    digits = found[2] if found else ""
    if found := GROUPS_THEN_DECIMAL.fullmatch(digits):
        return POINT if found[2] == "." else COMMA
    if found := GROUPS.fullmatch(digits):
        return POINT if found[1] == "," else COMMA
    if not (found := ONE_SIGN.fullmatch(digits)):
        return ""
    if GROUPED.fullmatch(digits):
        return EITHER
    return POINT if found[2] == "." else COMMA


def read_number(text: str, decimal: str = "") -> Number:
    """Return a table's number under its declared decimal sign; NumberRefused where it does not follow it."""
    found = GIVEN.fullmatch(text)
    told = tell_decimal(text)
    if not found or not told:
        return parse_number("".join(found.groups()) if found else text)
    comparator, digits = found.groups()
    if told == EITHER and not decimal:
        raise NumberRefused(ways_to_read(digits))
    if told == COMMA and not decimal:
        raise NumberRefused(f"{digits} has a decimal comma. Say that the table has decimal commas")
    if told != EITHER and told != (decimal or POINT):
        other = f"The numbers of this table have a decimal {decimal or POINT}"
        raise NumberRefused(f"{other}, {digits} has a decimal {told}. Type the number")
    return _without_doubt(comparator, _with_point(digits, decimal or POINT))


def ways_to_read(digits: str) -> str:
    """Say the two numbers that `4,810` may be."""
    whole, places = re.split("[.,]", digits)
    return f"{digits} can be read as {whole + places} or as {_decimal(whole, places)}"


def join_groups(text: str) -> str:
    """Return a number grouped by spaces or apostrophes without them; empty for any other text."""
    return re.sub(r"[ '’\u2009\u202f]", "", text) if GROUPED_BY_SPACE.fullmatch(text) else ""


def _with_point(digits: str, decimal: str) -> str:
    """Return the digits of a number without groups and with a decimal point."""
    sign = SIGNS[decimal]
    group = "," if sign == "." else "."
    return digits.replace(group, "").replace(sign, ".")


def _without_doubt(comparator: str, digits: str) -> Number:
    """Return a number whose point is the decimal sign; 1.500 is written so that nobody reads thousands."""
    if AMBIGUOUS.fullmatch(digits):
        digits = _decimal(*digits.split("."))
    return parse_number(comparator + digits)


def canonical(value: Decimal) -> str:
    """Return a decimal in its one stored form: no exponent, no zeros at the end."""
    return f"{value.normalize():f}" if value else "0"


def _refuse_unsure(digits: str) -> None:
    """Refuse what two people would read differently, and what is too long to be a measurement."""
    whole, _, places = digits.partition(".")
    if AMBIGUOUS.fullmatch(digits):
        thousand, decimal = whole + places, _decimal(whole, places)
        raise NumberRefused(
            f"{digits} can be read as {thousand} or as {decimal}. Write {thousand} or {decimal}"
        )
    if len(whole) > MAX_WHOLE:
        raise NumberRefused(f"Write at most {MAX_WHOLE} digits before the point")
    if len(places) > MAX_PLACES:
        raise NumberRefused(f"Write at most {MAX_PLACES} digits after the point")


def _decimal(whole: str, places: str) -> str:
    """Return a decimal in a form that nobody reads as thousands: 1.5 for 1.500, 12.3450 for 12.345."""
    short = places.rstrip("0")
    return f"{whole}.{short or '0'}" if len(short) < len(places) else f"{whole}.{places}0"


def hint_for(raw: str) -> str:
    """Return what to write instead of a text that is no plain number."""
    if GROUPED.fullmatch(raw):
        return _hint_for_groups(raw)
    if found := GROUPED_DECIMAL.fullmatch(raw):
        whole, places = found.groups()
        return f"Write {_without_separators(whole)}.{places}, without a separator"
    for pattern, answer in HINTS:
        if found := re.fullmatch(pattern, raw, re.DOTALL):
            return found.expand(answer)
    return OTHERWISE


def _hint_for_groups(raw: str) -> str:
    """Say how to write 1,500 or 1 500 000, and that a comma may have been a decimal sign."""
    hint = f"Write {_without_separators(raw)}, without a separator"
    if raw.count(",") == 1:
        hint += f"; if the comma is the decimal sign, write {_decimal(*raw.split(','))}"
    return hint


def _without_separators(raw: str) -> str:
    """Return the digits alone."""
    return re.sub(SEPARATOR, "", raw)
