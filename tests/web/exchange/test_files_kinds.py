"""What a file is: by its bytes, never by its name; what cannot be opened is refused with what to do."""

import json

import pytest

from dressapp.exchange.files import read_case_file, read_file
from dressapp.exchange.models import IntakeKind
from dressapp.labs.paste.parts import SheetRefused

from .made_files import as_json, make_bundle, make_case_file, make_observation, make_xlsx, with_parts

CSV = b"Test,2015-03-12\nAST (U/L),38\n"
XLSX = make_xlsx(["Test", "2015-03-12"], ["AST (U/L)", 38])
FILES = {
    IntakeKind.CSV: CSV,
    IntakeKind.XLSX: XLSX,
    IntakeKind.FHIR: as_json(make_bundle(make_observation())),
    IntakeKind.CASE_FILE: as_json(make_case_file()),
}


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.pdf", "", "../../etc/passwd", "a.csv.exe"])
@pytest.mark.parametrize("kind", FILES)
def test_kind_is_told_by_content_whatever_the_name(kind, name):
    assert read_file(name, FILES[kind]).kind == kind


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
OTHERS = [
    (OLE, "old Excel file"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
    (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    (b"\xff\xd8\xff\xe0" + bytes(99), "a picture"),
    (b"GIF89a" + bytes(99), "a picture"),
    (b"BM\x9a\x00\x00\x00\x00\x00" + bytes(99), "a picture"),
    (b"\x1f\x8b\x08" + bytes(99), "packed"),
    (b"{\\rtf1\\ansi Table}", "a text document"),
    (b"<html><table><tr><td>AST</td></tr></table></html>", "a web page"),
    (b"\xef\xbb\xbf\n <?xml version='1.0'?><ClinicalDocument/>", "a web page or XML"),
    (b"", "empty"),
    (b" \n\n\t ", "empty"),
    (with_parts(XLSX, macros=b"x"), "macros"),
    (with_parts(XLSX, **{"word/document.xml": b"<x/>"}), "text document"),
    (with_parts(XLSX, **{"xl/workbook.bin": b"x"}), "binary workbook"),
    (with_parts(XLSX, **{"content.xml": b"<x/>"}), "OpenDocument"),
    (with_parts(XLSX, **{"[Content_Types].xml": None}), "no workbook"),
    (b"[1, 2]", "no FHIR resource and no case file"),
    (b'{"a": 1}', "no FHIR resource and no case file"),
    (b'["a"]', "no FHIR resource and no case file"),
    (b'{"format": "dress-case/2", "id": "x"}', "no FHIR resource and no case file"),
    (b"{}", "no FHIR resource and no case file"),
    (bytes(range(256)) * 9, "is not text"),
    (b"AST\x0012", "line 1"),
]


@pytest.mark.parametrize(("content", "words"), OTHERS, ids=[words for _, words in OTHERS])
def test_other_files_are_refused_with_what_they_are(content, words):
    with pytest.raises(SheetRefused, match=words) as refused:
        read_file("labs.xlsx", content)
    assert len(str(refused.value)) < 300


def test_file_larger_than_the_limit_is_refused():
    with pytest.raises(SheetRefused, match="larger than 5 MB"):
        read_file("a.csv", b"1,2\n" * 1_250_001)


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", 0),
        ("utf-8", b"\xef\xbb\xbf", 0),
        ("utf-16-le", b"\xff\xfe", 0),
        ("utf-16-be", b"\xfe\xff", 0),
        ("cp1252", b"", 1),
    ],
)
def test_text_is_read_in_its_encoding_and_a_likely_one_is_said(encoding, mark, said):
    read = read_file(
        "a.csv", mark + "Test;2015-03-12\nLeukozyten (/µL);4810\nHämoglobin;12\n".encode(encoding)
    )
    assert [row[0] for row in read.sheet.rows] == ["Test", "Leukozyten (/µL)", "Hämoglobin"]
    assert len(read.left_out) == said
    assert all("Windows-1252" in text for text in read.left_out)
    assert read.sheet.left_out == read.left_out


@pytest.mark.parametrize("content", [b"Test,12\nH\x81moglobin,3\n", b"\xff\xfea\x00b"])
def test_text_in_no_known_encoding_is_refused_with_the_place(content):
    with pytest.raises(SheetRefused, match=r"byte \d+|No columns"):
        read_file("a.csv", content)


def test_case_file_for_a_new_case_is_checked_and_returned():
    record = make_case_file()
    assert read_case_file(as_json(record)) == record
    assert read_case_file(json.dumps(record, indent=1).encode("utf-8-sig")) == record


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CSV, "no case file"),
        (XLSX, "no case file"),
        (as_json(make_bundle(make_observation())), "no case file"),
        (as_json(make_case_file()) + b"\n" + as_json(make_case_file()), "2 cases"),
        (
            as_json(
                make_case_file(labs=[{"analyte": "alt", "date": "2015-03-12", "value": 1, "unit": "metre"}])
            ),
            r"labs\[0\]",
        ),
        (as_json(make_case_file(drugs=[{"name": "x", "start": "2015-02-30"}])), r"drugs\[0\].start"),
        (b'{"format": "dress-case/1", "id": "x", "id": "y"}', "'id' stands twice"),
    ],
)
def test_case_file_that_cannot_be_is_refused_with_the_place(content, words):
    with pytest.raises(SheetRefused, match=words):
        read_case_file(content)
