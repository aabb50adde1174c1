"""Latency of each drug: the verdict table, exact and partial dates, classes, earlier reactions."""

from datetime import date, timedelta

import pytest

from scoring.derive.latency import check_drug
from scoring.facts import CaseDates, CaseFacts, DrugCourse
from tests.scoring.build import day, score

DAY_0 = date.fromisoformat(day(0))


def entry(dates=None, **drug):
    keys = {} if dates is None else {"dates": dates}
    return score(drugs=[{"name": "x"} | drug], **keys)["latency"][0]


def started(days, **drug):
    return entry(start=day(-days), start_precision="day", **drug)


ANTIBACTERIAL = [
    (-1, "started_after_onset"), (0, "same_day"), (1, "very_early"), (4, "very_early"), (5, "typical"),
    (13, "typical"), (14, "typical"), (56, "typical"), (57, "late"), (90, "late"), (91, "very_late"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "verdict"), ANTIBACTERIAL)
@pytest.mark.parametrize("atc", ["J01", "J01CA04", "J01XA01", "V08A", "V08AB07"])
def test_antibacterials_and_iodinated_contrast_are_typical_from_day_5(atc, days, verdict):
    assert started(days, atc=atc)["verdict"] == verdict


@pytest.mark.parametrize(
    "atc", [None, "J02AC01", "J04AB02", "J05AB01", "V08BA01", "V08CA02", "L01EX02", "N03AF01"]
)
def test_no_other_class_is_raised(atc):
    assert started(7, atc=atc)["verdict"] == "early"


def test_only_the_code_on_record_is_read():
    assert entry(name="amoxicillin", start=day(-7), start_precision="day")["verdict"] == "early"


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(-1, "started_after_onset"), (0, "same_day"), (1, "typical"), (4, "typical"), (5, "typical"),
     (13, "typical"), (14, "typical"), (56, "typical"), (57, "late"), (91, "very_late")],
)  # fmt: skip
def test_after_an_earlier_reaction_1_to_13_days_are_typical(days, verdict):
    assert started(days, previous_exposure="reacted")["verdict"] == verdict


@pytest.mark.parametrize("before", ["never", "tolerated", "unknown"])
def test_an_earlier_course_without_a_reaction_changes_nothing(before):
    assert started(3, previous_exposure=before)["verdict"] == "very_early"


PARTIAL = [
    # start, precision, further keys -> days_min, days_max, verdict (index day 2 March 2020)
    ("2020-02-01", "month", {}, 2, 30, "uncertain"),
    ("2020-01-01", "month", {}, 31, 61, "uncertain"),
    ("2019-12-01", "month", {}, 62, 92, "uncertain"),
    ("2019-11-01", "month", {}, 93, 122, "very_late"),
    ("2020-03-01", "month", {}, -29, 1, "uncertain"),
    ("2020-04-01", "month", {}, -59, -30, "started_after_onset"),
    ("2019-01-01", "year", {}, 62, 426, "uncertain"),
    ("2018-01-01", "year", {}, 427, 791, "very_late"),
    ("2020-01-01", "year", {}, -304, 61, "uncertain"),
    ("2019-07-01", "on_or_before", {}, 245, None, "very_late"),
    ("2019-12-02", "on_or_before", {}, 91, None, "very_late"),
    ("2019-12-03", "on_or_before", {}, 90, None, "uncertain"),
    ("2020-02-10", "on_or_before", {}, 21, None, "uncertain"),
    ("2020-03-10", "on_or_before", {}, -8, None, "uncertain"),
    ("2020-02-01", "month", {"atc": "J01CA04"}, 2, 30, "uncertain"),
    ("2020-02-01", "month", {"previous_exposure": "reacted"}, 2, 30, "typical"),
    ("2020-02-01", "month", {"stop": "2020-02-10", "stop_precision": "day"}, 2, 30, "uncertain"),
]


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(("start", "precision", "more", "low", "high", "verdict"), PARTIAL)
def test_partial_dates_give_bounds(start, precision, more, low, high, verdict):
    found = entry(start=start, start_precision=precision, **more)
    assert (found["days"], found["days_min"], found["days_max"], found["verdict"]) == (
        None,
        low,
        high,
        verdict,
    )


def test_an_antibacterial_within_its_own_bands_is_typical():
    dates = {"rash_onset": "2020-02-29"}
    drug = {"start": "2020-01-01", "start_precision": "month", "atc": "J01CA04"}
    found = entry(dates={"rash_onset": "2020-02-10"}, **drug)
    assert (found["days_min"], found["days_max"], found["verdict"]) == (10, 40, "typical")
    assert entry(dates=dates, **drug)["verdict"] == "uncertain"


