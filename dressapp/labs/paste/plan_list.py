"""Plan a table with one result a line: its columns by their heads, or by what they hold."""

from collections.abc import Sequence

from . import cells, head_words
from .head_words import preference, role_of
from .kinds import DATE, FLAG, NUMBER, RANGE, TEXT, TIME, UNIT
from .parts import LIST
from .plan import CELL, COLUMN, Plan, Slot
from .shape import SAMPLE, Look, find_list_head

ABOVE = "Above the table"
OTHER_COLUMN = "This column is not taken over"
UNCLEAR = "Where the test, the date and the value stand is not clear. Put a line of heads above the table"
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
    for row in lines:
        _plan_line(look, row, columns, plan)
    return plan


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
    if len(numbers) != 1 or not names:
        return {}
    found = {head_words.VALUE: numbers[0], head_words.TEST: (known or names)[0]}
    for kind, role in (*BY_CELLS, (UNIT, head_words.UNIT)):
        columns = (one for one in width if look.share(one, sample, kind) > 0.5)
        column = next((one for one in columns if one not in found.values()), None)
        if column is not None:
            found[role] = column
    return found


def _knows_tests(look: Look, column: int, rows: Sequence[int]) -> bool:
    """Tell whether half of a column's texts are names of tests."""
    texts = {look.rows[row][column] for row in rows if look.rows[row][column]}
    return 2 * sum(look.is_known(text) for text in texts) >= len(texts)


def _plan_line(look: Look, row: int, columns: dict[str, int], plan: Plan) -> None:
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
    date = plan.add_date(when, place, at_line=True, own=place if is_own else "")
    beside = (at.get(role, "") for role in (head_words.RANGE, head_words.LOWER, head_words.UPPER))
    plan.slots.append(Slot(row, columns[head_words.VALUE], test, date, plan.add_limits(*beside)))
