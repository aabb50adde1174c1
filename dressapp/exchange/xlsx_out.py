"""The results of a case as a workbook: one result a line, and the grid; equal results give equal bytes."""

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from dressapp.cases.models import Case

from .grid_out import GRID_HEADS, HEADS, NUMBERS, Line, grid_lines, list_lines
from .guard import guard

LIST, GRID = "Results", "Grid"
WIDTHS = {"Test": 26, "Code": 20, "Note": 40, "Source": 40}
PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)
MOST_DIGITS = 15  # what a spreadsheet keeps of a number; a longer one stays text
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
MOMENTS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def list_xlsx(case: Case) -> bytes:
    """Return the results as a workbook; the grid is shown, the lines are what is read in again."""
    workbook = Workbook()
    _fill(workbook.active, LIST, [HEADS, *list_lines(case)], [HEADS.index(name) for name in NUMBERS])
    lines = grid_lines(case)
    _fill(workbook.create_sheet(), GRID, lines, range(2, len(lines[0])))
    workbook.active = 1
    workbook[LIST].sheet_view.tabSelected = False
    packed = BytesIO()
    workbook.save(packed)
    return _without_times(packed)


def _fill(sheet: Worksheet, title: str, lines: list[Line], numbers: range | list[int]) -> None:
    """Write a table; only the columns of numbers may hold numbers."""
    sheet.title = title
    wanted = set(numbers)
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            if text:
                _write(sheet.cell(row, column + 1), text, is_number=row > 1 and column in wanted)
    sheet.freeze_panes = "A2" if title == LIST else sheet.cell(2, len(GRID_HEADS) + 1)
    for cell in sheet[1]:
        sheet.column_dimensions[cell.column_letter].width = WIDTHS.get(cell.value, 12)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def _write(cell: Cell, text: str, *, is_number: bool) -> None:
    """Write a number as a number with its digits shown, anything else as text that is never a formula."""
    found = PLAIN_NUMBER.fullmatch(text) if is_number else None
    if found and len(text.replace(".", "").lstrip("0")) <= MOST_DIGITS:
        cell.value = Decimal(text)
        if found[1]:
            cell.number_format = f"0.{'0' * len(found[1])}"
    else:
        cell.value = guard(text)
        cell.data_type = "s"


def _without_times(packed: BytesIO) -> bytes:
    """Return the workbook without the moment it was written at."""
    even = BytesIO()
    with ZipFile(packed) as given, ZipFile(even, "w", ZIP_DEFLATED) as made:
        for member in given.infolist():
            part = ZipInfo(member.filename, FIRST_DAY)
            part.compress_type = ZIP_DEFLATED
            made.writestr(part, MOMENTS.sub(b"", given.read(member)))
    return even.getvalue()
