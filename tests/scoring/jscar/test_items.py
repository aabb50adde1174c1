"""The facts that only DIHS asks for: three weeks of lead, two weeks without the drug, HHV-6 in its weeks."""

import pytest

from scoring.derive.labs import read_labs
from scoring.derive.organs import organ_data
from scoring.jscar import items
from scoring.jscar.ruleset import judge
from scoring.kernel.tri import Tri
from tests.scoring.build import CLOSED, OPEN, day, facts_of, lab

YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN


def drug(name="a", start=-30, stop=None, precision="day", **more):
    course = {"name": name, "role": "suspect"} | more
    course |= {} if start is None else {"start": day(start), "start_precision": "day"}
    return course | ({} if stop is None else {"stop": day(stop), "stop_precision": precision})


def said(value, on=None):
    row = {"finding": "ill_two_weeks_after_stop", "value": value}
    return row | ({} if on is None else {"date": day(on)})


def persists(*drugs, told=(), **dates):
    return items.persists(facts_of(drugs=list(drugs), findings=list(told), dates=OPEN | dates))


@pytest.mark.hazard("H03", "H22")
@pytest.mark.parametrize(("before", "state"), [(20, NO), (21, NO), (22, YES)])
def test_the_lead_is_more_than_three_weeks(before, state):
    assert items.lead(facts_of(drugs=[drug(start=-before)])).state is state


@pytest.mark.hazard("H04", "H22")
@pytest.mark.parametrize(
    ("drugs", "state"),
    [
        ([], UNKNOWN),
        ([drug(start=None)], UNKNOWN),
        ([drug(), drug("b", start=-5)], UNKNOWN),
        ([drug(), drug("b", start=-22)], YES),
        ([drug(start=-3), drug("b", start=-5)], NO),
        ([drug(start=-3), drug("b", start=None)], UNKNOWN),
        ([drug() | {"start_precision": "on_or_before"}], YES),
        ([drug(start=-5) | {"start_precision": "on_or_before"}], UNKNOWN),
    ],
)
def test_the_lead_holds_whichever_suspected_drug_it_was(drugs, state):
    assert items.lead(facts_of(drugs=drugs)).state is state


