"""Signs that look like others or like nothing, in one form before anything is read."""

from dataclasses import replace

from .parts import Sheet

# Full-width letters and digits, wide spaces; signs without width; other ends of lines.
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2007: " "}
WIDTHLESS = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
TIDY = NARROW | WIDTHLESS | LINE_ENDS


def tidy_sheet(sheet: Sheet) -> Sheet:
    """Return a table with single spaces and plain signs in its cells; a text parted here has them already."""
    if sheet.separator:
        return sheet
    known: dict[str, str] = {}
    rows = tuple(tuple(_tidy(text, known) for text in row) for row in sheet.rows)
    return replace(sheet, rows=rows)


def _tidy(text: str, known: dict[str, str]) -> str:
    """Return a cell's text in plain signs, equal texts once."""
    if text not in known:
        known[text] = " ".join(text.translate(TIDY).split())
    return known[text]
