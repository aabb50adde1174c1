"""Write a published table in the shapes that people paste it in, each with the texts of the source."""

import csv
import io
from dataclasses import dataclass, field

from tests.golden.tables.sources import Table

Lines = list[list[str]]
COLUMNS = (  # of stored lists: test, value, day, then unit, lower and upper limit where there are any
    ("Test", "Result", "Day"),
    ("LBTEST", "LBORRES", "LBDTC", "LBORRESU", "LBORNRLO", "LBORNRHI"),
)


@dataclass
class Printed:
    """A table as texts: its names with unit and limits, its heads, and its cells."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def has_units(self) -> bool:
        return any(unit for unit, _ in self.names.values())

    @property
    def has_limits(self) -> bool:
        return any(limits for _, limits in self.names.values())

    def beside(self, name: str) -> list[str]:
        unit, limits = self.names[name]
        return [*([unit] if self.has_units else []), *([limits] if self.has_limits else [])]

    def words(self) -> list[str]:
        return ["Test", *(["Unit"] if self.has_units else []), *(["Normal range"] if self.has_limits else [])]


def shapes_of(table: Table) -> dict[str, str]:
    """Return a table in every shape that it can be pasted in, the first as it was readable."""
    shapes = {"as readable": table.text}
    if table.days is None:
        return shapes | (_regrouped(table) if table.rows else {})
    printed = print_of(table)
    down, across, listed = _down(printed), _across(printed), _list(printed)
    return shapes | {
        "tabs": _tabs(down),
        "semicolons": "\n".join(";".join(line) for line in down),
        "commas": _commas(down),
        "Markdown": _markdown(down),
        "aligned by spaces": _spaces(down),
        "transposed": _tabs(across),
        "transposed, Markdown": _markdown(across),
        "a list": _tabs(listed),
        "a list, commas": _commas(listed),
        "heads in two lines": _tabs(_two_lines(printed)),
        "as a browser copies it": _tabs(_two_lines(printed, is_cut=True)),
        "with a title and a note": f"Table 1. Laboratory results\n{_tabs(down)}\n* outside the normal range",
    }


def print_of(table: Table) -> Printed:
    """Return the texts of a stored table, parted by what is known of its own shape."""
    lines = [line.split("\t") for line in table.text.rstrip("\n").split("\n")]
    return _print_down(lines) if table.layout == "tests_down" else _print_list(lines)


def _print_down(lines: Lines) -> Printed:
    printed = Printed(heads=lines[0][1:])
    for name, *cells in lines[1:]:
        printed.names[name] = ("", "")
        printed.cells |= {(name, head): cell for head, cell in zip(printed.heads, cells, strict=True)}
    return printed


def _print_list(lines: Lines) -> Printed:
    printed = Printed()
    columns = next(columns for columns in COLUMNS if set(columns) <= set(lines[0]))
    for line in lines[1:]:
        at = dict(zip(lines[0], line, strict=True))
        test, value, day, *rest = (at[column] for column in columns)
        unit, low, high = rest or ("", "", "")
        printed.names.setdefault(test, (unit, f"{low}–{high}" if low else ""))
        printed.cells[test, day] = value
    printed.heads = sorted({day for _, day in printed.cells})
    return printed


def _down(printed: Printed) -> Lines:
    body = [
        [name, *printed.beside(name), *(printed.cells.get((name, head), "") for head in printed.heads)]
        for name in printed.names
    ]
    return [[*printed.words(), *printed.heads], *body]


def _across(printed: Printed) -> Lines:
    lines = [["Date", *printed.names]]
    if printed.has_units:
        lines.append(["Unit", *(unit for unit, _ in printed.names.values())])
    if printed.has_limits:
        lines.append(["Normal range", *(limits for _, limits in printed.names.values())])
    for head in printed.heads:
        lines.append([head, *(printed.cells.get((name, head), "") for name in printed.names)])
    return lines


def _list(printed: Printed) -> Lines:
    word, *beside = printed.words()
    lines = [[name, head, text, *printed.beside(name)] for (name, head), text in printed.cells.items()]
    return [[word, "Date", "Result", *beside], *lines]


def _two_lines(printed: Printed, *, is_cut: bool = False) -> Lines:
    """Return heads over two lines; a browser leaves out the cells that reach down from the first one."""
    first, *body = _down(printed)
    words = printed.words()
    blank = [] if is_cut else [""] * len(words)
    return [[*words, "Date of the sample"], [*blank, *first[len(words) :]], *body]


def _regrouped(table: Table) -> dict[str, str]:
    """Return a Markdown table whose days are lost with its cells parted in other ways."""
    lines = [line for line in table.text.split("\n") if line.startswith("|") and "---" not in line]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    width = max(map(len, cells))
    full = [line + [""] * (width - len(line)) for line in cells]
    return {
        "tabs": _tabs(full),
        "semicolons": "\n".join(";".join(line) for line in full),
        "commas": _commas(full),
        "aligned by spaces": _spaces(full),
    }


def _tabs(lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in lines)


def _commas(lines: Lines) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(lines)
    return stream.getvalue()


def _markdown(lines: Lines) -> str:
    head, *body = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([head, "|" + "---|" * len(lines[0]), *body])


def _spaces(lines: Lines) -> str:
    widths = [max(map(len, column)) + 3 for column in zip(*lines, strict=True)]
    return "\n".join("".join(map(str.ljust, line, widths)).rstrip() for line in lines)
