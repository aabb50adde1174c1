"""The cells of a worksheet as the text that a person sees, with the digits that are stored. Child only."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from .limits import MAX_CELL, MAX_SHEET_COLUMNS
from .xlsx_zip import Refused

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
    """Read a worksheet row by row; what a formula gave is taken only where the file holds it."""

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
        self._formats = [_format_of(style.numFmtId, workbook) for style in workbook._cell_styles]

    def parse_row(self, row: Element) -> tuple[int, list[SeenCell]]:
        """Return the number of a row and its filled cells."""
        if len(row) > MAX_SHEET_COLUMNS:
            raise Refused(f"Row {row.get('r', '')} has more than {MAX_SHEET_COLUMNS} columns")
        number, cells = super().parse_row(row)
        return number, [cell for cell in cells if cell]

    def parse_cell(self, element: Element) -> SeenCell | None:
        """Return one cell, or None where it is empty."""
        try:
            cell = super().parse_cell(element)
            place = f"{get_column_letter(cell['column'])}{cell['row']}"
            if cell["value"] is None:
                return _without_value(element, place)
            return self._seen(element, cell, place)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise Refused(f"Cell {element.get('r', '')} cannot be read") from None

    def _seen(self, element: Element, cell: dict[str, Any], place: str) -> SeenCell | None:
        """Return a filled cell as a person sees it."""
        shown_as = self._formats[cell["style_id"]] if cell["style_id"] < len(self._formats) else ""
        value, kind = cell["value"], TEXT
        if isinstance(value, date | time | timedelta):
            text, kind = _day(value, shown_as), DAY
        elif cell["data_type"] == "n":
            text, kind = _number(element.findtext(VALUE_TAG) or "", shown_as), NUMBER
        elif cell["data_type"] == "b":
            text = str(value).upper()
        else:
            text = _text(value, place)
        return SeenCell(cell["column"], text, kind) if text else None


def _without_value(element: Element, place: str) -> None:
    """Refuse a formula whose result is not in the file; a formula that gave an empty text is empty."""
    if element.find(FORMULA_TAG) is not None and element.get("t") != "str":
        raise Refused(
            f"Cell {place} holds a formula without its result. "
            "Open the file in a spreadsheet program, save it there and import it again"
        )


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
        return raw.strip()[:40]
    value = FIFTEEN_DIGITS.plus(value)
    if "%" in shown_as:
        return f"{_plain(value.scaleb(2), '')} %"
    if SCALED.search(shown_as):
        return f"{_plain(value, '')} (the cell shows it in thousands or millions)"
    return _plain(value, shown_as)


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


def _text(value: Any, place: str) -> str:
    """Return the text of a cell on one line."""
    text = BREAKS.sub(" ", str(value)).strip()
    if len(text) > MAX_CELL:
        raise Refused(f"Cell {place} holds more than {MAX_CELL:,} characters. Shorten it")
    return UNSEEN.sub("", text)
