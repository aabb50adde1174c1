"""A workbook on its way in: parsed in a child process, taken over as a table of text."""

import json

from dressapp.labs.paste.parts import Sheet, SheetRefused

from .child import ChildFailed, run_child

SAVE = "Open it in a spreadsheet program, save its table as CSV (UTF-8) and import that"


def read_workbook(content: bytes) -> Sheet:
    """Return the first table of a workbook; raise SheetRefused where it cannot be read."""
    try:
        read = json.loads(run_child("dressapp.exchange.xlsx_child", content))
    except (ChildFailed, ValueError) as problem:
        raise SheetRefused(f"{problem}. {SAVE}") from None
    if words := read.get("refused"):
        raise SheetRefused(words)
    return Sheet(
        rows=tuple(map(tuple, read["rows"])),
        separator="",
        places=tuple(read["places"]),
        declared=read["declared"],
        left_out=tuple(read["left_out"]),
    )
