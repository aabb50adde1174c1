"""The zip around a workbook: what it is, and its parts unpacked under count. Runs in the child only."""

import struct
import zipfile
import zlib
from io import BytesIO

from .limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

CHUNK = 65_536
SMALL = 1_000_000  # below this a part may be as repetitive as it likes
SAVE_AS_XLSX = "Open it in a spreadsheet program and save it as XLSX"
# A part that tells what a zip is, and what to do with it.
OTHER_KINDS = {
    "xl/vbaProject.bin": "The workbook holds macros. Save it as XLSX, without macros",
    "xl/workbook.bin": f"This is a binary workbook (.xlsb). {SAVE_AS_XLSX}",
    "word/document.xml": "This is a text document. Copy its table and paste it, or save the table as XLSX",
    "ppt/presentation.xml": "This is a presentation. Copy its table and paste it",
    "content.xml": f"This is an OpenDocument file. {SAVE_AS_XLSX}",
}
NO_WORKBOOK = "This zip holds no workbook. Unpack it and import the table in it"
DAMAGED = "The workbook is damaged"
DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ArithmeticError,
    LookupError, RuntimeError, ValueError,
)  # fmt: skip


class Refused(Exception):
    """What the person is told; the parent turns it into its own refusal."""


def unpack(content: bytes) -> zipfile.ZipFile:
    """Return the XML parts of a workbook as a zip of plain members in memory, all sizes counted."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
            _check(members)
            return _stored(packed, members)
    except DAMAGE as problem:
        raise Refused(f"{DAMAGED}: {problem}. {SAVE_AS_XLSX}") from None


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse what is no workbook, and what says of itself that it is too large."""
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS:
        raise Refused(f"The zip holds more than {MAX_MEMBERS} files. {SAVE_AS_XLSX}")
    _check_kind(set(names))
    if len(set(names)) < len(names):
        raise Refused(f"{DAMAGED}: it holds a part twice. {SAVE_AS_XLSX}")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _too_large()
    for member in members:
        if member.flag_bits & 1:
            raise Refused("The workbook is locked with a password. Save it without one")
        _check_ratio(member.filename, member.file_size, member.compress_size)


def _check_kind(names: set[str]) -> None:
    for part, words in OTHER_KINDS.items():
        if part in names:
            raise Refused(words)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(NO_WORKBOOK)


def _check_ratio(name: str, size: int, packed: int) -> None:
    if size > SMALL and size > MAX_RATIO * max(packed, 1):
        raise Refused(
            f"{name} in the workbook unpacks to more than {MAX_RATIO} times its size. {SAVE_AS_XLSX}"
        )


def _too_large() -> Refused:
    return Refused(f"The workbook unpacks to more than {MAX_UNPACKED // 1_000_000} MB. Split it")


def _stored(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> zipfile.ZipFile:
    """Unpack the XML parts, counting every byte that really comes."""
    whole, left = BytesIO(), MAX_UNPACKED
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as stored:
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                data = _read(packed, member, left)
                left -= len(data)
                stored.writestr(member.filename, data)
    return zipfile.ZipFile(whole)


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """Return one member, refused as soon as it is longer than it may be."""
    data = bytearray()
    try:
        with packed.open(member) as source:
            while chunk := source.read(CHUNK):
                data += chunk
                if len(data) > left:
                    raise _too_large()
    except DAMAGE as problem:
        raise Refused(f"{DAMAGED} at {member.filename}: {problem}. {SAVE_AS_XLSX}") from None
    _check_ratio(member.filename, len(data), member.compress_size)
    return bytes(data)
