"""What follows from the results on paper: a line each, with its source, and none where the inputs lack."""

import pytest
from django.template.loader import render_to_string

from dressapp.reports.derived import present_derived
from dressapp.reports.pdf import make_pdf
from scoring.facts import CaseFacts
from tests.web.reports import paper
from tests.web.timeline.made_cases import facts, lab, liver_injury

TITLE = "Derived from the results"


def lines(made):
    return {row["term"]: row["text"] for row in present_derived(made)}


def test_each_line_tells_verdict_inputs_and_source():
    assert lines(liver_injury()) == {
        "R value": (
            "2.7, mixed, on 12 Nov 2025: ALT 90 U/L ÷ limit 40 U/L, over ALP 100 U/L ÷ limit 120 U/L; "
            "last 8, hepatocellular, on 23 Nov 2025: ALT 400 U/L ÷ limit 40 U/L, "
            "over ALP 150 U/L ÷ limit 120 U/L (source: unreviewed page)"
        ),
        "Creatinine, KDIGO": (
            "stage 3 by creatinine alone on 1 Dec 2025: 3.22× baseline 0.9 mg/dL on 22 Oct 2025; "
            "urine output and dialysis not judged (source: KDIGO)"
        ),
        "Hy's law criteria": (
            "met: ALT 22.5× and bilirubin 4.33× their limits on 19 Nov 2025, ALP not raised; "
            "other causes are the clinician's to exclude; met in 2 samples; of one sample, our reading "
            "(source: PMC8359338)"
        ),
    }


def test_a_single_r_value_is_told_once_and_one_before_the_illness_is_not():
    def pair(day):
        return (lab("alt", day, 400, "U/L", upper=40), lab("alp", day, 120, "U/L", upper=120))

    assert lines(facts(labs=(*pair(-30), *pair(2))))["R value"] == (
        "10, hepatocellular, on 13 Nov 2025: ALT 400 U/L ÷ limit 40 U/L, over ALP 120 U/L ÷ limit 120 U/L "
        "(source: unreviewed page)"
    )
    assert "R value" not in lines(facts(labs=pair(-30)))


def test_a_pattern_that_a_bound_leaves_open_is_not_named():
    labs = (lab("alt", 2, 100, "U/L", sign=">", upper=40), lab("alp", 2, 120, "U/L", upper=120))
    assert lines(facts(labs=labs))["R value"].startswith(">2.5, pattern not decided, on 13 Nov 2025")


def test_without_inputs_there_is_no_line():
    assert present_derived(CaseFacts()) == []
    assert present_derived(facts(labs=(lab("wbc", 2, 9000, "/uL"),))) == []


def test_known_cirrhosis_stands_in_the_report_of_the_published_case(sorafenib):
    derived = {row["term"]: row["text"] for row in paper.draft_of(sorafenib)["derived"]}
    assert derived["Hy's law criteria"] == "not judged: cirrhosis is on record (source: PMC8359338)"
    assert derived["Creatinine, KDIGO"].startswith("stage 1 by creatinine alone on day 3: 1.54× baseline")
    text = paper.text_of(paper.print_draft(sorafenib))
    assert paper.squeeze(TITLE) in text
    assert all(paper.squeeze(line) in text for line in derived.values())


@pytest.mark.parametrize("is_old", [True, False])
def test_an_assessment_saved_without_these_lines_still_prints(sorafenib, is_old):
    report = paper.draft_of(sorafenib)
    if is_old:
        del report["derived"]
    page = render_to_string("reports/_report.html", {"report": report})
    assert (TITLE in page) is not is_old
    text = paper.text_of(make_pdf(report | {"print_notes": []}, ""))
    assert (paper.squeeze(TITLE) in text) is not is_old
