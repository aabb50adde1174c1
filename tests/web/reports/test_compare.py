"""What differs between two versions: item by item, input by input, the same in both directions."""

import copy
import json
import random
from datetime import date

import pytest
from django.utils import timezone

from dressapp.assessments.selectors import get_assessment, list_snapshots
from dressapp.assessments.snapshots import to_plain
from dressapp.cases.models import Case, Finding, Treatment, VirusTest
from dressapp.cases.services import add_row, save_background, update_case, update_row, void_row
from dressapp.drugs.services import update_course, void_course
from dressapp.labs.services import update_result, void_result
from dressapp.reports.compare import ADDED, CHANGED, TAKEN_AWAY, compare
from dressapp.reports.compare_entries import Content
from dressapp.reports.printing import describe
from dressapp.workspace.services import changing
from tests.factories.any_case import make_any_case
from tests.factories.records import make_answer, make_drug, make_lab, make_node, number

from . import paper


def content_of(case):
    """Return the case as it stands, as a version would keep it."""
    case = Case.objects.select_related("patient").get(pk=case.pk)
    assessment = get_assessment(case)
    report = describe(case, assessment, now=timezone.localtime())
    kept = {"facts": to_plain(assessment.facts), "report": to_plain(report)}
    return Content(**json.loads(json.dumps(kept)))


@pytest.fixture
def differ(rich):
    """Return a function that gives the differences since the fixture began, by part."""
    before = content_of(rich)

    def since():
        return {
            part.title: part.differences for part in compare(before, content_of(rich)) if part.differences
        }

    return since


def said(differences):
    """Return differences as what, kind and each field's two sides."""
    return [(d.what, d.kind, [(f.label, f.before, f.after) for f in d.fields]) for d in differences]


def of(differences, what):
    (found,) = [d for d in differences if d.what == what]
    return {f.label: (f.before, f.after) for f in found.fields}


def test_a_version_beside_itself_differs_in_nothing(rich):
    content = content_of(rich)
    parts = compare(content, copy.deepcopy(content))
    assert [part.title for part in parts if part.differences] == []
    titles = {part.title for part in parts}
    assert titles >= {"Score and range", "Items", "Organs", "Drugs", "Results", "Course", "Findings"}
    assert len(next(part.same for part in parts if part.title == "Items")) == 10


def test_a_corrected_result_shows_test_day_both_values_and_the_unit(rich, user, differ):
    with changing(rich):
        result = rich.lab_results.get(analyte="alt", value_raw="61.50")
        update_result(case=rich, result=result, version=result.version, by=user, **number("value", "210"))
    assert said(differ()["Results"]) == [
        ("ALT 12 Mar 2026", CHANGED, [("", "61.50 U/L", "210 U/L")]),
    ]


def test_results_that_came_and_went_are_told_with_their_limits(rich, user, differ):
    with changing(rich):
        make_lab(rich, user, analyte="ast", value="99", on=date(2026, 3, 15), upper_limit="35")
        result = rich.lab_results.get(analyte="alt", value_raw="412")
        void_result(case=rich, result=result, version=result.version, by=user)
    assert said(differ()["Results"]) == [
        ("AST 15 Mar 2026", ADDED, [("", "", "99 U/L"), ("Limits", "", "up to 35 U/L")]),
        ("ALT 14 Mar 2026", TAKEN_AWAY, [("", "412 U/L", ""), ("Limits", "up to 40 U/L", "")]),
    ]


def test_a_result_entered_anew_at_the_same_place_is_a_change(rich, user, differ):
    with changing(rich):
        result = rich.lab_results.get(analyte="alt", value_raw="412")
        void_result(case=rich, result=result, version=result.version, by=user)
        make_lab(rich, user, analyte="alt", value="421", on=result.taken_on, upper_limit="40")
    assert said(differ()["Results"]) == [("ALT 14 Mar 2026", CHANGED, [("", "412 U/L", "421 U/L")])]


def test_an_item_shows_answer_points_source_and_reason(rich, user, differ):
    with changing(rich):
        make_node(rich, user, site="cervical", size="1.5")
        make_node(rich, user, site="axillary", size="2")
        make_answer(rich, user, item="biopsy_suggests_dress", answer="yes")
    parts = differ()
    biopsy = of(parts["Items"], "Biopsy suggesting DRESS")
    assert set(biopsy) <= {"Answer", "Points", "Source", "Reason"}
    assert biopsy["Answer"][0] != biopsy["Answer"][1]
    assert "Source" in biopsy
    score = of(parts["Score and range"], "Verdict")
    assert score[""][0] != score[""][1]
    assert [d.kind for d in parts["Findings"]] == [ADDED, ADDED]


