"""Every answer state against the independent oracle: total, category and the three ranges."""

import time
from collections import Counter
from datetime import date

import pytest

from dressapp.assessments import proof_counts
from scoring.facts import Answer, CaseDates, CaseFacts
from scoring.panel import assess
from tests.scoring.regiscar import oracle
from tests.scoring.regiscar.compare import disagreements, engine_result, open_facts


def has_three_answers_a_line(state):
    """Tell whether a state is one of the combinations with three answers to each of the ten lines."""
    is_more = state["eosinophilia"] == "unknown" or state["biopsy_suggests_dress"] == "not_done"
    return not is_more and state["organs"] <= 2


@pytest.fixture(scope="module")
def every_state():
    """Return all states, once."""
    return list(oracle.states())


@pytest.mark.promise("P22")
def test_the_oracle_has_174960_states_spanning_minus_4_to_9(every_state):
    assert len(every_state) == oracle.STATES
    assert {oracle.total(state) for state in every_state} == set(range(-4, 10))


@pytest.mark.hazard("H04", "H19", "H20")
@pytest.mark.promise("P22")
def test_engine_equals_the_published_table_in_every_open_state(every_state, capsys):
    began = time.perf_counter()
    totals, of_three = Counter(), Counter()
    for state in every_state:
        result = engine_result(state)
        assert not disagreements(state, result), (state, disagreements(state, result))
        totals[result.now.total] += 1
        of_three[result.now.total] += has_three_answers_a_line(state)
    seconds = time.perf_counter() - began
    assert sorted(totals) == list(range(-4, 10))
    assert (totals, of_three) == (proof_counts.STATES, proof_counts.COMBINATIONS)
    count = f"{sum(totals.values()):,} of {oracle.STATES:,}"
    with capsys.disabled():
        print(f"\n{count} answer states equal the oracle in {seconds:.1f} s")  # noqa: T201 - the proof's own words


@pytest.mark.promise("P22")
def test_engine_equals_the_published_table_in_closed_states(every_state):
    closed = [state for n, state in enumerate(every_state) if n % 17 == 0 or n < 2_000]
    for state in closed:
        result = engine_result(state, is_open=False)
        assert not disagreements(state, result, is_open=False), (state, result)


@pytest.mark.promise("P22")
def test_there_are_59049_combinations_and_all_unknown_is_minus_2_all_no_minus_4():
    assert sum(proof_counts.COMBINATIONS.values()) == 3**10 == 59_049
    assert sum(proof_counts.STATES.values()) == oracle.STATES
    unknown = dict.fromkeys(oracle.ITEMS, "unknown") | {"organs": 0}
    no = dict.fromkeys(oracle.ITEMS, "no") | {"organs": 0, "eosinophilia": "none"}
    found = [engine_result(state).now.total for state in (unknown, no)]
    assert found == [proof_counts.ALL_UNKNOWN, proof_counts.ALL_NO]


@pytest.mark.parametrize("biopsy", ["yes", "no", "unknown", "not_done"])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_biopsy_not_done_is_open_only_while_the_course_is(biopsy, is_open):
    state = dict.fromkeys(oracle.ITEMS, "unknown") | {"organs": 0, "biopsy_suggests_dress": biopsy}
    result = engine_result(state, is_open=is_open)
    expected = {"yes": (0, 0), "no": (-1, -1), "unknown": (-1, 0), "not_done": (-1, 0) if is_open else (0, 0)}
    bounds = result.items["biopsy_suggests_dress"].bounds
    assert (bounds.lowest, bounds.highest) == expected[biopsy]


ORGANS = ("liver", "kidney", "lung", "muscle_heart", "pancreas", "other")
ORGAN_TABLE = [
    # yes, no, no with its explanation, left out -> points, lowest, highest, highest if the course goes on
    ((0, 0, 0, 6), (0, 0, 2, 2)),
    ((0, 6, 0, 0), (0, 0, 0, 2)),
    ((0, 0, 6, 0), (0, 0, 0, 0)),
    ((0, 1, 5, 0), (0, 0, 0, 1)),
    ((0, 2, 4, 0), (0, 0, 0, 2)),
    ((0, 5, 0, 1), (0, 0, 1, 2)),
    ((0, 0, 5, 1), (0, 0, 1, 1)),
    ((0, 0, 4, 2), (0, 0, 2, 2)),
    ((1, 0, 5, 0), (1, 1, 1, 1)),
    ((1, 5, 0, 0), (1, 1, 1, 2)),
    ((1, 0, 4, 1), (1, 1, 2, 2)),
    ((2, 4, 0, 0), (2, 2, 2, 2)),
    ((3, 0, 3, 0), (2, 2, 2, 2)),
    ((6, 0, 0, 0), (2, 2, 2, 2)),
]


@pytest.mark.parametrize(("counts", "expected"), ORGAN_TABLE)
def test_an_unknown_organ_may_become_one_and_an_explained_no_stays(counts, expected):
    yes, no, explained, _ = counts
    answers = [Answer("yes")] * yes + [Answer("no")] * no + [Answer("no", explanation="sepsis")] * explained
    facts = CaseFacts(organs=dict(zip(ORGANS, answers, strict=False)))
    item = assess(facts).regiscar.items["organs"]
    bounds = item.bounds
    assert (item.points, bounds.lowest, bounds.highest, bounds.highest_if_course_goes_on) == expected
    assert item.answer == yes


def test_a_closed_course_has_no_highest_if_it_goes_on():
    state = dict.fromkeys(oracle.ITEMS, "unknown") | {"organs": 0}
    assert engine_result(state, is_open=False).highest_if_course_goes_on is None
    assert engine_result(state).highest_if_course_goes_on.total == 9


@pytest.mark.parametrize("end", ["resolution", "closed_on", "died_on"])
def test_any_of_the_three_ends_closes_the_course(end):
    facts = CaseFacts(dates=CaseDates(rash_onset=date(2020, 3, 2), **{end: date(2020, 5, 1)}))
    assert assess(facts).regiscar.course == "closed"
    assert assess(open_facts({})).regiscar.course == "open"


@pytest.mark.promise("P22")
@pytest.mark.parametrize(("total", "category"), sorted(oracle.CATEGORY.items()))
def test_category_bands(total, category, every_state):
    state = next(state for state in every_state if oracle.total(state) == total)
    assert engine_result(state).now.category == category
