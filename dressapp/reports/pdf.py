"""The report page as an A4 PDF, tagged (PDF/UA-1) and archival (PDF/A-2a), made by Typst."""

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS = ("a-2a", "ua-1")
FONTS = '("Noto Sans", "DejaVu Sans", "Liberation Sans")'
PROBE = (
    f'#set document(title: "probe", date: datetime(year: 2000, month: 1, day: 1))\n#set text(font: {FONTS})\n'
)
IN_SVG = re.compile(r">([^<]+)<")
LIGATURE = re.compile(r"f(?=[fil])")
REPLACEMENT = "\ufffd"
# Marks, joiners and selectors: a font that has each sign alone may still not have them together.
JOINING = ("Mn", "Me", "Cf")
NOT_ARCHIVAL = "This file is not archival: its text has signs that an archival file cannot keep."


class ReportError(RuntimeError):
    """The report could not be made; the message is for the log, without patient data."""


def make_pdf(report: dict[str, Any], figure_svg: str) -> bytes:
    """Return the PDF; a character that no font has is replaced and named on the first page.

    Typst refuses an archival file for one such character. Where even replacing them does not help, the
    report comes out as a plain PDF and says so.
    """
    text = json.dumps(report, ensure_ascii=False)
    figure = _without_ligatures(figure_svg)
    signs = {sign for sign in text + figure if not sign.isascii()}
    missing = frozenset(sign for sign in signs if not can_print(sign))
    joining = frozenset(sign for sign in signs if unicodedata.category(sign) in JOINING)
    for dropped, standards in ((frozenset(), STANDARDS), (joining, STANDARDS), (frozenset(), ())):
        try:
            return _compile(text, figure, missing, dropped, standards)
        except typst.TypstError as problem:
            refusal = problem
    raise ReportError("typst refused the report") from refusal


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Return the fonts of this machine, read once a worker."""
    return typst.Fonts()


def warm_up() -> None:
    """Read the fonts, so that the first report is not the slow one."""
    can_print("a")


def _without_ligatures(svg: str) -> str:
    """Return the figure with ligatures parted: after one, Typst loses count of the wider characters."""
    return IN_SVG.sub(lambda text: LIGATURE.sub("f\u200c", text[0]), svg)


def _compile(
    text: str, figure: str, missing: frozenset[str], dropped: frozenset[str], standards: tuple[str, ...]
) -> bytes:
    """Return the PDF without some characters, saying which, and whether it is no archival file."""
    gone: dict[int, str | None] = {ord(sign): REPLACEMENT for sign in missing}
    gone |= {ord(sign): None for sign in dropped - missing}
    notes = _name(missing | dropped.intersection(text))
    notes += [] if standards else [NOT_ARCHIVAL]
    report = json.loads(text.translate(gone)) | {"print_notes": notes}
    inputs = {"report": json.dumps(report, ensure_ascii=False), "figure": figure.translate(gone)}
    return typst.compile(
        TEMPLATE, font_paths=fonts(), format="pdf", pdf_standards=list(standards), sys_inputs=inputs
    )


def _name(signs: frozenset[str]) -> list[str]:
    """Return the sentence that names characters by their code points."""
    names = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
    return (
        [f"Characters that no font here can print, marked or left out in the text: {names}."] if names else []
    )


@lru_cache(maxsize=4096)
def can_print(character: str) -> bool:
    """Say whether some font has the character."""
    try:
        source = f"{PROBE}#{json.dumps(character, ensure_ascii=False)}".encode()
        typst.compile(source, font_paths=fonts(), format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError:
        return False
    return True
