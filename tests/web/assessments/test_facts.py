"""The bridge from the tables to the rules."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from dressapp.assessments.facts import build
from dressapp.cases import services as cases
from dressapp.cases.models import CauseTest, VirusTest
from dressapp.labs import services as labs
from dressapp.labs.models import LabResult
from scoring.facts import CaseFacts, ImpossibleFact, Measure
from scoring.kernel.tri import Tri
from tests.factories.records import (
    RASH,
    make_answer,
    make_case,
    make_drug,
    make_finding,
    make_lab,
    make_node,
    number,
)


@pytest.fixture
def case(user, team):
    return make_case(user)


def test_an_empty_case_has_empty_facts(user, team):
    case = make_case(user, rash_onset_on=None)
    assert build(case) == CaseFacts(id=str(case.pk))


def test_every_table_reaches_the_facts(case, user):
    cases.update_case(case=case, version=1, by=user, admission_on=date(2026, 3, 13))
    make_drug(case, user, atc="L01EX02", stop_on=None, stop_precision="ongoing")
    make_lab(case, user, value="<50", upper_limit="35", lower_limit="5", taken_time=time(8))
    make_finding(case, user)
    make_node(case, user, size="1.5")
    cases.add_row(model=CauseTest, case=case, test="ana", result="negative", by=user)
    cases.add_row(model=VirusTest, case=case, virus="hhv6", reading="reactivation", by=user)
    make_answer(case, user, item="fever", answer="unknown", reason="not_done")
    make_answer(case, user, item="organs.liver", answer="yes", explanation="none found")
    facts = build(case)
    assert (facts.dates.rash_onset, facts.dates.admission) == (RASH, date(2026, 3, 13))
    assert (facts.drugs[0].atc, facts.drugs[0].start_bounds[0]) == ("L01EX02", date(2026, 3, 2))
    point = facts.labs[0]
    assert (point.value, point.upper_limit) == (Measure(Decimal(50), "<"), Decimal(35))
    assert point.sample == "2026-03-12T08:00:00"
    assert [finding.measure for finding in facts.findings] == [None, Measure(Decimal("1.5"))]
    assert (facts.cause_tests[0].result, facts.cause_tests[0].explains) == ("negative", Tri.UNKNOWN)
    assert facts.virus_tests[0].reading == "reactivation"
    assert facts.answers["fever"].reason == "not_done"
    assert facts.organs["liver"].explanation == "none found"


def test_what_is_voided_never_reaches_the_rules(case, user):
    result, node = make_lab(case, user), make_node(case, user)
    course, answer = make_drug(case, user), make_answer(case, user)
    for row in (result, node, course, answer):
        cases.void_row(case=case, row=row, version=1, by=user)
    assert build(case) == CaseFacts(id=str(case.pk), dates=build(case).dates)


def test_other_cases_never_reach_the_facts(case, user):
    other = make_case(user, local_id="P-2")
    make_drug(other, user)
    make_lab(other, user)
    assert not build(case).drugs
    assert not build(case).labs


def test_blank_columns_read_as_unknown_or_not_done(case, user):
    make_drug(case, user, start_on=None, start_precision="")
    cases.add_row(model=CauseTest, case=case, test="ana", by=user)
    cases.add_row(model=VirusTest, case=case, virus="cmv", by=user)
    facts = build(case)
    assert facts.drugs[0].start_precision == "unknown"
    assert facts.cause_tests[0].result == "not_done"
    assert facts.virus_tests[0].reading == "unknown"


def test_a_count_of_organs_is_a_number(case, user):
    make_answer(case, user, item="organs", answer="2")
    assert build(case).organ_count == 2


def test_the_number_of_queries_does_not_grow_with_the_rows(case, user, django_assert_num_queries):
    with django_assert_num_queries(8):
        build(case)
    for day in range(30):
        make_lab(case, user, on=RASH + timedelta(days=day))
        make_drug(case, user, name=f"drug {day}")
        make_node(case, user, site=f"site {day}")
    with django_assert_num_queries(8):
        build(case)


CREATININES = [
    (date(2025, 1, 1), "0.7"),
    (date(2025, 9, 1), "1.1"),
    (date(2026, 1, 1), "1.3"),
    (date(2026, 3, 13), "1.7"),
    (date(2026, 3, 15), "2.0"),
    (date(2026, 4, 20), "1.0"),
]


@pytest.mark.parametrize(
    ("choice", "value", "on"),
    [
        ("", None, None),
        ("last_before", None, None),
        ("lowest_in_year", "1.1", date(2025, 9, 1)),
        ("lowest_after", "1.0", date(2026, 4, 20)),
        ("entered", "0.9", date(2024, 5, 1)),
    ],
)
def test_the_creatinine_baseline_is_the_one_that_was_chosen(case, user, choice, value, on):
    for day, text in CREATININES:
        make_lab(case, user, analyte="creatinine", unit="mg/dL", value=text, on=day)
    cases.save_background(
        case=case,
        version=0,
        creatinine_baseline_choice=choice,
        creatinine_baseline_unit="mg/dL",
        creatinine_baseline_on=date(2024, 5, 1),
        **number("creatinine_baseline", "0.9"),
        by=user,
    )
    baseline = build(case).creatinine_baseline
    assert (baseline and (str(baseline.value), baseline.on)) == (value and (value, on))


@pytest.mark.hazard("H23")
def test_a_baseline_is_never_one_of_two_values_that_contradict_each_other(case, user):
    for day, text in (*CREATININES, (date(2025, 10, 1), "0.9")):
        make_lab(case, user, analyte="creatinine", unit="mg/dL", value=text, on=day)
    cell = {"analyte": "creatinine", "unit": "mg/dL", "taken_on": date(2025, 10, 1)}
    cases.add_row(model=LabResult, case=case, by=user, **cell, **number("value", "0.4"))
    cases.save_background(case=case, version=0, creatinine_baseline_choice="lowest_in_year", by=user)
    assert str(build(case).creatinine_baseline.value) == "1.1"


@pytest.mark.parametrize("choice", ["lowest_in_year", "lowest_after", "entered"])
def test_a_baseline_without_a_value_leaves_the_choice_to_the_rules(case, user, choice):
    cases.save_background(case=case, version=0, creatinine_baseline_choice=choice, by=user)
    assert build(case).creatinine_baseline is None


def test_rows_that_contradict_each_other_are_named(case, user):
    make_lab(case, user, analyte="wbc", value="1000", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="2000", unit="/uL")
    with pytest.raises(ImpossibleFact, match="eosinophils above"):
        build(case)


def test_values_of_one_sample_stay_together(case, user):
    make_lab(case, user, analyte="wbc", value="6770", unit="/uL")
    make_lab(case, user, analyte="eosinophils_pct", value="27.9", unit="%")
    assert len({point.sample for point in build(case).labs}) == 1
    labs.move_date(case=case, taken_on=RASH, to_on=RASH, to_time=time(9), by=user)
    assert {point.sample for point in build(case).labs} == {"2026-03-12T09:00:00"}


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("text", ["38.50", "0.0", "100", "<0.10", "7.0"])
def test_a_number_keeps_the_digits_that_were_typed(case, user, text):
    make_lab(case, user, value=text)
    make_node(case, user, size=text)
    facts = build(case)
    assert str(facts.labs[0].value) == str(facts.findings[0].measure) == text


def test_a_start_without_a_precision_is_taken_as_it_stands(case, user):
    make_drug(case, user, start_precision="")
    assert build(case).drugs[0].start_bounds == (date(2026, 3, 2), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("answers", "conditions"),
    [
        ({}, {}),
        ({"cirrhosis": "yes", "hiv": "yes"}, {"cirrhosis": Tri.YES}),
        ({"cirrhosis": "no", "dialysis": "unknown"}, {"cirrhosis": Tri.NO, "dialysis": Tri.UNKNOWN}),
    ],
)
def test_only_answered_illnesses_that_rules_ask_of_are_facts(case, user, answers, conditions):
    cases.save_background(case=case, version=0, by=user, **answers)
    assert build(case).conditions == conditions
