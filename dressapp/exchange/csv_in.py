"""A text file on its way in: bytes to text, in an encoding that is certain or said."""

import codecs
import re

from dressapp.labs.paste.parts import SheetRefused

UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SAVE_AS = "Save it as CSV (UTF-8) or as XLSX"


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file, and its encoding where that is only the likely one."""
    for mark, encoding in UTF_16.items():
        if content.startswith(mark):
            return _checked(_decoded(content[len(mark) :], encoding)), ""
    try:
        return _checked(content.decode("utf-8-sig")), ""
    except UnicodeDecodeError:
        return _checked(_decoded(content, "cp1252")), "Windows-1252"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise SheetRefused(
            f"The file is not text: byte {problem.start + 1} is no character. {SAVE_AS}"
        ) from None


def _checked(text: str) -> str:
    """Refuse a text with signs that no table has."""
    if found := NOT_TEXT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise SheetRefused(f"The file is not text: line {line} has a sign that no text has. {SAVE_AS}")
    return text
