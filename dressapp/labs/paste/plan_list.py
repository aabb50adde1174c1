"""Plan a table with one result a line: its columns by their heads, or by what they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import cells, head_words
from .head_words import preference, role_of
from .kinds import DATE, FLAG, NUMBER, RANGE, TEXT, TIME, UNIT, kind_of
from .parts import LIST
from .plan import CELL, COLUMN, Plan, Slot, split_once
from .shape import SAMPLE, Look, find_list_head
from .specimens import (
    OTHER_SPECIMEN,
    heads_operators,
    heads_patients,
    heads_specimens,
    is_of_urine,
    is_other,
    names_other,
)

ABOVE = "Above the table"
OTHER_COLUMN = "This column is not taken over"
UNCLEAR = "Where the test, the date and the value stand is not clear. Put a line of heads above the table"
MORE_PATIENTS = "This table is about more than one patient. Paste the lines of one patient alone"
UNREAD = (
    "What this line says of itself is not understood: {}. Give its column a head, or leave the column out"
)
SIGN_APART = "A {} stands beside the value. Write it in the cell of the value, such as <5"
OTHER_CODE = "The code {} and the name of the test do not agree: {}"
NOT_ITS_CODE = "the code stands for another test"
COMPARATOR = re.compile(r"[<>≤≥≪≫~∼≈±≃]=?|=[<>]|[<>]{2}")
LOINC = re.compile(r"[0-9]{1,5}-[0-9]")
MOST_WORDS = 4  # of a line that heads a section
BY_CELLS = (
    (DATE, head_words.DATE), (TIME, head_words.TIME), (RANGE, head_words.RANGE), (FLAG, head_words.FLAG),
)  # fmt: skip


def plan_list(look: Look) -> Plan:
    """Return where a list of results keeps what."""
    plan = Plan(LIST)
    head = find_list_head(look)
    lines = range(0 if head is None else head + 1, len(look.rows))
    for row in range(head or 0):
        plan.leave(look.sheet.places[row], look.text(row), look.why_left(row, ABOVE))
    columns = _columns_by_cells(look) if head is None else _columns_by_heads(look, head, plan)
    if not {head_words.TEST, head_words.VALUE} <= columns.keys():
        for row in lines:
            plan.leave(look.sheet.places[row], look.text(row), UNCLEAR)
        return plan
    plan.columns = columns
    beside = _Beside(look, head, lines, columns)
    section = _Section()
    for row in lines:
        section.enter(look, row, columns)
        why = section.why or beside.why(row)
        if why and look.rows[row][columns[head_words.VALUE]]:
            plan.leave(look.sheet.places[row], look.text(row), why)
        else:
            _plan_line(look, row, columns, plan, section.place)
    if head is None:
        for column in beside.left:
            plan.leave(f"column {column + 1}", beside.example(column), OTHER_COLUMN)
    return plan


@dataclass
class _Section:
    """The section of a list that a line stands in: its specimen, and where its own date stands."""

    why: str = ""
    place: str = ""

    def enter(self, look: Look, row: int, columns: dict[str, int]) -> None:
        """Begin a section at a line that holds a word or a date and no value."""
        held = [text for text in look.rows[row] if text]
        if look.rows[row][columns[head_words.VALUE]] and len(held) > 1:
            return
        if any(names_date(text, look) for text in held):
            self.place = look.sheet.places[row]
        if len(held) == 1 and _heads_section(look, held[0]):
            self.why = OTHER_SPECIMEN.format(held[0]) if names_other(held[0]) else ""


def names_date(text: str, look: Look) -> bool:
    """Tell whether a text holds a date, alone or behind a word such as `Collected:`."""
    _, _, behind = text.partition(":")
    return any(kind_of(part.strip(), look.today) == DATE for part in (text, behind) if part.strip())


def _heads_section(look: Look, text: str) -> bool:
    """Tell whether a line's only text is a heading: a few words that name no test."""
    is_short = len(text.split()) <= MOST_WORDS and not any(map(str.isdigit, text))
    return is_short and not look.is_known(text)