BAND_NAMES = {
    "very_early": "much shorter than usual",
    "early": "shorter than usual",
    "typical": "usual interval",
    "late": "longer than usual",
    "very_late": "much longer than usual",
    "same_day": "same day",
    "started_after_onset": "after onset",
}


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    ("start", "precision", "bands"),
    [
        ("2020-02-01", "month", ("very_early", "early", "typical")),
        ("2020-01-01", "month", ("typical", "late")),
        ("2019-12-01", "month", ("late", "very_late")),
        ("2020-03-01", "month", ("started_after_onset", "same_day", "very_early")),
    ],
)
def test_an_uncertain_verdict_names_its_bands(start, precision, bands):
    why = entry(start=start, start_precision=precision)["why"].lower()
    assert [band for band in bands if band not in why and BAND_NAMES[band] not in why] == [], why


@pytest.mark.parametrize(
    "drug",
    [
        {},
        {"start": None},
        {"start": None, "start_precision": "day"},
        {"start": None, "start_precision": "unknown"},
    ],
)
def test_without_a_start_the_verdict_is_unknown(drug):
    found = entry(**drug)
    assert (found["days"], found["days_min"], found["days_max"], found["verdict"]) == (
        None,
        None,
        None,
        "unknown",
    )
    assert found["why"]


@pytest.mark.parametrize("dates", [{}, {"admission": day(0)}, {"rash_onset": None}])
def test_without_an_index_day_the_verdict_is_unknown(dates):
    found = entry(dates=dates, start=day(-20), start_precision="day")
    assert (found["days"], found["verdict"]) == (None, "unknown")


INDEX = [
    ({"index": day(1), "rash_onset": day(2), "fever_onset": day(3), "first_symptom": day(4)}, 11),
    ({"rash_onset": day(2), "fever_onset": day(1), "first_symptom": day(0)}, 12),
    ({"fever_onset": day(1), "first_symptom": day(0)}, 11),
    ({"first_symptom": day(0), "admission": day(5)}, 10),
    ({"index": None, "rash_onset": None, "fever_onset": day(3)}, 13),
]


@pytest.mark.parametrize(("dates", "days"), INDEX)
def test_the_index_day_is_index_then_rash_then_fever_then_first_symptom(dates, days):
    assert entry(dates=dates, start=day(-10), start_precision="day")["days"] == days


def test_one_entry_a_drug_in_input_order_whatever_its_role():
    drugs = [
        {"name": name, "role": role, "start": day(-on), "start_precision": "day"}
        for name, role, on in [
            ("b", "suspect", 20),
            ("a", "treatment", -2),
            ("c", "concomitant", 400),
            ("a", "suspect", 6),
        ]
    ]
    found = [(row["drug"], row["verdict"]) for row in score(drugs=drugs)["latency"]]
    assert found == [("b", "typical"), ("a", "started_after_onset"), ("c", "very_late"), ("a", "early")]


def test_the_keys_are_always_there():
    for drug in ({}, {"start": day(-20), "start_precision": "day"}):
        assert {"drug", "days", "days_min", "days_max", "verdict", "why"} <= set(entry(**drug))


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (day(-2), "stopped 29 Feb 2020, 2 d before onset"),
        (day(0), "stopped on the day of onset (2 Mar 2020)"),
        (day(3), "stopped 5 Mar 2020, 3 d after onset"),
    ],
)
def test_the_days_from_the_stop_are_named(stop, words):
    drug = DrugCourse("x", start=DAY_0 - timedelta(days=20), start_precision="day",
                      stop=date.fromisoformat(stop), stop_precision="day")  # fmt: skip
    assert check_drug(CaseFacts(dates=CaseDates(rash_onset=DAY_0)), drug).from_stop == words


@pytest.mark.parametrize(("days", "words"), [(1, "1 d"), (40, "40 d")])
def test_days_after_onset_are_counted_from_the_index_day(days, words):
    assert started(-days)["why"] == f"Started after onset ({words} after the index day)"


def test_a_month_after_onset_is_told_in_bounds():
    why = entry(start="2020-04-01", start_precision="month")["why"]
    assert why == "Started after onset (30 to 59 d after the index day)"


def test_a_typical_interval_that_may_be_shorter_than_usual_says_why_it_is_typical():
    drug = {"name": "a", "role": "suspect", "start": "2020-02-01", "start_precision": "month"}
    (found,) = score(drugs=[drug | {"previous_exposure": "reacted"}])["latency"]
    assert (found["verdict"], found["days_min"], found["days_max"]) == ("typical", 2, 30)
    assert found["why"] == (
        "2 to 30 d from the first dose to onset: within the usual 14 to 56 d, or shorter and usual for a "
        "drug that the patient reacted to before (our reading)"
    )
