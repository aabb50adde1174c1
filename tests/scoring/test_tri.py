"""The three-state answer is never a condition."""

from itertools import product

import pytest

from scoring.kernel.tri import Tri, all_of, any_of, at_least, opposite


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("answer", Tri)
def test_an_answer_has_no_truth_value(answer):
    with pytest.raises(TypeError, match="compared with `is`"):
        bool(answer)


YES, NO, UNKNOWN = Tri.YES, Tri.NO, Tri.UNKNOWN


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("answers", "all_yes", "any_yes"),
    [
        ((YES, YES), YES, YES), ((YES, UNKNOWN), UNKNOWN, YES), ((YES, NO), NO, YES),
        ((NO, UNKNOWN), NO, UNKNOWN), ((NO, NO), NO, NO), ((UNKNOWN,), UNKNOWN, UNKNOWN), ((), YES, NO),
    ],
)  # fmt: skip
def test_answers_are_put_together_without_guessing(answers, all_yes, any_yes):
    assert (all_of(answers), any_of(answers)) == (all_yes, any_yes)


def test_the_opposite_of_unknown_is_unknown():
    assert [opposite(answer) for answer in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("answers", list(product(Tri, repeat=3)))
def test_so_many_are_enough_in_every_way_the_unknown_ones_may_turn_out(number, answers):
    ways = product(*((True, False) if one is Tri.UNKNOWN else (one is Tri.YES,) for one in answers))
    found = {sum(way) >= number for way in ways}
    expected = Tri.UNKNOWN if len(found) == 2 else Tri.YES if found == {True} else Tri.NO
    assert at_least(number, answers) is expected
