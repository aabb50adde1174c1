"""The three ways to count towards three negative tests, against the printed lines typed anew."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.derive.cause_readings import NAMES, cause_readings, counts_as, is_serology
from scoring.derive.causes import other_causes
from scoring.facts import CaseDates, CaseFacts, CauseTest, VirusTest
from scoring.kernel.tri import Tri
from tests.scoring.build import day, facts_of

# Clinical reference 1.5: the lines as two tables print them, and the seven tests as a third counts them.
PRINTED = "ana | blood_culture | hepatitis_a hepatitis_b hepatitis_c | mycoplasma chlamydia"
SINGLY = "ana | blood_culture | hepatitis_a | hepatitis_b | hepatitis_c | mycoplasma | chlamydia"
SEVEN = SINGLY.split(" | ")
DIFFER = "The readings differ: worth +1 point counting"
WHICH_IS_OPEN = "worth 0 points counting groups, which the score does. No source read settles which is meant."
STATES = ("negative", "positive", "pending", "not_done")


def negative_lines(lines, states):
    """Count the lines with a negative and without a positive, by the words alone."""
    heard = (" ".join(states[test] for test in line.split()) for line in lines.split(" | "))
    return sum("negative" in words and "positive" not in words for words in heard)


def facts_in(states, explains=Tri.UNKNOWN, more=(), viruses=()):
    tests = (CauseTest(test, result, explains=explains) for test, result in states.items())
    return CaseFacts(cause_tests=(*tests, *more), virus_tests=tuple(viruses))


def counted(read):
    return [len(reading.negative) for reading in read.readings], [reading.points for reading in read.readings]


def found(facts):
    return counted(cause_readings(facts))


@pytest.mark.parametrize(("explains", "others"), [(Tri.YES, 0), (Tri.UNKNOWN, 0), (Tri.NO, 0), (Tri.NO, 1)])
def test_every_state_of_the_seven_tests_is_counted_as_the_lines_say(explains, others):
    more = (CauseTest("hiv", "negative"),) * others
    for results in product(STATES, repeat=7):
        states = dict(zip(SEVEN, results, strict=True))
        facts = facts_in(states, explains, more)
        printed, singly = negative_lines(PRINTED, states), negative_lines(SINGLY, states)
        counts = [printed, singly, printed + others]
        stands = "positive" in results and explains is not Tri.NO
        points = [int(count >= 3 and not stands) for count in counts]
        read = cause_readings(facts)
        assert counted(read) == (counts, points), (states, explains)
        assert read.is_divided is (not stands and printed < 3 <= singly + others), (states, explains)
        assert (other_causes(facts).answer == "yes") is (points[0] == 1)


def of(*rows, **keys):
    """Count tests written as `name result explains`."""
    names = ("test", "result", "explains_reaction")
    tests = [dict(zip(names, row.split(), strict=False)) | {"date": day(1)} for row in rows]
    return cause_readings(facts_of(alternative_causes=tests, **keys))


def words(*rows, **keys):
    return of(*rows, **keys).words


def test_a_hepatitis_panel_alone_is_worth_a_point_only_test_by_test():
    panel = ("hepatitis_a negative", "hepatitis_b negative", "hepatitis_c negative")
    assert [
        (reading.name, reading.negative, reading.of, reading.points) for reading in of(*panel).readings
    ] == [
        ("groups", ("hepatitis A, B, C",), 4, 0),
        ("single tests", ("hepatitis A", "hepatitis B", "hepatitis C"), 7, 1),
        ("with other serology and PCR", ("hepatitis A, B, C",), 5, 0),
    ]
    assert words(*panel) == f"{DIFFER} single tests (3 negative); {WHICH_IS_OPEN}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "Fewer than three are negative by every reading: worth 0 points."),
        (("ana negative", "blood_culture negative", "mycoplasma negative"),
         "Three or more are negative by every reading: worth +1 point."),
        (("ana negative", "blood_culture negative", "mycoplasma negative", "hiv positive"),
         "A positive test stands against it: hiv. Worth 0 points by every reading."),
        (("ana negative", "blood_culture negative", "mycoplasma negative", "hiv positive no"),
         "Three or more are negative by every reading: worth +1 point."),
        (("ana negative", "blood_culture negative", "hiv negative"),
         f"{DIFFER} other serology and PCR as one more group (3 negative); "
         f"{WHICH_IS_OPEN}"),
        (("ana negative", "hiv negative", "syphilis negative"),
         f"{DIFFER} each serology and PCR by itself (3 negative); "
         f"{WHICH_IS_OPEN}"),
        (("ana negative", "hepatitis_a negative", "hepatitis_b negative", "syphilis negative"),
         f"{DIFFER} single tests (3 negative), or other serology and PCR as "
         f"one more group (3 negative); {WHICH_IS_OPEN}"),
    ],
)  # fmt: skip
def test_what_the_item_is_worth_is_said_and_where_the_readings_differ(rows, expected):
    assert words(*rows) == expected
    assert of(*rows).is_divided is expected.startswith("The readings differ")


def test_the_order_is_that_of_the_lines_whatever_the_record_s():
    rows = ["zzz_pcr negative", "chlamydia negative", "hiv negative", "hepatitis_b negative", "ana negative"]
    for each in (of(*rows), of(*reversed(rows))):
        assert each.one_by_one == ("ANA", "hepatitis B", "chlamydia", "hiv", "zzz pcr")
        assert each.readings[2].negative == (
            "ANA", "hepatitis A, B, C", "mycoplasma, chlamydia", "other serology, PCR",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("test", "is_counted"),
    [
        ("hiv", True), ("syphilis", True), ("orientia_tsutsugamushi", True), ("Hantavirus", True),
        ("leptospira serology", True), ("Legionella PCR", True), ("toxocara IgG", True),
        ("Coxsackie antibodies", True),
        ("ascitic_fluid_culture", False), ("leptospira culture", False), ("MRCP", False), ("chest_ct", False),
        ("high-resolution CT", False), ("sample 7", False), ("cmv_pcr", False), ("EBV IgM", False),
        ("HHV-6 DNA", False), ("cytomegalovirus serology", False), ("human herpesvirus 7 PCR", False),
    ],
)  # fmt: skip
def test_another_test_is_serology_only_where_its_name_says_so(test, is_counted):
    assert is_serology(test) is is_counted
    facts = facts_of(alternative_causes=[{"test": test, "result": "negative"}])
    assert [bool(reading.negative) for reading in cause_readings(facts).readings] == [
        False,
        False,
        is_counted,
    ]


def virus(name, result="negative", reading="unknown", **more):
    return {"virus": name, "result": result, "reading": reading, "date": day(1)} | more


@pytest.mark.parametrize("name", ["hhv6", "hhv7", "ebv", "cmv"])
@pytest.mark.parametrize("result", ["negative", "positive", "pending"])
@pytest.mark.parametrize("reading", ["reactivation", "past", "unknown"])
def test_the_four_viruses_are_in_no_count_and_against_nothing(name, result, reading):
    base = ("ana negative", "blood_culture negative", "hepatitis_a negative")
    assert of(*base, viruses=[virus(name, result, reading, explains_reaction="yes")]) == of(*base)


def test_a_primary_infection_stands_against_it_as_in_the_score():
    base = ("ana negative", "blood_culture negative", "hepatitis_a negative")
    primary = virus("ebv", "positive", "primary")
    assert of(*base, viruses=[primary]).against == ("EBV",)
    assert of(*base, viruses=[primary | {"explains_reaction": "no"}]).against == ()


def test_any_other_virus_counts_with_the_other_serology_unless_it_was_cultured():
    assert of(viruses=[virus("hsv")]).readings[2].negative == ("other serology, PCR",)
    assert of(viruses=[virus("hsv", method="viral culture")]).readings[2].negative == ()
    assert of(viruses=[virus("hsv", "positive")]).against == ("HSV",)


def test_a_positive_that_explains_nothing_spoils_its_own_line_alone():
    rows = ("hiv negative", "syphilis positive no", "hepatitis_a negative", "hepatitis_b positive no")
    groups, single, other = of(*rows).readings
    assert (groups.negative, single.negative, other.negative) == ((), ("hepatitis A",), ())
    assert of(*rows).one_by_one == ("hepatitis A", "hiv")


@pytest.mark.parametrize(("on", "count"), [(-15, 0), (-14, 1)])
def test_a_test_too_old_is_in_no_count(on, count):
    old = {"test": "hepatitis_b", "result": "negative", "date": day(on)}
    facts = facts_of(alternative_causes=[old], viruses=[virus("hsv") | {"date": day(on)}])
    assert found(facts)[0] == [count, count, 2 * count]
    assert (counts_as(facts, facts.cause_tests[0])[0] == "too old, not counted") is (count == 0)


@pytest.mark.parametrize(("on", "against"), [(-15, ()), (-14, ("HSV", "hiv"))])
def test_a_test_too_old_stands_against_nothing(on, against):
    old = {"test": "hiv", "result": "positive", "date": day(on)}
    facts = facts_of(alternative_causes=[old], viruses=[virus("hsv", "positive") | {"date": day(on)}])
    assert cause_readings(facts).against == against


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("hepatitis_a negative", ("counts: hepatitis A, B, C", "counts: hepatitis A",
                                  "counts: hepatitis A, B, C")),
        ("hiv negative", ("listed, not counted", "listed, not counted", "counts: other serology, PCR")),
        ("mrcp negative", ("listed, not counted",) * 3),
        ("ana pending", ("no result yet",) * 3),
        ("ana not_done", ("not counted",) * 3),
        ("ana positive", ("against it: not judged yet",) * 3),
        ("hiv positive yes", ("against it: explains the reaction",) * 3),
        ("ana positive no", ("not counted: does not explain the reaction",) * 3),
        ("mycoplasma negative", ("no: a positive in mycoplasma, chlamydia", "counts: mycoplasma",
                                 "no: a positive in mycoplasma, chlamydia")),
    ],
)  # fmt: skip
def test_each_test_says_what_it_counts_as(row, expected):
    test, result, *explains = row.split()
    rows = [
        {"test": test, "result": result} | ({"explains_reaction": explains[0]} if explains else {}),
        {"test": "chlamydia", "result": "positive", "explains_reaction": "no"},
    ]
    facts = facts_of(alternative_causes=rows)
    assert counts_as(facts, facts.cause_tests[0]) == expected
    assert len(NAMES) == len(expected)


ONSET, OLD = date(2020, 3, 2), date(2019, 3, 2)
NAMED = st.sampled_from([*SEVEN, "hiv", "leptospira", "mrcp"])
DAYS = st.sampled_from([None, ONSET, OLD])
TESTS = st.lists(
    st.builds(CauseTest, NAMED, st.sampled_from(STATES), DAYS, st.sampled_from(list(Tri))), max_size=9
)


def ill(tests):
    return CaseFacts(dates=CaseDates(rash_onset=ONSET), cause_tests=tuple(tests))


@given(TESTS.flatmap(lambda tests: st.tuples(st.just(tests), st.permutations(tests))))
def test_the_order_of_the_tests_changes_nothing(pair):
    first, second = map(ill, pair)
    assert cause_readings(first) == cause_readings(second)


@given(TESTS, NAMED, DAYS)
def test_one_more_negative_never_lowers_a_count(tests, name, on):
    before, after = found(ill(tests))[0], found(ill([*tests, CauseTest(name, "negative", on)]))[0]
    assert all(more >= less for less, more in zip(before, after, strict=True))


@given(TESTS)
def test_groups_never_count_more_than_the_other_readings(tests):
    groups, single, other = found(ill(tests))[0]
    assert groups <= single
    assert groups <= other <= groups + 1


@given(TESTS)
def test_a_pending_test_counts_as_one_that_is_not_there(tests):
    known = [test for test in tests if test.result in ("negative", "positive")]
    assert cause_readings(ill(tests)) == cause_readings(ill(known))


def test_a_virus_row_says_what_it_counts_as_too():
    facts = CaseFacts(virus_tests=(VirusTest("hsv", "negative"), VirusTest("hsv", "positive")))
    assert counts_as(facts, facts.virus_tests[0])[2] == "no: a positive in other serology, PCR"
    assert counts_as(facts, facts.virus_tests[1])[2] == "against it: not judged yet"
