"""What a list or a line in words leaves open is asked, refused or listed, and never taken silently."""

import pytest

from dressapp.labs.paste.parts import SheetRefused
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


@pytest.mark.parametrize(
    "text",
    [
        "Date,WBC (10^9/L),CRP (mg/L)\n12.03.2015,4,8,12,3\n14.03.2015,5,1,13,7",
        "Test,12 Mar 2015,14 Mar 2015\nAST (U/L),50,60\nALT (U/L),1,250,900",
        "Test,Date,Result,Unit\nAST,12 Mar 2015,50,U/L\nCRP,12 Mar 2015,4,8,mg/L",
        "AST,12 Mar 2015,50,U/L\nCRP,12 Mar 2015,4,8,mg/L\nALT,12 Mar 2015,60,U/L",
    ],
)
@pytest.mark.parametrize("separator", ["", "comma"])
def test_a_line_with_more_cells_than_heads_stops_a_table_parted_by_commas(text, separator):
    with pytest.raises(SheetRefused, match=r"more columns than the heads: a comma may be a decimal sign"):
        read_text(text, separator=separator)


@pytest.mark.parametrize("end", ["", ","])
def test_a_table_parted_by_commas_with_a_title_and_empty_ends_is_read(end):
    text = f"Results{end}\nTest,12 Mar 2015,14 Mar 2015\nAST (U/L),50,60{end}{end}\nALT (U/L),70"
    assert len(values_of(read_text(text))) == 3