def test_the_lead_says_the_days_of_each_drug_and_where_it_hangs_on_which_it_was():
    found = items.lead(facts_of(drugs=[drug(), drug("b", start=-5)]))
    assert found.why == "a 30 d, b 5 d from the start to the onset; it depends on which drug it was"
    assert (
        items.lead(facts_of(drugs=[drug(start=None)])).why == "a days not known from the start to the onset"
    )


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({"still_ill_on": day(15)}, UNKNOWN),
        ({"still_ill_on": day(16)}, YES),
        ({"resolution": day(15)}, NO),
        ({"resolution": day(16)}, YES),
        ({"still_ill_on": day(15), "resolution": day(20)}, YES),
        ({"still_ill_on": day(20), "resolution": day(10)}, UNKNOWN),
        ({"closed_on": day(40)}, UNKNOWN),
        ({"died_on": day(10)}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_two_weeks_are_counted_from_the_last_day_of_the_drug(dates, state):
    assert persists(drug(stop=2), **dates).state is state


@pytest.mark.hazard("H04", "H22")
@pytest.mark.parametrize(
    ("drugs", "state"),
    [
        ([drug(stop=2), drug("b", stop=0)], YES),
        ([drug(stop=2), drug("b", stop=10)], UNKNOWN),
        ([drug(stop=2), drug("b")], UNKNOWN),
        ([drug(stop=2, precision="month")], UNKNOWN),
        ([drug(stop=2, precision="on_or_before")], YES),
        ([drug(stop_precision="ongoing")], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_it_persists_whichever_suspected_drug_it_was(drugs, state):
    assert persists(*drugs, still_ill_on=day(16)).state is state


def test_an_early_end_without_a_known_last_day_is_no_no():
    assert persists(drug(stop=2, precision="on_or_before"), resolution=day(5)).state is UNKNOWN


@pytest.mark.parametrize(
    ("drugs", "dates", "why"),
    [
        ([drug(stop=2)], {"still_ill_on": day(20)}, "a stopped 4 Mar 2020, ill on 22 Mar 2020, 18 d later"),
        ([drug(stop=2)], {"resolution": day(9)}, "a stopped 4 Mar 2020, resolved 11 Mar 2020"),
        ([drug(stop=2)], {"died_on": day(9)}, "a stopped 4 Mar 2020: died 11 Mar 2020, before day 14"),
        (
            [drug(stop=2)],
            {},
            "a stopped 4 Mar 2020: whether still ill on day 14 after it, 18 Mar 2020, or later is not on "
            "record",
        ),
        ([drug(stop_precision="ongoing")], {}, "a is not stopped"),
        ([drug()], {}, "The last day of a is not on record"),
        ([], {}, "No suspected drug on record"),
    ],
)
def test_what_is_seen_says_why(drugs, dates, why):
    assert persists(*drugs, **dates).why == why


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("value", ["yes", "no"])
@pytest.mark.parametrize(("on", "counts"), [(None, False), (15, False), (16, True), (40, True)])
def test_what_is_said_counts_only_from_day_14_after_the_drug(value, on, counts):
    found = persists(drug(stop=2), told=[said(value, on)])
    assert found.state is (Tri(value) if counts else UNKNOWN)
    if not counts:
        lacks = "its day is not recorded" if on is None else "before that"
        day_14 = "it cannot be told before day 14 after the last day of the drug, 18 Mar 2020"
        assert found.why.endswith(f"{lacks}; {day_14}")
        assert persists(drug(stop=2), told=[said(value, on)], still_ill_on=day(30)).state is YES


@pytest.mark.hazard("H04")
def test_what_is_said_of_a_drug_that_is_taken_on_does_not_count_and_without_a_last_day_it_does():
    assert persists(drug(stop_precision="ongoing"), told=[said("yes", 40)]).state is UNKNOWN
    assert persists(drug(), told=[said("yes")]).state is YES
    assert persists(told=[said("no")]).state is NO


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("courses", "on", "state"),
    [
        ([drug(start=-300, stop=-250), drug(stop=2)], 15, UNKNOWN),
        ([drug(start=-300, stop=-250), drug(stop=2)], 16, YES),
        ([drug(start=-300, stop=-250), drug("A", stop_precision="ongoing")], 40, UNKNOWN),
        ([drug("b", start=-300, stop=-250), drug(stop=2)], 15, YES),  # it may have been the other drug
    ],
)
def test_what_is_said_counts_from_day_14_after_the_last_course_of_a_drug(courses, on, state):
    assert persists(*courses, told=[said("yes", on)]).state is state


def test_what_was_said_too_early_gives_way_to_what_was_said_later():
    assert persists(drug(stop=2), told=[said("no", 3), said("yes", 30)]).state is YES


def test_what_is_said_against_the_dates_stands_and_both_are_named():
    found = persists(drug(stop=2), told=[said("no", 30)], still_ill_on=day(30))
    assert (found.state, "contradicts" in found.why) == (NO, True)


def virus(result="negative", on=30, reading="unknown", **more):
    row = {"virus": "hhv6", "result": result, "reading": reading} | more
    return row | ({} if on is None else {"date": day(on)})


def hhv6(*tests, **keys):
    return items.hhv6(facts_of(viruses=list(tests), **keys))


@pytest.mark.hazard("H04", "H21")
@pytest.mark.parametrize(
    ("tests", "state"),
    [
        ([], UNKNOWN),
        ([virus(on=13)], UNKNOWN),
        ([virus(on=20)], UNKNOWN),
        ([virus(on=21)], NO),
        ([virus(on=None)], UNKNOWN),
        ([virus("pending")], UNKNOWN),
        ([virus("not_done")], UNKNOWN),
        ([virus("positive")], UNKNOWN),
        ([virus("positive", reading="past")], UNKNOWN),
        ([virus("positive", reading="primary")], UNKNOWN),
        ([virus("positive", reading="reactivation")], YES),
        ([virus("negative", reading="reactivation")], NO),
        ([virus("positive", 5, reading="reactivation")], YES),
        ([virus("positive", reading="reactivation"), virus(on=40)], YES),
        ([virus("positive"), virus(on=40)], UNKNOWN),
        ([virus(on=5) | {"virus": "cmv", "reading": "reactivation", "result": "positive"}], UNKNOWN),
    ],
)
def test_hhv6_is_never_negative_before_its_weeks_and_never_read_by_itself(tests, state):
    assert hhv6(*tests).state is state


def test_hhv6_without_an_onset_has_no_weeks():
    assert hhv6(virus(), dates={}).state is UNKNOWN
    assert hhv6(dates={}).why == (
        "No HHV-6 test on record; reactivation is usually found two to three weeks after the onset"
    )


@pytest.mark.parametrize(
    ("tests", "start"),
    [
        ([], "No HHV-6 test on record"),
        ([virus("not_done")], "No result on record"),
        ([virus("pending")], "Pending"),
        ([virus(on=5, method="PCR", specimen="serum")], "Negative so far: PCR, serum on 7 Mar 2020"),
        ([virus(on=None)], "Negative so far: without its day"),
    ],
)
def test_hhv6_says_from_when_it_can_be_known(tests, start):
    assert hhv6(*tests).why == (
        f"{start}; reactivation is usually found two to three weeks after the onset "
        "(16 Mar 2020 to 23 Mar 2020), and not called negative before 23 Mar 2020"
    )


def test_hhv6_names_its_traps():
    assert "integrated" in hhv6(virus("positive", method="PCR", specimen="blood")).why
    pulse = [{"finding": "steroid_pulse", "value": "yes"}]
    assert hhv6(virus(method="PCR"), findings=pulse).why == (
        "Negative: PCR on 1 Apr 2020; early high-dose steroids may suppress it"
    )
    found = hhv6(virus(method="PCR"))
    assert (found.why, found.certainty) == ("Negative: PCR on 1 Apr 2020", "DESIGN")
    assert hhv6(virus("positive", reading="reactivation")).evidence[0].text == "HHV-6 positive"


def result(**keys):
    facts = facts_of(**keys)
    table = read_labs(facts)
    return judge(facts, table, organ_data(facts, table))


def met(**more):
    """Return the keys of a case with items 1 to 5 met, and no word on 6 and 7."""
    keys = {
        "dates": OPEN | {"still_ill_on": day(20)},
        "drugs": [drug(stop=2)],
        "findings": [{"finding": "maculopapular_rash", "value": "yes"}],
        "labs": [lab("temperature", 38, "Cel"), lab("alt", 101, "U/L"), lab("wbc", 11, "10*9/L")],
    }
    return keys | more


def test_items_1_to_5_without_6_and_7_are_atypical_or_typical_and_say_so():
    found = result(**met())
    assert found.verdict == "undetermined"
    assert found.words == "DIHS (J-SCAR): undetermined (items 1 to 5 are met: atypical or typical)"
    assert [words.split(":")[0] for words in found.missing] == ["Lymphadenopathy", "HHV-6 reactivation"]


def nodes(value):
    return [{"finding": "maculopapular_rash", "value": "yes"}, {"finding": "lymphadenopathy", "value": value}]


@pytest.mark.parametrize(
    ("value", "tests", "verdict"),
    [("yes", [virus("positive", reading="reactivation")], "typical"), ("yes", [virus()], "atypical"),
     ("no", [], "atypical")],
)  # fmt: skip
def test_6_and_7_make_it_typical_or_atypical(value, tests, verdict):
    found = result(**met(findings=nodes(value), viruses=tests))
    assert (found.verdict, found.words) == (verdict, f"DIHS (J-SCAR): {verdict}")
    assert found.missing == ()


@pytest.mark.hazard("H21")
def test_a_not_met_of_an_open_course_holds_so_far():
    no_rash = [{"finding": "maculopapular_rash", "value": "no"}]
    assert result(**met(findings=no_rash)).words == "DIHS (J-SCAR): not met so far"
    closed = CLOSED | {"still_ill_on": day(20)}
    assert result(**met(findings=no_rash, dates=closed)).words == "DIHS (J-SCAR): not met"


def test_the_readings_of_items_1_and_4_differ_and_say_so():
    short = result(**met(drugs=[drug(start=-10, stop=2)]))
    assert [reading.verdict for reading in short.readings] == ["undetermined", "not_met"]
    assert short.do_readings_differ
    assert short.words == (
        "DIHS (J-SCAR): undetermined (items 1 to 5 are met: atypical or typical) by the Japanese text; not "
        "met so far by the English tables"
    )
    assert short.criteria[0].note == (
        "By the English tables (more than 3 weeks after the start): not met. a 10 d from the start to the "
        "onset"
    )
    liver = met(items={"organs": {"liver": "yes"}})
    liver["labs"] = [row | ({"value": 100} if row["analyte"] == "alt" else {}) for row in liver["labs"]]
    found = result(**liver)
    assert found.criteria[3].note == (
        "By the English tables (ALT above 100 U/L): undetermined. Highest: 100 U/L on 2 Mar 2020"
    )
    assert result(**met()).criteria[3].note == ""


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("organs", "state"),
    [
        ({"other": "yes"}, UNKNOWN),
        ({"pancreas": "yes"}, YES),
        ({"muscle_heart": "yes"}, YES),
        ({"lung": "no"}, UNKNOWN),
        (1, UNKNOWN),
        (dict.fromkeys(("liver", "kidney", "lung", "muscle_heart", "pancreas", "other"), "no"), NO),
        (
            dict.fromkeys(("liver", "kidney", "lung", "muscle_heart", "pancreas"), "no") | {"other": "yes"},
            UNKNOWN,
        ),
    ],
)
def test_another_serious_organ_stands_for_the_liver(organs, state):
    labs = [lab("alt", 50, "U/L")]
    found = result(**met(labs=labs, items={"organs": organs})).criteria[3]
    assert found.state is state


def test_an_organ_without_a_name_is_said_to_leave_it_open():
    labs = [lab("alt", 50, "U/L")]
    found = result(**met(labs=labs, items={"organs": {"other": "yes"}})).criteria[3]
    assert "whether it is serious is not on record" in found.why
    assert "only counted, not named" in result(**met(labs=labs, items={"organs": 1})).criteria[3].why
    assert "not all answered" in result(**met(labs=labs)).criteria[3].why


def test_each_criterion_has_its_number_threshold_and_source():
    found = result(**met())
    assert [criterion.number for criterion in found.criteria] == [1, 2, 3, 4, 5, 6, 7]
    assert {criterion.citation.name for criterion in found.criteria} == {"Shiohara 2007"}
    assert all(criterion.asks and criterion.short and criterion.why for criterion in found.criteria)
