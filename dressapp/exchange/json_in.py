"""JSON from outside: measured before it is built, read strictly, each problem with its place."""

import json
import re
from typing import Any

from dressapp.labs.paste.parts import SheetRefused

from .case_file import loads
from .checks import CaseFileError
from .limits import MAX_DEPTH, MAX_PARTS

STARTS_JSON = re.compile(r"\s*(?:\{\s*(?:[\"}]|\Z)|\[\s*(?:[\[{\"\]0-9-]|\Z))")
# A whole string, closed or not, or one sign of the structure: every character is looked at once.
PARTS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[][{},]', re.DOTALL)
NEW_LINE = "\n"
EXPORT_AGAIN, SMALLER = "Export it again", "Export fewer results at a time"


def is_json(text: str) -> bool:
    """Tell whether a text begins as a JSON object or list does."""
    return STARTS_JSON.match(text) is not None


def read_values(text: str) -> list[tuple[str, Any]]:
    """Return the values of a JSON text with their places: the whole of it, or one a line."""
    _measure(text)
    lines = [(number, line) for number, line in enumerate(text.split(NEW_LINE), start=1) if line.strip()]
    if len(lines) > 1 and _is_whole(lines[0][1]):
        return [(f"line {number}", _read(line, number)) for number, line in lines]
    return [("entry 1", _read(text, 1))]


def _is_whole(line: str) -> bool:
    """Tell whether a line is a value of its own, so that each line is."""
    try:
        loads(line)
    except (ValueError, CaseFileError):
        return False
    return True


def _read(text: str, first_line: int) -> Any:
    """Return the value of a text that begins in a line of its file."""
    try:
        return loads(text)
    except json.JSONDecodeError as problem:
        place = f"line {problem.lineno + first_line - 1}, column {problem.colno}"
        raise SheetRefused(f"The file is not JSON: {problem.msg} ({place}). {EXPORT_AGAIN}") from None
    except CaseFileError as problem:
        raise SheetRefused(f"The JSON from line {first_line} is not as it should be: {problem}") from None


def _measure(text: str) -> None:
    """Refuse what is nested too deeply or has too many parts, before anything is built of it."""
    depth = count = 0
    for found in PARTS.finditer(text):
        sign = found[0]
        if sign in "]}":
            depth -= 1
        elif sign[0] != '"':
            count += 1
            depth += sign in "[{"
        if depth > MAX_DEPTH:
            raise SheetRefused(f"{_place(found)}: nested deeper than {MAX_DEPTH} levels. {SMALLER}")
        if count > MAX_PARTS:
            raise SheetRefused(f"{_place(found)}: more than {MAX_PARTS:,} values. {SMALLER}")


def _place(found: re.Match[str]) -> str:
    """Return the place of a sign, as line and column."""
    text, at = found.string, found.start()
    return f"Line {text.count(NEW_LINE, 0, at) + 1}, column {at - text.rfind(NEW_LINE, 0, at)}"
