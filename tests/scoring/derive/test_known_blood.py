"""Results against numbers and limits of sets of criteria; what an answer or an assumed limit decides."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.derive import known_blood
from scoring.derive.labs import read_labs
from scoring.facts import SiteLimits
from scoring.kernel.citation import KARDAUN_2007, threshold
from scoring.kernel.tri import Tri
from tests.scoring.build import facts_of, lab

YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN


def limit(value, unit, certainty="V2"):
    return threshold(value, unit, KARDAUN_2007, certainty)


CELLS, COUNT, SHARE = limit("11000", "/uL"), limit("1500", "/uL"), limit("5", "%")
TWICE = limit("2", "xULN")


def ask(rule, *arguments, labs=(), **keys):
    facts = facts_of(labs=list(labs), **keys)
    return rule(facts, read_labs(facts), *arguments)


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("value", "unit", "state"),
    [("10999.9", "/uL", NO), ("11000", "/uL", YES), ("11", "10*9/L", YES), ("10.99", "10*3/uL", NO),
     ("<12000", "/uL", UNKNOWN), ("<11000", "/uL", NO), (">11000", "/uL", YES)],
)  # fmt: skip
def test_a_count_at_its_number(value, unit, state):
    text = value if value[0] in "<>" else float(value)
    assert ask(known_blood.measured, "wbc", CELLS, labs=[lab("wbc", text, unit)]).state is state


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("value", "state"), [(99.9, NO), (100, NO), (100.1, YES), (">100", YES), ("<100", NO)]
)
def test_alt_is_asked_for_above_its_number(value, state):
    facts = facts_of(labs=[lab("alt", value, "U/L")])
    found = known_blood.measured(facts, read_labs(facts), "alt", limit("100", "U/L"), is_above=True)
    assert found.state is state


@pytest.mark.hazard("H04")
def test_one_open_bound_leaves_a_no_open_and_results_outside_the_episode_do_not_count():
    labs = [lab("wbc", 8000, "/uL"), lab("wbc", "<12000", "/uL", 1)]
    assert ask(known_blood.measured, "wbc", CELLS, labs=labs).state is UNKNOWN
    before = [lab("wbc", 20000, "/uL", -5)]
    assert ask(known_blood.measured, "wbc", CELLS, labs=before).why == "None on record in the episode"
    assert "onset" in ask(known_blood.measured, "wbc", CELLS, labs=before, dates={}).why


def test_the_highest_that_tells_is_named_with_its_day_and_a_number_less_sure_is_marked():
    labs = [lab("wbc", 12000, "/uL", 1), lab("wbc", 15000, "/uL", 2), lab("wbc", 9000, "/uL", 3)]
    found = ask(known_blood.measured, "wbc", limit("11000", "/uL", "GK"), labs=labs)
    assert (found.why, found.certainty) == ("Highest: 15,000 /µL on 4 Mar 2020", "GK")
    assert ask(known_blood.measured, "wbc", CELLS, labs=labs).certainty == ""
    twice = [lab("wbc", 12000, "/uL"), lab("wbc", 9000, "/uL")]
    assert "neither is used" in ask(known_blood.measured, "wbc", CELLS, labs=twice).why


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("word", "state"),
    [("1500_or_more", YES), ("700_to_1499", NO), ("none", NO), ("unknown", UNKNOWN)],
)
def test_an_answer_to_eosinophilia_implies_its_band(word, state):
    assert ask(known_blood.eosinophils, COUNT, items={"eosinophilia": word}).state is state


@pytest.mark.parametrize(
    ("word", "from_700", "from_800"),
    [("1500_or_more", YES, YES), ("700_to_1499", YES, UNKNOWN), ("none", NO, NO)],
)
def test_an_answer_implies_a_number_only_where_all_of_its_band_does(word, from_700, from_800):
    for value, state in (("700", from_700), ("800", from_800)):
        found = ask(known_blood.eosinophils, limit(value, "/uL"), items={"eosinophilia": word})
        assert found.state is state


@pytest.mark.hazard("H01", "H04")
def test_an_answer_that_stands_by_the_percentage_rule_implies_no_count():
    labs = [lab("wbc", 3000, "/uL"), lab("eosinophils_pct", 25, "%")]
    found = ask(known_blood.eosinophils, COUNT, labs=labs, items={"eosinophilia": "1500_or_more"})
    assert found.state is NO
    assert found.why == (
        "Highest: 750 /µL on 2 Mar 2020 (3,000 × 25 %); the clinician's answer may stand for RegiSCAR's "
        "percentage rule, the record reaches it by that alone"
    )


def test_an_answer_against_a_count_stands_and_both_are_named():
    labs = [lab("eosinophils_abs", 1600, "/uL")]
    found = ask(known_blood.eosinophils, COUNT, labs=labs, items={"eosinophilia": "none"})
    assert (found.state, "contradicts" in found.why) == (NO, True)
    agreed = ask(known_blood.eosinophils, COUNT, labs=labs, items={"eosinophilia": "1500_or_more"})
    assert agreed.why == "The clinician answered 1,500 /µL or more; Highest: 1,600 /µL on 2 Mar 2020"


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(("percent", "state"), [(25, NO), (12, YES)])  # of 3,000 /µL: 2 points, 1 point
def test_an_answer_gives_way_only_to_a_percentage_that_reaches_that_very_answer(percent, state):
    labs = [lab("wbc", 3.0, "10*9/L"), lab("eosinophils_pct", percent, "%")]
    found = ask(known_blood.eosinophils, COUNT, labs=labs, items={"eosinophilia": "1500_or_more"})
    assert found.state is state
    assert ("percentage rule" in found.why) == (state is NO)


@pytest.mark.hazard("H01", "H04")
def test_a_percentage_without_white_cells_is_no_count():
    share = [lab("eosinophils_pct", 30, "%")]
    assert ask(known_blood.eosinophils, COUNT, labs=share).state is UNKNOWN
    more = [*share, lab("eosinophils_abs", 400, "/uL", 1)]
    found = ask(known_blood.eosinophils, COUNT, labs=more)
    assert (found.state, found.why) == (
        NO,
        "Highest: 400 /µL on 3 Mar 2020; 1 more on record without a count",
    )
    assert "onset" in ask(known_blood.eosinophils, COUNT, labs=more, dates={}).why


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("value", "state"), [(1499.9, NO), (1500, YES), ("<2000", UNKNOWN)])
def test_eosinophils_at_their_number(value, state):
    assert ask(known_blood.eosinophils, COUNT, labs=[lab("eosinophils_abs", value, "/uL")]).state is state


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("word", "share", "of_five", "seen"),
    [
        ("yes", None, UNKNOWN, YES),
        ("no", None, NO, NO),
        ("unknown", None, UNKNOWN, UNKNOWN),
        ("yes", 4.9, NO, YES),
        ("yes", 5, YES, YES),
        (None, 5, YES, UNKNOWN),
        (None, 4.9, NO, UNKNOWN),
        ("no", 7, NO, NO),
        (None, None, UNKNOWN, UNKNOWN),
    ],
)
def test_a_yes_to_atypical_lymphocytes_gives_no_percentage(word, share, of_five, seen):
    keys = {"items": {"atypical_lymphocytes": word}} if word else {}
    labs = [] if share is None else [lab("atypical_lymphocytes_pct", share, "%")]
    found = ask(known_blood.atypical_share, SHARE, labs=labs, **keys)
    assert found.state is of_five
    assert ("which gives no percentage" in found.why) == ((word, share) == ("yes", None))
    assert ask(known_blood.atypical_seen, labs=labs, **keys).state is seen


def test_a_share_that_nobody_has_read_is_named():
    found = ask(known_blood.atypical_seen, labs=[lab("atypical_lymphocytes_pct", 7, "%")])
    assert found.why == "Not answered; 7 % on 2 Mar 2020 is read by a person"


@pytest.mark.hazard("H09", "H03")
@pytest.mark.parametrize(
    ("value", "upper", "state"),
    [(79.9, 40, NO), (80, 40, YES), (80.1, 40, YES), (400, None, UNKNOWN), (10, None, UNKNOWN)],
)
def test_a_multiple_is_of_the_laboratorys_own_limit(value, upper, state):
    labs = [lab("ast", value, "U/L", **({} if upper is None else {"upper_limit": upper}))]
    found = ask(known_blood.multiple_reached, "ast", TWICE, labs=labs)
    assert found.state is state
    assert (known_blood.ASSUMED in found.why) == (upper is None)


@pytest.mark.hazard("H09", "H04")
def test_one_result_by_an_assumed_limit_leaves_a_no_open_and_a_yes_stands():
    own, assumed = lab("alt", 50, "U/L", upper_limit=40), lab("alt", 900, "U/L", 1)
    assert ask(known_blood.multiple_reached, "alt", TWICE, labs=[own, assumed]).state is UNKNOWN
    high = lab("alt", 90, "U/L", 2, upper_limit=40)
    assert ask(known_blood.multiple_reached, "alt", TWICE, labs=[own, assumed, high]).state is YES
    none = ask(known_blood.multiple_reached, "alt", TWICE)
    assert none.why == "None on record with a limit in the episode"
    assert "onset" in ask(known_blood.multiple_reached, "alt", TWICE, labs=[own], dates={}).why
    assert ask(
        known_blood.multiple_reached, "alt", TWICE, labs=[lab("alt", ">60", "U/L", upper_limit=40)]
    ).why == ("Highest: >60 U/L on 2 Mar 2020, >1.5× limit 40 U/L")


PLATELETS = ("Platelets", ("platelets",), known_blood.LOW)
LYMPHOCYTES = ("Lymphocytes", ("lymphocytes_abs", "lymphocytes_pct"), known_blood.LOW, known_blood.HIGH)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(
    ("value", "limits", "state"),
    [
        (90, {"lower_limit": 150, "upper_limit": 400}, YES),
        (150, {"lower_limit": 150, "upper_limit": 400}, NO),
        (500, {"lower_limit": 150, "upper_limit": 400}, NO),
        (90, {"upper_limit": 400}, UNKNOWN),
        (90, {}, UNKNOWN),
        ("<200", {"lower_limit": 150}, UNKNOWN),
    ],
)
def test_platelets_count_below_the_laboratorys_own_limit(value, limits, state):
    labs = [lab("platelets", value, "10*3/uL", **limits)]
    assert ask(known_blood.outside, *PLATELETS, labs=labs).state is state


@pytest.mark.parametrize(
    ("value", "limits", "state"),
    [
        (0.5, {"lower_limit": 1, "upper_limit": 4}, YES),
        (5, {"lower_limit": 1, "upper_limit": 4}, YES),
        (4, {"lower_limit": 1, "upper_limit": 4}, NO),
        (3, {"upper_limit": 4}, UNKNOWN),
        (5, {"upper_limit": 4}, YES),
    ],
)
def test_lymphocytes_count_on_either_side(value, limits, state):
    labs = [lab("lymphocytes_abs", value, "10*9/L", **limits)]
    assert ask(known_blood.outside, *LYMPHOCYTES, labs=labs).state is state


def test_outside_names_what_lies_beyond_and_what_is_missing():
    labs = [lab("platelets", 90, "10*3/uL", lower_limit=150)]
    found = ask(known_blood.outside, *PLATELETS, labs=labs)
    assert found.why == "Platelets 90 ×10³/µL on 2 Mar 2020, below limit 150 ×10³/µL"
    assert ask(known_blood.outside, *PLATELETS).why == "None on record in the episode"
    assert "onset" in ask(known_blood.outside, *PLATELETS, labs=labs, dates={}).why


@pytest.mark.hazard("H09")
def test_a_sites_limit_is_a_limit():
    facts = facts_of(labs=[lab("alt", 90, "U/L")])
    sites = SiteLimits("U/L", "Handbook", upper=Decimal(40))
    own = replace(facts, labs=tuple(replace(point, site_limits=sites) for point in facts.labs))
    assert known_blood.multiple_reached(own, read_labs(own), "alt", TWICE).state is YES


def test_either_of_several_facts_names_those_that_tell():
    one, two = (known_blood.Known(name, state, why) for name, state, why in
                (("A", YES, "first"), ("B", UNKNOWN, "second")))  # fmt: skip
    assert known_blood.either("Both", one, two).why == "A: first"
    assert known_blood.either("Both", two, two).state is UNKNOWN
