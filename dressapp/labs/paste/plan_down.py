"""Plan a table with tests as lines and dates as columns, also where it goes on below under new dates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import head_words
from .counted import read_counted
from .head_words import role_of
from .kinds import BLANK, DATE, FLAG, NUMBER, RANGE, TEXT, TIME, UNIT, kind_of
from .lone_signs import NOT_JOINED, SIGNS
from .parts import TESTS_DOWN
from .plan import Plan, split_once
from .second_heads import OTHER_TABLE, may_be_head
from .shape import Look
from .specimens import OTHER_SPECIMEN, find_other, is_of_urine, names_other

ABOVE = "Above the table"
OTHER_DAYS = "Other dates stand nearer to the values"
OVER_NAMES = "A date stands over the names of the tests. Enter the date of each column"
SHIFTED = "The heads do not stand over their columns. Enter the date of each column"
SEVERAL_LIMITS = "Several columns hold limits. Type those wanted at the test"
WRAPPED = "The name of this line may begin in the line above. Write it into one cell"
IN_UNITS = "A number stands in the column of units: the cells of this line may be shifted. Add the blank cell"
BESIDE = "Notes and flags beside the values are not taken over"

BY_HEAD = (
    head_words.RANGE, head_words.LOWER, head_words.UPPER, head_words.CODE, head_words.FLAG, head_words.NOTE,
    head_words.SITE,
)  # fmt: skip
LIMITS = (head_words.RANGE, head_words.LOWER, head_words.UPPER)
BESIDE_NAMES = (head_words.RANGE, head_words.LOWER, head_words.UPPER, head_words.FLAG, head_words.UNIT)


@dataclass(frozen=True)
class Band:
    """Lines under one head; `head` is None where none was found."""

    head: int | None
    times: int | None
    body: list[int]
    spare: list[int]


@dataclass(frozen=True)
class Columns:
    """What the columns of a band hold."""

    names: int
    dates: dict[int, int]
    units: list[int]
    range: int | None
    lower: int | None
    upper: int | None


def plan_down(look: Look) -> Plan:
    """Return where a table with tests down keeps what."""
    plan = Plan(TESTS_DOWN)
    for band in _bands(look):
        _plan_band(look, band, plan)
    return plan


def _bands(look: Look) -> Iterator[Band]:
    """Yield the parts of a table, each with its own head."""
    blocks = _head_blocks(look)
    if not blocks:
        yield Band(None, None, list(range(len(look.rows))), [])
        return
    yield Band(None, None, [], list(range(blocks[0][0])))
    for block, end in zip(blocks, _ends(look, blocks), strict=True):
        head = _nearest_head(look, block)
        times = next((row for row in block if row != head and _is_time_row(look, row)), None)
        spare = [row for row in block if row not in (head, times)]
        yield Band(head, times, list(range(block[-1] + 1, end)), spare)


def _head_blocks(look: Look) -> list[list[int]]:
    """Return the runs of lines that head a part of the table with tests in it."""
    blocks: list[list[int]] = []
    for row in range(len(look.rows)):
        if not _is_head(look, row, is_first=not blocks):
            continue
        if blocks and blocks[-1][-1] == row - 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return _with_lines(look, blocks)


def _with_lines(look: Look, blocks: list[list[int]]) -> list[list[int]]:
    """Return the blocks below which tests stand before the next one."""
    pairs = zip(blocks, _ends(look, blocks), strict=True)
    return [block for block, end in pairs if any(_is_line(look, row) for row in range(block[-1] + 1, end))]


def _is_line(look: Look, row: int) -> bool:
    """Tell whether a line belongs to the body of a table: it has a number, or the name of a test and more."""
    first, *rest = look.rows[row]
    return look.is_body(row) or (any(rest) and look.is_known(first))


def _ends(look: Look, blocks: Sequence[Sequence[int]]) -> list[int]:
    """Return where the part below each block ends."""
    return [*(block[0] for block in blocks[1:]), len(look.rows)][: len(blocks)]


def _is_head(look: Look, row: int, *, is_first: bool) -> bool:
    """Tell whether a line names columns: by dates, by times, or by words over or beside `Test`."""
    if _is_line(look, row):
        return False
    if look.is_date_head(row) or _is_time_row(look, row):
        return True
    first, *rest = look.rows[row]
    has_words = any(kind in (TEXT, UNIT) for kind in look.kinds[row][1:])
    is_corner = role_of(first) == head_words.TEST or (not first and len([text for text in rest if text]) > 1)
    return has_words and (is_corner or (is_first and _is_right_above(look, row)))


def _is_right_above(look: Look, row: int) -> bool:
    """Tell whether words stand over the first numbers of the table, on a line that names no test."""
    return row + 1 < len(look.rows) and look.is_body(row + 1)


def _is_time_row(look: Look, row: int) -> bool:
    """Tell whether a line holds times of day alone."""
    held = [kind for kind in look.kinds[row][1:] if kind != BLANK]
    return bool(held) and all(kind == TIME for kind in held)


def _nearest_head(look: Look, block: Sequence[int]) -> int:
    """Return the line of a block that names the columns: dates where they stand over every other word."""
    lines = [row for row in block if not _is_time_row(look, row)] or list(block)
    dated = [row for row in lines if look.is_date_head(row)]
    best = max(dated, key=lambda row: _rank_of_dates(look, row), default=lines[-1])
    words = [
        column
        for column, text in enumerate(look.rows[lines[-1]])
        if column and text and not role_of(text) and look.kinds[lines[-1]][column] in (TEXT, UNIT)
    ]
    has_all = all(look.kinds[best][column] == DATE for column in words)
    return best if has_all else lines[-1]


def _rank_of_dates(look: Look, row: int) -> tuple[bool, int, bool, int, int]:
    """Return how well a line names the dates: not those of birth, the most, those of the calendar, by its
    word those of collection before those of the result, the nearest.
    """
    word = look.rows[row][0]
    is_calendar = not any(read_counted(text) for text in look.rows[row])
    rank = head_words.preference(word if role_of(word) == head_words.DATE else "date")
    return not head_words.is_birth(word), look.kinds[row].count(DATE), is_calendar, -rank, row


def _plan_band(look: Look, band: Band, plan: Plan) -> None:
    """Add the tests, dates and values of one part of the table."""
    for row in band.spare:
        why = OTHER_DAYS if DATE in look.kinds[row] and band.body else ABOVE
        plan.leave(look.sheet.places[row], look.text(row), look.why_left(row, why))
    end = _find_second_head(look, band)
    for row in band.body[end:]:
        plan.leave(look.sheet.places[row], look.text(row), OTHER_TABLE)
    band = replace(band, body=band.body[:end])
    if band.body:
        columns = _columns(look, band, plan)
        section = ""
        for row in band.body:
            section = _section(look, row, section)
            _plan_line(look, row, columns, section, plan)


def _find_second_head(look: Look, band: Band) -> int:
    """Return how many lines of a band stand above a line that may head another table."""
    names = _name_column(look, band) if band.body else 0
    has_tests = False
    for count, row in enumerate(band.body):
        if look.is_known(look.rows[row][names]):
            has_tests = True
        elif has_tests and may_be_head(look.rows[row][names:], look.is_date):
            return count
    return len(band.body)


def _section(look: Look, row: int, before: str) -> str:
    """Return the specimen other than blood that the section of a line names, else nothing."""
    held = [text for text in look.rows[row] if text]
    if len(held) == 1 and not any(map(str.isdigit, held[0])) and not look.is_known(held[0]):
        return held[0] if names_other(held[0]) else ""
    return before


def _other_specimen(look: Look, row: int, columns: Columns, section: str) -> str:
    """Return the specimen other than blood that a line is of; a test of urine may stand below `Urine`."""
    cells, values = look.rows[row], {columns.names, *columns.dates}
    other = section or find_other(text for column, text in enumerate(cells) if column not in values)
    analyte = look.names.find(split_once(cells[columns.names]).name).analyte
    has_values = any(cells[column] for column in columns.dates)
    return other if has_values and not is_of_urine(analyte, other) else ""


def _plan_line(look: Look, row: int, columns: Columns, section: str, plan: Plan) -> None:
    """Add the values of one line; `section` is the specimen other than blood that its section names."""
    cells, place = look.rows[row], look.sheet.places[row]
    if other := _other_specimen(look, row, columns, section):
        plan.leave(place, look.text(row), OTHER_SPECIMEN.format(other))
        return
    if any(text in SIGNS for column, text in enumerate(cells) if column not in columns.dates):
        plan.leave(place, look.text(row), NOT_JOINED)
        return
    if any(look.kinds[row][column] == NUMBER for column in columns.units):
        plan.leave(place, look.text(row), IN_UNITS)
        return
    if not any(cells[column] for column in columns.dates):
        plan.leave(place, look.text(row), look.why_left(row))
        return
    text = cells[columns.names]
    if _goes_on(look, row, columns.names):
        plan.leave(place, look.text(row), WRAPPED)
        return
    unit = " / ".join(dict.fromkeys(cells[column] for column in columns.units if cells[column]))
    test = plan.add_test(text, place, unit, own="" if text else place)
    beside = [cells[column] if column is not None else "" for column in _limit_columns(columns)]
    limits = plan.add_limits(*beside)
    plan.add_slots(row, cells, test, limits, columns.dates)


def _goes_on(look: Look, row: int, names: int) -> bool:
    """Tell whether a name with the lone text above it is that of another test, or of one that is refused."""
    if not row:
        return False
    above, own = look.rows[row - 1], look.rows[row][names]
    if not (own and above[names]) or sum(map(bool, above)) > 1 or any(map(str.isdigit, above[names])):
        return False
    name = split_once(own).name
    whole, part = look.names.find(f"{above[names]} {name}"), look.names.find(name)
    return bool(whole.why or whole.how == "exact") and whole.analyte != part.analyte


def _limit_columns(columns: Columns) -> tuple[int | None, int | None, int | None]:
    """Return the columns of range, lower and upper limit."""
    return columns.range, columns.lower, columns.upper


def _columns(look: Look, band: Band, plan: Plan) -> Columns:
    """Return what each column of a band holds, its dates added to the plan."""
    names = _name_column(look, band)
    heads = _heads(look, band, names, plan)
    roles = {column: _role(look, band, column, heads[column]) for column in range(len(heads))}
    roles |= {column: head_words.NOTE for column in range(names) if roles[column] == head_words.DATE}
    roles[names] = head_words.TEST
    by_role = {role: [column for column in roles if roles[column] == role] for role in set(roles.values())}
    several = [column for role in LIMITS if len(by_role.get(role, [])) > 1 for column in by_role[role]]
    for column in several:
        plan.leave(f"column {column + 1}", heads[column], SEVERAL_LIMITS)
    first = {role: columns[0] for role, columns in by_role.items() if columns[0] not in several}
    dates = _dates(look, band, heads, by_role, plan)
    _leave_columns(look, heads, by_role, plan)
    return Columns(
        names,
        dates,
        by_role.get(head_words.UNIT, []),
        first.get(head_words.RANGE),
        first.get(head_words.LOWER),
        first.get(head_words.UPPER),
    )


def _name_column(look: Look, band: Band) -> int:
    """Return the column in which most names of tests stand; else the first column of words."""
    width = min(4, len(look.rows[0]))
    known = Counter(
        {column: sum(look.is_known(look.rows[row][column]) for row in band.body) for column in range(width)}
    )
    best, times = max(known.items(), key=lambda pair: (pair[1], -pair[0]))
    if times:
        return best
    words = (column for column in range(width) if look.share(column, band.body, TEXT) > 0.5)
    return next(words, 0)


def _heads(look: Look, band: Band, names: int, plan: Plan) -> list[str]:
    """Return the head of each column; dates that lost blank cells before them are moved over the values."""
    heads = list(look.rows[band.head]) if band.head is not None else [""] * len(look.rows[0])
    if band.head is None or names:
        return heads
    if role_of(heads[0]) in BESIDE_NAMES and _is_longer(look, band):
        plan.leave(look.sheet.places[band.head], look.text(band.head), SHIFTED)
        return [""] * len(heads)
    if look.kinds[band.head][0] != DATE:
        return heads
    dates = [text for text in heads if text]
    start = _first_value(look, band, len(dates))
    if start and heads[: len(dates)] == dates:
        return [*[""] * start, *dates, *heads[start + len(dates) :]]
    plan.leave(look.sheet.places[band.head], look.text(band.head), OVER_NAMES)
    return [""] * len(heads)


def _is_longer(look: Look, band: Band) -> bool:
    """Tell whether values stand to the right of every head."""
    heads = look.rows[band.head or 0]
    last = max(column for column, text in enumerate(heads) if text)
    return any(
        look.kinds[row][column] == NUMBER for row in band.body for column in range(last + 1, len(heads))
    )


def _first_value(look: Look, band: Band, count: int) -> int:
    """Return the first of the last columns where just they hold values, as many as there are; else 0."""
    width = max(column + 1 for row in band.body for column, text in enumerate(look.rows[row]) if text)
    start = width - count
    has_values = not any(_is_beside(look, band, column) for column in range(max(start, 0), width))
    is_beside = all(_is_beside(look, band, column) for column in range(1, start))
    return start if start > 0 and has_values and is_beside else 0


def _is_beside(look: Look, band: Band, column: int) -> bool:
    """Tell whether a column holds units, limits such as `<5` or words, and no value."""
    return not any(
        look.kinds[row][column] == NUMBER and look.rows[row][column][0].isdigit() for row in band.body
    )


def _role(look: Look, band: Band, column: int, head: str) -> str:
    """Return what a column holds: by its head, where its cells agree, else by its cells."""
    role = role_of(head)
    if head and kind_of(head, look.today) == DATE:
        return head_words.DATE
    if role in BY_HEAD:
        return role
    numbers = look.share(column, band.body, NUMBER)
    if role == head_words.UNIT and numbers <= 0.5:
        return role
    has_limits = look.share(column, band.body, RANGE) and _is_beside(look, band, column)
    if numbers and has_limits:
        return head_words.RANGE
    return head_words.DATE if numbers else _role_by_cells(look, band, column)


def _role_by_cells(look: Look, band: Band, column: int) -> str:
    """Return what a column without a number holds by most of its cells."""
    for kind, role in ((UNIT, head_words.UNIT), (RANGE, head_words.RANGE), (FLAG, head_words.FLAG)):
        if look.share(column, band.body, kind) > 0.5:
            return role
    return head_words.NOTE


def _dates(
    look: Look, band: Band, heads: list[str], by_role: dict[str, list[int]], plan: Plan
) -> dict[int, int]:
    """Return the date of each column of values; two columns of one date keep their own times."""
    times = look.rows[band.times] if band.times is not None else [""] * len(heads)
    seen: Counter[str] = Counter()
    found = {}
    for column in by_role.get(head_words.DATE, []):
        text = f"{heads[column]} {times[column]}".strip()
        place = f"column {column + 1}"
        own = place if not text else str(seen[text] or "")
        seen[text] += 1
        found[column] = plan.add_date(text, place, own=own)
    return found


def _leave_columns(look: Look, heads: list[str], by_role: dict[str, list[int]], plan: Plan) -> None:
    """List the columns that are not taken over and hold something."""
    for role in (head_words.NOTE, head_words.FLAG, head_words.SITE, head_words.CODE):
        for column in by_role.get(role, []):
            texts = [row[column] for row in look.rows if row[column]]
            if texts and any(text != heads[column] for text in texts):
                plan.leave(f"column {column + 1}", heads[column] or texts[0], BESIDE)
