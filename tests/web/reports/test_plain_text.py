"""The report as eight lines for the hospital's notes."""

import pytest
from django.utils import timezone

from dressapp.reports.plain_text import as_text
from dressapp.reports.presenters import without_name
from tests.factories.day_four import make_day_four_case
from tests.factories.records import make_case
from tests.web.reports import paper


@pytest.mark.parametrize("name", ["sorafenib", "rich"])
def test_there_are_eight_lines_and_none_is_empty(request, name):
    lines = as_text(paper.draft_of(request.getfixturevalue(name))).split("\n")
    assert len(lines) == 8
    assert all(lines)


def test_the_published_case_reads(sorafenib):
    lines = as_text(paper.draft_of(sorafenib)).split("\n")
    assert lines[0].startswith("KJG-67-337 | male | 72 y | Draft: the record as of ")
    assert lines[1] == (
        "RegiSCAR 6: definite DRESS case (retrospective classification; says nothing about which drug)"
    )
    assert lines[2] == (
        "Course: closed on day 41. Suspects 1, still taken 0: sorafenib (10 d, shorter than usual; stopped)"
    )
    assert lines[3] == "Range: 5 (probable DRESS) to 8 (definite DRESS) on the findings on record"
    assert lines[4].startswith("Other drugs: long-term medication (not named in the report) (618 d or more, ")
    assert "Given for the reaction: antipyretic (not named in the report), topical" in lines[4]
    assert lines[5] == "Open: Atypical lymphocytes, Biopsy suggesting DRESS, Other causes excluded"
    assert lines[6].startswith("Not on record: Heart: ECG, troponin; Lung: ")
    assert "rule set regiscar-2007" in lines[7]
    assert "Not validated for excluding DRESS at the bedside or for causality." in lines[7]


def test_an_open_course_has_both_ranges_and_what_is_still_taken(user):
    text = as_text(paper.draft_of(make_day_four_case(user, timezone.localdate())))
    assert "Too early to classify: score today -1 on day 4" in text
    assert "Suspects 3, still taken 3: vancomycin (14 d, " in text
    assert (
        "Range: -3 (below 2) to 7 (definite DRESS) on today's findings. What is absent so far (day 4)" in text
    )
    assert "up to 9 (definite DRESS) if the illness develops" in text
    assert "no case" not in text.lower()


def test_it_has_plain_characters_but_for_what_a_person_wrote(sorafenib, rich):
    assert as_text(paper.draft_of(sorafenib)).isascii()
    report = paper.draft_of(rich) | {"patient": "김영희\n 1"}
    assert as_text(report).split("\n")[0].startswith("김영희 1 | Draft")


def test_a_case_with_nothing_says_nothing_of_each(user):
    lines = as_text(paper.draft_of(make_case(user, closed_on=None))).split("\n")
    assert "Suspects: none on record" in lines[2]
    assert lines[4] == "Other drugs: none on record"


def test_it_follows_the_variant_without_name(rich):
    first = as_text(without_name(paper.draft_of(rich))).split("\n")[0]
    assert first.startswith("A.M.K. | female | 64 y | Draft")
