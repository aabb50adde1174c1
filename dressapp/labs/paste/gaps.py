"""Part lines at gaps of two or more spaces, as a table looks when it is copied from a page.

A blank cell leaves no sign but its place: a line with fewer cells than the others is parted only where each
cell stands below one column. Every other such line stays in one piece, to be looked at by a person.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .cells import is_flag
from .head_words import FLAG, role_of

FIELD = re.compile(r"\S+(?: \S+)*")
SIGNS = frozenset(["<", ">", "≤", "≥", "<=", ">="])
TAB, UNPARTED = "  ", " ¦ "
TOP_PART = 3  # the first third
SHARP = 2  # lines that must have every cell before their places are trusted


class Field(NamedTuple):
    """A cell's text with the places on its line where it begins and ends."""

    text: str
    start: int
    end: int


def split_at_gaps(lines: Sequence[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return each line's cells; a line whose cells cannot be placed keeps its whole text as one."""
    fields = [(number, _fields(line)) for number, line in lines]
    width = _usual_width([len(row) for _, row in fields])
    has_tabs = any("\t" in line for _, line in lines)
    columns = [] if has_tabs else _columns([row for _, row in fields if len(row) == width])
    lone = _lone_signs([row for _, row in fields if len(row) == width])
    return [
        (number, [UNPARTED.join(field.text for field in row)])
        if len(row) == width
        and any(is_lone(field.text) and place not in lone for place, field in enumerate(row))
        else (number, _place(row, width, columns))
        for number, row in fields
    ]


def is_lone(text: str) -> bool:
    """Tell whether a text is a flag or comparator without its number."""
    return text in SIGNS or is_flag(text)


def _lone_signs(rows: Sequence[Sequence[Field]]) -> set[int]:
    """Return the places of full lines that are columns of flags or signs: by their head, or most cells."""
    return {
        place
        for place, column in enumerate(zip(*rows, strict=True))
        if any(role_of(field.text) == FLAG for field in column)
        or 2 * sum(is_lone(field.text) for field in column) > len(column)
    }


def _fields(line: str) -> list[Field]:
    """Return the cells of a line between its gaps, measured as they look: some signs are two wide."""
    wide = "".join(f"{sign}\0" if unicodedata.east_asian_width(sign) in "WF" else sign for sign in line)
    return [
        Field(found[0].replace("\0", ""), found.start(), found.end())
        for found in FIELD.finditer(wide.replace("\t", TAB))
    ]


def _usual_width(counts: list[int]) -> int:
    """Return the number of cells of a full line: the most that several lines have, or one line near the top.

    A sparse table may have one full line alone, its head; a footnote has no say.
    """
    times = Counter(counts)
    top = counts[: len(counts) // TOP_PART + 1]
    return max(count for count in counts if times[count] > 1 or count in top)


def _columns(rows: Sequence[Sequence[Field]]) -> list[tuple[int, int]]:
    """Return where each column begins and ends over all full lines; none where they are not aligned."""
    columns = list(zip(*rows, strict=True))
    if len(rows) < SHARP or not _is_padded(rows) or not all(map(_is_aligned, columns)):
        return []
    ends = [(min(field.start for field in one), max(field.end for field in one)) for one in columns]
    return ends if all(before[1] <= after[0] for before, after in pairwise(ends)) else []


def _is_padded(rows: Sequence[Sequence[Field]]) -> bool:
    """Tell whether gaps differ: where all are alike, blank cells may have closed up."""
    return len({after.start - before.end for row in rows for before, after in pairwise(row)}) > 1


def _is_aligned(column: Sequence[Field]) -> bool:
    """Tell whether cells begin or end at one place; of many, the head may stand elsewhere."""
    starts, ends = Counter(cell.start for cell in column), Counter(cell.end for cell in column)
    most = max(starts.most_common(1)[0][1], ends.most_common(1)[0][1])
    return most >= len(column) - (len(column) > SHARP)


def _place(row: Sequence[Field], width: int, columns: Sequence[tuple[int, int]]) -> list[str]:
    """Return a line's cells in their columns, or its whole text as one cell."""
    texts = [field.text for field in row]
    if len(row) in (1, width):
        return texts
    if len(row) < width and (places := _places(row, columns)):
        cells = [""] * width
        for place, text in zip(places, texts, strict=True):
            cells[place] = text
        return cells
    return [UNPARTED.join(texts)]


def _places(row: Sequence[Field], columns: Sequence[tuple[int, int]]) -> list[int]:
    """Return the one column that each cell stands below; nothing where that is not sure."""
    places = [
        [place for place, (start, end) in enumerate(columns) if field.start < end and start < field.end]
        for field in row
    ]
    if any(len(place) != 1 for place in places):
        return []
    found = [place[0] for place in places]
    return found if len(set(found)) == len(found) else []
