"""One point wrong anywhere, and the comparison with the published table must see it.

Each row plants one error in the engine's own table and runs the same comparison as `test_exhaustive.py` on
every 101st state. Were a row to pass unseen, the exhaustive test would be blind there.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from scoring.kernel.citation import threshold
from scoring.regiscar import items, organs, ruleset
from tests.scoring.regiscar import oracle
from tests.scoring.regiscar.compare import disagreements, engine_result

NAMES = {item.id: name for name, item in vars(items).items() if isinstance(item, items.Item)}
SAMPLE = tuple(islice(oracle.states(), 0, None, 101))
ERRORS = [
    (item_id, answer, shift)
    for item_id, words in oracle.POINTS.items()
    if item_id != "organs"
    for answer in words
    for shift in (-1, 1)
]


def differences() -> Iterator[str]:
    """Yield what the engine says differently from the table in the sampled states."""
    for state in SAMPLE:
        for is_open in (True, False):
            yield from disagreements(state, engine_result(state, is_open=is_open), is_open=is_open)


@pytest.mark.hazard("H20")
def test_the_sample_itself_agrees():
    assert next(differences(), None) is None


def test_the_sample_holds_every_answer_of_every_item():
    for name, words in oracle.POINTS.items():
        assert {state[name] for state in SAMPLE} == set(words)


@pytest.mark.parametrize(("item_id", "answer", "shift"), ERRORS)
def test_one_point_wrong_in_one_answer_is_seen(monkeypatch, item_id, answer, shift):
    right = getattr(items, NAMES[item_id])
    wrong = replace(right, points={**right.points, answer: right.points[answer] + shift})
    monkeypatch.setattr(items, NAMES[item_id], wrong)
    assert next(differences(), None) is not None


WRONG_CAPS = {
    "no cap": lambda count: count,
    "cap of 1": lambda count: min(1, count),
    "cap of 3": lambda count: min(3, count),
    "first organ not counted": lambda count: min(2, max(0, count - 1)),
    "one organ too many": lambda count: min(2, count + 1),
}


@pytest.mark.parametrize("cap", WRONG_CAPS.values(), ids=WRONG_CAPS)
def test_a_wrong_cap_on_organs_is_seen(monkeypatch, cap):
    monkeypatch.setattr(organs, "_cap", cap)
    assert next(differences(), None) is not None


@pytest.mark.parametrize("name", ["POSSIBLE_FROM", "PROBABLE_FROM", "DEFINITE_FROM"])
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_category_that_begins_one_point_off_is_seen(monkeypatch, name, shift):
    right = getattr(ruleset, name)
    monkeypatch.setattr(
        ruleset, name, threshold(str(right.value + shift), right.unit, right.source, right.certainty)
    )
    assert next(differences(), None) is not None


@pytest.mark.parametrize("item_id", sorted(NAMES))
def test_an_item_that_wrongly_may_or_may_not_still_grow_is_seen(monkeypatch, item_id):
    right = getattr(items, NAMES[item_id])
    monkeypatch.setattr(items, NAMES[item_id], replace(right, grows=not right.grows))
    assert next(differences(), None) is not None
