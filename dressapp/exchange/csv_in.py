"""A text file on its way in: bytes to text, in an encoding that is certain or said, and text to a table."""

import codecs
import re

from dressapp.core.uploads import MAX_UPLOAD
from dressapp.labs.paste.parts import Sheet, SheetRefused
from dressapp.labs.paste.sheet import split_text

from .limits import MAX_CELLS

UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SEPARATORS = ",;\t|"
SAVE_AS = "Save it as CSV (UTF-8) or as XLSX"
LIKELY = "Read as Windows-1252: look at letters with accents and at µ"


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and what is said of an encoding that is only the likely one."""
    for mark, encoding in UTF_16.items():
        if content.startswith(mark):
            return _checked(_decoded(content[len(mark) :], encoding)), ()
    try:
        return _checked(content.decode("utf-8-sig")), ()
    except UnicodeDecodeError:
        return _checked(_decoded(content, "cp1252")), (LIKELY,)


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


def read_csv(text: str) -> Sheet:
    """Return the table of a text; raise SheetRefused where it is none, or too large."""
    if max(map(text.count, SEPARATORS)) > MAX_CELLS:
        raise SheetRefused(f"The table has more than {MAX_CELLS:,} cells. Split it")
    return split_text(text, most_bytes=MAX_UPLOAD)
