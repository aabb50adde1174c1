"""Case files as a stream of lines: one result or one error a case, in input order, as they are read."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from dressapp.exchange.case_file import loads, parse_case
from dressapp.exchange.checks import CaseFileError
from dressapp.exchange.results import present_result
from scoring.panel import assess

Line = tuple[int, bytes]


def score_lines(stream: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Score every case of a stream of one case a line, or of one pretty-printed case."""
    for number, text in _cases(_numbered(stream)):
        yield score_text(number, text)


def score_text(number: int, text: bytes) -> dict[str, Any]:
    """Score one case given as text, or say what is wrong with it."""
    record = None
    try:
        record = loads(text.decode())
        return present_result(assess(parse_case(record)))
    except UnicodeDecodeError:
        return _error(number, record, "not UTF-8 text")
    except json.JSONDecodeError as problem:
        return _error(number, record, f"not JSON: {problem.msg} at character {problem.pos + 1}")
    except CaseFileError as problem:
        return _error(number, record, str(problem))


def _error(number: int, record: Any, what: str) -> dict[str, Any]:
    name = record.get("id") if isinstance(record, dict) else None
    return {"id": name if isinstance(name, str) else None, "line": number, "error": what}


def _numbered(stream: Iterable[bytes]) -> Iterator[Line]:
    """Return the lines that hold something, with their numbers, a byte order mark taken off."""
    for number, line in enumerate(stream, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if text:
            yield number, text


def _cases(lines: Iterator[Line]) -> Iterator[Line]:
    first = next(lines, None)
    if first is None:
        return
    if not _is_cut_short(first[1]):
        yield from chain([first], lines)
        return
    rest = [first, *lines]
    one_a_line = any(_is_whole(text) for _, text in rest[1:])
    yield from rest if one_a_line else [(first[0], b"\n".join(text for _, text in rest))]


def _is_cut_short(text: bytes) -> bool:
    """Say whether a line stops inside an object: the first line of a pretty-printed case."""
    try:
        loads(text.decode())
    except json.JSONDecodeError as problem:
        return text.startswith(b"{") and problem.pos >= len(text.decode())
    except (UnicodeDecodeError, CaseFileError):
        return False
    return False


def _is_whole(text: bytes) -> bool:
    """Say whether a line is a whole case of its own."""
    try:
        return text.startswith(b"{") and "format" in loads(text.decode())
    except (ValueError, CaseFileError):
        return False
