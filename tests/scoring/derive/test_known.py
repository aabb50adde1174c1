"""Facts that sets of criteria ask for: what a person recorded, what an answer implies, what stays unknown."""

import pytest

from scoring.derive import known
from scoring.derive.labs import read_labs
from scoring.derive.organs import ORGANS, organ_data
from scoring.kernel.citation import KARDAUN_2007, threshold
from scoring.kernel.tri import Tri
from tests.scoring.build import day, facts_of, lab

YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN
LIMIT = threshold("38.0", "Cel", KARDAUN_2007, "V2")
TWO = threshold("2", "cm", KARDAUN_2007, "V2")


def finding(name, value="yes", on=None, **more):
    return {"finding": name, "value": value} | ({} if on is None else {"date": day(on)}) | more


def node(size, site="cervical"):
    return finding("node", size, unit="cm", site=site)


def fever(*temperatures, is_above=False, unit="Cel", **keys):
    labs = [lab("temperature", value, unit, place) for place, value in enumerate(temperatures)]
    facts = facts_of(labs=labs, **keys)
    return known.fever(facts, read_labs(facts), LIMIT, is_above=is_above)


def test_one_recorded_yes_is_enough_and_a_no_beside_it_is_named():
    facts = facts_of(findings=[finding("carditis", "no", 1), finding("carditis", "yes", 3)])
    found = known.recorded(facts, "carditis")
    assert (found.state, found.why) == (YES, "Recorded yes on 5 Mar 2020; also recorded no")
    assert found.title == "Carditis"


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(("value", "state"), [("yes", YES), ("no", NO), ("unknown", UNKNOWN), ("", UNKNOWN)])
def test_unknown_and_blank_are_never_no(value, state):
    assert known.recorded(facts_of(findings=[finding("carditis", value)]), "carditis").state is state
    assert known.recorded(facts_of(), "carditis").state is UNKNOWN


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("value", "from_38", "above_38"),
    [(37.999, UNKNOWN, UNKNOWN), (38.0, YES, UNKNOWN), (38.001, YES, YES), ("<39", UNKNOWN, UNKNOWN),
     (">38", YES, YES)],
)  # fmt: skip
def test_fever_at_its_threshold(value, from_38, above_38):
    assert fever(value).state is from_38
    assert fever(value, is_above=True).state is above_38


def test_fever_in_fahrenheit_is_the_same_fever():
    assert fever(100.4, unit="[degF]").state is YES
    assert fever(100.3, unit="[degF]").state is UNKNOWN


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(("word", "state"), [("yes", YES), ("no", UNKNOWN), ("unknown", UNKNOWN)])
def test_fever_of_38_5_implies_38_and_its_absence_implies_nothing(word, state):
    assert fever(items={"fever": word}).state is state


@pytest.mark.hazard("H04")
def test_readings_alone_never_say_that_there_was_no_fever():
    found = fever(36.5, 37.2)
    assert found.state is UNKNOWN
    assert found.why == "Highest reading 37.2 °C on 3 Mar 2020; fever between the readings stays possible"
    assert fever().why == "No temperature on record in the episode"


def test_a_recorded_no_stands_against_a_reading_and_both_are_named():
    found = fever(38.6, findings=[finding("fever_above_38", "no")])
    assert (found.state, found.why) == (
        NO,
        "Recorded no; the record contradicts this: 38.6 °C on 2 Mar 2020",
    )
    assert (
        fever(38.6, findings=[finding("fever_above_38", "yes")]).why == "Recorded yes; 38.6 °C on 2 Mar 2020"
    )
    both = fever(items={"fever": "yes"}, findings=[finding("fever_above_38", "no")])
    assert (both.state, "contradicts" in both.why) == (YES, True)


def test_without_an_onset_no_reading_is_read():
    found = fever(39, dates={})
    assert found.state is UNKNOWN
    assert "enter the onset" in found.why.lower()


