"""Read the values of a table one by one, before they are held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dressapp.core.numbers import (
    COMMA,
    EITHER,
    Number,
    NumberRefused,
    parse_number,
    read_number,
    tell_decimal,
)

from .cells import NOTHING, TEXT, CellText, take_apart, unit_in
from .parts import ASKED, EMPTY, REFUSED, SKIPPED, VALUE, Choices, Sheet, Stored
from .plan import Plan, Slot

SKIP, RIGHT, KEEP, TAKE, BOTH = "skip", "right", "keep", "take", "both"
NO_NUMBER = Number("", "", Decimal(0), "")
SAW = frozenset([RIGHT, TAKE, BOTH])  # whoever decides a conflict saw the value
TYPED = "="
UNIT_NOT_READ = "The unit in this cell cannot be read. Leave it out, or correct the table and paste it again."


@dataclass(slots=True)
class Draft:
    """One value on its way to a cell: what it came to so far."""

    slot: Slot
    text: str
    part: CellText
    said: frozenset[str]
    state: str = VALUE
    number: Number = NO_NUMBER
    unit: str = ""
    problem: str = ""
    stored: tuple[Stored, ...] = ()
    is_typed: bool = False

    @property
    def is_seen(self) -> bool:
        """Tell whether the person has confirmed the value."""
        return not self.said.isdisjoint(SAW)

    def settle(self, state: str, problem: str = "") -> None:
        """Say what the value came to, and why."""
        self.state, self.problem = state, problem


NOTHING_SAID: frozenset[str] = frozenset()


def key_of(slot: Slot) -> str:
    """Return the key of a cell: its line and column, the first being 1."""
    return f"r{slot.row + 1}c{slot.column + 1}"


def make_drafts(sheet: Sheet, plan: Plan, choices: Choices) -> list[Draft]:
    """Return the values of a plan as texts taken apart, with what was said of each."""
    rows, said = sheet.rows, choices.cells
    drafts = []
    for slot in plan.slots:
        text = rows[slot.row][slot.column]
        words = frozenset(said.get(key_of(slot), "").split()) if said else NOTHING_SAID
        drafts.append(Draft(slot, text, take_apart(text), words))
    return drafts


class NumberReader:
    """Read the numbers of one table under its decimal sign, equal texts once."""

    def __init__(self, decimal: str) -> None:
        """Take the sign in force, empty where it is open."""
        self.decimal = decimal
        self._read: dict[str, tuple[Number, str, str]] = {}

    def read(self, text: str) -> tuple[Number, str, str]:
        """Return the number of a text, or none with the state and the problem."""
        if text not in self._read:
            self._read[text] = self._try(text)
        return self._read[text]

    def _try(self, text: str) -> tuple[Number, str, str]:
        try:
            return read_number(text, self.decimal), VALUE, ""
        except NumberRefused as refused:
            waits = not self.decimal and tell_decimal(text) in (COMMA, EITHER)
            return NO_NUMBER, ASKED if waits else REFUSED, f"{refused}."


def read_drafts(
    drafts: list[Draft], decimal: str, left_tests: Mapping[int, str], left_dates: set[int]
) -> None:
    """Read each value; those of tests and dates left out stay out with the reason."""
    reader = NumberReader(decimal)
    for draft in drafts:
        is_left = draft.slot.test in left_tests or draft.slot.date in left_dates
        if is_left and draft.part.kind != NOTHING:
            draft.settle(SKIPPED, left_tests.get(draft.slot.test, ""))
        elif draft.said and not is_left and _take_typed(draft):
            continue
        elif draft.part.kind == NOTHING:
            draft.state = EMPTY
        elif SKIP in draft.said:
            draft.state = SKIPPED
        elif draft.part.kind == TEXT:
            draft.settle(REFUSED, draft.part.problem)
        else:
            _take_number(draft, reader)


def _take_typed(draft: Draft) -> bool:
    """Take the number that was typed instead of a cell's text; tell whether there was one."""
    typed = next((word[1:] for word in draft.said if word.startswith(TYPED)), None)
    if typed is None:
        return False
    unit = "" if draft.part.kind == NOTHING else unit_in(draft.text)
    draft.is_typed, draft.part = True, CellText(draft.part.kind, unit_text=unit or "")
    if unit is None:
        draft.settle(REFUSED, UNIT_NOT_READ)
        return True
    try:
        draft.number = parse_number(typed)
    except NumberRefused as refused:
        draft.settle(REFUSED, f"{refused}.")
    return True


def _take_number(draft: Draft, reader: NumberReader) -> None:
    """Read the number of a cell; one written in an unusual form is asked about."""
    part = draft.part
    draft.number, draft.state, draft.problem = reader.read(part.digits or part.reading)
    if part.reading and draft.number.raw and not draft.is_seen:
        draft.settle(ASKED, f"This is read as {draft.number.raw}. Confirm it, or type the number.")
