"""What a list or a line in words leaves open is asked, refused or listed, and never taken silently."""

import pytest

from tests.web.labs.paste.texts import read_text, values_of


def head_of(name, value="5", unit=""):
    """Return the one test of a table, with the reading."""
    reading = read_text(f"\t12 Mar 2015\n{name}\t{value}{unit}", separator="tab", layout="tests_down")
    return reading.tests[0] if reading.tests else None, reading


@pytest.mark.parametrize(
    "name",
    ["CRP <", "CRP ≤ (mg/L)", "CRP ≥", "CRP ~", "CRP ≈", "CRP ±", "CRP ≫", "√ALT (U/L)", "−AST", "LDH ca."],
)
def test_a_sign_beside_a_name_keeps_its_values_aside(name):
    head, reading = head_of(name)
    assert head.is_aside
    assert "may belong to the value" in reading.aside[0].why
    assert not values_of(reading)


def test_a_dash_before_a_name_is_asked_about():
    head, reading = head_of("-AST (U/L)", "50")
    assert head.problem.startswith("Is this ")
    assert not reading.is_ready


@pytest.mark.parametrize(
    "name",
    ["γ-GT (U/L)", "γ−GT (U/L)", "T-Bil (mg/dL)", "hs-CRP (mg/L)", "AST/GOT (U/L)", "AST (=GOT) U/L", "EOS%"],
)
def test_a_name_that_holds_a_sign_of_its_own_is_known(name):
    head, _ = head_of(name)
    assert (head.how, head.problem) == ("exact", "")


@pytest.mark.parametrize("sign", ["≤", "≥", "~", "≈", "±", "c.", "ca.", "about", "≫", "=<", ">=", "−", "√"])
def test_a_sign_before_a_number_in_words_is_never_lost(sign):
    reading = read_text(f"CRP 12 Mar 2015 {sign} 5 mg/L\nAST 12 Mar 2015 50 U/L")
    assert {name for name, *_ in values_of(reading)} <= {"ast"}
