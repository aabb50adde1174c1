"""Turn a pasted text into a table of texts: which sign parts its columns, and nothing about its meaning."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator

from .free_lines import split_free_lines
from .gaps import split_at_gaps
from .parts import Sheet, SheetRefused
from .signs import TIDY

MAX_LINES, MAX_COLUMNS, MAX_CELL, MAX_BYTES = 20_000, 200, 10_000, 2_000_000
LONGEST_LINE, WITH_EMPTY = 100_000, 5  # characters; how many lines there may be for each that holds something
TAB, SEMICOLON, COMMA, PIPE, SPACES, WORDS = "tab", "semicolon", "comma", "pipe", "spaces", "words"
SEPARATORS = {
    TAB: "Tabs, as copied from a spreadsheet",
    SEMICOLON: "Semicolons",
    COMMA: "Commas",
    PIPE: "Upright lines, as in Markdown",
    SPACES: "Two or more spaces, as copied from a PDF",
    WORDS: "None: one result a line, in words",
}

UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
RULE = re.compile(r"[|\s:+=_–—-]*[-=_–—]{2,}[|\s:+=_–—-]*")
GAP = re.compile(r"[^\s,] {2,}\S")
SPLIT_NUMBER = re.compile(r"[0-9],[0-9]")
BODY_NUMBER = re.compile(r"[<>]? ?[0-9]+(?:\.[0-9]+)?")

Line = tuple[int, list[str]]


def split_text(text: str, separator: str = "", most_bytes: int = MAX_BYTES) -> Sheet:
    """Return a text as a table; `separator` is one of SEPARATORS, or empty to find it."""
    lines = _lines(text, most_bytes)
    if separator and separator not in SEPARATORS:
        raise SheetRefused("Choose the sign that parts the columns from the list")
    name = separator or _find_separator([line for _, line in lines])
    split = SPLITTERS[name](lines)
    if name == COMMA:
        _check_commas(split)
    return _sheet(split, name)


def _check_commas(split: list[Line]) -> None:
    """Refuse a table in which a line has more columns than its head: a comma in it may be of a number."""
    body = next((place for place, (_, row) in enumerate(split) if _has_number(row)), len(split))
    heads = [len(row) for _, row in split[:body] if sum(map(bool, map(str.strip, row))) > 1]
    most = max(heads, default=len(split[body][1]) if body < len(split) else 0)
    long = next((number for number, row in split[body:] if _filled(row) > most), 0)
    if long:
        raise SheetRefused(
            f"Line {long} has more columns than the heads: a comma may be a decimal sign or group thousands."
            " Separate the columns by tabs or semicolons"
        )


def _has_number(row: list[str]) -> bool:
    """Tell whether a line holds a plain number in a cell."""
    return any(BODY_NUMBER.fullmatch(cell.strip()) for cell in row)


def _filled(row: list[str]) -> int:
    """Return how many columns a line has up to its last cell that holds something."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _lines(text: str, most_bytes: int) -> list[tuple[int, str]]:
    """Return the lines that hold something, with their numbers."""
    if len(text) > most_bytes or len(text.encode(errors="replace")) > most_bytes:
        raise SheetRefused("The text is larger than 2 MB. Paste a part of it, or read it in as a file")
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").translate(TIDY)
    if UNREADABLE.search(tidy):
        raise SheetRefused("The text holds signs that are no text. Copy the table again, as text")
    if (count := tidy.count("\n")) > WITH_EMPTY * MAX_LINES:
        raise _too_many_lines(count)
    lines = [(number, line) for number, line in enumerate(tidy.split("\n"), start=1) if line.strip()]
    if not lines:
        raise SheetRefused("There is no text. Copy a table and paste it here")
    if len(lines) > MAX_LINES:
        raise _too_many_lines(len(lines))
    if long := next((number for number, line in lines if len(line) > LONGEST_LINE), 0):
        raise SheetRefused(
            f"Line {long} has more than {LONGEST_LINE:,} characters. Shorten it or leave it out"
        )
    return lines


def _too_many_lines(count: int) -> SheetRefused:
    return SheetRefused(f"The text has {count:,} lines. Paste at most {MAX_LINES:,} at a time")


