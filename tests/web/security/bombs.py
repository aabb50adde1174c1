"""Files made to stop, fill or fool the reader; each is small enough to be sent."""

import json
import struct
import zipfile
from io import BytesIO

from tests.web.exchange.made_files import make_bundle, make_xlsx, part_of, with_parts, with_shared_texts

MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/passwd">]>'


def usual() -> bytes:
    """Return a workbook that is read."""
    return make_xlsx(["Test", "2015-03-12"], ["AST (U/L)", 38])


def with_sheet(xml: bytes) -> bytes:
    """Return a workbook with other XML as its sheet."""
    return with_parts(usual(), sheet1=xml)


def rows(count: int) -> bytes:
    """Return a sheet of many rows, each unlike the others."""
    line = b'<row r="%d"><c><v>%d</v></c><c><v>1</v></c></row>'
    return MAIN + b"".join(line % (n, n) for n in range(1, count + 1)) + END


def columns(count: int) -> bytes:
    """Return a sheet of one row of many columns that packs badly."""
    cells = b"".join(b"<c><v>%d</v></c>" % (n * 7919 % 104729) for n in range(count))
    return MAIN + b'<row r="1">' + cells + b"</row>" + END


def long_string() -> bytes:
    """Return a workbook with 500 MB of one letter in one part."""
    whole = BytesIO(usual())
    packed = zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open("xl/comments1.xml", "w") as part:
        for _ in range(500):
            part.write(b"a" * 1_000_000)
    return whole.getvalue()


def lying_size() -> bytes:
    """Return a workbook whose sheet is said to have ten bytes and unpacks to 200 MB."""
    content = bytearray(with_sheet(MAIN + b" " * 200_000_000 + END))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.find(b"xl/worksheets/sheet1.xml") if sign == b"PK\x03\x04" else content.rfind(sign)
        while sign == b"PK\x01\x02" and b"sheet1.xml" not in content[start : start + 80]:
            start = content.rfind(sign, 0, start)
        header = content.rfind(sign, 0, start + 4)
        content[header + at : header + at + 4] = struct.pack("<I", 10)
    return bytes(content)


def nested_zip() -> bytes:
    """Return a zip in a zip in a zip, ten deep."""
    content = b"0" * 1_000_000
    for depth in range(10):
        whole = BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(3):
                archive.writestr(f"{depth}-{copy}.zip", content)
        content = whole.getvalue()
    return content


def many_members(count: int) -> bytes:
    """Return a workbook with many small files in it."""
    return with_parts(usual(), **{f"xl/media/{n}.png": b"x" for n in range(count)})


def repeated_text() -> bytes:
    """Return a workbook in which one text of 9,999 letters stands in 40,000 cells."""
    texts = b'<c t="s"><v>0</v></c>' * 2
    lines = b"".join(b'<row r="%d">%s<c><v>%d</v></c></row>' % (n, texts, n) for n in range(1, 20_000))
    return with_shared_texts(with_sheet(MAIN + lines + END), b"<t>%s</t>" % (b"x" * 9_999))


def merged_everywhere() -> bytes:
    """Return a workbook with one head merged over the whole sheet."""
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 4_000))
    head = b'<row r="1"><c r="A1" t="str"><v>%s</v></c><c r="GR1"><v>1</v></c></row>' % (b"x" * 9_999)
    area = b'<mergeCells><mergeCell ref="A1:GQ1048576"/></mergeCells>'
    return with_sheet(MAIN + head + cells + END.replace(b"</worksheet>", area + b"</worksheet>"))


def one_cell(cell: bytes, before: bytes = b"") -> bytes:
    """Return a workbook of one cell, with something before its sheet."""
    return with_sheet(before + MAIN + b'<row r="1">' + cell + b"</row>" + END)


