"""What a file is, by its first bytes and never by its name; what cannot be opened is named."""

import re

from dressapp.labs.paste.parts import SheetRefused

CAN_OPEN = "Tables open from CSV, XLSX, a FHIR R4 bundle as JSON, or a case file (dress-case/1)"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
AS_TEXT = "Copy its table and paste it, or have it as CSV or XLSX"
OTHERS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "an old Excel file (.xls) or one locked with a password. Open it in a spreadsheet program and save "
        "it as XLSX, without a password"
    ),
    b"%PDF": f"a PDF. {AS_TEXT}",
    b"\x89PNG": f"a picture. {AS_TEXT}",
    b"\xff\xd8\xff": f"a picture. {AS_TEXT}",
    b"GIF8": f"a picture. {AS_TEXT}",
    b"BM": f"a picture. {AS_TEXT}",
    b"II*\x00": f"a picture. {AS_TEXT}",
    b"MM\x00*": f"a picture. {AS_TEXT}",
    b"RIFF": f"a picture or a recording. {AS_TEXT}",
    b"\x1f\x8b": "packed (gzip). Unpack it and import the table in it",
    b"7z\xbc\xaf\x27\x1c": "packed (7z). Unpack it and import the table in it",
    b"Rar!": "packed (RAR). Unpack it and import the table in it",
    b"{\\rtf": f"a text document (RTF). {AS_TEXT}",
    b"SQLite format 3": f"a database. {AS_TEXT}",
}
# Two letters may begin a table too: a picture goes on with bytes that no text has.
SHORT_SIGNS = {b"BM"}
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")


def is_zip(content: bytes) -> bool:
    """Tell whether a file is a zip, as every XLSX is."""
    return content.startswith(ZIP)


def refuse_other_kinds(content: bytes) -> None:
    """Raise SheetRefused for a file that is known to be no table, with what to do."""
    for sign, words in OTHERS.items():
        if content.startswith(sign) and (sign not in SHORT_SIGNS or b"\x00" in content[:64]):
            raise SheetRefused(f"The file is {words}. {CAN_OPEN}")
    if MARKUP.match(content):
        raise SheetRefused(
            "The file is a web page or XML, whatever its name says. Open it in a spreadsheet program and "
            f"save it as XLSX, or have the results as JSON. {CAN_OPEN}"
        )