@pytest.mark.parametrize(
    "keys",
    [
        {"dates": {"rash_onset": day(0)}},
        {"findings": [finding("maculopapular_rash")]},
        {"findings": [finding("erythroderma")]},
        {"findings": [finding("infiltration")]},
        {"findings": [finding("purpura_beyond_legs")]},
        {"findings": [finding("psoriasiform_scaling")]},
        {"findings": [finding("body_surface", 5, unit="%")]},
        {"items": {"rash_extent_over_50": "yes"}},
        {"items": {"rash_suggests_dress": "yes"}},
    ],
)
def test_whatever_speaks_of_a_rash_makes_one(keys):
    assert known.rash(facts_of(**{"dates": {"first_symptom": day(0)}} | keys)).state is YES


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({}, UNKNOWN),
        ({"findings": [finding("facial_oedema")]}, UNKNOWN),
        ({"findings": [finding("body_surface", 0, unit="%")]}, UNKNOWN),
        ({"items": {"rash_extent_over_50": "no", "rash_suggests_dress": "no"}}, UNKNOWN),
        ({"findings": [finding("no_rash")]}, NO),
        ({"findings": [finding("no_rash", "no")]}, UNKNOWN),
        ({"findings": [finding("no_rash"), finding("infiltration")]}, YES),
    ],
)
def test_no_rash_is_only_what_was_recorded_as_none(keys, state):
    found = known.rash(facts_of(dates={"first_symptom": day(0)}, **keys))
    assert found.state is state
    assert ("too" in found.why) == (state is YES)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("findings", "dates", "state", "why"),
    [
        ([finding("maculopapular_rash")], {}, YES, "Recorded yes"),
        ([finding("maculopapular_rash", "no")], {"rash_onset": day(0)}, NO, "Recorded no"),
        ([finding("no_rash")], {}, NO, "No rash at all is recorded"),
        ([], {"rash_onset": day(0)}, UNKNOWN, "A rash is on record; whether it is maculopapular is not"),
        ([], {}, UNKNOWN, "No rash on record"),
    ],
)
def test_a_rash_is_maculopapular_only_where_that_is_recorded(findings, dates, state, why):
    found = known.maculopapular(facts_of(findings=findings, dates=dates))
    assert (found.state, found.why) == (state, why)


DRUGS = [
    {"name": "b", "role": "suspect"},
    {"name": "a", "role": "suspect", "conclusion": "unlikely"},
    {"name": "c", "role": "suspect", "conclusion": "tolerated_again"},
    {"name": "d", "role": "concomitant", "conclusion": "possible"},
    {"name": "e", "role": "concomitant"},
    {"name": "f", "role": "treatment"},
]


@pytest.mark.hazard("H22")
def test_suspected_are_the_culprits_else_the_suspects_not_cleared_since():
    assert [drug.name for drug in known.suspects(facts_of(drugs=DRUGS))] == ["b", "d"]
    culprit = [*DRUGS, {"name": "A", "role": "concomitant", "conclusion": "culprit"}]
    assert [drug.name for drug in known.suspects(facts_of(drugs=culprit))] == ["A"]
    assert known.drug_suspected(facts_of(drugs=DRUGS)).why == "b, d"


@pytest.mark.hazard("H04")
def test_that_no_suspect_is_on_record_does_not_say_that_none_is():
    assert known.drug_suspected(facts_of(drugs=DRUGS[4:])).state is UNKNOWN
    assert known.admitted(facts_of()).state is UNKNOWN
    assert known.admitted(facts_of(dates={"admission": day(1)})).why == "Admitted on 3 Mar 2020"


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("keys", "anywhere", "two_sites"),
    [
        ({}, UNKNOWN, UNKNOWN),
        ({"items": {"lymph_nodes": "yes"}}, YES, YES),
        ({"items": {"lymph_nodes": "no"}}, UNKNOWN, UNKNOWN),
        ({"items": {"lymph_nodes": "unknown"}}, UNKNOWN, UNKNOWN),
        ({"findings": [finding("lymphadenopathy")]}, YES, UNKNOWN),
        ({"findings": [finding("lymphadenopathy", "no")]}, NO, NO),
        ({"findings": [finding("node_of_2_cm")]}, YES, UNKNOWN),
        ({"findings": [finding("node_of_2_cm", "no")]}, UNKNOWN, UNKNOWN),
        ({"findings": [node(1.1)]}, YES, UNKNOWN),
        ({"findings": [node(1)]}, UNKNOWN, UNKNOWN),
        ({"findings": [node(1.1), node(1.2, "axillary")]}, YES, YES),
        ({"findings": [node(1.1), node(1.2, "axillary"), finding("lymphadenopathy", "no")]}, NO, NO),
    ],
)
def test_nodes_anywhere_and_at_two_sites(keys, anywhere, two_sites):
    facts = facts_of(**keys)
    assert known.any_node(facts).state is anywhere
    assert known.nodes_at_two_sites(facts).state is two_sites


