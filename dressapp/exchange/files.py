"""A file on its way into a case: what it is, by its content alone, and the table and drugs in it."""

from dataclasses import dataclass, replace
from typing import Any

from dressapp.core.uploads import MAX_UPLOAD
from dressapp.labs.paste.parts import Sheet, SheetRefused

from .case_in import check_case, is_case_file, read_case
from .csv_in import decode, read_csv
from .fhir_in import is_fhir, read_fhir, read_resources
from .guard import without_guard
from .json_in import is_json, read_values
from .kinds import CAN_OPEN, is_zip, refuse_other_kinds
from .list_table import CALENDAR, RELATIVE
from .models import IntakeKind
from .xlsx_in import read_workbook

NO_CASE_FILE = "The file is no case file. Choose a file of the format dress-case/1"


@dataclass(frozen=True)
class FileRead:
    """What a file held: a table, and drug courses as rows of a case file.

    `left_out` says what is not taken over and how the file was read; the table carries the same words.
    """

    kind: str
    sheet: Sheet
    courses: tuple[dict[str, Any], ...] = ()
    left_out: tuple[str, ...] = ()


def read_file(name: str, content: bytes) -> FileRead:
    """Return what a file holds; raise SheetRefused with what to do where it cannot be read.

    The name says nothing: a file is what its bytes are.
    """
    _check_size(content)
    refuse_other_kinds(content)
    if is_zip(content):
        return _as_read(IntakeKind.XLSX, without_guard(read_workbook(content)))
    text, said = decode(content)
    if is_json(text):
        return _read_json(text, said)
    return _as_read(IntakeKind.CSV, without_guard(read_csv(text)), said=said)


def read_case_file(content: bytes) -> dict[str, Any]:
    """Return the one case of a case file, for `import_case`; raise SheetRefused where it cannot be."""
    _check_size(content)
    refuse_other_kinds(content)
    text = "" if is_zip(content) else decode(content)[0]
    if not is_json(text):
        raise SheetRefused(NO_CASE_FILE)
    return check_case(_one_case(read_values(text)))


def refuse_other_basis(read: FileRead, *, basis: str) -> None:
    """Refuse a file with dates for a case that knows only days; counted days are asked about later."""
    if basis == RELATIVE and read.sheet.declared.get("basis") == CALENDAR:
        raise SheetRefused(
            "This case knows only days, and the file has dates. Import its results as a table with days, or "
            "give the case its dates"
        )


def _check_size(content: bytes) -> None:
    if not content.strip():
        raise SheetRefused(f"The file is empty. {CAN_OPEN}")
    if len(content) > MAX_UPLOAD:
        raise SheetRefused(f"The file is larger than {MAX_UPLOAD // 1_000_000} MB. Split it")


def _read_json(text: str, said: tuple[str, ...]) -> FileRead:
    """Return what a JSON file holds, by the format that it names."""
    values = read_values(text)
    if all(is_fhir(value) for _, value in values):
        sheet, courses = read_fhir(values[0][1]) if len(values) == 1 else read_resources(values)
        return _as_read(IntakeKind.FHIR, sheet, courses, said)
    if any(is_case_file(value) for _, value in values):
        return _as_read(IntakeKind.CASE_FILE, *read_case(_one_case(values)), said)
    raise SheetRefused(f"The JSON is no FHIR resource and no case file. {CAN_OPEN}")


def _one_case(values: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the case of a file that holds one."""
    if len(values) > 1:
        raise SheetRefused(f"The file holds {len(values)} cases. Split it, and import one case at a time")
    if not is_case_file(values[0][1]):
        raise SheetRefused(NO_CASE_FILE)
    return values[0][1]


def _as_read(
    kind: str, sheet: Sheet, courses: tuple[dict[str, Any], ...] = (), said: tuple[str, ...] = ()
) -> FileRead:
    """Return a table with everything that is said of it in both places."""
    left_out = (*said, *sheet.left_out)
    return FileRead(kind, replace(sheet, left_out=left_out), courses, left_out)