WORKBOOKS = {
    "1028:1": lambda: with_sheet(MAIN + b"0" * 40_000_000 + END),
    "500 MB string": long_string,
    "lying size": lying_size,
    "nested zip": nested_zip,
    "201 members": lambda: many_members(201),
    "100,000 members": lambda: many_members(40_000),
    "800,000 rows": lambda: with_sheet(rows(800_000)),
    "1,000,000 columns": lambda: with_sheet(columns(1_000_000)),
    "column beyond the last": lambda: one_cell(b'<c r="ZZZZZ1"><v>1</v></c>'),
    "deep": lambda: with_sheet(MAIN + b"".join(b"<a%d>" % n for n in range(100_000))),
    "long number": lambda: one_cell(b"<c><v>%s</v></c>" % (b"9" * 5_000)),
    "one text repeated": repeated_text,
    "merged everywhere": merged_everywhere,
    "laughs in the sheet": lambda: one_cell(b'<c t="str"><v>&k;</v></c>', LAUGHS),
    "laughs in the styles": lambda: with_parts(usual(), styles=LAUGHS + part_of(usual(), "styles")),
    "laughs in the workbook": lambda: with_parts(
        usual(), **{"xl/workbook.xml": LAUGHS + part_of(usual(), "xl/workbook.xml")}
    ),
    "file from outside": lambda: one_cell(b'<c t="str"><v>&k;</v></c>', OUTSIDE),
}  # fmt: skip
TEXTS = {
    "1,200,000 rows": lambda: b"1,2\n" * 1_200_000,
    "1,000,000 columns": lambda: b"a\n" + b"1," * 1_000_000,
    "wide and long": lambda: (b"1," * 199 + b"1\n") * 12_000,
    "one line": lambda: b"a" * 4_999_999,
    "gaps": lambda: b"a  " * 1_600_000,
    "quotation marks": lambda: b'"' * 4_999_999,
    "an open quotation": lambda: b'a,b\n"' + b"x\n" * 2_000_000,
    "empty lines": lambda: b"\n" * 4_999_990 + b"a,b",
    "upright lines": lambda: b"|a" * 2_400_000,
    "NUL": lambda: b"a,b\n\x00,1\n",
    "all bytes": lambda: bytes(range(256)) * 10_000,
}
JSON = {
    "100,000 deep": lambda: b"[" * 100_000,
    "100,000 objects deep": lambda: b'{"a":' * 100_000,
    "5,000 digits": lambda: json.dumps(
        {"resourceType": "Observation", "valueQuantity": {"value": 10**4_299}}
    ).encode(),
    "5,000,000 digits": lambda: b'{"resourceType":"Observation","valueInteger":' + b"9" * 4_900_000 + b"}",
    "1,600,000 lists": lambda: b"[" + b"[]," * 1_600_000 + b"[]]",
    "290,000 objects": lambda: b"[" + b'{"a":1},' * 140_000 + b"{}]",
    "299,000 numbers": lambda: b"[" + b"1.5," * 299_000 + b"1]",
    "290,000 keys": lambda: b"{" + b",".join(b'"k%d":1' % n for n in range(290_000)) + b"}",
    "escaped quotation marks": lambda: b'["' + b'\\"' * 2_400_000,
    "50,000 entries": lambda: json.dumps(make_bundle(*[{"resourceType": "X"}] * 50_000)).encode(),
    "100,000 components": lambda: json.dumps(
        {"resourceType": "Observation", "component": [{"valueInteger": 1}] * 100_000}
    ).encode(),
    "60,000 contained": lambda: json.dumps(
        {"resourceType": "X", "contained": [{"resourceType": "Observation"}] * 60_000}
    ).encode(),
    "huge exponent": lambda: b'{"format":"dress-case/1","id":"x","patient":{"age_years":1e9999999999999}}',
    "50,000 results": lambda: json.dumps(
        {"format": "dress-case/1", "id": "x", "labs": [{"analyte": "alt"}] * 50_000}
    ).encode(),
}  # fmt: skip
BOMBS = {
    f"{kind}: {name}": make
    for kind, made in {"xlsx": WORKBOOKS, "text": TEXTS, "json": JSON}.items()
    for name, make in made.items()
}
# What each is refused for, so that none is refused by chance.
WORDS = {
    "xlsx: 1028:1": "unpacks to more than 100 times its size",
    "xlsx: 500 MB string": "unpacks to more than 50 MB",
    "xlsx: lying size": "damaged at xl/worksheets/sheet1.xml",
    "xlsx: nested zip": "holds no workbook",
    "xlsx: 201 members": "more than 200 files",
    "xlsx: 100,000 members": "more than 200 files",
    "xlsx: 800,000 rows": "more than 20,000 rows",
    "xlsx: 1,000,000 columns": "Row 1 has more than 16,384 columns",
    "xlsx: column beyond the last": "Cell ZZZZZ1 cannot be read",
    "xlsx: deep": "damaged .no element found: line 1",
    "xlsx: long number": "No sheet of the workbook holds a table",
    "xlsx: one text repeated": "more than 10,000,000 characters up to row",
    "xlsx: merged everywhere": "merged over too large an area .A1:GQ1048576",
    "xlsx: laughs": "holds XML entities",
    "xlsx: file from outside": "holds XML entities",
    "text: empty lines": "4,999,990 lines",
    "text: an open quotation": "2,000,001 lines",
    "text: NUL": "line 2 has a sign",
    "text: all bytes": "byte 130 is no character",
    "text: one line": "Line 1 has more than 100,000 characters",
    "text: gaps": "Line 1 has more than 100,000 characters",
    "text: quotation marks": "Line 1 has more than 100,000 characters",
    "text: ": "more than 400,000 cells",
    "json: 100,000": "nested deeper than 32 levels|entry 1: more than 20,000 results",
    "json: 5,0": "entry 1: .* is not a number that a laboratory reports",
    "json: 1,600,000 lists": "more than 300,000 values",
    "json: 2": "no FHIR resource and no case file",
    "json: escaped quotation marks": "Unterminated string",
    "json: 50,000 entries": "50,000 entries; at most 5,000",
    "json: 60,000 contained": "contains more than 5,000",
    "json: huge exponent": "patient.age_years: is too large",
    "json: 50,000 results": "labs: more than 20,000",
}


def words_of(name: str) -> str:
    """Return what a bomb is refused for."""
    return next(words for begin, words in WORDS.items() if name.startswith(begin))
