"""The names and units of a table: certain, confirmed, chosen, or kept aside; a unit is never preset."""

import pytest

from dressapp.labs.paste.parts import Known
from tests.web.labs.paste.texts import KNOWN, TODAY, read_text, values_of


def read_test(name, *values, known=KNOWN, **choices):
    columns = range(len(values))
    heads = "\t".join(f"{column + 1} Mar 2015" for column in columns)
    reading = read_text(f"\t{heads}\n{name}\t" + "\t".join(values), known, "tab", **choices)
    return reading, reading.tests[0]


@pytest.mark.parametrize(
    ("name", "analyte", "unit"),
    [
        ("AST (IU/L)", "ast", "[IU]/L"), ("GOT [U/l]", "ast", "U/L"), ("WBC ×10³/µL", "wbc", "10*3/uL"),
        ("Seg. neutrophil (%)", "neutrophils_pct", "%"), ("Eosinophils (/µL)", "eosinophils_abs", "/uL"),
        ("Eosinophils %", "eosinophils_pct", "%"), ("INR", "inr", "{INR}"), ("1920-8 (U/L)", "ast", "U/L"),
    ],
)  # fmt: skip
def test_name_and_unit_of_a_head_are_known(name, analyte, unit):
    _, head = read_test(name, "2")
    assert (head.analyte, head.unit, head.problem, head.unit_problem) == (analyte, unit, "", "")
    assert head.certainty == 100
    assert head.how in ("exact", "code")


def test_similar_name_waits_for_a_word():
    reading, head = read_test("Bilirubin totl (mg/dL)", "0.9")
    assert (head.analyte, head.how) == ("bilirubin_total", "similar")
    assert 50 < head.certainty < 100
    assert head.problem.startswith("Is this Total bilirubin?")
    assert not reading.is_ready
    reading, head = read_test("Bilirubin totl (mg/dL)", "0.9", tests={"t0": "bilirubin_total"})
    assert (head.how, head.problem) == ("chosen", "")
    assert reading.is_ready
    reading, head = read_test("Bilirubin totl (mg/dL)", "0.9", tests={"t0": "aside"})
    assert (head.analyte, head.is_aside, head.problem) == ("", True, "")
    assert reading.aside[0].why == "Left out by choice"
    assert reading.is_ready


def test_name_of_the_team_is_known():
    team = Known(TODAY, team_names={"leberwert": "ast"})
    _, head = read_test("Leberwert (U/L)", "31", known=team)
    assert (head.analyte, head.how) == ("ast", "team")


def test_name_of_a_share_and_a_count_is_settled_by_the_unit_or_asked():
    reading, head = read_test("Eosinophils", "6.4")
    assert head.analyte == ""
    assert set(head.alternatives) == {"eosinophils_pct", "eosinophils_abs"}
    assert head.problem
    assert not reading.is_ready
    _, head = read_test("Eosinophils", "6.4 %", "5 %")
    assert (head.analyte, head.unit_how) == ("eosinophils_pct", "cell")
    _, head = read_test("Eosinophils", "6.4", tests={"t0": "eosinophils_abs"})
    assert (head.analyte, bool(head.unit_problem)) == ("eosinophils_abs", True)
    _, head = read_test("Eosinophils", "6.4", units={"t0": "%"})
    assert (head.analyte, head.unit_problem) == ("eosinophils_pct", "")


def test_test_that_is_not_kept_says_why():
    reading, head = read_test("BUN (mg/dL)", "20")
    assert head.is_aside
    assert "nitrogen" in reading.aside[0].why
    assert reading.cells[0].problem == reading.aside[0].why


@pytest.mark.hazard("H01")
def test_missing_unit_is_asked_with_suggestions_and_never_preset():
    reading, head = read_test("WBC", "4.8", "7.7")
    assert (head.unit, head.unit_problem) == ("", "Choose the unit of these values.")
    assert [one.unit for one in head.unit_suggestions]
    assert all(one.reason for one in head.unit_suggestions)
    assert not reading.is_ready
    case = Known(TODAY, rows={"wbc": "10*9/L"})
    _, head = read_test("WBC", "4.8", known=case)
    assert head.unit == ""
    reading, head = read_test("WBC", "4.8", units={"t0": "10*9/L"})
    assert (head.unit, head.unit_how, head.unit_problem) == ("10*9/L", "chosen", "")
    assert reading.is_ready


@pytest.mark.parametrize("unit", ["U/L", "furlong", ""])
def test_unit_of_another_test_is_no_choice(unit):
    _, head = read_test("WBC", "4.8", units={"t0": unit})
    assert head.unit_problem


def test_unit_that_is_none_of_the_test_is_asked_about():
    _, head = read_test("AST (mg/dL)", "31")
    assert head.unit_problem == "mg/dL is no unit of AST. Choose U/L or IU/L or µkat/L."
    reading, head = read_test("AST (mg/dL)", "31", units={"t0": "U/L"})
    assert (head.unit, head.unit_problem, reading.is_ready) == ("U/L", "", True)


