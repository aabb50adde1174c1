"""The file itself: tagged, archival, in a language, with its title, and what it says parsed back."""

import pytest

from dressapp.assessments.models import Meaning
from dressapp.assessments.selectors import get_snapshot_for
from dressapp.assessments.signatures import sign
from dressapp.assessments.versions import show_utc
from dressapp.cases.services import update_case
from dressapp.workspace.services import changing
from tests.factories.records import make_case, make_drug, make_lab
from tests.web.reports import paper


@pytest.fixture
def pdf(rich):
    return paper.print_draft(rich)


def test_the_file_claims_pdf_a_2a_and_pdf_ua_1(pdf):
    title = "DRESS classification record: Anna Maria Kim · HN-20418 · born 2 May 1961 · female · 64 y"
    with paper.open_pdf(pdf) as document, document.open_metadata() as claims:
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("2", "A")
        assert claims["pdfuaid:part"] == "1"
        assert claims["dc:title"] == title


def test_the_file_is_tagged_with_language_and_title(pdf):
    with paper.open_pdf(pdf) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
    tags = {element.tag for element in paper.elements(pdf)}
    assert tags >= {"Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "L", "LI", "Figure"}


def test_the_headings_go_down_one_step_at_a_time(pdf):
    assert len(paper.elements(pdf, "H1")) == 1
    assert not paper.elements(pdf, "H4")
    assert len(paper.elements(pdf, "H2")) >= 9


def test_every_table_has_a_head(pdf):
    tables = paper.elements(pdf, "Table")
    assert len(tables) >= 4
    assert len(paper.elements(pdf, "THead")) == len(tables)


def test_the_figure_says_in_words_what_it_shows(rich, pdf):
    (figure,) = paper.elements(pdf, "Figure")
    assert figure.alt == paper.page_of(rich)["report"]["figure_words"]
    assert "allopurinol" in figure.alt


def test_a_case_without_any_onset_has_no_figure_and_still_prints(rich, user):
    with changing(rich):
        update_case(case=rich, version=rich.version, rash_onset_on=None, first_symptom_on=None, by=user)
    pdf = paper.print_draft(rich)
    assert not paper.elements(pdf, "Figure")
    assert paper.squeeze("How this was scored") in paper.text_of(pdf)


@pytest.mark.hazard("H23")
@pytest.mark.promise("P24")
@pytest.mark.parametrize("name", ["rich", "sorafenib"])
def test_the_text_parsed_back_has_every_string_of_the_draft(request, name):
    case = request.getfixturevalue(name)
    report = paper.draft_of(case)
    text = paper.text_of(paper.print_draft(case))
    expected = paper.strings_of(report | {"status": report["status"].partition(", ")[0]})
    assert len(expected) > 150
    assert [string for string in expected if paper.squeeze(string) not in text] == []


@pytest.mark.hazard("H23")
@pytest.mark.promise("P24")
def test_the_text_parsed_back_has_every_string_of_the_saved_assessment(rich, user):
    snapshot = paper.save(rich, user)
    text = paper.text_of(paper.print_saved(snapshot))
    expected = paper.strings_of(snapshot.page["report"])
    assert [string for string in expected if paper.squeeze(string) not in text] == []
    assert paper.squeeze(snapshot.sha256) in text
    assert paper.squeeze("Assessment 1, completed") in text
    assert paper.squeeze("by Dr Clinician") in text


def test_the_published_case_prints_its_total_range_and_days(sorafenib):
    text = paper.text_of(paper.print_draft(sorafenib))
    for words in (
        "RegiSCAR 6: definite DRESS case",
        "says nothing about which drug",
        "5 (probable DRESS) to 8 (definite DRESS) on the findings on record",
        "sorafenib (10 d, shorter than usual; stopped)",
        "1,889 /µL on day 8 (6,770 × 27.9 %)",
        "Creatinine 2.0 mg/dL on day 3, 1.54× baseline 1.3 mg/dL on day −24",
        "the record gives days, no calendar dates; day 0 is the index day",
    ):
        assert paper.squeeze(words) in text
    assert "2015" not in text


@pytest.mark.hazard("H13")
def test_patient_draft_and_page_number_stand_on_every_page(sorafenib):
    pages = paper.pages_of(paper.print_draft(sorafenib))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "KJG-67-337 · male · 72 y" in page
        assert "Draft, not complete" in page
        assert f"page {number} of {len(pages)}" in page
        assert "Not validated for excluding DRESS at the bedside or for causality" in page


def test_no_page_of_a_saved_assessment_says_draft(rich, user):
    pages = paper.pages_of(paper.print_saved(paper.save(rich, user)))
    for page in pages:
        assert "draft" not in page.lower()
        assert "Anna Maria Kim · HN-20418" in page
        assert "Assessment 1, completed" in page


OUTDATED = "The case has changed since this assessment was completed."


@pytest.mark.hazard("H23")
def test_a_version_prints_the_same_after_the_case_has_changed_but_for_its_state(rich, user):
    snapshot = paper.save(rich, user)
    before = paper.text_of(paper.print_saved(snapshot))
    with changing(rich):
        make_drug(rich, user, name="lamotrigine")
        make_lab(rich, user, analyte="ast", value="999")
    after = paper.text_of(paper.print_saved(snapshot))
    for words in ("OUT OF DATE", OUTDATED, "Out of date, not signed"):
        assert paper.squeeze(words) in after
        assert paper.squeeze(words) not in before
    for words, were in (
        ("OUT OF DATE", ""),
        (OUTDATED, ""),
        ("Out of date, not signed", "Complete, not signed"),
    ):
        after = after.replace(paper.squeeze(words), paper.squeeze(were))
    assert after == before
    assert "lamotrigine" in paper.text_of(paper.print_draft(rich))


@pytest.mark.hazard("H23")
def test_a_damaged_assessment_says_so_on_every_page(rich, user):
    snapshot = paper.save(rich, user)
    snapshot.page["report"]["course"] = "closed"
    for page in paper.pages_of(paper.print_saved(snapshot)):
        assert "Damaged" in page


def test_a_case_with_nothing_on_record_prints(user):
    case = make_case(user, rash_onset_on=None)
    text = paper.text_of(paper.print_draft(case))
    for words in ("No drug on record.", "none on record", "Too little on record to classify"):
        assert paper.squeeze(words) in text
    assert "nocase" not in text.lower()


def test_a_long_note_runs_on_over_pages(rich, user):
    with changing(rich):
        note = " ".join(f"word{number}" for number in range(700))
        update_case(case=rich, version=rich.version, note=note, by=user)
    assert "word699" in paper.text_of(paper.print_draft(rich))


def sign_it(snapshot, *people):
    for person in people:
        sign(snapshot=snapshot, meaning=str(Meaning.REVIEWER.label), by=person)
    return get_snapshot_for(snapshot.case, snapshot.number)


@pytest.mark.promise("P10")
def test_a_signed_version_prints_each_name_time_meaning_hash_and_the_end_of_the_audit_trail(
    rich, user, reader
):
    signed = sign_it(paper.save(rich, user), user, reader)
    pdf = paper.print_saved(signed)
    text = paper.text_of(pdf)
    for signature in signed.signatures.all():
        for words in (
            signature.by_name,
            show_utc(signature.at),
            signature.meaning,
            signature.sha256[:16],
            f"event {signature.audit_seq}, {signature.audit_hash[:16]}",
        ):
            assert paper.squeeze(words) in text
    for page in paper.pages_of(pdf):
        assert "Signed" in page
        assert signed.sha256[:16] in page
    assert paper.squeeze("Signature invalid") not in text
    assert paper.squeeze("Nobody has signed") not in text


def test_a_version_without_signatures_says_so(rich, user):
    text = paper.text_of(paper.print_saved(paper.save(rich, user)))
    assert paper.squeeze("Signatures Nobody has signed it.") in text
    assert paper.squeeze("Complete, not signed") in text


def test_an_amended_version_and_its_amendment_print_what_they_are(rich, user):
    first = sign_it(paper.save(rich, user), user)
    second = sign_it(paper.save(rich, user, reason="a result came late"), user)
    old, new = (paper.text_of(paper.print_saved(version)) for version in (first, second))
    assert old.count(paper.squeeze("Amended by assessment 2")) >= 3
    assert paper.squeeze("AMENDED") in old
    assert paper.squeeze("Amends assessment 1: a result came late") in new


@pytest.mark.promise("P10")
def test_a_changed_signature_is_printed_as_invalid_on_every_page(rich, user):
    signed = sign_it(paper.save(rich, user), user)
    signed.signatures.all()[0].meaning = "another meaning"
    pages = paper.pages_of(paper.print_saved(signed))
    for page in pages:
        assert "INVALID" in page
        assert "Signature invalid" in " ".join(page.split())
    assert paper.squeeze("another meaning") in paper.squeeze("".join(pages))
