"""Join a comparator that has a cell of its own to the number at its right, where that is sure."""

from collections.abc import Sequence
from dataclasses import replace

from . import cells, head_words
from .head_words import role_of
from .parts import Sheet

SIGNS = frozenset(["<", ">", "≤", "≥", "<=", ">=", "≪", "≫", "~", "≈", "±"])
NOT_JOINED = "A sign such as < has a cell of its own here. Write it into the cell of its number."

Rows = Sequence[tuple[str, ...]]


def join_signs(sheet: Sheet) -> Sheet:
    """Return a table in which a comparator stands in the cell of its number; as it is where that is not sure.

    A sign between two numbers may be of either: the signs of the table go right where each has a number
    there, and one of them no number before it.
    """
    found = _places(sheet.rows)
    if not found or not _go_right(sheet.rows, found):
        return sheet
    rows = list(sheet.rows)
    for row, column in found:
        cells_of = rows[row]
        joined = f"{cells_of[column]}{cells_of[column + 1]}"
        rows[row] = (*cells_of[:column], "", joined, *cells_of[column + 2 :])
    return replace(sheet, rows=tuple(rows))


def _places(rows: Rows) -> list[tuple[int, int]]:
    """Return where comparators stand alone, line by line."""
    return [
        (place, column)
        for place, row in enumerate(rows)
        if not SIGNS.isdisjoint(row)
        for column, text in enumerate(row)
        if text in SIGNS
    ]


def _go_right(rows: Rows, found: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the signs of a table surely belong to the numbers at their right."""
    flags = {column for row in rows for column, text in enumerate(row) if role_of(text) == head_words.FLAG}
    has_numbers = all(_is_number(rows[row], column + 1) and column not in flags for row, column in found)
    return has_numbers and any(not _is_number(rows[row], column - 1) for row, column in found)


def _is_number(row: Sequence[str], column: int) -> bool:
    """Tell whether a cell holds a number without a comparator."""
    text = row[column] if 0 <= column < len(row) else ""
    return text[:1].isdigit() and cells.take_apart(text).kind == cells.NUMBER
