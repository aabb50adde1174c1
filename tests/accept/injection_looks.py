"""Look at what comes out for anything that a typed text made run, compute, open or look otherwise."""

import csv
import io
import json
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
from django.conf import settings

from tests.accept.payloads import HEADER, PRODUCT, RUNS

Shape = tuple[str, frozenset[str]]
Usual = dict[str, set[str]]
# Attributes that fetch, run or send; what stands in them is never somebody's text.
ACTIVE = {"action", "data", "formaction", "href", "poster", "src", "srcdoc", "srcset", "style", "xlink:href"}
INERT = ("aria-", "class", "id")  # what a message beside a refused field adds to an element
STARTS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")
RUNS_IN_PDF = ("/JS", "/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData", "/RichMedia", "/URI")


class _Shapes(HTMLParser):
    """Collect the shape of each element: its tag and the names of its attributes; and what may fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.shapes: set[Shape] = set()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shapes.add((tag, frozenset(name for name, _ in attrs)))
        for name, value in attrs:
            if name in ACTIVE or name.startswith(("on", "hx-", "data-hx-")):
                self.active.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.shapes.add(("comment", frozenset()))

    def handle_decl(self, decl: str) -> None:
        self.shapes.add((f"!{decl.lower()}", frozenset()))


def usual_of(pages: Iterable[str]) -> Usual:
    """Return the tags of some pages, each with the attributes that its elements have."""
    usual: Usual = {}
    for page in pages:
        for tag, names in _read(page).shapes:
            usual.setdefault(tag, set()).update(names)
    return usual


def _read(page: str) -> _Shapes:
    reader = _Shapes()
    reader.feed(page)
    return reader


def look_at_page(page: str, usual: Usual, *, leak: str) -> list[str]:
    """Return each tag or attribute that no page has without the text, and each attribute that would run it.

    A refused text makes a page say more, of the elements that pages have: no new tag, nor an attribute that
    does anything.
    """
    read = _read(page)
    new = [
        f"a new element <{tag} {' '.join(sorted(names))}>"
        for tag, names in read.shapes
        if tag not in usual or any(not name.startswith(INERT) for name in names - usual[tag])
    ]
    odd = [f"an attribute {text[:60]}" for text in read.active if leak in text or RUNS in _decoded(text)]
    return new + odd


def _decoded(text: str) -> str:
    """Return what would run of an attribute; an address repeats what was asked, encoded, and runs nothing."""
    name, _, value = text.partition("=")
    return value if name not in ("href", "action") or value.lower().startswith("javascript:") else ""


def look_at_words(text: str, secret: str) -> list[str]:
    """Return what only something that computes or reads would have written."""
    told = {"a product": PRODUCT, "a file": secret, "/etc/passwd": "root:x:0", "an object": "<class '"}
    told |= {"the key of the server": settings.SECRET_KEY}
    return [f"{name} in what came out" for name, words in told.items() if words in text]


def look_at_headers(response: Any) -> list[str]:
    """Return headers that a text made or broke."""
    held = "\n".join(f"{name}: {value}" for name, value in response.items())
    return ["a header of the text's own"] if HEADER in held or HEADER in str(response.cookies) else []


def look_at_files(found: dict[str, bytes], secret: str) -> list[str]:
    """Return formulas in tables, and texts of JSON that are none."""
    wrong = [
        f"csv: the cell {cell[:40]!r}"
        for cell in _cells_of(found["csv"])
        if cell.startswith(STARTS_A_FORMULA)
    ]
    wrong += [f"xlsx: the formula {value!r}" for value in _formulas_of(found["xlsx"])]
    for kind in ("fhir", "case"):
        json.loads(found[kind])
        wrong += [f"{kind}: {words}" for words in look_at_words(found[kind].decode(), secret)]
    return wrong + [f"csv: {words}" for words in look_at_words(found["csv"].decode("utf-8-sig"), secret)]


def _cells_of(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def _formulas_of(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in cells if cell.data_type == "f"]


def look_at_pdf(content: bytes, secret: str) -> list[str]:
    """Return what of a PDF runs, opens or was read from elsewhere."""
    if not content.startswith(b"%PDF"):
        return [f"no PDF but {content[:60]!r}"]
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        held = [dict(each) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        keys = {key for each in held for key in each}
        kinds = {str(each.get("/S")) for each in held}
    runs = [f"pdf: {name}" for name in RUNS_IN_PDF if name in keys | kinds]
    return runs + [f"pdf: {words}" for words in look_at_words(text, secret)]


def formulas_in(folder: Path) -> list[str]:
    """Return each flat spreadsheet of a folder, as LibreOffice wrote it, in which a cell has a formula."""
    return [
        path.name for path in sorted(folder.glob("*.fods")) if "table:formula=" in path.read_text("utf-8")
    ]