@dataclass
class _Beside:
    """What stands on the lines of a list beside that which is taken over."""

    look: Look
    head: int | None
    lines: range
    columns: dict[str, int]
    left: list[int] = field(init=False)
    specimens: list[int] = field(init=False)
    operators: list[int] = field(init=False)
    varying: list[int] = field(init=False)
    is_of_many: bool = field(init=False)

    def __post_init__(self) -> None:
        """Say what each column holds that is not understood."""
        self.left = [
            column
            for column in range(len(self.look.rows[0]))
            if column not in self.columns.values() and any(self.look.rows[row][column] for row in self.lines)
        ]
        self.specimens = [column for column in self.left if heads_specimens(self._name(column))]
        self.operators = [column for column in self.left if heads_operators(self._name(column))]
        patients = [column for column in self.left if heads_patients(self._name(column))]
        self.is_of_many = any(len(self._texts(column)) > 1 for column in patients)
        self.varying = [column for column in self.left if self._varies(column)]

    def _name(self, column: int) -> str:
        """Return the head of a column, empty where there is none."""
        return self.look.rows[self.head][column] if self.head is not None else ""

    def _texts(self, column: int) -> set[str]:
        """Return the different texts of a column."""
        return {self.look.rows[row][column] for row in self.lines} - {""}

    def _varies(self, column: int) -> bool:
        """Tell whether a column without a head holds words that differ from line to line."""
        if self._name(column):
            return False
        texts = {self.look.rows[row][column] for row in self.lines if self._has_value(row)}
        words = [text for text in texts if kind_of(text, self.look.today) == TEXT]
        return len(texts) > 1 and bool(words) and not all(map(self.look.is_known, words))

    def _has_value(self, row: int) -> bool:
        return bool(self.look.rows[row][self.columns[head_words.VALUE]])

    def example(self, column: int) -> str:
        """Return the first text of a column."""
        return next(self.look.rows[row][column] for row in self.lines if self.look.rows[row][column])

    def why(self, row: int) -> str:
        """Say why a line must not be taken over as it stands; nothing where it may."""
        if self.is_of_many:
            return MORE_PATIENTS
        return self._specimen(row) or self._sign(row) or self._code(row) or self._unread(row)

    def _specimen(self, row: int) -> str:
        """Say of which other specimen a line is."""
        texts = self.look.rows[row]
        found = [texts[one] for one in self.specimens if is_other(texts[one])]
        found += [texts[one] for one in self.left if names_other(texts[one])]
        own = self.look.names.find(split_once(texts[self.columns[head_words.TEST]]).name)
        is_own = is_of_urine(own.analyte, " ".join(found))
        return OTHER_SPECIMEN.format(found[0]) if found and not is_own else ""

    def _sign(self, row: int) -> str:
        """Say that a sign such as `<` stands apart from its value."""
        texts = self.look.rows[row]
        signs = [text for text in texts if COMPARATOR.fullmatch(text)]
        signs += [texts[one] for one in self.operators if texts[one] not in ("", "=")]
        return SIGN_APART.format(signs[0]) if signs else ""

    def _code(self, row: int) -> str:
        """Say that a line's code stands for another test than its name, or for none that is kept."""
        code_column, texts = self.columns.get(head_words.CODE), self.look.rows[row]
        code = texts[code_column] if code_column is not None else ""
        if not LOINC.fullmatch(code) or code_column == self.columns[head_words.TEST]:
            return ""
        by_code = self.look.names.find(code)
        if not by_code.how:
            return OTHER_CODE.format(code, by_code.why) if self._is_known(row) else ""
        by_name = self.look.names.find(split_once(texts[self.columns[head_words.TEST]]).name)
        pairs = [{one.analyte, *one.alternatives} - {""} for one in (by_code, by_name)]
        is_other_test = by_name.how and not pairs[0] & pairs[1]
        return OTHER_CODE.format(code, NOT_ITS_CODE) if is_other_test else ""

    def _is_known(self, row: int) -> bool:
        """Tell whether the name of a line would be taken over, or asked about."""
        return bool(
            self.look.names.find(split_once(self.look.rows[row][self.columns[head_words.TEST]]).name).how
        )

    def _unread(self, row: int) -> str:
        """Say what a line holds that differs from line to line and is not understood."""
        texts = [self.look.rows[row][one] for one in self.varying if self.look.rows[row][one]]
        return UNREAD.format(", ".join(texts)) if texts else ""


