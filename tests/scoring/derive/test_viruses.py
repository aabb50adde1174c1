"""HHV-6, EBV, CMV and HHV-7: what is on record of each, and what a result of it cannot say."""

from datetime import date

import pytest

from scoring.derive import statements as said
from scoring.derive.viruses import virus_records
from scoring.facts import show_date
from tests.scoring.build import DAY_0, day, facts_of

EARLY = "The negative sample of {} is early and settles nothing: reactivation is described from day 14 to 21."


def virus(name="hhv6", result="negative", on=15, **more):
    return {"virus": name, "result": result} | ({} if on is None else {"date": day(on)}) | more


def record(*rows, name="hhv6", **keys):
    return next(each for each in virus_records(facts_of(viruses=list(rows), **keys)) if each.virus == name)


def notes(*rows, **keys):
    return [note.text for note in record(*rows, **keys).notes]


def test_each_of_the_four_has_its_place_whatever_is_on_record():
    records = virus_records(facts_of(viruses=[virus("hsv")]))
    assert [(each.name, each.state, each.lines, each.notes) for each in records] == [
        ("HHV-6", "", (), ()), ("EBV", "", (), ()), ("CMV", "", (), ()), ("HHV-7", "", (), ()),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["hhv6", "ebv", "cmv", "hhv7"])
@pytest.mark.parametrize("result", ["positive", "negative", "pending", "not_done"])
def test_the_state_is_the_result(name, result):
    assert record(virus(name, result), name=name).state == result


def test_of_several_results_the_one_that_says_most_names_the_state():
    results = ("not_done", "pending", "negative", "positive")
    for count in range(1, 5):
        rows = [virus(result=result) for result in results[:count]]
        assert record(*rows).state == record(*reversed(rows)).state == results[count - 1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (virus(result="positive", reading="reactivation", method="PCR", specimen="whole blood", value="1200",
               unit="copies/mL"),
         "positive; read as reactivation; PCR in whole blood; 1200 copies/mL; sample 17 Mar 2020 (day 15)"),
        (virus(result="positive", on=None), "positive; reading not known; date of the sample not recorded"),
        (virus(result="positive", reading="primary"),
         "positive; read as primary infection; sample 17 Mar 2020 (day 15)"),
        (virus(result="positive", reading="past", method="IgG"),
         "positive; read as past infection; IgG; sample 17 Mar 2020 (day 15)"),
        (virus(specimen="plasma", on=-3), "negative; plasma; sample 28 Feb 2020 (day −3)"),
        (virus(result="pending"), "pending; sample 17 Mar 2020 (day 15)"),
        ({"virus": "hhv6", "reading": "reactivation"},
         "result not recorded; read as reactivation; date of the sample not recorded"),
    ],
)  # fmt: skip
def test_a_test_is_told_with_its_reading_specimen_and_day(row, words):
    assert record(row).lines == (words,)


def test_tests_stand_in_the_order_of_their_samples():
    rows = [virus(on=None), virus(on=20), virus(on=3)]
    assert record(*rows).lines == (
        "negative; sample 5 Mar 2020 (day 3)",
        "negative; sample 22 Mar 2020 (day 20)",
        "negative; date of the sample not recorded",
    )


@pytest.mark.parametrize(("on", "is_early"), [(-1, True), (0, True), (13, True), (14, False), (21, False)])
def test_a_negative_before_day_14_is_early(on, is_early):
    words = EARLY.format(show_date(date.fromisoformat(day(on))))
    assert (words in notes(virus(on=on))) is is_early


def test_where_no_day_can_be_counted_early_cannot_be_told():
    usual = "reactivation is described from day 14 to 21"
    text = f"Whether the negative sample came too early cannot be told: {usual}."
    assert text in notes(virus(on=None))
    assert text in notes(virus(on=3), dates={})


def test_a_case_of_days_names_no_date():
    dates = {"rash_onset": DAY_0, "basis": "relative"}
    found = record(virus(on=5), dates=dates)
    assert found.lines == ("negative; sample day 5",)
    assert found.notes[0].text == EARLY.format("day 5")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (virus(specimen="plasma", method="PCR"), [said.STEROIDS, said.SPECIMEN]),
        (virus(), [said.STEROIDS, said.NO_SPECIMEN]),
        (virus(method="IgM"), [said.STEROIDS, said.ONE_ANTIBODY]),
        (virus(result="positive", specimen="whole blood", method="high-sensitivity PCR"),
         [said.INHERITED, said.INHERITED_IN_PLASMA, said.SPECIMEN]),
        (virus(result="positive"), [said.INHERITED, said.INHERITED_IN_PLASMA, said.NO_SPECIMEN]),
        (virus(result="positive", method="antibody"), [said.ONE_ANTIBODY]),
        (virus(result="positive", reading="primary", method="IgM"), [said.PRIMARY, said.ONE_ANTIBODY]),
        (virus(reading="primary"), [said.STEROIDS, said.NO_SPECIMEN]),
        (virus(result="pending"), []),
        (virus(result="not_done"), []),
    ],
)  # fmt: skip
def test_what_a_result_of_hhv_6_cannot_say(row, expected):
    assert list(record(row).notes) == expected


@pytest.mark.parametrize("name", ["ebv", "cmv", "hhv7"])
def test_of_the_others_only_a_primary_infection_needs_a_word(name):
    for result in ("positive", "negative", "pending"):
        assert record(virus(name, result, 3), name=name).notes == ()
    assert record(virus(name, "positive", reading="primary"), name=name).notes == (said.PRIMARY,)
    assert record({"virus": name, "reading": "primary"}, name=name).notes == (said.PRIMARY,)


def test_the_same_note_stands_once_and_the_order_of_the_record_changes_nothing():
    rows = [virus(on=15, specimen="plasma"), virus(on=17, specimen="plasma"), virus("ebv")]
    assert list(record(*rows).notes) == [said.STEROIDS, said.SPECIMEN]
    assert virus_records(facts_of(viruses=rows)) == virus_records(facts_of(viruses=rows[::-1]))
