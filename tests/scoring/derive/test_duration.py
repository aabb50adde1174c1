"""A course of 15 days or more: what proves it, what disproves it, and a death before day 15."""

import pytest

from scoring.kernel.result import Support
from scoring.panel import assess
from tests.scoring.build import DAY_0, day, facts_of, item, lab, regiscar, spread


def duration(items=None, labs=(), **dates):
    return item("resolution_15_days", dates={"rash_onset": DAY_0} | dates, labs=list(labs), items=items or {})


def both(labs, **dates):
    """Return answer and points of the item with given labs."""
    found = duration(labs=labs, **dates)
    return found["answer"], found["points"]


@pytest.mark.parametrize(
    ("dates", "expected", "points"),
    [
        ({}, "unknown", -1),
        ({"still_ill_on": day(15)}, "yes", 0),
        ({"still_ill_on": day(14)}, "unknown", -1),
        ({"resolution": day(30)}, "yes", 0),
        ({"resolution": day(10)}, "no", -1),
        ({"closed_on": day(10)}, "unknown", -1),
        ({"closed_on": day(40)}, "unknown", -1),
        ({"died_on": day(10)}, "unknown", -1),
        ({"died_on": day(40)}, "unknown", -1),
        ({"died_on": day(40), "still_ill_on": day(20)}, "yes", 0),
        ({"discharge": day(20)}, "unknown", -1),
    ],
)
def test_dates_decide(dates, expected, points):
    found = duration(**dates)
    assert (found["answer"], found["points"]) == (expected, points)


def test_day_15_is_counted_from_the_index_day_and_not_from_the_first_symptom():
    early = {"first_symptom": day(-10), "still_ill_on": day(14)}
    assert duration(**early)["answer"] == "unknown"
    assert duration(index=day(-5), still_ill_on=day(10))["answer"] == "yes"
    assert duration(index=day(5), still_ill_on=day(19))["answer"] == "unknown"


def test_without_an_index_day_nothing_is_derived():
    assert item("resolution_15_days", dates={"still_ill_on": day(90)})["answer"] == "unknown"


@pytest.mark.parametrize(("died_on", "low", "high"), [(0, -4, 8), (14, -4, 8), (15, -4, 9), (40, -4, 9)])
def test_death_before_day_15_settles_the_item(died_on, low, high):
    """Nothing else is known: total -2, and the point of this item is lost for good before day 15."""
    dates = {"rash_onset": DAY_0, "died_on": day(died_on)}
    assert spread(dates=dates) == (-2, low, high, None)


def test_closing_before_day_15_leaves_the_item_open():
    assert spread(dates={"rash_onset": DAY_0, "closed_on": day(10)}) == (-2, -4, 9, None)


def eos(value, on):
    return lab("eosinophils_abs", value, "/uL", on)


@pytest.mark.parametrize(
    ("labs", "dates", "expected"),
    [
        ([eos(700, 15)], {}, "yes"),
        ([eos(699, 15)], {}, "unknown"),
        ([eos(">700", 15)], {}, "yes"),
        ([eos("<900", 15)], {}, "unknown"),
        ([lab("wbc", 7000, "/uL", 20), lab("eosinophils_pct", 10, "%", 20)], {}, "yes"),
        ([lab("wbc", 6500, "/uL", 20), lab("eosinophils_pct", 10, "%", 20)], {}, "unknown"),
        ([lab("wbc", 3000, "/uL", 20), lab("eosinophils_pct", 22, "%", 20)], {}, "unknown"),
        ([eos(900, 20)], {"closed_on": day(10)}, "unknown"),
        ([eos(900, 20)], {"closed_on": day(30)}, "yes"),
        ([eos(900, 2), eos(300, 16)], {}, "unknown"),
    ],
)
def test_eosinophils_of_700_or_more_show_that_it_lasts(labs, dates, expected):
    assert both(labs, **dates) == (expected, 0 if expected == "yes" else -1)


CREATININE = [lab("creatinine", 1, "mg/dL", -30), lab("creatinine", 3, "mg/dL", 2)]
ALT = [lab("alt", 300, "U/L", on, upper_limit=40) for on in (2, 5)]


def late_alt(*days):
    return [*ALT, *(lab("alt", 300, "U/L", on, upper_limit=40) for on in days)]


