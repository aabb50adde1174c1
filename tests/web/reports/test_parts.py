"""The parts of a report beside score, drugs and results: which there are, that screen and paper have them."""

import copy
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.reports.parts import ON_REQUEST
from dressapp.reports.printing import draft_report, print_pdf, shown_report
from tests.web.reports import paper

TITLES = {
    "culprits": "Which drug",
    "verdicts": "Criteria side by side",
    "criteria": "Criteria, fact by fact",
    "severity": "Severity by DDS",
    "tracker": "Tests for other causes as the readings count them",
    "viruses": "HHV-6, EBV, CMV, HHV-7",
    "clock": "Ward clock",
    "days": "Score by day",
}


def titles_of(report):
    return {part["id"]: part["title"] for part in report["parts"]}


def test_the_published_case_has_every_part_the_days_on_request(sorafenib):
    report = paper.draft_of(sorafenib)
    assert titles_of(report) == TITLES
    assert titles_of(shown_report(report, is_named=True)) == {
        name: title for name, title in TITLES.items() if name not in ON_REQUEST
    }
    assert titles_of(shown_report(report, is_named=False, asked=ON_REQUEST)) == TITLES


def test_screen_and_paper_say_what_the_tabs_say(client_in, sorafenib):
    page = client_in.get(reverse("workspace:report", args=[sorafenib.pk]) + "?days=yes")
    screen = paper.squeeze(page.content.decode())
    pdf = paper.text_of(paper.print_draft(sorafenib))
    for words in (
        *TITLES.values(),
        "DIHS (J-SCAR): undetermined by the Japanese text; not met by the English tables",
        "HHV-6 reactivation, day 14 to 21",
        "Nothing is added up.",
        "DDS comes from 55 patients of one centre",
        "worth 0 points counting groups, which the score does",
    ):
        assert paper.squeeze(words) in pdf, words
        assert paper.squeeze(words) in screen, words


@pytest.mark.promise("P24")
def test_what_was_saved_before_there_were_parts_still_prints(sorafenib):
    page = copy.deepcopy(paper.page_of(sorafenib))
    del page["report"]["parts"]
    report = draft_report(page, now=timezone.localtime())
    text = paper.text_of(print_pdf(report, page["figure"], is_named=True, asked=ON_REQUEST))
    assert paper.squeeze("RegiSCAR 6: definite DRESS case") in text
    assert paper.squeeze("Ward clock") not in text


def test_parts_leave_the_name_out_too(rich):
    report = paper.draft_of(rich)
    unnamed = str(shown_report(report, is_named=False, asked=ON_REQUEST)["parts"])
    assert rich.patient.local_id not in unnamed


@pytest.mark.parametrize("name", ["sorafenib", "rich"])
def test_no_sentence_ends_twice_and_no_list_has_a_gap(request, name):
    found = re.findall(
        r".{20}(?:\.\s*\.|;\s*;|,\s*,|[:;]\s*\.).{9}", str(paper.draft_of(request.getfixturevalue(name)))
    )
    assert found == []
