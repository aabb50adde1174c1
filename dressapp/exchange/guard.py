"""The apostrophe that keeps a spreadsheet from running a text: on when it leaves, off when it returns."""

import re
from dataclasses import replace

from dressapp.labs.paste.parts import Sheet

# A text that a spreadsheet would take for a formula, also behind an apostrophe that was there before.
RUNS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
GUARDED = re.compile(r"''*[=+\-@\t\r＝＋－＠]")


def guard(text: str) -> str:
    """Return a text so that it stays one in a spreadsheet."""
    return f"'{text}" if RUNS.match(text) else text


def unguard(text: str) -> str:
    """Return a text as it was before `guard`."""
    return text[1:] if GUARDED.match(text) else text


def without_guard(sheet: Sheet) -> Sheet:
    """Return a table from a spreadsheet with its texts as they were."""
    return replace(sheet, rows=tuple(tuple(unguard(cell) for cell in row) for row in sheet.rows))
