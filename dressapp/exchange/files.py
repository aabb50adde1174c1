"""A file on its way into a case: what it is, by its content alone, and the table and drugs in it."""

from dataclasses import dataclass, replace
from typing import Any

from dressapp.labs.paste.parts import Sheet, SheetRefused

from .csv_in import decode
from .limits import MAX_BYTES
from .models import IntakeKind

CAN_OPEN = "Tables open from CSV, XLSX, a FHIR R4 bundle (JSON) or a case file (dress-case/1)"


@dataclass(frozen=True)
class FileRead:
    """What a file held: a table, drug courses as rows of a case file, and what is not taken over."""

    kind: str
    sheet: Sheet
    courses: tuple[dict[str, Any], ...] = ()
    left_out: tuple[str, ...] = ()


def read_file(name: str, content: bytes) -> FileRead:
    """Return what a file holds; raise SheetRefused with what to do where it cannot be read."""
    if not content.strip():
        raise SheetRefused(f"The file is empty. {CAN_OPEN}")
    if len(content) > MAX_BYTES:
        raise SheetRefused("The file is larger than 5 MB. Split it, or export fewer results")
    return _read_text(content)


def _read_text(content: bytes) -> FileRead:
    from dressapp.labs.paste.sheet import split_text

    text, likely = decode(content)
    sheet = split_text(text)
    left_out = (f"Read as {likely}: look at letters with accents and at µ",) if likely else ()
    return FileRead(IntakeKind.CSV, replace(sheet, left_out=(*sheet.left_out, *left_out)), (), left_out)
