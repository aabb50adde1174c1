"""Every state of every fact that DIHS asks for, against the published words filled in every way."""

from itertools import product

import pytest

from tests.scoring.jscar import cases, oracle
from tests.scoring.jscar.cases import finding, judged, result
from tests.scoring.worlds import verdict_in_every_world


def agrees(says, **facts):
    expected = tuple(verdict_in_every_world(says, read) for read in (oracle.japanese, oracle.english))
    assert judged(**facts) == expected, (says, facts)
    return expected


@pytest.mark.hazard("H04", "H19")
def test_engine_equals_the_published_words_in_every_state():
    seen = set()
    states = product(cases.TRI, cases.DRUG, cases.TRI, cases.TRI, cases.ALT, cases.ORGANS, cases.EOSINOPHILS,
                     cases.TRI, cases.VIRUS)  # fmt: skip
    for rash, drug, persists, fever, alt, organs, eosinophils, nodes, virus in states:
        says = {
            "rash": rash[1], "drug": drug[1], "late": drug[2], "persists": persists[1], "fever": fever[1],
            "alt": alt[1], "liver": organs[1], "serious": organs[2], "cells": False, "atypical": False,
            "eosinophils": eosinophils[1], "nodes": nodes[1], "virus": virus[1],
        }  # fmt: skip
        findings = (
            *finding("maculopapular_rash", rash[0]),
            *finding("ill_two_weeks_after_stop", persists[0], 40),
            *finding("fever_above_38", fever[0]),
            *finding("lymphadenopathy", nodes[0]),
        )
        labs = (
            *result("alt", alt[0], "U/L"),
            *result("eosinophils_abs", eosinophils[0], "/uL"),
            *result("wbc", "8000", "/uL"),
            *result("atypical_lymphocytes_pct", "3", "%"),
        )
        seen.add(
            agrees(says, findings=findings, drugs=drug[0], labs=labs, organs=organs[0], viruses=virus[0])
        )
    assert {verdict for pair in seen for verdict in pair} == {
        "typical",
        "atypical",
        "not_met",
        "undetermined",
    }
