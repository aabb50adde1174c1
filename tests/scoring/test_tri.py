"""The three-state answer is never a condition."""

import pytest

from scoring.kernel.tri import Tri


@pytest.mark.parametrize("answer", Tri)
def test_an_answer_has_no_truth_value(answer):
    with pytest.raises(TypeError, match="compared with `is`"):
        bool(answer)
