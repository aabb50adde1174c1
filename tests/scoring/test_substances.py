"""A combination is known by its parts: the best known, the alleles of all, the slowest half-life."""

from decimal import Decimal
from itertools import permutations

import pytest

from scoring.substances import combine
from tests.scoring.causality.build import association, substance


def test_it_is_as_well_known_as_its_best_known_part_which_is_named():
    parts = [substance("a", tier=1), substance("b", tier=3), substance("c", tier=3), substance("d")]
    for order in permutations(parts):
        known = combine("a, b, c and d", order, is_whole=True).notoriety
        assert (known.tier, known.evidence) == (3, "b: a large series")


def test_nothing_read_of_any_part_is_no_tier():
    assert combine("a and b", [substance("a"), substance("b")], is_whole=True).notoriety is None


def test_it_has_the_alleles_of_every_part():
    one, other = association("B*58:01"), association("A*31:01", is_for_dress=False)
    parts = [substance("a", hla=[one]), substance("b"), substance("c", hla=[other])]
    assert combine("a, b and c", parts, is_whole=False).hla == (one, other)


def test_it_stays_as_long_as_its_slowest_part():
    parts = [substance("a", half_life=("2", "40")), substance("b", half_life=("9", "12"), certainty="GK")]
    for order in permutations(parts):
        found = combine("a and b", order, is_whole=True).half_life
        assert (found.shortest, found.longest, found.certainty) == (Decimal(9), Decimal(40), "GK")


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_part_without_a_half_life_or_outside_the_catalogue_leaves_it_unknown(is_whole):
    parts = [substance("a", half_life=("2", "4"))] + [substance("b")] * is_whole
    assert combine("a and b", parts, is_whole=is_whole).half_life is None