@pytest.mark.hazard("H04")
def test_a_no_to_two_sites_is_named_as_less_than_what_is_asked():
    facts = facts_of(items={"lymph_nodes": "no"})
    assert known.any_node(facts).why == known.NODES_NOT_IMPLIED
    assert known.nodes_at_two_sites(facts).why == known.NODES_NOT_IMPLIED


def test_contradictory_nodes_are_named():
    facts = facts_of(items={"lymph_nodes": "yes"}, findings=[finding("lymphadenopathy", "no")])
    for found in (known.any_node(facts), known.nodes_at_two_sites(facts)):
        assert (found.state, "contradicts" in found.why) == (YES, True)


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ([node(1.99)], UNKNOWN),
        ([node(2)], YES),
        ([node(2.01), node(1)], YES),
        ([finding("node", "large", unit="")][:0], UNKNOWN),
        ([finding("node_of_2_cm")], YES),
        ([finding("node_of_2_cm", "no")], NO),
        ([finding("lymphadenopathy", "no")], NO),
        ([finding("lymphadenopathy")], UNKNOWN),
        ([finding("node_of_2_cm", "no"), node(2.5)], NO),
    ],
)
def test_a_node_of_two_centimetres(findings, state):
    found = known.node_from(facts_of(findings=findings), TWO)
    assert (found.state, found.title) == (state, "Lymph node of 2 cm or more")


def test_nodes_are_named_in_an_order_of_their_own():
    rows = [node(1.5, "inguinal"), node(2.5, "axillary"), node(1.2)]
    first, second = (known.any_node(facts_of(findings=order)) for order in (rows, rows[::-1]))
    assert first == second
    assert first.why == "axillary 2.5 cm, cervical 1.2 cm, inguinal 1.5 cm"


def organs(**keys):
    facts = facts_of(**keys)
    return known.any_organ(facts, organ_data(facts, read_labs(facts)))


ALT = [lab("alt", 200, "U/L", number, upper_limit=40) for number in (0, 1)]


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({}, UNKNOWN),
        ({"items": {"organs": {"lung": "yes"}}}, YES),
        ({"items": {"organs": dict.fromkeys(ORGANS, "no")}}, NO),
        ({"items": {"organs": {"lung": "no", "liver": "unknown"}}}, UNKNOWN),
        ({"items": {"organs": 1}}, YES),
        ({"items": {"organs": 0}}, UNKNOWN),
        ({"labs": ALT}, UNKNOWN),
    ],
)
def test_an_organ_is_what_the_clinician_answered_and_a_count_is_a_lower_bound(keys, state):
    assert organs(**keys).state is state


def test_organs_name_what_they_hang_on():
    assert organs().why == "No organ answered"
    assert organs(labs=ALT).why == "Liver: Threshold met, cause not judged"
    told = {"liver": {"answer": "yes", "explanation": "none found"}}
    assert organs(items={"organs": told}).why == "Liver: Answered yes by the clinician (none found)"
    assert (
        organs(items={"organs": dict.fromkeys(ORGANS, "no")}).why
        == "The clinician answered no to every organ"
    )


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("value", "is_above", "state"), [(38, False, YES), (38, True, NO), (38.1, False, NO), (37.9, False, NO)]
)
def test_no_fever_above_38_says_nothing_against_a_reading_of_38_0(value, is_above, state):
    found = fever(value, is_above=is_above, findings=[finding("fever_above_38", "no")])
    assert found.state is state
    assert ("contradicts" in found.why) == (value > 38)
