"""Who stands on the sheet: with name and number, or without them anywhere in the file."""

from datetime import date

import pytest

from dressapp.reports.patient import age_of, describe_without_name, name_patient, strip_names
from dressapp.reports.presenters import without_name
from dressapp.reports.printing import shown_figure
from tests.factories.records import make_case
from tests.web.reports import paper
from tests.web.reports.conftest import LOCAL_ID, NAME

TODAY = date(2026, 4, 1)


def everything_in(pdf):
    """Return the text, the metadata and the structure of a PDF, and the file itself, as one text."""
    with paper.open_pdf(pdf) as document, document.open_metadata() as claims:
        info = " ".join(str(value) for value in document.docinfo.values())
        described = " ".join(str(value) for value in claims.values())
    words = " ".join(element.alt for element in paper.elements(pdf))
    return " ".join([*paper.pages_of(pdf), info, described, words, pdf.decode("latin-1")])


def test_the_variant_without_name_has_neither_name_nor_number_anywhere(rich):
    found = everything_in(paper.print_draft(rich, is_named=False))
    for word in (NAME, *NAME.split(), LOCAL_ID, "2 May 1961"):
        assert word not in found
        assert paper.squeeze(word) not in paper.squeeze(found)
    assert "A.M.K. · female · 64 y" in found
    assert "Printed without the patient's name" in " ".join(found.split()).replace("’", "'")


def test_the_named_report_has_them(rich):
    found = everything_in(paper.print_draft(rich))
    assert f"{NAME} · {LOCAL_ID} · born 2 May 1961 · female · 64 y" in found


def test_a_saved_assessment_can_be_printed_without_name(rich, user):
    snapshot = paper.save(rich, user)
    found = everything_in(paper.print_saved(snapshot, is_named=False))
    assert LOCAL_ID not in found
    assert "Kim" not in found
    assert "Assessment 1, completed" in found


def test_free_text_loses_the_recorded_name_and_number_only(rich):
    report = without_name(paper.draft_of(rich))
    note = next(part for part in report["sections"] if part["title"] == "Source and notes")["rows"][0]
    assert note["text"] == "Discussed with the family of [name], [number]."
    assert "names" not in report


def test_the_figure_loses_them_too(rich):
    report = paper.draft_of(rich)
    svg = f"<text>given to {NAME}</text>"
    assert shown_figure(report, svg, is_named=False) == "<text>given to [name]</text>"
    assert shown_figure(report, svg, is_named=True) == svg


@pytest.mark.parametrize(
    ("name", "number", "text", "stripped"),
    [
        ("Anna Kim", "P-1", "ANNA  kim, p-1", "[name], [number]"),
        ("Anna Kim", "P-1", "Annabel Kimono, XP-10", "Annabel Kimono, XP-10"),
        ("May", "12", "12 May 2026, 12 mg", "12 May 2026, 12 mg"),
        ("", "40213", "40213 /µL", "40213 /µL"),
        ("", "402138", "chart 402138", "chart [number]"),
        ("", "day 8", "on day 8", "on day 8"),
        ("", "ward", "the ward", "the ward"),
    ],
)
def test_what_could_be_an_ordinary_word_or_figure_is_left_alone(name, number, text, stripped):
    assert strip_names(text, {"name": name, "local_id": number}) == stripped


def test_the_patient_is_named_as_far_as_recorded(user):
    case = make_case(user, local_id="P-9", sex="", age_years=None)
    assert name_patient(case, TODAY) == "P-9 · sex not recorded · age not recorded"
    assert describe_without_name(case, TODAY) == "initials not recorded · sex not recorded · age not recorded"


def test_the_age_is_that_of_the_index_day(user):
    case = make_case(user, birth_on=date(1961, 3, 12))
    assert age_of(case, TODAY) == 65
    case.patient.birth_on = date(1961, 3, 13)
    assert age_of(case, TODAY) == 64
    case.age_years = 7  # as in the rules the birth date comes first
    assert age_of(case, TODAY) == 64


def test_in_a_case_of_days_neither_age_nor_birth_date_is_worked_out(user):
    case = make_case(user, birth_on=date(1961, 3, 12), basis="relative")
    assert age_of(case, TODAY) is None
    assert "born" not in name_patient(case, TODAY)
    case.age_years = 64
    assert age_of(case, TODAY) == 64
