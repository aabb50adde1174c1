"""Plan a table with tests as columns and one sample a line, also where it goes on below under new names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import head_words
from .head_words import role_of
from .kinds import BLANK, DATE, NOTHING, NUMBER, RANGE, TIME, UNIT
from .lone_signs import NOT_JOINED, SIGNS
from .parts import TESTS_ACROSS
from .plan import Plan
from .second_heads import OTHER_TABLE
from .shape import Look, date_column
from .specimens import OTHER_SPECIMEN, find_other

NEAR = 40  # lines above the samples among which the names are looked for
ABOVE = "Above the table"
BESIDE = "Notes and flags beside the values are not taken over"
BESIDE_ROLES = (head_words.FLAG, head_words.NOTE, head_words.SITE, head_words.TEST, head_words.VALUE)
NAMING = (head_words.TEST, head_words.DATE)
OF_ROW = (head_words.UNIT, head_words.RANGE, head_words.LOWER, head_words.UPPER)


@dataclass
class Head:
    """The lines that say what the columns are: names, and units and limits where there are any."""

    names: int | None = None
    rows: dict[str, int] = field(default_factory=dict)
    spare: list[int] = field(default_factory=list)


def plan_across(look: Look) -> Plan:
    """Return where a table with tests across keeps what."""
    plan = Plan(TESTS_ACROSS)
    dated = [row for row in range(len(look.rows)) if DATE in look.kinds[row] and look.is_body(row)]
    when = _date_column(look, dated)
    times = _time_column(look, when, dated)
    end = _find_other_table(look, when)
    for head, lines in _parts(look, when, end):
        _plan_part(look, head, lines, (when, times), plan)
    for row in range(end, len(look.rows)):
        plan.leave(look.sheet.places[row], look.text(row), OTHER_TABLE)
    return plan


def _find_other_table(look: Look, when: int | None) -> int:
    """Return the first line between samples that may be the head of another table; else the end."""
    samples = [row for row in range(len(look.rows)) if _is_sample(look, row, when)]
    between = range(samples[0] + 1, samples[-1]) if samples else ()
    return next((row for row in between if _may_be_head(look, row, when)), len(look.rows))


def _may_be_head(look: Look, row: int, when: int | None) -> bool:
    """Tell whether a line between samples that is no sure head has a name of a test, a head word or units."""
    if _is_sample(look, row, when) or _names_tests(look, row, when):
        return False
    texts = [text for text in look.rows[row] if text]
    has_words = len(texts) > 1 and any(role_of(text) in NAMING for text in texts)
    is_unit = _role_of_row(look, row) == head_words.UNIT
    return has_words or is_unit or any(map(look.is_known, texts))


def _date_column(look: Look, dated: Sequence[int]) -> int | None:
    """Return the column of the dates of the samples; none where that is not sure.

    Of several the head says which: the day of collection before that of the result, never that of birth.
    """
    if not dated:
        return None if any(look.is_known(row[0]) for row in look.rows) else 0
    heads = {
        column: next((row[column] for row in look.rows[dated[0] :: -1][1:] if row[column]), "")
        for column in range(len(look.rows[0]))
        if 2 * sum(look.kinds[row][column] == DATE for row in dated) > len(dated)
    }
    held = [column for column, text in heads.items() if not head_words.is_birth(text)]
    named = [column for column in held if role_of(heads[column]) == head_words.DATE]
    if named:
        return min(named, key=lambda column: head_words.preference(heads[column]))
    if not heads:
        return date_column(look, dated)
    return held[0] if len(heads) == 1 and held else None


def _time_column(look: Look, when: int | None, dated: Sequence[int]) -> int | None:
    """Return the column of the times of day, if there is one."""
    columns = (column for column in range(len(look.rows[0])) if column != when)
    return next((column for column in columns if look.share(column, dated, TIME) > 0.5), None)


def _parts(look: Look, when: int | None, end: int) -> list[tuple[Head, list[int]]]:
    """Return the parts of a table: the lines of a head, then those of its samples."""
    parts: list[tuple[list[int], list[int]]] = [([], [])]
    for row in range(end):
        heads, lines = parts[-1]
        if _is_sample(look, row, when):
            lines.append(row)
        elif not lines:
            heads.append(row)
        elif _names_tests(look, row, when):
            parts.append(([row], []))
        else:
            lines.append(row)
    return [(_head(look, heads, lines), lines) for heads, lines in parts]


def _is_sample(look: Look, row: int, when: int | None) -> bool:
    """Tell whether a line holds values of a day; units and limits do not."""
    if when is not None and look.kinds[row][when] == DATE:
        return True
    return look.is_body(row) and not _role_of_row(look, row)


def _names_tests(look: Look, row: int, when: int | None) -> bool:
    """Tell whether a line below the samples is a new head: two tests, or one beside the word for dates."""
    known = sum(look.is_known(text) for text in look.rows[row])
    has_word = when is not None and role_of(look.rows[row][when]) == head_words.DATE
    return not look.is_body(row) and known + has_word > 1


def _role_of_row(look: Look, row: int) -> str:
    """Return what a line of the head holds beside names: units or limits."""
    roles = [role for text in look.rows[row][:2] if (role := role_of(text)) in OF_ROW]
    if roles:
        return roles[0]
    kinds = Counter(kind for kind in look.kinds[row][1:] if kind not in (BLANK, NOTHING))
    for kind, role in ((UNIT, head_words.UNIT), (RANGE, head_words.RANGE)):
        if kinds and 2 * kinds[kind] > kinds.total():
            return role
    return ""


def _head(look: Look, heads: Sequence[int], lines: Sequence[int]) -> Head:
    """Return what each line of a head holds; limits may stand below the samples."""
    near, above = heads[-NEAR:], set(heads)
    named = {row: sum(look.is_known(text) for text in look.rows[row]) for row in near}
    words = [row for row in near if named[row] or not _role_of_row(look, row)]
    head = Head(max(words, key=lambda row: (named[row], _words(look, row), row), default=None))
    for row in (*heads, *lines):
        role = _role_of_row(look, row) if row != head.names else ""
        if role and role not in head.rows and look.kinds[row].count(DATE) == 0:
            head.rows[role] = row
        elif row in above and row != head.names:
            head.spare.append(row)
    return head


def _words(look: Look, row: int) -> int:
    """Return how many cells of a line hold something."""
    return sum(kind != BLANK for kind in look.kinds[row])


def _plan_part(
    look: Look, head: Head, lines: Sequence[int], columns: tuple[int | None, int | None], plan: Plan
) -> None:
    """Add the tests and samples of one part of the table."""
    for row in head.spare:
        plan.leave(look.sheet.places[row], look.text(row), look.why_left(row, ABOVE))
    samples = [row for row in lines if row not in head.rows.values()]
    tests = {
        column: _tests_of(look, head, column, plan)
        for column in range(len(look.rows[0]))
        if column not in columns and _holds_values(look, head, column, samples, plan)
    }
    seen: Counter[str] = Counter()
    for row in samples:
        if any(text in SIGNS for column, text in enumerate(look.rows[row]) if column not in tests):
            plan.leave(look.sheet.places[row], look.text(row), NOT_JOINED)
        elif other := find_other(text for column, text in enumerate(look.rows[row]) if column not in tests):
            plan.leave(look.sheet.places[row], look.text(row), OTHER_SPECIMEN.format(other))
        elif any(look.rows[row][column] for column in tests):
            date = _date_of(look, row, columns, seen, plan)
            plan.add_sample(row, look.rows[row], date, tests)
        else:
            plan.leave(look.sheet.places[row], look.text(row), look.why_left(row))


def _cell(look: Look, row: int | None, column: int) -> str:
    """Return a cell's text, empty where there is no such line."""
    return look.rows[row][column] if row is not None else ""