@pytest.mark.parametrize(
    ("labs", "organs", "expected"),
    [
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 16)], {"kidney": "yes"}, "yes"),
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 14)], {"kidney": "yes"}, "unknown"),
        ([*CREATININE, lab("creatinine", 1.2, "mg/dL", 16)], {"kidney": "yes"}, "unknown"),
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 16)], {"kidney": "no"}, "unknown"),
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 16)], {"kidney": "unknown"}, "unknown"),
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 16)], {"liver": "yes"}, "unknown"),
        ([*CREATININE, lab("creatinine", 2, "mg/dL", 16)], {}, "unknown"),
        (late_alt(16, 18), {"liver": "yes"}, "yes"),
        (late_alt(), {"liver": "yes"}, "unknown"),
        (late_alt(16, 18), {"kidney": "yes"}, "unknown"),
        ([lab("lipase", 500, "U/L", 15, upper_limit=60)], {"pancreas": "yes"}, "yes"),
        ([lab("ck", 900, "U/L", 15, upper_limit=200)], {"muscle_heart": "yes"}, "yes"),
    ],
)
def test_a_threshold_still_met_counts_for_an_organ_answered_yes(labs, organs, expected):
    assert duration(labs=labs, items={"organs": organs})["answer"] == expected


def test_the_clinician_wins():
    found = duration(items={"resolution_15_days": "no"}, still_ill_on=day(20))
    assert (found["answer"], found["points"], found["source"]) == ("no", -1, "clinician")


def test_the_course_is_open_until_an_end_is_given():
    assert (
        regiscar(dates={"rash_onset": DAY_0, "still_ill_on": day(90), "discharge": day(50)})["course"]
        == "open"
    )


def test_resolved_before_day_15_and_ill_after_it_contradict_each_other():
    found = duration(resolution=day(10), still_ill_on=day(20))
    assert (found["answer"], found["source"]) == ("unknown", "unknown")
    assert found["why"].startswith("Contradictory: resolved on 12 Mar 2020 (day 10), yet still ill on")


ALL_BEYOND = dict.fromkeys(("ast", "alp", "ggt"), 300)


@pytest.mark.parametrize(
    ("late", "expected"),
    [({"ggt": 210}, "unknown"), ({"ast": 300, "alp": 300}, "unknown"), (ALL_BEYOND, "yes")],
)
def test_a_liver_that_needed_three_tests_is_beyond_only_while_all_three_are(late, expected):
    rows = [(2, ALL_BEYOND), (16, late)]
    labs = [
        lab(name, value, "U/L", on, upper_limit=100) for on, values in rows for name, value in values.items()
    ]
    assert duration({"organs": {"liver": "yes"}}, labs)["answer"] == expected


@pytest.mark.hazard("H09")
def test_a_liver_beyond_by_three_tests_rests_on_an_assumed_limit_where_one_of_them_does():
    labs = [
        lab(name, 300, "U/L", on, **({"upper_limit": 100} if name == "ast" else {}))
        for on in (2, 18)
        for name in ALL_BEYOND
    ]
    facts = facts_of(items={"organs": {"liver": "yes"}}, labs=labs, dates={"rash_onset": DAY_0})
    found = assess(facts).regiscar.items["resolution_15_days"]
    assert (found.answer, found.derived.support) == ("yes", Support.ASSUMED_LIMIT)
    assert "assumed limit" in found.why


@pytest.mark.hazard("H09")
def test_a_duration_that_rests_on_an_assumed_limit_says_so_and_is_weaker_for_it():
    labs = [lab("alt", 80, "U/L", on) for on in (2, 5, 18)]
    keys = {"items": {"organs": {"liver": "yes"}}, "labs": labs, "dates": {"rash_onset": DAY_0}}
    found = assess(facts_of(**keys)).regiscar.items["resolution_15_days"]
    assert "ALT 80 U/L (by an assumed limit) on 20 Mar 2020" in found.why
    assert found.derived.support is Support.ASSUMED_LIMIT
    told = keys | {"dates": {"rash_onset": DAY_0, "still_ill_on": day(40)}}
    sure = assess(facts_of(**told)).regiscar.items["resolution_15_days"]
    assert sure.derived.support is Support.WELL_BEYOND
