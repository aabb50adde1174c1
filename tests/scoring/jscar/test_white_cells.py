"""Item 5 of DIHS in each of its 27 states, beside a case that is met in everything else, and in nothing."""

from itertools import product

import pytest

from tests.scoring.jscar import cases, oracle
from tests.scoring.jscar.cases import drug, finding, judged, result, virus
from tests.scoring.worlds import verdict_in_every_world


@pytest.mark.parametrize("others", ["yes", ""])
@pytest.mark.parametrize(
    ("cells", "atypical", "eosinophils"), list(product(cases.CELLS, cases.ATYPICAL, cases.EOSINOPHILS))
)
def test_one_of_three_is_enough_and_all_three_are_needed_for_no(others, cells, atypical, eosinophils):
    is_met = True if others else None
    names = ("rash", "drug", "late", "persists", "fever", "alt", "liver", "serious", "nodes", "virus")
    says = dict.fromkeys(names, is_met)
    says |= {"cells": cells[1], "atypical": atypical[1], "eosinophils": eosinophils[1], "liver": None}
    says |= {"serious": None} if others else {}
    findings = [finding(name, others) for name in ("maculopapular_rash", "fever_above_38", "lymphadenopathy")]
    findings.append(finding("ill_two_weeks_after_stop", others, 40))
    found = judged(
        findings=tuple(row for rows in findings for row in rows),
        drugs=drug(30) if others else (),
        labs=(
            *result("alt", "150" if others else None, "U/L"),
            *result("wbc", cells[0], "/uL"),
            *result("atypical_lymphocytes_pct", atypical[0], "%"),
            *result("eosinophils_abs", eosinophils[0], "/uL"),
        ),
        organs={},
        viruses=virus("positive", 20, "reactivation") if others else (),
    )
    assert found == tuple(verdict_in_every_world(says, read) for read in (oracle.japanese, oracle.english))
