"""Find which decimal sign a table uses: declared, proven by its own numbers, or asked once."""

from collections.abc import Iterable

from dressapp.core.numbers import COMMA, EITHER, POINT, NumberRefused, read_number, tell_decimal, ways_to_read

from .parts import Choices, Option, Question, Sheet

WORDS = {POINT: "A decimal point", COMMA: "A decimal comma"}


def find_decimal(numbers: Iterable[str], choices: Choices, sheet: Sheet) -> tuple[str, list[Question]]:
    """Return the decimal sign in force, empty where it is open, and the question where there is one.

    A number such as 42.7 proves the point. A comma is never proven: the person says it.
    """
    if declared := sheet.declared.get("decimal", ""):
        return declared, []
    proofs: dict[str, str] = {}
    for number in numbers:
        proofs.setdefault(tell_decimal(number), number)
    chosen = choices.decimal if choices.decimal in WORDS else ""
    if not chosen and not {COMMA, EITHER} & proofs.keys():
        return POINT, []
    is_proven = POINT in proofs and COMMA not in proofs
    answer = chosen or (POINT if is_proven else "")
    return answer, [_question(proofs, answer, "" if chosen else _why(proofs))]


def _why(proofs: dict[str, str]) -> str:
    """Say what the numbers of the table prove, or why they prove nothing."""
    point, comma = proofs.get(POINT), proofs.get(COMMA)
    if point and comma:
        return f"{point} has a decimal point, {comma} a decimal comma"
    if point:
        return f"{point} can only have a decimal point"
    if comma:
        return f"{comma} can only have a decimal comma"
    return ways_to_read(proofs[EITHER])


def _question(proofs: dict[str, str], answer: str, why: str) -> Question:
    """Return the question how decimals are written, each answer with a number of the table."""
    example = proofs.get(EITHER) or proofs.get(COMMA) or proofs.get(POINT, "")
    options = tuple(Option(sign, words, _example(example, sign)) for sign, words in WORDS.items())
    return Question("decimal", "How are decimals written in this table?", options, answer, why)


def _example(number: str, sign: str) -> str:
    """Say what a number of the table is under a decimal sign."""
    if not number:
        return ""
    try:
        return f"{number} is {read_number(number, sign).canonical}"
    except NumberRefused:
        return f"{number} cannot be read"
