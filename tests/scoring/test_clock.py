"""The ward clock: the day from which each thing can be known, and what stands on record of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.clock import DUE, KNOWN, LATE, NO_ONSET, NOT_YET, OVER, PASSED, UNCOUNTED, ward_clock
from scoring.panel import assess
from tests.scoring.build import DAY_0, day, facts_of, lab

ONSET = {"rash_onset": DAY_0}
RELATIVE = ONSET | {"basis": "relative"}
ALL = ["low_score", "hhv6", "duration", "glucose", "after_stop", "thyroid", "follow_up"]


def clock_of(today=4, **keys):
    facts = facts_of(**keys)
    return ward_clock(facts, assess(facts).regiscar, date.fromisoformat(DAY_0) + timedelta(days=today))


def entry(name, today=4, **keys):
    return next(each for each in clock_of(today, **keys).entries if each.id == name)


def state(name, today=4, **keys):
    return entry(name, today, **keys).state


def dated(number):
    on = date.fromisoformat(day(number))
    return f"{on.day} {on:%b} {on.year}"


def hhv6(result="negative", on=15, **more):
    return {"virus": "hhv6", "result": result} | ({} if on is None else {"date": day(on)}) | more


def suspect(stop, **more):
    end = {"stop_precision": "ongoing"} if stop is None else {"stop": day(stop)}
    return {"name": "vancomycin", "role": "suspect", "start": day(-20)} | end | more


def test_what_time_tells_stands_in_the_order_of_its_days():
    assert [each.id for each in clock_of().entries] == ALL
    stopped = clock_of(drugs=[suspect(-2)]).entries
    assert [(each.id, each.from_day) for each in stopped] == [
        ("low_score", 7), ("after_stop", 12), ("hhv6", 14), ("duration", 15), ("glucose", 21),
        ("thyroid", None), ("follow_up", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "from_day", "states"),
    [
        ("hhv6", 14, {13: NOT_YET, 14: DUE, 15: DUE, 20: DUE, 21: DUE, 22: PASSED}),
        ("duration", 15, {13: NOT_YET, 14: NOT_YET, 15: DUE, 60: DUE}),
        ("glucose", 21, {20: NOT_YET, 21: DUE, 22: DUE}),
        ("after_stop", 16, {15: NOT_YET, 16: DUE}),
        ("low_score", 7, {-1: NOT_YET, 0: NOT_YET, 6: NOT_YET}),
    ],
)
def test_each_waits_for_its_day_and_says_which_date_that_is(name, from_day, states):
    for today, expected in states.items():
        found = entry(name, today, drugs=[suspect(2)])
        assert (found.state, found.from_day, found.is_reached) == (expected, from_day, today >= from_day)
        assert found.on == date.fromisoformat(day(from_day))
        assert found.when == f"from day {from_day}, {dated(from_day)}"


def test_a_low_score_is_not_yet_classifiable_in_the_first_week_of_an_open_course():
    assert entry("low_score", 6).record == "RegiSCAR −2 so far: not yet classifiable in the first week"
    assert "low_score" not in [each.id for each in clock_of(7).entries]
    closed = {"dates": ONSET | {"closed_on": day(5)}}
    assert "low_score" not in [each.id for each in clock_of(6, **closed).entries]


@pytest.mark.parametrize(("total", "is_low"), [(3, True), (4, False)])
def test_only_a_score_below_four_is_low(total, is_low):
    items = {"fever": "yes", "resolution_15_days": "yes", "organs": 2, "lymph_nodes": "yes"}
    items |= {"atypical_lymphocytes": "yes"} if total == 4 else {}
    facts = facts_of(items=items)
    assert assess(facts).regiscar.now.total == total
    assert ("low_score" in [each.id for each in clock_of(items=items).entries]) is is_low


@pytest.mark.parametrize(
    ("dates", "items", "record"),
    [
        ({"still_ill_on": day(15)}, {}, "Yes. Still ill on 17 Mar 2020 (day 15)"),
        ({"resolution": day(9)}, {}, "No. Resolved on 11 Mar 2020 (day 9)"),
        ({"still_ill_on": day(15)}, {"resolution_15_days": "no"},
         "The clinician answered no. Still ill on 17 Mar 2020 (day 15)"),
    ],
)  # fmt: skip
def test_the_duration_is_known_once_it_is_answered(dates, items, record):
    found = entry("duration", 30, dates=ONSET | dates, items=items)
    assert (found.state, found.record) == (KNOWN, record)


def test_a_yes_before_day_15_is_told_to_be_early():
    items = {"resolution_15_days": "yes"}
    assert entry("duration", 14, items=items).record.endswith("; yet day 15 has not come")
    assert "yet" not in entry("duration", 15, items=items).record


def test_an_unknown_duration_says_why():
    why = "No record of illness on day 15 or later, and no day of resolution"
    assert entry("duration", 30).record == why
    contradictory = ONSET | {"resolution": day(9), "still_ill_on": day(20)}
    found = entry("duration", 30, dates=contradictory)
    assert (found.state, found.record[:13]) == (DUE, "Contradictory")


@pytest.mark.parametrize(
    ("viruses", "today", "expected", "record"),
    [
        ([], 4, NOT_YET, "No result on record"),
        ([hhv6(on=13)], 13, NOT_YET, "Negative; sample 15 Mar 2020 (day 13); early: before day 14"),
        ([hhv6(on=13)], 15, DUE, "Negative; sample 15 Mar 2020 (day 13); early: before day 14"),
        ([hhv6(on=13)], 22, PASSED, "Negative; sample 15 Mar 2020 (day 13); early: before day 14"),
        ([hhv6(on=14)], 15, KNOWN, "Negative; sample 16 Mar 2020 (day 14)"),
        ([hhv6(on=13), hhv6(on=20)], 22, KNOWN, "Negative; sample 22 Mar 2020 (day 20)"),
        ([hhv6(on=None)], 22, PASSED, "Negative; date of the sample not recorded"),
        ([hhv6("positive", 5, reading="reactivation"), hhv6(on=16)], 20, KNOWN,
         "Positive; read as reactivation; sample 7 Mar 2020 (day 5)"),
        ([hhv6("positive", 5, reading="past")], 20, KNOWN,
         "Positive; read as past infection; sample 7 Mar 2020 (day 5)"),
        ([hhv6("pending", 15)], 16, DUE, "Pending; sample 17 Mar 2020 (day 15)"),
        ([hhv6("not_done", 15)], 16, DUE, "No result on record"),
        ([{"virus": "cmv", "result": "positive", "date": day(15)}], 16, DUE, "No result on record"),
    ],
)  # fmt: skip
def test_hhv_6_is_known_from_a_positive_or_from_a_negative_that_is_not_early(
    viruses, today, expected, record
):
    found = entry("hhv6", today, viruses=viruses)
    assert (found.state, found.record) == (expected, record)


def test_a_negative_of_hhv_6_says_what_steroids_do():
    assert [note.source.name for note in entry("hhv6", 20, viruses=[hhv6()]).notes] == ["Tohyama 2020"]
    assert entry("hhv6", 20, viruses=[hhv6("positive")]).notes == ()


@pytest.mark.parametrize(
    ("drugs", "record"),
    [
        ([], "No suspect on record"),
        ([suspect(1, role="concomitant")], "No suspect on record"),
        ([suspect(None)], "No last day on record of vancomycin"),
        ([suspect(1), suspect(None, name="allopurinol")], "No last day on record of allopurinol"),
        ([suspect(1, stop_precision="unknown")], "No last day on record of vancomycin"),
    ],
)
def test_without_a_last_day_of_every_suspect_nothing_is_counted(drugs, record):
    found = entry("after_stop", 30, drugs=drugs)
    assert (found.state, found.from_day, found.is_reached, found.record) == (UNCOUNTED, None, None, record)


@pytest.mark.parametrize(
    ("dates", "expected", "told"),
    [
        ({}, DUE, "; nothing on record that late"),
        ({"still_ill_on": day(14)}, DUE, "; nothing on record that late"),
        ({"still_ill_on": day(15)}, KNOWN, "; still ill on 17 Mar 2020 (day 15)"),
        ({"resolution": day(14)}, KNOWN, "; resolved on 16 Mar 2020 (day 14)"),
        ({"resolution": day(15)}, KNOWN, "; resolved only on 17 Mar 2020 (day 15)"),
    ],
)
def test_two_weeks_are_counted_from_the_last_day_of_the_last_suspect(dates, expected, told):
    drugs = [suspect(1, name="allopurinol"), suspect(-9), suspect(8, role="concomitant")]
    found = entry("after_stop", 30, drugs=drugs, dates=ONSET | dates)
    stopped = f"Last suspect stopped by 3 Mar 2020 (day 1){told}"
    assert (found.state, found.from_day, found.record) == (expected, 15, stopped)


@pytest.mark.parametrize(("stop", "from_day"), [(1, 15), (None, None)])
def test_what_j_scar_takes_as_recorded_is_on_record_here_too(stop, from_day):
    told = {"finding": "ill_two_weeks_after_stop", "value": "yes", "date": day(16)}
    known = suspect(stop) if stop else {"name": "vancomycin", "role": "suspect"}
    found = entry("after_stop", 20, drugs=[known], findings=[told])
    assert (found.state, found.from_day) == (KNOWN, from_day)
    assert "ecorded yes on 18 Mar 2020" in found.record


def test_the_drugs_are_those_of_j_scar_the_concluded_culprit_alone():
    drugs = [suspect(1), suspect(9, name="b", role="concomitant", conclusion="culprit")]
    assert entry("after_stop", 20, drugs=drugs).from_day == 23
    cleared = [suspect(1), suspect(9, name="b", conclusion="unlikely")]
    assert entry("after_stop", 20, drugs=cleared).from_day == 15


def test_of_a_partial_last_day_the_latest_counts():
    partial = suspect(1) | {"stop": "2020-03-01", "stop_precision": "month"}
    assert entry("after_stop", drugs=[partial]).on == date(2020, 4, 14)


@pytest.mark.parametrize(
    ("on", "today", "expected"), [(-1, 30, DUE), (20, 30, DUE), (21, 30, KNOWN), (3, 20, NOT_YET)]
)
def test_late_glucose_is_one_from_day_21(on, today, expected):
    found = entry("glucose", today, labs=[lab("glucose", 98, "mg/dL", on)])
    named = f"Glucose 98 mg/dL on {dated(on)} (day {on}), the last"
    assert (found.state, found.record) == (
        expected,
        named if on >= 0 else "No glucose on record since the onset",
    )


def test_the_thyroid_has_no_day_and_names_the_last_results():
    assert state("thyroid") == state("follow_up") == LATE
    assert entry("thyroid").record == "No TSH and no free T4 on record since the onset"
    labs = [lab("tsh", 2, "m[IU]/L", 3), lab("tsh", 3, "m[IU]/L", 9), lab("free_t4", 1, "ng/dL", 3)]
    assert entry("thyroid", labs=labs).record == (
        "TSH 3 mIU/L on 11 Mar 2020 (day 9), the last; Free T4 1 ng/dL on 5 Mar 2020 (day 3), the last"
    )


def test_the_follow_up_names_the_days_that_are_on_record():
    assert entry("follow_up").record == "No discharge and no end of the course on record"
    dates = ONSET | {"discharge": day(9), "resolution": day(12), "closed_on": day(40)}
    assert entry("follow_up", 60, dates=dates).record == (
        "Discharged on 11 Mar 2020 (day 9); resolved on 14 Mar 2020 (day 12); closed on 11 Apr 2020 (day 40)"
    )
    assert (
        entry("follow_up", 60, dates=ONSET | {"closed_on": day(2)}).record == "Closed on 4 Mar 2020 (day 2)"
    )


@pytest.mark.parametrize(
    ("died", "states"),
    [
        (13, {"hhv6": OVER, "duration": OVER, "after_stop": OVER, "glucose": OVER, "thyroid": OVER}),
        (15, {"hhv6": OVER, "duration": DUE, "after_stop": DUE, "glucose": OVER, "follow_up": OVER}),
        (30, {"hhv6": OVER, "duration": DUE, "after_stop": DUE, "glucose": OVER}),
    ],
)
def test_after_death_what_needs_a_sample_is_over_and_what_the_notes_tell_is_not(died, states):
    keys = {"dates": ONSET | {"died_on": day(died)}, "drugs": [suspect(1)]}
    for today in (died, 400):
        clock = clock_of(today, **keys)
        found = {each.id: each.state for each in clock.entries}
        assert {name: found[name] for name in states} == states
        assert clock.note.startswith(
            f"The patient died on {dated(died)} (day {died}): what was not looked for"
        )


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (hhv6("pending", 16), NOT_YET), (hhv6("pending", None), NOT_YET), (hhv6(on=None), DUE),
        (hhv6(on=3), OVER), (hhv6("not_done", 16), OVER),
    ],
)  # fmt: skip
def test_a_sample_that_is_waited_for_can_still_tell_after_death(test, expected):
    assert state("hhv6", 40, dates=ONSET | {"died_on": day(18)}, viruses=[test]) == expected


def test_what_was_found_before_death_stays_known():
    keys = {
        "dates": ONSET | {"died_on": day(30)},
        "viruses": [hhv6()],
        "labs": [lab("glucose", 98, "mg/dL", 25)],
    }
    assert state("hhv6", 400, **keys) == state("glucose", 400, **keys) == KNOWN


def test_a_day_after_death_is_never_reached():
    found = entry("glucose", 400, dates=ONSET | {"died_on": day(20)})
    assert found.is_reached is False


def test_a_closed_course_says_so():
    clock = clock_of(60, dates=ONSET | {"closed_on": day(40)})
    lost = "what was not looked for in its time can no longer be known"
    assert clock.note == f"The course is closed since 11 Apr 2020 (day 40): {lost}"
    assert {each.id: each.state for each in clock.entries}["hhv6"] == PASSED


def test_without_an_onset_nothing_is_counted_and_pending_results_are_named_all_the_same():
    pending = [{"test": "ana", "result": "pending"}]
    clock = clock_of(dates={}, alternative_causes=pending, drugs=[suspect(1)])
    assert (clock.entries, clock.pending, clock.note) == ((), ("ANA",), NO_ONSET)


@pytest.mark.parametrize(
    ("last", "expected", "is_reached"), [(0, UNCOUNTED, None), (14, UNCOUNTED, None), (15, DUE, True)]
)
def test_a_case_of_days_goes_by_its_last_day_on_record_and_never_by_the_calendar(last, expected, is_reached):
    labs = [lab("crp", 5, "mg/L", last)]
    for today in (0, 5000):
        clock = clock_of(today, dates=RELATIVE, labs=labs)
        found = next(each for each in clock.entries if each.id == "duration")
        assert (found.state, found.is_reached, found.when) == (expected, is_reached, "from day 15")
        assert clock.note.startswith(f"The record gives days only, the last is day {last}:")
    assert state("low_score", 5000, dates=RELATIVE) == UNCOUNTED


def test_a_case_of_days_in_which_the_patient_died_is_counted_to_the_death():
    found = entry("duration", 5000, dates=RELATIVE | {"died_on": day(9)})
    assert (found.state, found.is_reached) == (OVER, False)


def test_no_entry_of_a_case_of_days_names_a_date():
    dates = RELATIVE | {"discharge": day(9), "closed_on": day(40), "still_ill_on": day(20)}
    clock = clock_of(dates=dates, drugs=[suspect(1)], viruses=[hhv6()], labs=[lab("tsh", 2, "m[IU]/L", 3)])
    said = [clock.note, *(f"{each.when} {each.record}" for each in clock.entries)]
    assert not any("2020" in text for text in said)


def test_results_that_are_waited_for_are_named_with_the_day_of_the_sample():
    clock = clock_of(
        alternative_causes=[
            {"test": "hepatitis_b", "result": "pending", "date": day(2)},
            {"test": "ana", "result": "negative"}, {"test": "own_test", "result": "pending"},
        ],
        viruses=[hhv6("pending", 3), {"virus": "hsv", "result": "pending"}, hhv6("negative", 3)],
        items={
            "biopsy_suggests_dress": {"answer": "unknown", "reason": "pending"},
            "lymph_nodes": {"answer": "unknown", "reason": "not_examined"},
            "organs": {"lung": {"answer": "unknown", "reason": "pending"}, "liver": "unknown"},
        },
    )  # fmt: skip
    assert clock.pending == (
        "Biopsy suggesting DRESS", "hepatitis B, sample 4 Mar 2020 (day 2)",
        "HHV-6, sample 5 Mar 2020 (day 3)", "HSV", "Lung", "own test",
    )  # fmt: skip


def test_the_end_of_the_calendar_is_no_error():
    facts = facts_of(dates={"rash_onset": "9999-12-25"})
    found = ward_clock(facts, assess(facts).regiscar, date(2026, 1, 1))
    assert {each.on for each in found.entries} == {date.max, None}


@given(st.integers(-5, 60), st.integers(0, 40), st.sampled_from(["calendar", "relative"]))
def test_a_day_that_has_come_stays_come_and_a_day_that_has_not_is_never_called_due(today, last, basis):
    keys = {"dates": ONSET | {"basis": basis}, "labs": [lab("crp", 5, "mg/L", last)]}
    for now, later in zip(clock_of(today, **keys).entries, clock_of(today + 1, **keys).entries, strict=False):
        if now.id == later.id:
            assert later.is_reached or not now.is_reached
        if now.state in (DUE, PASSED):
            assert now.is_reached
        if now.state == NOT_YET:
            assert now.is_reached is False


ROWS = [hhv6(on=3), hhv6(on=16), hhv6("positive", 20), hhv6("pending", 9)]


@given(st.permutations(ROWS), st.permutations([suspect(1), suspect(4, name="b"), suspect(None, name="c")]))
def test_the_order_of_the_record_changes_nothing(viruses, drugs):
    first = clock_of(18, viruses=ROWS, drugs=sorted(drugs, key=lambda drug: drug["name"]))
    assert clock_of(18, viruses=list(viruses), drugs=list(drugs)) == first
