"""The row that the case list reads, and how cases are found."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from dressapp.assessments import standing
from dressapp.assessments.models import CaseSummary
from dressapp.assessments.selectors import list_cases_for, state_of
from dressapp.assessments.services import correct_patient, summarise
from dressapp.assessments.signatures import sign
from dressapp.assessments.snapshots import save_snapshot
from dressapp.assessments.standing import STATE_WORDS
from dressapp.cases import services as cases
from dressapp.workspace.services import begin_case
from tests.factories.records import make_answer, make_case, make_drug, make_lab


@pytest.fixture
def case(user, team):
    return make_case(user)


def scored(case):
    cases.touch(case=case)
    return summarise(case)


def found(user, **search):
    return [case.patient.local_id for case in list_cases_for(user, **search)]


def test_a_summary_says_what_the_score_says_today(case, user):
    make_answer(case, user)
    make_drug(case, user, stop_precision="ongoing")
    make_drug(case, user, name="Allopurinol", role="concomitant")
    summary = scored(case)
    stored = CaseSummary.objects.get()
    assert stored.total == summary.total == -1
    assert (stored.course, stored.category, stored.ruleset) == ("open", "no", "regiscar-2007")
    assert (stored.lowest_total, stored.highest_total, stored.goes_on_total) == (-3, 9, 9)
    assert stored.suspects == [
        {"name": "sorafenib", "days_text": "10 d, shorter than usual", "still_taken": "yes"}
    ]
    assert (stored.suspect_count, stored.still_taken_count) == (1, 1)
    assert stored.drug_names == "\nsorafenib\nallopurinol\n"


def test_a_closed_course_has_no_third_total(case, user):
    cases.set_dates(case=case, version=1, by=user, closed_on=date(2026, 4, 1))
    assert (scored(case).goes_on_total, scored(case).course) == (None, "closed")


@pytest.mark.hazard("H15")
def test_a_summary_belongs_to_one_revision(case):
    summary = scored(case)
    assert summary.revision == case.revision == 1
    cases.touch(case=case)
    assert CaseSummary.objects.get().revision != case.revision


def test_rows_that_contradict_each_other_give_a_problem_and_no_total(case, user):
    make_lab(case, user, analyte="wbc", value="1000", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="2000", unit="/uL")
    summary = scored(case)
    assert summary.total is None
    assert "eosinophils above" in summary.problem


def test_cases_are_found_by_patient_or_drug_in_any_case_of_letters(user, team):
    first = make_case(user, local_id="A-1", name="Ármin Özil")
    make_drug(first, user, name="Sorafenib")
    scored(first)
    make_case(user, local_id="B-2", name="Ana Vidal")
    assert found(user, query="ÖZIL") == ["A-1"]
    assert found(user, query="a-1") == ["A-1"]
    assert found(user, query="SORA ármin") == ["A-1"]
    assert found(user, query="vidal sora") == []
    assert sorted(found(user)) == ["A-1", "B-2"]


def test_signs_that_mean_something_to_the_database_are_only_signs(user, team):
    make_case(user, local_id="100%")
    make_case(user, local_id="A_1")
    assert found(user, query="%") == ["100%"]
    assert found(user, query="_") == ["A_1"]


def test_a_stranger_finds_nothing_and_a_reader_the_teams_cases(case, reader, stranger):
    assert found(reader) == ["P-1"]
    assert found(stranger) == []
    assert found(stranger, query="P-1") == []


def test_a_voided_case_is_not_listed(case, user):
    cases.void_case(case=case, version=1, revision=case.revision, why="entered twice", by=user)
    assert found(user) == []


def test_filters_narrow_the_list(user, team):
    closed = make_case(user, local_id="A", closed_on=date(2026, 4, 1))
    make_drug(closed, user, name="Sorafenib")
    scored(closed)
    make_case(user, local_id="B")
    assert found(user, filters={"course": "closed"}) == ["A"]
    assert found(user, filters={"course": "open", "category": "no"}) == ["B"]
    assert found(user, filters={"drug": "sorafenib"}) == ["A"]
    assert found(user, filters={"drug": "soraf"}) == []
    assert found(user, filters={"state": "nonsense"}) == []
    assert sorted(found(user, filters={"course": "", "other": "x"})) == ["A", "B"]


def complete(case, user, reason=""):
    return save_snapshot(
        case=case, revision=case.revision, present=lambda assessment: {}, reason=reason, by=user
    )


@pytest.mark.hazard("H15")
def test_the_steps_are_draft_complete_signed_amended_and_out_of_date_between(case, user):
    def states():
        """Return the state of the case, and those that the filter finds it by."""
        filtered = [state for state in STATE_WORDS if found(user, filters={"state": state}) == ["P-1"]]
        return [state_of(list_cases_for(user).get()), *filtered]

    assert states() == ["draft", "draft"]
    first = complete(case, user)
    assert states() == ["complete", "complete"]
    scored(case)
    assert states() == ["out_of_date", "out_of_date"]
    first = complete(case, user)
    sign(snapshot=first, meaning="read", by=user)
    assert states() == ["signed", "signed"]
    scored(case)
    assert states() == ["out_of_date", "out_of_date"]
    second = complete(case, user, "a result came late")
    assert states() == ["complete", "complete"]
    sign(snapshot=second, meaning="read", by=user)
    assert states() == ["amended", "amended"]
    scored(case)
    assert states() == ["out_of_date", "out_of_date"]


def test_what_was_signed_by_other_rules_is_out_of_date(case, user, monkeypatch):
    sign(snapshot=complete(case, user), meaning="read", by=user)
    monkeypatch.setattr(standing, "RULESET", "regiscar-2027")
    assert state_of(list_cases_for(user).get()) == "out_of_date"
    assert found(user, filters={"state": "out_of_date"}) == ["P-1"]
    assert found(user, filters={"state": "signed"}) == []


def test_a_case_without_a_summary_is_listed_as_a_draft(case, user):
    CaseSummary.objects.all().delete()
    assert state_of(list_cases_for(user).get()) == "draft"
    assert found(user, filters={"state": "draft"}) == ["P-1"]


def test_the_list_is_ordered_by_what_was_asked_for(user, team):
    low, high = make_case(user, local_id="B"), make_case(user, local_id="A")
    make_answer(high, user)
    scored(high)
    scored(low)
    assert found(user) == ["B", "A"]
    assert found(user, ordering="oldest") == ["A", "B"]
    assert found(user, ordering="patient") == ["A", "B"]
    assert found(user, ordering="score") == ["A", "B"]
    assert found(user, ordering="nonsense") == ["B", "A"]


def test_a_page_of_the_list_is_one_query_and_one_for_the_teams(user, team, django_assert_num_queries):
    for number in range(30):
        make_case(user, local_id=f"P-{number}")
    with django_assert_num_queries(2):
        for case in list_cases_for(user)[:25]:
            assert case.patient.local_id
            assert case.summary.total is not None


def test_the_list_reads_its_index_in_order(user, team):
    plan = list_cases_for(user)[:25].explain()
    if connection.vendor == "sqlite":
        assert "case_list" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.hazard("H20")
def test_rescore_refreshes_what_is_out_of_date_and_only_that(case, user):
    make_answer(case, user)
    cases.touch(case=case)
    assert rescored() == "1 scored, 1 with another total or category\n"
    assert rescored() == "0 scored, 0 with another total or category\n"
    assert rescored("--all") == "1 scored, 0 with another total or category\n"
    assert CaseSummary.objects.get().total == -1


@pytest.mark.hazard("H15")
def test_rescore_refreshes_what_another_rule_set_made(case):
    CaseSummary.objects.update(ruleset="older", total=5)
    assert rescored().startswith("1 scored, 1 with")


def test_rescore_makes_a_missing_summary(case):
    CaseSummary.objects.all().delete()
    assert rescored().startswith("1 scored")
    assert CaseSummary.objects.count() == 1


def rescored(*options):
    out = StringIO()
    call_command("rescore", *options, stdout=out)
    return out.getvalue()


def test_correcting_a_patient_marks_the_signed_assessments_of_the_other_cases(user, team):
    here, there = make_case(user), make_case(user)
    save_snapshot(case=there, revision=there.revision, present=lambda assessment: {}, by=user)
    correct_patient(case=here, version=1, by=user, birth_on=date(1958, 3, 12))
    listed = {case.pk: case for case in list_cases_for(user)}
    assert state_of(listed[there.pk]) == "out_of_date"
    assert listed[there.pk].summary.revision == listed[there.pk].revision
    correct_patient(case=here, version=1, by=user, birth_on=date(1958, 3, 12))
    assert list_cases_for(user).get(pk=there.pk).revision == listed[there.pk].revision


@pytest.mark.hazard("H15")
def test_a_new_case_that_fills_blanks_of_its_patient_marks_and_scores_the_patients_other_cases(user, team):
    there = make_case(user)
    complete(there, user)
    begin_case(team=team, by=user, local_id="P-1", birth_on=date(1958, 3, 12))
    listed = {case.pk: case for case in list_cases_for(user)}[there.pk]
    assert state_of(listed) == "out_of_date"
    assert listed.summary.revision == listed.revision
    complete(listed, user)
    begin_case(team=team, by=user, local_id="P-1", birth_on=date(1958, 3, 12))
    assert state_of(list_cases_for(user).get(pk=there.pk)) == "complete"