def _sheet(split: list[Line], separator: str) -> Sheet:
    """Return the lines as a table, each equally long."""
    rows = [(number, [" ".join(cell.split()) for cell in row]) for number, row in split]
    rows = [(number, row) for number, row in rows if any(row)]
    width = max((len(row) for _, row in rows), default=0)
    while width and not any(row[width - 1] for _, row in rows if len(row) >= width):
        width -= 1
    if width < 2:
        raise SheetRefused(
            "No columns were found. Copy the table from a spreadsheet, or put tabs or semicolons between them"
        )
    if width > MAX_COLUMNS:
        raise SheetRefused(f"The table has {width:,} columns. Paste at most {MAX_COLUMNS} at a time")
    if any(len(cell) > MAX_CELL for _, row in rows for cell in row):
        raise SheetRefused(f"A cell has more than {MAX_CELL:,} characters. Shorten it or leave it out")
    filled = tuple(tuple((row + [""] * width)[:width]) for _, row in rows)
    return Sheet(filled, separator, tuple(f"line {number}" for number, _ in rows))


def _find_separator(lines: list[str]) -> str:
    """Return the separator that gives most lines the same number of columns."""
    for name, sign in ((TAB, "\t"), (PIPE, "|")):
        if 2 * sum(sign in line for line in lines) >= len(lines):
            return name
    if _consistency([line.count(";") for line in lines]) >= 0.5:
        return SEMICOLON
    if _parts_by_comma(lines):
        return COMMA
    if 2 * sum(bool(GAP.search(line)) for line in lines) >= len(lines):
        return SPACES
    return TAB if any("\t" in line for line in lines) else WORDS


def _consistency(counts: list[int]) -> float:
    """Return the share of the most frequent number of separators; 0 where that is none."""
    usual, times = Counter(counts).most_common(1)[0]
    return times / len(counts) if usual else 0


def _parts_by_comma(lines: list[str]) -> bool:
    """Tell whether commas part columns: never where each may be a decimal comma or spaces part them too."""
    if any(GAP.search(line) for line in lines):
        return False
    counts = [len(row) - 1 for _, row in _by_sign(list(enumerate(lines)), ",")]
    between_digits = sum(len(SPLIT_NUMBER.findall(line)) == line.count(",") for line in lines)
    return _consistency(counts) >= 0.5 and between_digits < len(lines)


def _by_sign(lines: list[tuple[int, str]], sign: str) -> list[Line]:
    """Return lines parted by a sign, with quotation marks read where every one is closed."""
    if not any('"' in line for _, line in lines):
        return [(number, line.split(sign)) for number, line in lines]
    try:
        return list(_quoted(lines, sign))
    except csv.Error:
        return [(number, line.split(sign)) for number, line in lines]


def _quoted(lines: list[tuple[int, str]], sign: str) -> Iterator[Line]:
    """Yield lines parted by a sign outside quotation marks; a cell may go on in the next line."""
    texts = (f"{line}\n" for _, line in lines)
    reader = csv.reader(texts, delimiter=sign, skipinitialspace=sign == ",", strict=True)
    begin = 0
    for row in reader:
        yield lines[begin][0], row
        begin = reader.line_num


def _by_pipes(lines: list[tuple[int, str]]) -> list[Line]:
    """Return the lines of a Markdown table without their frame and rules."""
    kept = [(number, line.strip()) for number, line in lines if not RULE.fullmatch(line)]
    has_left = 2 * sum(line.startswith("|") for _, line in kept) > len(kept)
    has_right = 2 * sum(line.endswith("|") for _, line in kept) > len(kept)
    return [(number, [_bare(cell) for cell in _between(line, has_left, has_right)]) for number, line in kept]


def _between(line: str, has_left: bool, has_right: bool) -> list[str]:
    """Return the cells of a line, without its frame; a pipe behind a backslash is text."""
    inner = line.removeprefix("|") if has_left else line
    inner = inner[:-1] if has_right and inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _bare(cell: str) -> str:
    """Return a cell without the marks of bold, italic and code around it."""
    found = re.fullmatch(r"\s*(\*\*|__|`|_)(.+?)\1\s*", cell)
    return found[2] if found else cell


SPLITTERS: dict[str, Callable[[list[tuple[int, str]]], list[Line]]] = {
    TAB: lambda lines: _by_sign(lines, "\t"),
    SEMICOLON: lambda lines: _by_sign(lines, ";"),
    COMMA: lambda lines: _by_sign(lines, ","),
    PIPE: _by_pipes,
    SPACES: split_at_gaps,
    WORDS: split_free_lines,
}