def _holds_values(look: Look, head: Head, column: int, samples: Sequence[int], plan: Plan) -> bool:
    """Tell whether a column holds values of a test; list it where it holds something else."""
    name = _cell(look, head.names, column)
    numbers = look.share(column, samples, NUMBER)
    if numbers and not (role_of(name) in BESIDE_ROLES and not look.is_known(name)):
        return True
    if look.is_known(name):
        return True
    if any(look.rows[row][column] for row in samples):
        plan.leave(f"column {column + 1}", name or look.rows[samples[0]][column], BESIDE)
    return False


def _tests_of(look: Look, head: Head, column: int, plan: Plan) -> tuple[int, int]:
    """Return the test and the limits of a column."""
    name, place = _cell(look, head.names, column), f"column {column + 1}"
    unit, *limits = (_cell(look, head.rows.get(role), column) for role in OF_ROW)
    own = "" if name else place
    return plan.add_test(name, place, unit, own=own), plan.add_limits(*limits)


def _date_of(
    look: Look, row: int, columns: tuple[int | None, int | None], seen: Counter[str], plan: Plan
) -> int:
    """Return the date of a line; two lines of one date keep their own times."""
    texts = [look.rows[row][column] for column in columns if column is not None]
    text, place = " ".join(filter(None, texts)), look.sheet.places[row]
    own = place if not text else str(seen[text] or "")
    seen[text] += 1
    return plan.add_date(text, place, at_line=True, own=own)