def test_two_units_beside_one_test_are_asked_about():
    text = "Test\tUnit\t12 Mar 2015\nWBC (/uL)\tG/L\t4810"
    [head] = read_text(text).tests
    assert "two units" in head.unit_problem
    text = "Test\tUnit\t12 Mar 2015\nWBC (10^9/L)\tG/L\t4.8"
    [head] = read_text(text).tests
    assert (head.unit, head.unit_problem) == ("10*9/L", "")


def test_values_with_their_own_unit_need_none_beside_them():
    reading, head = read_test("WBC", "4810 /uL", "7.7 G/L")
    assert [(cell.raw, cell.unit) for cell in reading.cells] == [("4810", "/uL"), ("7.7", "10*9/L")]
    assert (head.unit, head.unit_problem, reading.is_ready) == ("", "", True)
    reading, head = read_test("WBC (/uL)", "4810", "7.7 G/L")
    assert [cell.unit for cell in reading.cells] == ["/uL", "10*9/L"]


def test_value_with_a_unit_of_another_test_is_refused():
    reading, _ = read_test("WBC (/uL)", "4810", "7.7 mg/dL")
    assert reading.cells[1].state == "refused"
    assert "mg/dL is no unit of White cells" in reading.cells[1].problem


@pytest.mark.hazard("H01")
def test_values_that_all_do_not_fit_their_unit_are_asked_about_once():
    reading, head = read_test("Platelets (10^9/L)", "118000", "64000")
    assert "plausible" in head.unit_problem
    assert "/uL" in [one.unit for one in head.unit_suggestions]
    assert {cell.state for cell in reading.cells} == {"value"}
    assert not reading.is_ready
    reading, head = read_test("Platelets (10^9/L)", "118000", "64000", units={"t0": "/uL"})
    assert reading.is_ready
    reading, head = read_test("Platelets (10^9/L)", "118000", "64000", units={"t0": "10*9/L"})
    assert [cell.state for cell in reading.cells] == ["asked", "asked"]


def test_single_value_that_fits_no_unit_is_asked_about_itself():
    reading, head = read_test("AST (U/L)", "999999")
    assert head.unit_problem == ""
    assert reading.cells[0].state == "asked"
    assert "unusually high" in reading.cells[0].problem


def test_limits_can_be_typed():
    reading, head = read_test("AST (U/L)", "31", "50 ukat/L", limits={"t0": ("5", "35.0")})
    assert (head.lower_limit, head.upper_limit) == ("5", "35")
    assert [(cell.lower_limit, cell.upper_limit) for cell in reading.cells] == [("5", "35"), ("", "")]
    _, head = read_test("AST (0-40) (U/L)", "31", limits={"t0": ("", "")})
    assert (head.lower_limit, head.upper_limit) == ("", "")


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("0-35", ("0", "35")), ("0 - 35", ("0", "35")), ("0–35", ("0", "35")), ("0 to 35", ("0", "35")),
        ("0 bis 35", ("0", "35")), ("(0-35)", ("0", "35")), ("[0-35]", ("0", "35")), ("0-35 U/L", ("0",
        "35")),
        ("0.5-35.5", ("0.5", "35.5")), ("<35", ("", "35")), ("< 35", ("", "35")), ("≤35", ("", "35")),
        ("up to 40", ("", "40")), ("bis 40", ("", "40")), ("hasta 40", ("", "40")), ("jusqu'à 40", ("",
        "40")),
        (">5", ("5", "")), ("≥ 5", ("5", "")), ("from 5", ("5", "")), ("<35 U/L", ("", "35")),
    ],
)  # fmt: skip
def test_reference_ranges_are_read_as_people_write_them(text, limits):
    reading = read_text(f"Test\tReference\t12 Mar 2015\nAST (U/L)\t{text}\t31", separator="tab")
    [head] = reading.tests
    assert (head.lower_limit, head.upper_limit) == limits
    assert [(cell.lower_limit, cell.upper_limit) for cell in reading.cells] == [limits]


@pytest.mark.parametrize(
    "text", ["35-0", "M: 5-50 F: 5-35", "35", "see below", "0-35 mg/dL", "0-35-40", "1,2,3-4"]
)
def test_range_that_cannot_be_read_is_left_out_and_said(text):
    reading = read_text(f"Test\tReference\t12 Mar 2015\nAST (U/L)\t{text}\t31", separator="tab")
    [head] = reading.tests
    assert (head.lower_limit, head.upper_limit) == ("", "")
    assert reading.is_ready
    assert [aside.text for aside in reading.aside] == [text]


def test_equal_names_of_different_units_are_two_tests_of_the_table():
    reading = read_text("\t12 Mar 2015\nEos (%)\t6.4\nEos (/uL)\t310")
    assert [head.analyte for head in reading.tests] == ["eosinophils_pct", "eosinophils_abs"]
    assert len(values_of(reading)) == 2


def test_ratio_needs_no_unit():
    team = Known(TODAY, team_names={"gerinnung": "inr"})
    reading, head = read_test("Gerinnung", "1.1", known=team)
    assert (head.unit, head.unit_problem, reading.is_ready) == ("{INR}", "", True)
    _, head = read_test("Gerinnung (%)", "70", known=team)
    assert head.unit_problem