def _columns_by_heads(look: Look, head: int, plan: Plan) -> dict[str, int]:
    """Return the column of each role by the heads, the best where several have one role."""
    heads = look.rows[head]
    found: dict[str, int] = {}
    for column, text in sorted(enumerate(heads), key=lambda pair: (preference(pair[1]), pair[0])):
        role = role_of(text)
        if role and role not in found:
            found[role] = column
        elif any(row[column] for row in look.rows[head + 1 :]):
            plan.leave(f"column {column + 1}", text, OTHER_COLUMN)
    if head_words.TEST not in found and head_words.CODE in found:
        found[head_words.TEST] = found[head_words.CODE]
    return found


def _columns_by_cells(look: Look) -> dict[str, int]:
    """Return the column of each role by what most of its cells hold; none where two hold numbers."""
    sample = range(min(SAMPLE, len(look.rows)))
    width = range(len(look.rows[0]))
    numbers = [column for column in width if look.share(column, sample, NUMBER) > 0.5]
    names = [column for column in width if look.share(column, sample, TEXT, UNIT) > 0.5]
    known = [column for column in names if _knows_tests(look, column, sample)]
    if len(numbers) != 1 or not names or _has_two_dates(look, sample):
        return {}
    found = {head_words.VALUE: numbers[0], head_words.TEST: (known or names)[0]}
    for kind, role in (*BY_CELLS, (UNIT, head_words.UNIT)):
        columns = (one for one in width if look.share(one, sample, kind) > 0.5)
        column = next((one for one in columns if one not in found.values()), None)
        if column is not None:
            found[role] = column
    return found


def _has_two_dates(look: Look, rows: Sequence[int]) -> bool:
    """Tell whether two columns hold dates that differ: which is that of the sample is not to be guessed."""
    dated = [column for column in range(len(look.rows[0])) if look.share(column, rows, DATE) > 0.5]
    return len({tuple(row[column] for row in look.rows) for column in dated}) > 1


def _knows_tests(look: Look, column: int, rows: Sequence[int]) -> bool:
    """Tell whether half of a column's texts are names of tests."""
    texts = {look.rows[row][column] for row in rows if look.rows[row][column]}
    return 2 * sum(look.is_known(text) for text in texts) >= len(texts)


def _plan_line(look: Look, row: int, columns: dict[str, int], plan: Plan, section: str) -> None:
    """Add the result of one line."""
    texts, place = look.rows[row], look.sheet.places[row]
    at = {role: texts[column] for role, column in columns.items()}
    value = at[head_words.VALUE]
    if not value:
        plan.leave(place, look.text(row), look.why_left(row))
        return
    name = at[head_words.TEST] or at.get(head_words.CODE, "")
    unit, source = at.get(head_words.UNIT, ""), COLUMN
    if not unit:
        unit, source = cells.take_apart(value).unit_text, CELL
    test = plan.add_test(name, place, unit, source, own="" if name else place)
    when = " ".join(filter(None, (at.get(head_words.DATE, ""), at.get(head_words.TIME, ""))))
    is_own = not when and head_words.DATE in columns
    date = plan.add_date(when, place, at_line=True, own=place if is_own else "" if when else section)
    beside = (at.get(role, "") for role in (head_words.RANGE, head_words.LOWER, head_words.UPPER))
    plan.slots.append(Slot(row, columns[head_words.VALUE], test, date, plan.add_limits(*beside)))
