"""The first table of a workbook: its lines, what was hidden or merged in it, what is not read. Child only."""

import re
import warnings
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from zipfile import ZipFile

from openpyxl import DEFUSEDXML
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter, range_boundaries

from .limits import MAX_AREA, MAX_CELLS, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from .listed import MOST_NAMED, listed
from .xlsx_cells import DAY, NUMBER, TEXT, CellParser, SeenCell
from .xlsx_zip import Refused

SHORT = 100  # characters of a merged head that count as one cell
# What stands for one result; a merged result is never repeated.
ONE_RESULT = re.compile(r"[<>≤≥]?\s*\d+(?:[.,]\d+)?\s*\D{0,8}")
# A text that somebody may read otherwise than a number: 38,5 or 1.500.
DOUBTFUL = re.compile(r"\d,\d|\d\.\d{3}(?!\d)")
THREE_PLACES = re.compile(r"[1-9]\d{0,2}\.\d{3}")
STRICT = b"http://purl.oclc.org/ooxml/"
NO_TABLE = "No sheet of the workbook holds a table of at least two rows and two columns"
Lines = dict[int, dict[int, SeenCell]]


@dataclass
class Table:
    """The filled cells of one worksheet by row and column, and what is said of them."""

    title: str
    lines: Lines
    notes: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """How the sheet is named to people."""
        return f"sheet {self.title[:40]}"

    @cached_property
    def columns(self) -> range:
        """The columns from the first to the last that is filled."""
        filled = {column for line in self.lines.values() for column in line}
        return range(min(filled), max(filled) + 1) if filled else range(0)


@dataclass(frozen=True)
class Worksheet:
    """One worksheet of a workbook, not yet read."""

    title: str
    part: str
    is_hidden: bool

    @property
    def words(self) -> str:
        """How people are told of the sheet."""
        return f"{'hidden ' if self.is_hidden else ''}sheet {self.title[:40]}"


def first_table(archive: ZipFile) -> dict[str, object]:
    """Return the first sheet that holds a table, and the names of the others."""
    if not DEFUSEDXML:
        raise Refused("XLSX files cannot be read here: the package defusedxml is missing")
    if "xl/workbook.xml" in archive.namelist() and STRICT in archive.read("xl/workbook.xml"):
        raise Refused("The workbook is saved as Strict Open XML. Save it as an ordinary XLSX workbook")
    warnings.simplefilter("ignore")
    reader, sheets = _open(archive)
    for sheet in sorted(sheets, key=lambda each: each.is_hidden):
        table = _read(archive, sheet, reader)
        if len(table.lines) > 1 and len(table.columns) > 1:
            others = [other for other in sheets if other is not sheet]
            table.notes += [
                f"{other.words} is not read: import it on its own" for other in others[:MOST_NAMED]
            ]
            if len(others) > MOST_NAMED:
                table.notes.append(f"{len(others) - MOST_NAMED} more sheets are not read")
            return _plain(table)
    raise Refused(NO_TABLE)


