"""Creatinine against the baseline, and the KDIGO stage by creatinine alone, at each threshold."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from scoring.derive.kidney import kidney_course
from scoring.derive.labs import read_labs
from scoring.kernel import citation
from tests.scoring.build import CLOSED, OPEN, day, facts_of, lab

BASELINE = {"background": {"creatinine_baseline": {"value": 1, "unit": "mg/dL"}}}


def creatinine(*pairs, unit="mg/dL"):
    return [lab("creatinine", value, unit, on) for on, value in pairs]


def course(*pairs, unit="mg/dL", **keys):
    facts = facts_of(labs=creatinine(*pairs, unit=unit), **keys)
    return kidney_course(facts, read_labs(facts))


def stages(*pairs, **keys):
    return [sample.stage for sample in course(*pairs, **BASELINE | keys).samples]


def oracle(ratio, rise, value):
    """Return the stage as the reference prints it, the bands without gaps; 4.0 mg/dL after stage 1 alone."""
    by_ratio = 3 if ratio >= 3 else 2 if ratio >= 2 else 1 if ratio >= Decimal("1.5") else 0
    stage = max(by_ratio, 1 if rise >= Decimal("0.3") else 0)
    return 3 if stage and value >= 4 else stage


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        ("1.499", "no stage"), ("1.5", "stage 1"), ("1.501", "stage 1"), ("1.95", "stage 1"),
        ("1.999", "stage 1"), ("2", "stage 2"), ("2.001", "stage 2"), ("2.95", "stage 2"),
        ("2.999", "stage 2"), ("3", "stage 3"), ("3.001", "stage 3"),
    ],
)  # fmt: skip
def test_stage_by_multiples_of_the_baseline(value, stage):
    assert stages((5, float(value))) == [stage]
    assert oracle(Decimal(value), Decimal(0), Decimal(value)) == (
        int(stage[-1]) if stage[-1].isdigit() else 0
    )


@pytest.mark.parametrize(
    ("value", "stage"), [("1.299", "no stage"), ("1.3", "stage 1"), ("1.301", "stage 1")]
)
def test_a_rise_within_48_hours_is_stage_1(value, stage):
    assert stages((3, 1.0), (5, float(value))) == ["no stage", stage]


@pytest.mark.parametrize(
    ("value", "stage"), [("126.499", "no stage"), ("126.5", "stage 1"), ("126.501", "stage 1")]
)
def test_a_rise_in_micromoles_has_its_own_printed_threshold(value, stage):
    assert stages((3, 100), (5, float(value)), unit="umol/L", background={
        "creatinine_baseline": {"value": 100, "unit": "umol/L"}
    }) == ["no stage", stage]  # fmt: skip


def test_a_rise_over_two_units_is_compared_in_mg_per_dl():
    rows = [*creatinine((3, 1.0)), *creatinine((4, "115"), unit="umol/L")]
    for value, stage in (("114.9", "no stage"), ("114.92", "stage 1")):
        rows[1]["value"] = float(value)
        facts = facts_of(labs=rows, **BASELINE)
        assert kidney_course(facts, read_labs(facts)).samples[1].stage == stage


@pytest.mark.parametrize(
    ("hours", "stage"), [(1, "stage 1"), (47, "stage 1"), (48, "stage 1"), (49, "no stage"), (71, "no stage")]
)
def test_48_hours_are_counted_where_times_are_known(hours, stage):
    first = datetime(2020, 3, 4, 8)
    later = (first + timedelta(hours=hours)).isoformat()
    found = course((first.isoformat(), 1.0), (later, 1.4), **BASELINE)
    assert found.samples[1].stage == stage
    assert "dates only" not in found.samples[1].why


@pytest.mark.parametrize(("on", "stage"), [(3, "stage 1"), (4, "stage 1"), (5, "no stage")])
def test_dates_alone_count_to_two_days_and_say_so(on, stage):
    sample = course((2, 1.0), (on, 1.4), **BASELINE).samples[1]
    assert sample.stage == stage
    assert ("0.4 mg/dL more than on 4 Mar 2020, within 48 h (dates only)" in sample.why) == (
        stage == "stage 1"
    )


def test_a_date_beside_a_time_counts_by_dates():
    sample = course((2, 1.0), (f"{day(3)}T08:00", 1.4), **BASELINE).samples[1]
    assert (sample.stage, "(dates only)" in sample.why) == ("stage 1", True)


def test_of_one_day_nothing_is_known_to_be_earlier_without_times():
    assert stages((day(3), 1.0), (f"{day(3)}T08:00", 1.4)) == ["no stage", "no stage"]


def test_a_time_with_a_zone_and_one_without_count_by_dates():
    sample = course((f"{day(2)}T08:00", 1.0), (f"{day(4)}T23:00+09:00", 1.4), **BASELINE).samples[1]
    assert (sample.stage, "(dates only)" in sample.why) == ("stage 1", True)


def test_what_is_written_later_and_taken_earlier_is_no_rise():
    assert stages((f"{day(3)}T07:00+00:00", 1.0), (f"{day(3)}T08:00+09:00", 1.4)) == ["no stage", "no stage"]


def test_a_sample_that_is_no_time_counts_by_its_date():
    facts = facts_of(labs=creatinine((2, 1.0), (4, 1.4)), **BASELINE)
    for point in facts.labs:
        object.__setattr__(point, "sample", f"{point.sample} in the morning")
    assert kidney_course(facts, read_labs(facts)).samples[1].stage == "stage 1"


def test_the_lowest_value_of_the_48_hours_is_told():
    sample = course((3, 1.1), (4, 1.0), (5, 1.45), **BASELINE).samples[2]
    assert "0.45 mg/dL more than on 6 Mar 2020" in sample.why
    assert [evidence.text for evidence in sample.evidence] == ["1.45 mg/dL", "1.0 mg/dL"]


def test_a_fall_is_no_rise():
    assert stages((3, 1.4), (4, 1.0)) == ["no stage", "no stage"]


HIGH_BASELINE = {"background": {"creatinine_baseline": {"value": 3.5, "unit": "mg/dL"}}}


@pytest.mark.parametrize(
    ("pairs", "last"),
    [
        ([(3, 4.2)], "no stage"),  # 1.2 times the baseline, no rise: high, and no acute injury by KDIGO
        ([(3, 3.69), (5, 3.999)], "stage 1"),
        ([(3, 3.6), (5, 4.0)], "stage 3"),
        ([(3, 3.6), (5, 4.001)], "stage 3"),
        ([(3, 3.6), (5, 3.9), (9, 4.1)], "stage 3"),  # the rise came before
        ([(3, 3.6), (4, 3.7), (9, 4.1)], "no stage"),
        ([(3, 4.1), (5, 4.4)], "stage 3"),
    ],
)
def test_4_mg_per_dl_is_stage_3_after_a_rise_or_a_ratio_alone(pairs, last):
    assert course(*pairs, **HIGH_BASELINE).samples[-1].stage == last


@pytest.mark.parametrize(
    ("value", "stage"), [("353.599", "stage 1"), ("353.6", "stage 3"), ("353.601", "stage 3")]
)
def test_4_mg_per_dl_are_353_6_micromoles(value, stage):
    own = {"background": {"creatinine_baseline": {"value": 330, "unit": "umol/L"}}}
    assert course((3, 320), (5, float(value)), unit="umol/L", **own).samples[-1].stage == stage


def test_what_made_stage_3_is_told():
    why = course((3, 3.6), (5, 4.1), **HIGH_BASELINE).why
    assert "; 4.1 mg/dL is 4.0 mg/dL or more; urine output and dialysis not judged" in why


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        (">1.5", "stage 1 or higher"), (">2", "stage 2 or higher"), (">3", "stage 3"),
        (">1.4", "stage not decided"), ("<1.5", "no stage"), ("<1.6", "stage not decided"),
    ],
)  # fmt: skip
def test_a_bound_allows_what_it_allows(value, stage):
    assert stages((5, value)) == [stage]


def test_a_rise_to_a_bound():
    assert stages((3, 1.0), (5, "<1.6")) == ["no stage", "stage not decided"]
    assert stages((3, "<1.0"), (5, 1.3)) == ["no stage", "stage 1"]
    assert stages((3, ">1.0"), (5, ">1.3"))[1] == "stage not decided"
    assert course((3, 1.0), (5, 1.4), (7, "<1.8"), **BASELINE).samples[2].stage == "stage not decided"
    assert course((5, 1.0), (6, "<1.6"), (7, 1.31), **BASELINE).samples[2].stage == "stage 1"


def test_a_bound_after_a_rise_is_stage_1_or_2():
    own = {"background": {"creatinine_baseline": {"value": 1, "unit": "mg/dL"}}}
    sample = course((3, "<0.9"), (5, 1.6), **own).samples[1]
    assert sample.stage == "stage 1"
    assert [s.stage for s in course((3, 1.2), (5, ">1.5"), **own).samples] == [
        "no stage",
        "stage 1 or higher",
    ]


def test_the_words_name_ratio_baseline_day_and_what_is_not_judged():
    found = course((-24, 1.3), (3, 2.6))
    assert found.why == (
        "stage 2 by creatinine alone on 5 Mar 2020: 2× baseline 1.3 mg/dL on 7 Feb 2020; "
        "urine output and dialysis not judged"
    )
    assert (found.highest.number, found.baseline.words) == ("2", "1.3 mg/dL on 7 Feb 2020")


@pytest.mark.hazard("H03")
def test_no_rounding_crosses_a_stage():
    assert course((3, 1.9999), **BASELINE).samples[0].number == "1.9999"


def test_the_highest_stage_then_the_highest_ratio_is_told():
    found = course((3, 1.6), (6, 1.8), (9, 1.7), (20, 1.1), **BASELINE)
    assert found.highest.point.shown == "1.8 mg/dL"
    assert course((3, 1.1), (6, 1.2), **BASELINE).highest.point.shown == "1.2 mg/dL"


def test_outside_the_episode_there_is_a_ratio_and_no_stage():
    found = course((-24, 1.3), (-50, 2.6), (2, 1.3))
    assert [(sample.number, sample.stage) for sample in found.samples] == [
        ("2", ""), ("1", ""), ("1", "no stage"),
    ]  # fmt: skip
    closed = course((2, 1.0), ("2020-05-02", 3.0), dates=CLOSED, **BASELINE)
    assert closed.samples[1].stage == ""


def test_the_rise_may_begin_before_the_episode():
    assert stages((-1, 1.0), (1, 1.4)) == ["", "stage 1"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(3, 1.0), (4, 1.5)], ["stage not decided", "stage 1 or higher"]),
        ([(3, 3.6), (4, 4.0)], ["stage not decided", "stage 3"]),
    ],
)
def test_without_a_baseline_a_rise_alone_is_told(pairs, expected):
    found = course(*pairs)
    assert [sample.stage for sample in found.samples] == expected
    assert (found.baseline, found.highest.number) == (None, "")
    assert "no baseline; " in found.why


@pytest.mark.parametrize("pairs", [[], [(3, 5.0)], [(3, 1.0), (4, 1.2)], [(3, 1.0), (9, 5.0)]])
def test_without_a_baseline_and_without_a_rise_there_is_nothing(pairs):
    assert course(*pairs) is None


def test_without_an_onset_nothing_is_staged():
    found = course((3, 2.0), dates={}, **BASELINE)
    assert (found.samples[0].number, found.highest) == ("2", None)
    assert found.why == "not judged: no creatinine in the episode"


def test_dialysis_on_record_is_not_judged():
    own = {"background": BASELINE["background"] | {"dialysis": "yes"}}
    found = course((3, 5.0), **own)
    assert (found.samples[0].number, found.samples[0].stage) == ("5", "")
    assert found.why == "not judged: dialysis is on record"
    no = {"background": BASELINE["background"] | {"dialysis": "no"}}
    assert course((3, 5.0), **no).samples[0].stage == "stage 3"


def test_contradictory_samples_are_not_used():
    found = course((3, 1.0), (3, 3.5), (4, 1.1), **BASELINE)
    assert [sample.point.shown for sample in found.samples] == ["1.1 mg/dL"]


def test_value_and_baseline_are_compared_as_entered():
    own = {"background": {"creatinine_baseline": {"value": 89, "unit": "umol/L"}}}  # 89 / 88.4 has no end
    assert course((3, 133.5), unit="umol/L", **own).samples[0].stage == "stage 1"
    assert course((3, 133.499), unit="umol/L", **own).samples[0].stage == "no stage"
    assert course((3, 2.0), **own).samples[0].number == "1.99"


def test_three_units_of_the_same_course_have_the_same_stages():
    in_mg = course((2, 1.1), (4, 2.4), (6, 4.4), dates=OPEN, **BASELINE)
    in_umol = course((2, 97.24), (4, 212.16), (6, 388.96), unit="umol/L", dates=OPEN, **BASELINE)
    assert [s.stage for s in in_mg.samples] == [s.stage for s in in_umol.samples] == [
        "no stage", "stage 2", "stage 3",
    ]  # fmt: skip


def test_regiscars_kidney_line_and_kdigo_stay_apart():
    assert citation.KDIGO_STAGES is not citation.KDIGO
    sample = course((3, 1.0), (4, 1.35), **BASELINE).samples[1]
    assert sample.stage == "stage 1"  # below RegiSCAR's 1.5 times the baseline


def test_five_hundred_values_are_quick_to_read():
    pairs = [(f"{day(number // 10)}T{number % 10 + 10}:00", 1.0 + number / 500) for number in range(500)]
    assert len(course(*pairs, dates=OPEN, **BASELINE).samples) == 500


@pytest.mark.parametrize(
    "pairs",
    [((3, 10.0), (5, 13.0)), ((3, 10.0), (5, 12.9)), ((5, 30.0),), ((4, 38.0), (5, 40.0)), ((5, 15.0),)],
)
def test_milligrams_per_litre_are_staged_as_milligrams_per_decilitre(pairs):
    tenth = tuple((on, value / 10) for on, value in pairs)
    assert stages(*pairs, unit="mg/L") == stages(*tenth)
