"""Look at a table as a grid of kinds, and say how it is laid out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from . import head_words
from .counted_heads import name_counted
from .gaps import UNPARTED
from .head_words import role_of
from .kinds import BLANK, DATE, FLAG, NOTHING, NUMBER, RANGE, TEXT, TIME, kind_of
from .naming import Names
from .parts import LIST, TESTS_ACROSS, TESTS_DOWN, Sheet
from .plan import split_once

WORDS = "words"
NO_VALUES = "This line has no values"
NOT_BELOW = "The cells of this line do not stand below the columns: part them with tabs"
SAMPLE = 400  # lines; enough to see how a table is laid out
NOT_WORDS = frozenset([BLANK, NOTHING, NUMBER, DATE, TIME, RANGE, FLAG])


@dataclass
class Look:
    """A table with the kind of each cell, and the names that are known."""

    sheet: Sheet
    today: date
    names: Names
    rows: Sequence[tuple[str, ...]] = field(init=False)
    kinds: list[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Classify every cell once."""
        self.rows = name_counted(self.sheet.rows, self.is_date)
        self.kinds = [tuple(kind_of(text, self.today) for text in row) for row in self.rows]

    def text(self, row: int) -> str:
        """Return a line's cells as one text."""
        return " ".join(filter(None, self.rows[row]))

    def is_date(self, text: str) -> bool:
        """Tell whether a text names a day."""
        return kind_of(text, self.today) == DATE

    def is_known(self, text: str) -> bool:
        """Tell whether a text is the certain name of a test, with or without a unit."""
        return bool(text) and self.names.is_certain(split_once(text).name)

    def is_body(self, row: int) -> bool:
        """Tell whether a line holds a number."""
        return NUMBER in self.kinds[row]

    def is_date_head(self, row: int) -> bool:
        """Tell whether a line names dates and holds no number."""
        return DATE in self.kinds[row] and not self.is_body(row)

    def why_left(self, row: int, otherwise: str = NO_VALUES) -> str:
        """Say why a line is not taken over: its cells could not be told apart, or `otherwise`."""
        first = self.rows[row][0]
        numbers = sum(part[0].isdigit() for part in first.split()) if self.sheet.separator == WORDS else 0
        return NOT_BELOW if numbers > 1 or UNPARTED in first else otherwise

    def share(self, column: int, rows: Iterable[int], *kinds: str) -> float:
        """Return which share of a column's cells that hold something is of one of the kinds."""
        held = [self.kinds[row][column] for row in rows]
        held = [kind for kind in held if kind not in (BLANK, NOTHING)]
        return sum(kind in kinds for kind in held) / len(held) if held else 0


def find_layout(look: Look) -> str:
    """Return how a table is laid out; empty where nothing in it says so."""
    if find_list_head(look) is not None:
        return LIST
    sample = range(min(SAMPLE, len(look.rows)))
    body = [row for row in sample if look.is_body(row)]
    dated = [row for row in body if DATE in look.kinds[row]]
    if dated and 2 * len(dated) >= len(body):
        return LIST if is_list(look, dated) else TESTS_ACROSS
    if any(look.is_date_head(row) for row in sample):
        return TESTS_DOWN
    return _by_names(look, body)


def find_list_head(look: Look) -> int | None:
    """Return the line that heads a list of results: one for tests, one for values, and no date."""
    for row in range(min(20, len(look.rows))):
        if look.is_body(row) or DATE in look.kinds[row]:
            continue
        roles = {role_of(text) for text in look.rows[row]}
        if head_words.VALUE in roles and roles & {head_words.TEST, head_words.CODE}:
            return row
    return None


def is_list(look: Look, dated: Sequence[int]) -> bool:
    """Tell whether lines with a date and numbers hold one result each, not a sample of several tests."""
    when = date_column(look, dated)
    others = [column for column in range(len(look.rows[0])) if column != when]
    if any(_known_share(look, column, dated) >= 0.5 for column in others):
        return True
    if any(look.is_known(text) for row in range(dated[0]) for text in look.rows[row]):
        return False
    one_number = all(look.kinds[row].count(NUMBER) == 1 for row in dated)
    return one_number and any(look.share(column, dated, TEXT) == 1 for column in others)


def date_column(look: Look, dated: Sequence[int]) -> int:
    """Return the column in which most lines have their date."""
    return Counter(look.kinds[row].index(DATE) for row in dated).most_common(1)[0][0]


def _known_share(look: Look, column: int, rows: Sequence[int]) -> float:
    """Return which share of a column's different texts are names of tests."""
    texts = {look.rows[row][column] for row in rows if look.kinds[row][column] not in NOT_WORDS}
    return sum(look.is_known(text) for text in texts) / len(texts) if texts else 0


def _by_names(look: Look, body: Sequence[int]) -> str:
    """Return the layout of a table without dates by where the names of its tests stand."""
    top, columns = range(min(20, len(look.rows))), range(min(3, len(look.rows[0])))
    down = max(sum(look.is_known(look.rows[row][column]) for row in body) for column in columns)
    across = max(sum(look.is_known(text) for text in look.rows[row]) for row in top)
    if not (down or across):
        return ""
    return TESTS_DOWN if down >= across else TESTS_ACROSS
