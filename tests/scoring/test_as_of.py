"""The score as of a day: what is dated later, or not at all, is not yet known."""

import random
from datetime import date, timedelta

import pytest

from scoring.as_of import as_of, event_days, undated
from scoring.facts import CaseFacts
from scoring.panel import assess, curve
from tests.scoring.build import DAY_0, a_case, day, facts_of, lab

ZERO = date.fromisoformat(DAY_0)


def on(number):
    return ZERO + timedelta(days=number)


def full():
    """Return the keys of a case in which every kind of fact has a day, or has none."""
    return {
        "dates": {"first_symptom": day(-3), "rash_onset": day(0), "admission": day(2), "discharge": day(20),
                  "still_ill_on": day(16), "resolution": day(25)},
        "drugs": [
            {"name": "early", "start": day(-20), "start_precision": "day",
             "stop": day(4), "stop_precision": "day",
             "later_tolerated": "yes", "conclusion": "culprit", "conclusion_by": "Dr A"},
            {"name": "month", "start": "2020-03-01", "start_precision": "month", "stop": "2020-03-01",
             "stop_precision": "month"},
            {"name": "late", "start": day(9), "start_precision": "day", "still_taken_on": day(12)},
            {"name": "unknown", "start_precision": "unknown"},
        ],
        "labs": [lab("temperature", 39, "Cel", 1), lab("eosinophils_abs", 1600, "/uL", 5),
                 lab("alt", 30, "U/L", -40)],
        "findings": [{"finding": "facial_oedema", "value": "yes", "date": day(1)},
                     {"finding": "infiltration", "value": "yes"}],
        "alternative_causes": [{"test": "ana", "result": "negative", "date": day(3)},
                               {"test": "blood_culture", "result": "negative"}],
        "viruses": [{"virus": "hhv6", "result": "positive", "reading": "reactivation", "date": day(18)}],
        "background": {"creatinine_baseline": {"value": 0.9, "unit": "mg/dL", "date": day(24)}},
        "items": {
            "rash_extent_over_50": {"answer": "yes", "since": day(2)}, "lymph_nodes": "no",
            "organs": {"liver": {"answer": "yes", "since": day(7)}, "kidney": "yes"},
        },
    }  # fmt: skip


def test_a_day_knows_what_is_dated_up_to_it_and_nothing_else():
    facts = as_of(facts_of(**full()), on(4))
    dates = facts.dates
    assert (dates.first_symptom, dates.rash_onset, dates.admission) == (on(-3), on(0), on(2))
    assert (dates.discharge, dates.still_ill_on, dates.resolution) == (None, None, None)
    assert [point.analyte for point in facts.labs] == ["temperature", "alt"]
    assert [found.finding for found in facts.findings] == ["facial_oedema"]
    assert [test.test for test in facts.cause_tests] == ["ana"]
    assert facts.virus_tests == ()
    assert (list(facts.answers), list(facts.organs)) == (["rash_extent_over_50"], [])
    assert facts.creatinine_baseline is None
    assert facts.is_closed is False


def test_a_course_is_known_without_its_end_and_without_what_came_after():
    early, month, unknown = as_of(facts_of(**full()), on(3)).drugs
    assert (early.name, early.stop, early.stop_precision) == ("early", None, "ongoing")
    assert (early.later_tolerated, early.conclusion, early.conclusion_by) == ("", "", "")
    assert (month.stop, month.stop_precision) == (date(2020, 3, 1), "month")
    assert unknown.name == "unknown"
    stopped = as_of(facts_of(**full()), on(4)).drugs[0]
    assert (stopped.stop, stopped.stop_precision) == (on(4), "day")
    late = as_of(facts_of(**full()), on(9)).drugs[2]
    assert (late.name, late.still_taken_on) == ("late", None)
    assert as_of(facts_of(**full()), on(12)).drugs[2].still_taken_on == on(12)


def test_the_baseline_stays_where_it_has_no_day_or_an_earlier_one():
    for given in ({"value": 0.9, "unit": "mg/dL"}, {"value": 0.9, "unit": "mg/dL", "date": day(-300)}):
        facts = facts_of(background={"creatinine_baseline": given})
        assert as_of(facts, on(0)).creatinine_baseline == facts.creatinine_baseline


def test_days_are_those_of_the_illness_on_which_something_was_recorded():
    assert event_days(facts_of(**full())) == tuple(on(n) for n in (-3, 0, 1, 2, 3, 5, 7, 16, 18, 20, 25))
    assert event_days(CaseFacts()) == ()
    assert curve(CaseFacts()) == ()


def test_what_has_no_day_is_counted():
    assert undated(facts_of(**full())) == 4
    assert undated(facts_of(items={"organs": 2})) == 1
    assert undated(facts_of()) == 0


def test_a_bare_count_of_organs_stands_on_no_day():
    assert as_of(facts_of(items={"organs": 2}), on(99)).organ_count is None


@pytest.mark.hazard("H07")
def test_the_last_day_of_a_case_in_which_all_is_dated_is_the_case():
    keys = full()
    for rows in ("findings", "alternative_causes"):
        keys[rows] = [row | {"date": day(1)} for row in keys[rows]]
    keys["items"] = {"lymph_nodes": {"answer": "no", "since": day(2)},
                     "organs": {"kidney": {"answer": "yes", "since": day(3)}}}  # fmt: skip
    facts = facts_of(**keys)
    assert undated(facts) == 0
    assert curve(facts)[-1].regiscar == assess(facts).regiscar


def test_the_curve_numbers_its_days_and_grows_with_what_is_known():
    points = curve(facts_of(**full()))
    totals = {point.number: point.regiscar.now.total for point in points}
    # Nothing: fever −1, duration −1. Fever on day 1; rash extent 2; eosinophils 5; liver 7; still ill on 16.
    assert [totals[n] for n in (-3, 1, 2, 5, 7, 16)] == [-2, -1, 0, 2, 3, 4]
    assert [point.regiscar.course for point in points[-2:]] == ["open", "closed"]


def test_no_later_row_changes_an_earlier_day():
    chance, keys = random.Random(20261129), full()  # noqa: S311
    for _ in range(60):
        cut = chance.randrange(-3, 25)
        before = as_of(facts_of(**keys), on(cut))
        later = day(cut + chance.randrange(1, 20))
        more = dict(keys)
        more["labs"] = [*keys["labs"], lab("temperature", 40, "Cel", later), lab("alt", 900, "U/L", later)]
        more["findings"] = [*keys["findings"], {"finding": "purpura", "value": "yes", "date": later}]
        more["items"] = keys["items"] | {"fever": {"answer": "no", "since": later}}
        assert assess(as_of(facts_of(**more), on(cut))).regiscar == assess(before).regiscar


def test_order_of_rows_changes_no_day():
    keys = full()
    turned = keys | {name: keys[name][::-1] for name in ("labs", "findings", "alternative_causes", "drugs")}
    assert [point.regiscar.now for point in curve(facts_of(**keys))] == [
        point.regiscar.now for point in curve(facts_of(**turned))
    ]


def test_the_case_without_an_onset_has_no_day():
    assert event_days(facts_of(**(a_case() | {"dates": {}, "labs": [lab("alt", 30, "U/L")]}))) == ()


def test_a_birth_between_symptom_and_rash_breaks_no_day():
    dates = {"first_symptom": day(-3), "rash_onset": day(0)}
    facts = facts_of(dates=dates, patient={"birth_date": day(-1)}, labs=[lab("alt", 30, "U/L", -2)])
    assert [point.number for point in curve(facts)] == [-3, -2, 0]