def _open(archive: ZipFile) -> tuple[ExcelReader, list[Worksheet]]:
    """Return a workbook with its texts and formats read, and its worksheets in their order, unread."""
    reader = ExcelReader(archive.fp, read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    parts = set(reader.valid_files)
    found = [
        Worksheet(sheet.name, related.target, sheet.state != "visible")
        for sheet, related in reader.parser.find_sheets()
        if related.target in parts and "chartsheet" not in related.Type
    ]
    return reader, found


def _read(archive: ZipFile, sheet: Worksheet, reader: ExcelReader) -> Table:
    """Return the filled cells of one worksheet, its merged heads repeated."""
    lines: Lines = {}
    filled = characters = 0
    with archive.open(sheet.part) as source:
        parser = CellParser(source, reader.wb, reader.shared_strings)
        for number, cells in parser.parse():
            if cells:
                line = lines.setdefault(number, {})
                if len(line | {cell.column: cell for cell in cells}) < len(line) + len(cells):
                    raise Refused(
                        f"Sheet {sheet.title[:40]} holds a cell of row {number} twice. Save it again"
                    )
                line |= {cell.column: cell for cell in cells}
                filled += len(cells)
                characters += sum(len(cell.text) for cell in cells)
                _check_size(sheet.title, number, len(lines), filled, characters)
    table = Table(sheet.title, lines)
    _check_area(table)
    _repeat_merged(table, parser)
    _name_hidden(table, parser)
    _name_turned_into_days(table)
    return table


def _check_size(title: str, number: int, rows: int, filled: int, characters: int) -> None:
    """Refuse a sheet as soon as it holds more than a table may."""
    if rows > MAX_ROWS:
        raise Refused(f"Sheet {title[:40]} has more than {MAX_ROWS:,} rows. Split it")
    if filled > MAX_CELLS:
        raise Refused(f"Sheet {title[:40]} has more than {MAX_CELLS:,} cells up to row {number}. Split it")
    if characters > MAX_CHARACTERS:
        raise Refused(
            f"Sheet {title[:40]} has more than {MAX_CHARACTERS:,} characters up to row {number}. Split it"
        )


def _check_area(table: Table) -> None:
    """Refuse a table that is too wide, or too large for its width."""
    if len(table.columns) > MAX_COLUMNS:
        last = get_column_letter(table.columns[-1])
        raise Refused(f"{table.place} reaches column {last}: more than {MAX_COLUMNS} columns. Split it")
    if len(table.columns) * len(table.lines) > MAX_AREA:
        raise Refused(f"{table.place} is wider and longer than {MAX_AREA:,} cells. Split it")


def _repeat_merged(table: Table, parser: CellParser) -> None:
    """Repeat a merged head in each of its cells; a merged result stays where it stands, and is named."""
    left, room = [], MAX_CELLS
    for area in parser.merged:
        first_column, first_row, last_column, last_row = range_boundaries(area)
        cell = table.lines.get(first_row, {}).get(first_column)
        columns = range(first_column, min(last_column, table.columns[-1]) + 1)
        if cell is None or (first_row == last_row and set(table.lines[first_row]) <= set(columns)):
            continue  # empty, or a title, which stands alone in its row
        if cell.kind == NUMBER or ONE_RESULT.fullmatch(cell.text):
            left.append(area)
            continue
        rows = _rows_between(table, first_row, last_row)
        room -= len(rows) * len(columns) * (1 + len(cell.text) // SHORT)
        if room < 0:
            raise Refused(f"{table.place}: cells are merged over too large an area ({area}). Part them")
        for row in rows:
            for column in columns:
                table.lines[row].setdefault(column, replace(cell, column=column))
    if left:
        table.notes.append(
            f"{table.place}: {listed(left)} merged over several cells, read in the first of them alone"
        )


def _rows_between(table: Table, first: int, last: int) -> list[int]:
    """Return the rows from the first to the last that hold something."""
    if last - first < len(table.lines):
        return [row for row in range(first, last + 1) if row in table.lines]
    return [row for row in table.lines if first <= row <= last]


def _name_hidden(table: Table, parser: CellParser) -> None:
    """Say which rows and columns are read though the spreadsheet hides them."""
    rows = [row for row in table.lines if _is_hidden(parser.row_dimensions.get(str(row), {}))]
    columns = []
    for given in parser.column_dimensions.values():
        if _is_hidden(given):
            columns += [
                c for c in table.columns if int(given["min"]) <= c <= int(given.get("max", given["min"]))
            ]
    if rows:
        table.notes.append(f"{table.place}: hidden rows are read too ({listed(map(str, rows))})")
    if columns:
        letters = map(get_column_letter, columns)
        table.notes.append(f"{table.place}: hidden columns are read too ({listed(letters)})")


def _is_hidden(given: dict[str, str]) -> bool:
    return given.get("hidden", "0").lower() in ("1", "true")


def _name_turned_into_days(table: Table) -> None:
    """Mark days among numbers: spreadsheets turn 3.3 into 3 March."""
    first = next((row for row in sorted(table.lines) if _count(table.lines[row], DAY)), 0)
    lines = {row: line for row, line in table.lines.items() if row != first and not _is_heads(line)}
    by_column = Counter((cell.column, cell.kind) for line in lines.values() for cell in line.values())
    found = []
    for row, line in lines.items():
        for cell in line.values():
            if cell.kind == DAY and by_column[cell.column, NUMBER] > by_column[cell.column, DAY]:
                line[cell.column] = replace(cell, text=f"{cell.text} (a date in the file)")
                found.append(f"{get_column_letter(cell.column)}{row}")
    if found:
        table.notes.append(
            f"{table.place}: a date among numbers ({listed(found)}); a spreadsheet may have made it of a "
            "number such as 3.3. Type the number that was meant"
        )


def _count(line: dict[int, SeenCell], kind: str) -> int:
    return sum(cell.kind == kind for cell in line.values())


def _is_heads(line: dict[int, SeenCell]) -> bool:
    """Tell whether a row holds days and no number, as the heads of a table do."""
    return _count(line, DAY) > 1 and not _count(line, NUMBER)


def _plain(table: Table) -> dict[str, object]:
    """Return the table as plain JSON, with the decimal point declared where only numbers have decimals."""
    cells = [cell for line in table.lines.values() for cell in line.values()]
    is_sure = not any(cell.kind == TEXT and DOUBTFUL.search(cell.text) for cell in cells)
    rows = sorted(table.lines)
    empty = [""] * len(table.columns)
    return {
        "rows": [_row(table.lines[row], table.columns[0], list(empty), is_sure) for row in rows],
        "places": [f"{table.place}, row {row}" for row in rows],
        "declared": {"decimal": "point"} if is_sure else {},
        "left_out": table.notes,
    }


def _row(line: dict[int, SeenCell], first: int, row: list[str], is_sure: bool) -> list[str]:
    for column, cell in line.items():
        row[column - first] = cell.text if is_sure else _unmistakable(cell)
    return row


def _unmistakable(cell: SeenCell) -> str:
    """Return a number so that its point cannot be taken for a thousands sign: 1.2340 for 1.234."""
    is_unsure = cell.kind == NUMBER and THREE_PLACES.fullmatch(cell.text)
    return f"{cell.text}0" if is_unsure else cell.text
