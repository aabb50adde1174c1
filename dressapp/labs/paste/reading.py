"""Read a table: the same sheet, choices and case always give the same reading."""

from collections import Counter

from dressapp.core.numbers import NumberRefused, read_number, tell_decimal
from dressapp.labs.names import decide_by_unit, find_test
from dressapp.labs.unit_words import read_unit

from .heads import read_dates
from .layout import Slot, TestText, find_plan
from .parts import EMPTY, REFUSED, VALUE, Cell, Choices, Known, Option, Question, Reading, Sheet, TestHead


def read(sheet: Sheet, choices: Choices, known: Known) -> Reading:
    """Return a table as it is understood under the choices made so far; nothing is stored by it."""
    plan = find_plan(sheet, choices, known.today)
    dates, questions = read_dates(plan.dates, choices, known, sheet.declared)
    tests = [_test(test, choices, known) for test in plan.tests]
    texts = [sheet.rows[slot.row][slot.column] for slot in plan.slots]
    decimal, asked = _decimal(texts, choices)
    cells = [
        _cell(slot, text, tests[slot.test], dates[slot.date].key, decimal)
        for slot, text in zip(plan.slots, texts, strict=True)
    ]
    counts = Counter(cell.state for cell in cells)
    return Reading(
        sheet, sheet.separator, plan.layout, tuple(tests), tuple(dates), tuple(cells),
        (*asked, *questions), tuple(plan.aside), counts,
    )  # fmt: skip


def _test(test: TestText, choices: Choices, known: Known) -> TestHead:
    match = decide_by_unit(find_test(test.name, known.team_names), test.unit_text)
    analyte = choices.tests.get(test.key, match.analyte)
    unit = read_unit(test.unit_text, analyte)
    return TestHead(
        test.key, test.text, test.place, analyte, match.certainty, match.how, match.alternatives, unit,
        test.unit_text, "head" if unit else "", is_aside=not analyte,
    )  # fmt: skip


def _decimal(texts: list[str], choices: Choices) -> tuple[str, list[Question]]:
    proofs = {tell_decimal(text): text for text in reversed(texts)}
    if not ({"comma", "either"} & set(proofs)):
        return "point", []
    answer = choices.decimal or ("point" if "point" in proofs and "comma" not in proofs else "")
    why = f"{proofs['point']} can only have a decimal point" if answer else ""
    options = (Option("point", "A decimal point"), Option("comma", "A decimal comma"))
    return answer, [Question("decimal", "How are decimals written?", options, answer, why)]


def _cell(slot: Slot, text: str, test: TestHead, when: str, decimal: str) -> Cell:
    key = f"r{slot.row + 1}c{slot.column + 1}"
    if not text:
        return Cell(key, test.key, when, text, EMPTY)
    try:
        number = read_number(text, decimal)
    except NumberRefused as refused:
        return Cell(key, test.key, when, text, REFUSED, problem=str(refused))
    return Cell(key, test.key, when, text, VALUE, number.raw, number.comparator, number.canonical, test.unit)