def test_a_drug_keeps_its_place_when_it_is_renamed_and_shows_what_changed(rich, user, differ):
    with changing(rich):
        drug = rich.drug_courses.get(name="allopurinol")
        update_course(case=rich, course=drug, version=drug.version, name="febuxostat", by=user)
        drug = rich.drug_courses.get(name="cetirizine")
        void_course(case=rich, course=drug, version=drug.version, by=user)
        make_drug(rich, user, name="phenytoin")
    differences = differ()["Drugs"]
    assert [(d.what, d.kind) for d in differences] == [
        ("febuxostat", CHANGED), ("phenytoin", ADDED), ("cetirizine", TAKEN_AWAY),
    ]  # fmt: skip
    assert of(differences, "febuxostat")[""] == ("allopurinol", "febuxostat")


def test_dates_treatment_tests_background_and_notes_are_compared(rich, user, differ):
    with changing(rich):
        update_case(
            case=rich, version=rich.version, admission_on=date(2026, 3, 13), note="seen twice", by=user
        )
        add_row(model=Treatment, case=rich, kind="ivig", by=user)
        virus = rich.virus_tests.first()
        update_row(case=rich, row=virus, version=virus.version, result="negative", by=user)
        background = rich.background
        save_background(case=rich, version=background.version, hiv="yes", by=user)
    parts = differ()
    assert of(parts["Course"], "Admitted")[""][1] == "13 Mar 2026"
    assert of(parts["Source and notes"], "Note")[""][1] == "seen twice"
    assert [d.kind for d in parts["Treatment of the reaction"]] == [ADDED]
    assert [d.kind for d in parts["Viruses"]] == [CHANGED]
    assert of(parts["Background"], "HIV")[""][1] == "Yes"


def test_one_of_several_rows_of_a_name_that_goes_is_the_one_that_went(rich, user):
    with changing(rich):
        for site in ("left groin", "axillary", "occipital"):
            make_node(rich, user, site=site, size="1.5")
    before = content_of(rich)
    with changing(rich):
        node = rich.findings.live().get(finding="node", site="left groin")
        void_row(case=rich, row=node, version=node.version, by=user)
    (part,) = [p for p in compare(before, content_of(rich)) if p.title == "Findings"]
    (gone,) = part.differences
    assert gone.kind == TAKEN_AWAY
    assert "left groin" in gone.fields[0].before


def test_days_of_a_record_without_dates_stay_days(sorafenib, user):
    before = content_of(sorafenib)
    with changing(sorafenib):
        result = sorafenib.lab_results.filter(analyte="creatinine").first()
        update_result(case=sorafenib, result=result, version=result.version, by=user, **number("value", "9"))
    (part,) = [p for p in compare(before, content_of(sorafenib)) if p.title == "Results"]
    (changed,) = part.differences
    assert changed.what.startswith("Creatinine day ")
    assert "20" not in changed.what


def turned(parts):
    """Return differences as they read from the other side."""
    kinds = {ADDED: TAKEN_AWAY, TAKEN_AWAY: ADDED, CHANGED: CHANGED}
    return sorted(
        (part.title, kinds[d.kind], sorted((f.label, f.after, f.before) for f in d.fields))
        for part in parts
        for d in part.differences
    )


def straight(parts):
    return sorted(
        (part.title, d.kind, sorted((f.label, f.before, f.after) for f in d.fields))
        for part in parts
        for d in part.differences
    )


@pytest.mark.parametrize("seed", range(12))
def test_any_two_contents_differ_the_same_from_both_sides(user, seed):
    one, other = (content_of(make_any_case(user, seed * 2 + turn)) for turn in (0, 1))
    assert turned(compare(one, other)) == straight(compare(other, one))
    assert straight(compare(one, copy.deepcopy(one))) == []


CHANGES = (
    lambda case, user, n: update_case(case=case, version=case.version, note=f"note {n}", by=user),
    lambda case, user, n: make_lab(case, user, analyte="ggt", value=f"{50 + n}", on=date(2026, 2, 1 + n)),
    lambda case, user, n: make_drug(case, user, name=f"drug {n}"),
    lambda case, user, n: add_row(model=VirusTest, case=case, virus=f"virus {n}", result="negative", by=user),
    lambda case, user, n: add_row(model=Finding, case=case, finding=f"sign {n}", value_raw="yes", by=user),
)


@pytest.mark.promise("P04")
def test_of_twenty_edits_each_version_reads_as_it_was_and_differs_from_every_other(rich, user):
    dice = random.Random(7)  # noqa: S311
    kept = []
    for turn in range(20):
        with changing(rich):
            dice.choice(CHANGES)(rich, user, turn)
        paper.save(rich, user)
        kept.append(content_of(rich))
    stored = [Content(s.facts, s.page["report"]) for s in reversed(list_snapshots(rich))]
    assert len(stored) == 20
    for version, then in zip(stored, kept, strict=True):
        assert straight(compare(then, version)) == []
    for at, version in enumerate(stored):
        for later in stored[at + 1 :]:
            assert straight(compare(version, later))
