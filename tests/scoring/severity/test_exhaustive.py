"""DDS against the typed table: every state of every line, and the totals of many states at random."""

import random

import pytest

from scoring.severity.dds import HIGHEST, LOWEST
from tests.scoring.severity import cases, oracle
from tests.scoring.severity.cases import BLANK, STATES, early, facts_of, line

SAMPLES = 40_000  # of some 10^10: the lines add up, and each of their states is tried on its own


@pytest.mark.hazard("H04", "H19")
def test_totals_classes_and_what_is_missing_equal_the_table_in_random_states():
    dice, seen = random.Random(2019), set()  # noqa: S311
    for _ in range(SAMPLES):
        states = {name: dice.choice(each) for name, each in STATES.items()}
        score = early(facts_of(states))
        low, high = oracle.total(states)
        assert (score.total.low, score.total.high) == (low, high), states
        assert score.severity == oracle.severity(low, high), states
        open_lines = {name for name in oracle.LINES if len(oracle.possible(name, states[name])) > 1}
        assert {each.id for each in score.inputs if each.is_missing} == open_lines
        seen.add(score.severity)
    assert seen == {"mild", "moderate", "severe", ""}


@pytest.mark.hazard("H04", "H19")
@pytest.mark.parametrize("name", oracle.LINES)
def test_every_state_of_a_line_equals_the_table(name):
    for state in STATES[name]:
        score = early(facts_of(BLANK | {name: state}))
        points = oracle.possible(name, state)
        span = line(score, name).span
        assert (span.low, span.high) == (min(points), max(points)), state
        assert (score.total.low, score.total.high) == oracle.total(BLANK | {name: state})


def test_the_score_runs_from_minus_2_to_21():
    lowest = {name: min(STATES[name], key=lambda state: max(oracle.possible(name, state))) for name in STATES}
    highest = {
        name: max(STATES[name], key=lambda state: min(oracle.possible(name, state))) for name in STATES
    }
    for states, total in ((lowest, LOWEST), (highest, HIGHEST)):
        score = early(facts_of(states))
        assert (score.total.low, score.total.high) == (total, total) == oracle.total(states)
    assert (LOWEST, HIGHEST) == (-2, 21)
    assert cases.VISIT == 20
