"""A sample of damaged files of each kind; `python -m tests.web.exchange.malformed 10000` runs them all."""

import pytest

from .malformed import KINDS, run

SAMPLE = 600


@pytest.mark.promise("P28")
def test_damaged_files_are_read_or_refused_with_their_place():
    found = run(20260312, SAMPLE)
    assert found.keys() == KINDS.keys()
    assert {outcome for outcomes in found.values() for outcome in outcomes} == {"read", "refused"}
    assert sum(outcomes.total() for outcomes in found.values()) == SAMPLE
