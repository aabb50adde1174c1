"""Letters that a font may lack: the report comes out all the same, and names what it could not print."""

import re

import pytest
import typst

from dressapp.cases.services import save_conclusion
from dressapp.reports import pdf
from dressapp.workspace.services import changing
from tests.web.reports import paper

TEXTS = {
    "greek": "Εξάνθημα με πυρετό",
    "korean": "발진과 발열",
    "arabic": "طفح جلدي مع حمى",
    "chinese": "藥物疹",
    "emoji": "rash 😀 👨‍👩‍👧 2️⃣ 🇰🇷",
    "private and unassigned": "before \ue000\u0378\U000f0000 after",
    "combining": "q\u20d7 a\u0301 k\U00016ff0",
}


def print_with(case, user, text):
    """Return the text of a report whose conclusion has these letters."""
    with changing(case):
        save_conclusion(case=case, version=case.version, conclusion=f"Begin {text} end", by=user)
    printed = paper.print_draft(case)
    with paper.open_pdf(printed).open_metadata() as claims:
        assert claims["pdfaid:part"] == "2"
    return "".join(paper.pages_of(printed))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_each_letter_is_printed_or_named(rich, user, text):
    printed = print_with(rich, user, text)
    named = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", printed)}
    lost = {letter for letter in text if not letter.isascii() and not pdf.can_print(letter)}
    assert lost <= named
    assert ("Characters that no font here can print" in printed) == bool(named)
    assert ("\ufffd" in printed) >= bool(lost)  # the reader of PDFs makes marks that touch into one
    assert "Begin" in printed


def test_figures_are_never_replaced_whatever_stands_beside_them(rich, user):
    printed = paper.squeeze(print_with(rich, user, "2\ufe0f\u20e3 0\ufe0f\u20e3 \ue000"))
    for words in ("1,889 /µL on 14 Mar 2026", "412 U/L on 14 Mar 2026", "58.5 kg on 12 Mar 2026"):
        assert paper.squeeze(words) in printed


def test_the_file_is_archival_where_every_letter_has_a_font(rich, user):
    printed = print_with(rich, user, "naïve, 38.5 °C ≥ ½ µg")
    assert "U+" not in printed
    assert "\ufffd" not in printed


def test_a_report_that_stays_refused_comes_out_plain_and_says_so(rich, monkeypatch):
    compile_typst = typst.compile

    def refuse_archival(*args, pdf_standards=(), **options):
        if pdf_standards:
            raise typst.TypstError("PDF/A-2a error: made up")
        return compile_typst(*args, **options)

    monkeypatch.setattr(pdf.typst, "compile", refuse_archival)
    monkeypatch.setattr(pdf, "can_print", lambda letter: True)
    assert "This file is not archival" in "".join(paper.pages_of(paper.print_draft(rich)))


def test_a_report_that_cannot_be_made_fails_without_patient_data(rich, monkeypatch):
    def refuse(*args, **options):
        raise typst.TypstError("Anna Maria Kim")

    monkeypatch.setattr(pdf.typst, "compile", refuse)
    monkeypatch.setattr(pdf, "can_print", lambda letter: True)
    with pytest.raises(pdf.ReportError, match="typst refused the report"):
        paper.print_draft(rich)


def test_a_figure_keeps_its_letters_apart():
    assert pdf._without_ligatures("<text>diffuse fit</text>") == "<text>dif\u200cfuse f\u200cit</text>"
