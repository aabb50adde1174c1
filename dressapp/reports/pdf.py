"""The report page as an A4 PDF, tagged (PDF/UA-1) and archival (PDF/A-2a), made by Typst."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS = ["a-2a", "ua-1"]
FONTS = '("Noto Sans", "DejaVu Sans", "Liberation Sans")'
PROBE = (
    f'#set document(title: "probe", date: datetime(year: 2000, month: 1, day: 1))\n#set text(font: {FONTS})\n'
)
IN_SVG = re.compile(r">([^<]+)<")
LIGATURE = re.compile(r"f(?=[fil])")
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
REPLACEMENT = "\ufffd"
MOST_TRIES = 20


class ReportError(RuntimeError):
    """The report could not be made; the message is for the log, without patient data."""


def make_pdf(report: dict[str, Any], figure_svg: str) -> bytes:
    """Return the PDF; a character that no font has is replaced and named on the first page."""
    figure = _without_ligatures(figure_svg)
    missing: frozenset[str] = frozenset()
    for _ in range(MOST_TRIES):
        try:
            return _compile(_name_missing(report, missing), _replace(figure, missing))
        except typst.TypstError as problem:
            found = _missing_characters(problem, f"{json.dumps(report, ensure_ascii=False)}{figure}")
            if found <= missing:
                raise ReportError("typst refused the report") from problem
            missing |= found
    raise ReportError("too many characters without a font")


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


def _compile(report: dict[str, Any], figure_svg: str) -> bytes:
    return typst.compile(
        TEMPLATE,
        font_paths=fonts(),
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"report": json.dumps(report, ensure_ascii=False), "figure": figure_svg},
    )


def _missing_characters(problem: typst.TypstError, text: str) -> frozenset[str]:
    """Return every character of the text without a glyph; the error itself names only the first."""
    named = NO_GLYPH.search(str(problem))
    if named is None:
        return frozenset()
    return frozenset(c for c in text if not c.isascii() and not can_print(c)) | frozenset(named[1])


@lru_cache(maxsize=4096)
def can_print(character: str) -> bool:
    """Say whether some font has the character."""
    try:
        source = f"{PROBE}#{json.dumps(character, ensure_ascii=False)}".encode()
        typst.compile(source, font_paths=fonts(), format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError:
        return False
    return True


def _name_missing(report: dict[str, Any], missing: frozenset[str]) -> dict[str, Any]:
    """Return the report with each unprintable character replaced, and a sentence that names them."""
    if not missing:
        return report | {"unprintable": ""}
    names = ", ".join(f"U+{ord(character):04X}" for character in sorted(missing))
    cleaned = json.loads(_replace(json.dumps(report, ensure_ascii=False), missing))
    words = f"Characters that no font here has, printed as a mark in the text: {names}."
    return cleaned | {"unprintable": words}


def _replace(text: str, missing: frozenset[str]) -> str:
    return text.translate({ord(character): REPLACEMENT for character in missing})
