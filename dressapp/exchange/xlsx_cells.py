"""The cells of a worksheet as the text that a person sees, with the digits that are stored. Child only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.cell.text import Text
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import (
    CELL_TAG,
    COL_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .limits import MAX_CELL, MAX_SHEET_COLUMNS
from .xlsx_zip import Refused

AREA_TAG, TEXT_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell", f"{{{SHEET_MAIN_NS}}}t"
NUMBER, TEXT, DAY = "number", "text", "day"
# A spreadsheet shows 15 digits; the ones after them are the computer's, not the laboratory's.
FIFTEEN_DIGITS = Context(prec=15)
LONGEST_EXPONENT = 20
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
PLACES = re.compile(r"(?:[#,]*0)?\.(0{1,8})")
SCALED = re.compile(r"[0#?],+(?![0#?,])")
BREAKS = re.compile(r"(?:_x000[dD]_|\s)+")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One filled cell: its column, its text, and whether it holds a number, a text or a day."""

    column: int
    text: str
    kind: str


class CellParser(WorkSheetParser):
    """Read a worksheet row by row; what a formula gave is taken only where the file holds it.

    `merged` has the areas of merged cells once the rows are read; all else of the sheet is passed over.
    """

    def __init__(self, source: Any, workbook: Any, strings: list[str]) -> None:
        """Take the open worksheet, and the workbook for its formats and its first day."""
        super().__init__(
            source,
            strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        self.merged: list[str] = []
        self._formats = [_format_of(style.numFmtId, workbook) for style in workbook._cell_styles]

    def parse(self) -> Iterator[tuple[int, list[SeenCell]]]:
        """Yield each row's number and its filled cells."""
        cells = 0
        for _, element in iterparse(self.source):
            if element.tag == CELL_TAG:
                cells += 1
                if cells > MAX_SHEET_COLUMNS:
                    raise Refused(f"Row {self.row_counter + 1} has more than {MAX_SHEET_COLUMNS:,} columns")
            elif element.tag == ROW_TAG:
                cells = 0
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                self.parse_column_dimensions(element)
            elif element.tag == AREA_TAG:
                self.merged.append(element.get("ref", ""))

    def parse_row(self, row: Element) -> tuple[int, list[SeenCell]]:
        """Return the number of a row and its filled cells."""
        number, cells = super().parse_row(row)
        return number, [cell for cell in cells if cell]

    def parse_cell(self, element: Element) -> SeenCell | None:
        """Return one cell, or None where it is empty."""
        try:
            column = self._column(element)
            text, kind = self._seen(element)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise Refused(
                f"{self._place(element)} cannot be read. Correct it and save the workbook again"
            ) from None
        if len(text) > MAX_CELL:
            raise Refused(f"{self._place(element)} holds more than {MAX_CELL:,} characters. Shorten it")
        return SeenCell(column, text, kind) if text else None

    def _place(self, element: Element) -> str:
        """Return the name of a cell."""
        return f"Cell {element.get('r') or f'{self.col_counter} of row {self.row_counter}'}"[:40]

    def _column(self, element: Element) -> int:
        """Return the column of a cell, which stands in its own row."""
        if not (place := element.get("r")):
            self.col_counter += 1
            return self.col_counter
        row, self.col_counter = coordinate_to_tuple(place)
        if row != self.row_counter:
            raise ValueError(place)
        return self.col_counter

    def _seen(self, element: Element) -> tuple[str, str]:
        """Return the text of a cell as a person sees it, and what it holds."""
        holds, raw = element.get("t", "n"), element.findtext(VALUE_TAG)
        style = int(element.get("s", 0))
        if holds == "inlineStr":
            return _line(_inline(element)), TEXT
        if not raw:
            return _without_value(element), TEXT
        if holds == "n" and style not in self.date_formats:
            return _number(raw, self._formats[style] if style < len(self._formats) else ""), NUMBER
        if holds in ("n", "d"):
            return self._day(element, self._formats[style] if style < len(self._formats) else "")
        if holds == "b":
            return ("TRUE" if int(raw) else "FALSE"), TEXT
        return _line(self.shared_strings[_index(raw)] if holds == "s" else raw), TEXT

    def _day(self, element: Element, shown_as: str) -> tuple[str, str]:
        """Return a day, or the mark of one that is outside every calendar."""
        value = super().parse_cell(element)["value"]
        if isinstance(value, date | time | timedelta):
            return _day(value, shown_as), DAY
        return _line(value), TEXT


def _index(raw: str) -> int:
    """Return the place of a shared text."""
    if not raw.strip().isdigit():
        raise ValueError(raw)
    return int(raw)


def _inline(element: Element) -> str:
    """Return a text that stands in its cell, without what tells how to pronounce it."""
    child = element.find(INLINE_STRING)
    if child is None:
        return ""
    plain = child.findtext(TEXT_TAG) if len(child) == 1 else None
    return Text.from_tree(child).content if plain is None else plain


def _without_value(element: Element) -> str:
    """Refuse a formula whose result is not in the file; a formula that gave an empty text is empty."""
    if element.find(FORMULA_TAG) is not None and element.get("t") != "str":
        raise Refused(
            f"Cell {element.get('r', '')} holds a formula without its result. "
            "Open the file in a spreadsheet program, save it there and import it again"
        )
    return ""


def _format_of(id: int, workbook: Any) -> str:
    """Return a number format without its literal text and colours."""
    own = id - BUILTIN_FORMATS_MAX_SIZE
    given = BUILTIN_FORMATS.get(id, "") if own < 0 else _nth(workbook._number_formats, own)
    return LITERAL.sub("", given).split(";")[0]


def _nth(formats: Any, place: int) -> str:
    return formats[place] if place < len(formats) else ""


def _number(raw: str, shown_as: str) -> str:
    """Return a number with the digits that are stored; a percentage as one, a scaled one with a word."""
    try:
        value = Decimal(raw.strip())
    except InvalidOperation:
        raise ValueError(raw) from None
    if not value.is_finite() or abs(value.adjusted()) > LONGEST_EXPONENT:
        return _shortened(raw.strip())
    value = FIFTEEN_DIGITS.plus(value)
    if "%" in shown_as:
        return f"{_plain(value.scaleb(2), '')} %"
    if SCALED.search(shown_as):
        return f"{_plain(value, '')} (the cell shows it in thousands or millions)"
    return _plain(value, shown_as)


def _shortened(raw: str) -> str:
    """Return what is no measurement as a text that nobody takes for a number."""
    return f"{raw[:30]}… (too long or too small to be shown)"


def _plain(value: Decimal, shown_as: str) -> str:
    """Return a decimal without an exponent, with the zeros at the end that its format shows."""
    text = f"{value.normalize():f}" if value else "0"
    if found := PLACES.fullmatch(shown_as):
        whole, _, places = text.partition(".")
        return f"{whole}.{places.ljust(len(found[1]), '0')}"
    return text


def _day(value: date | time | timedelta, shown_as: str) -> str:
    """Return a day as 2015-03-12, with its time where the cell shows one."""
    if isinstance(value, datetime):
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        if not (value.hour or value.minute or value.second or "h" in shown_as.lower()):
            return moment.date().isoformat()
        return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _line(text: str) -> str:
    """Return a text on one line, without signs that nobody sees."""
    return UNSEEN.sub("", BREAKS.sub(" ", text)).strip()
