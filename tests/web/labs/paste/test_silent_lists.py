"""What a list or a line in words leaves open is asked, refused or listed, and never taken silently."""

import pytest

from dressapp.labs.paste.parts import SheetRefused
from tests.web.labs.paste.texts import questions_of, read_text, values_of


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


def aside_of(text, **choices):
    """Return why each line that stays out does, by its place, with the values that are taken."""
    reading = read_text(text.replace("|", "\t"), separator="tab", **choices)
    taken = {(name, number) for (name, *_), (number, _) in values_of(reading).items()}
    return {one.place: one.why for one in reading.aside}, taken


HEADED = "Test|{}|Date|Result|Unit\nCreatinine|{}|12 Mar 2015|15|mg/dL\nAST|Serum|12 Mar 2015|50|U/L"


@pytest.mark.parametrize("head", ["Specimen", "Material", "Sample type", "Comes from"])
@pytest.mark.parametrize("specimen", ["Urine", "Urin (spontan)", "CSF", "Liquor", "Pleural fluid", "Ascites"])
def test_lines_of_another_specimen_stay_out_with_its_name(head, specimen):
    why, taken = aside_of(HEADED.format(head, specimen))
    assert why["line 2"] == f"Another specimen: {specimen}"
    assert taken == {("ast", "50")}


def test_a_specimen_that_is_not_known_stays_out_and_blood_does_not():
    assert "line 2" in aside_of(HEADED.format("Specimen", "Something"))[0]
    for blood in ("EDTA-Vollblut", "Plasma", "venous blood", "S-12345"):
        assert len(aside_of(HEADED.format("Specimen", blood))[1]) == 2


def test_another_specimen_in_a_list_without_heads_stays_out():
    why, taken = aside_of("Creatinine|Urine|12 Mar 2015|15|mg/dL\nAST|Blood|12 Mar 2015|50|U/L")
    assert why["line 1"] == "Another specimen: Urine"
    assert ("creatinine", "15") not in taken


def test_the_protein_of_urine_is_kept_from_urine():
    text = "Test|Specimen|Date|Result|Unit\nUrine protein/creatinine ratio|Urine|12 Mar 2015|150|mg/g"
    assert aside_of(text)[1] == {("urine_protein_creatinine_ratio", "150")}


@pytest.mark.parametrize("head", ["Patient", "MRN", "Pat.-Nr.", "Name"])
def test_lines_of_two_patients_stay_out_and_those_of_one_do_not(head):
    text = f"{head}|Test|Date|Result|Unit\nA|AST|12 Mar 2015|50|U/L\n{{}}|ALT|12 Mar 2015|60|U/L"
    why, taken = aside_of(text.format("B"))
    assert "more than one patient" in why["line 2"]
    assert not taken
    assert len(aside_of(text.format("A"))[1]) == 2


def test_words_without_a_head_that_differ_from_line_to_line_are_listed():
    why, taken = aside_of("Smith J|AST|12 Mar 2015|50|U/L\nDoe A|ALT|12 Mar 2015|60|U/L")
    assert "Smith J" in why["line 1"]
    assert "Doe A" in why["line 2"]
    assert not taken
    why, taken = aside_of("Smith J|AST|12 Mar 2015|50|U/L\nSmith J|ALT|12 Mar 2015|60|U/L")
    assert "column 1" in why
    assert len(taken) == 2


@pytest.mark.parametrize(
    ("code", "name"), [("2161-8", "Creatinine"), ("2342-4", "Glucose"), ("1742-6", "AST")]
)
def test_a_code_of_another_test_keeps_its_line_out(code, name):
    text = f"LOINC|Test|Date|Result|Unit\n{code}|{name}|12 Mar 2015|50|mg/dL\n1920-8|AST|12 Mar 2015|50|U/L"
    why, taken = aside_of(text)
    assert code in why["line 2"]
    assert taken == {("ast", "50")}


@pytest.mark.parametrize("section", ["CSF", "Urinalysis", "Pleural fluid", "Urin:"])
def test_lines_below_the_heading_of_another_specimen_stay_out_until_the_next(section):
    text = (
        "Test|Date|Result|Unit\nAST|12 Mar 2015|50|U/L\n"
        f"{section}\nGlucose|12 Mar 2015|60|mg/dL\nChemistry\nALT|12 Mar 2015|70|U/L"
    )
    why, taken = aside_of(text)
    assert why["line 4"] == f"Another specimen: {section}"
    assert taken == {("ast", "50"), ("alt", "70")}


def test_results_in_words_below_another_specimen_stay_out():
    text = "AST 12 Mar 2015 50 U/L\nCSF\nGlucose 12 Mar 2015 60 mg/dL\nBlood\nALT 12 Mar 2015 70 U/L"
    assert {name for name, *_ in values_of(read_text(text))} == {"ast", "alt"}


@pytest.mark.parametrize("head", ["Operator", "", "Flag"])
@pytest.mark.parametrize("signs", ["<>", "≤≥", "~~", "≈±"])
def test_a_sign_in_a_column_of_its_own_is_not_lost(head, signs):
    text = (
        f"Test|Date|{head}|Result|Unit\nCRP|12 Mar 2015|{signs[0]}|5|mg/L\nAST|12 Mar 2015||50|U/L\n"
        f"Ferritin|12 Mar 2015|{signs[1]}|2000|ug/L"
    )
    _, taken = aside_of(text)
    assert ("ast", "50") in taken
    assert taken <= {("ast", "50"), ("crp", "<5"), ("ferritin", ">2000")}


@pytest.mark.parametrize("word", ["lt", "about"])
def test_a_word_in_the_column_of_signs_keeps_its_line_out(word):
    why, taken = aside_of(
        f"Test|Date|Operator|Result|Unit\nCRP|12 Mar 2015|{word}|5|mg/L\nAST|12 Mar 2015|=|50|U/L"
    )
    assert "stands beside the value" in why["line 2"]
    assert taken == {("ast", "50")}


def test_two_columns_of_dates_without_heads_are_not_chosen_from():
    why, taken = aside_of("AST|13 Mar 2015|12 Mar 2015|50|U/L\nALT|13 Mar 2015|12 Mar 2015|60|U/L")
    assert not taken
    assert "line of heads" in why["line 1"]


def test_each_part_of_a_list_below_its_own_date_line_is_asked_for_its_date():
    text = (
        "Test|Result|Unit\nCollected: 03/12/2015 06:00\nAST|50|U/L\nALT|60|U/L\n"
        "Collected: 03/14/2015 06:00\nAST|70|U/L"
    )
    reading = read_text(text.replace("|", "\t"), separator="tab")
    assert len(reading.dates) == 2
    assert not reading.is_ready


@pytest.mark.parametrize(
    ("cell", "typed", "unit"),
    [
        ("1O,5 mmol/L", "10.5", "mmol/L"),
        ("1O,5mmol/L H", "10.5", "mmol/L"),
        ("10,5 mmol/L", "10.5", "mmol/L"),
        ("9O", "90", "mg/dL"),
        ("9O mg/dL", "90", "mg/dL"),
        ("see above", "90", "mg/dL"),
        ("9O H", "90", "mg/dL"),
    ],
)
def test_a_typed_number_keeps_the_unit_of_its_cell(cell, typed, unit):
    text = f"\t12 Mar 2015\t14 Mar 2015\nGlucose (mg/dL)\t95\t{cell}"
    reading = read_text(text, separator="tab", cells={"r2c3": f"={typed}"}, decimal="point")
    assert reading.cells[1].state == "value", reading.cells[1].problem
    assert (reading.cells[1].raw, reading.cells[1].unit) == (typed, unit)


@pytest.mark.parametrize("cell", ["1O,5 mmo1/L", "10.5 furlong/L", "1O IU/L"])
def test_a_typed_number_waits_where_the_unit_of_its_cell_cannot_be_read(cell):
    text = f"\t12 Mar 2015\t14 Mar 2015\nGlucose (mg/dL)\t95\t{cell}"
    reading = read_text(text, separator="tab", cells={"r2c3": "=10.5"}, decimal="point")
    assert reading.cells[1].state == "refused"
    assert "Leave it out" in reading.cells[1].problem


@pytest.mark.parametrize("text", ["INR 12 Mar 2015 2 1", "INR 12 Mar 2015 1.2 1"])
def test_a_second_number_is_no_unit(text):
    reading = read_text(f"{text}\nAST 12 Mar 2015 50 U/L")
    assert {name for name, *_ in values_of(reading)} == {"ast"}


WORDS = "Test 13 Mar 2015 14 Mar 2015\nAST (U/L) 50 60\nALT (U/L) {}\nCRP (mg/L) 25 30"


@pytest.mark.parametrize("cells", ["1 250", "12 300", "<1 250", "1 250 H"])
def test_two_numbers_in_words_that_may_be_one_are_not_parted(cells):
    reading = read_text(WORDS.format(cells))
    assert reading.separator == "words"
    assert {name for name, *_ in values_of(reading)} == {"ast", "crp"}
    assert any("ALT" in one.text for one in reading.aside)


@pytest.mark.parametrize("cells", ["1 25", "1.5 250", "1250 250", "1 2500"])
def test_two_numbers_in_words_that_cannot_be_one_are_parted(cells):
    assert not read_text(WORDS.format(cells)).aside


@pytest.mark.parametrize(
    "days",
    [
        "14 Mar",
        "Labs 14/3:",
        "14.3.",
        "14. März",
        "Mar 14",
        "14th March",
        "on 14 Mar:",
        "Day 7",
        "Test 20.03",
        "Labs 14/3: GGT 30 U/L, ALP 100 U/L",
        "14/3 GGT 30 U/L",
    ],
)
def test_results_in_a_note_below_what_may_be_another_day_are_not_of_the_day_before(days):
    reading = read_text(
        f"12 Mar 2015\nAST 50 U/L\nALT 60 U/L\n{days}\nLDH 300 U/L\nCRP 30 mg/L", separator="words"
    )
    assert not {name for name, on, _ in values_of(reading) if on and name in ("ldh", "crp")}


@pytest.mark.parametrize(
    "head",
    ["Test 20.03 22.03", "Liver 20.03 22.03", "Day 7 9", "Week 3 4", "Time 0600 1800", "Test 20/3 22/3"],
)
def test_a_second_head_in_words_ends_the_days_of_the_first(head):
    text = f"Test 12.03.2015 14.03.2015\nAST (U/L) 50 60\n{head}\nALT (U/L) 70 80"
    reading = read_text(text, separator="words")
    assert {name for name, *_ in values_of(reading)} == {"ast"}
    assert any("ALT" in one.text for one in reading.aside)


def test_the_next_date_in_words_is_in_force_again():
    text = (
        "Test 12.03.2015 14.03.2015\nAST (U/L) 50 60\nTest 20.03 22.03\nALT (U/L) 70 80\n"
        "Test 16.03.2015 18.03.2015\nCRP (mg/L) 7 8"
    )
    assert len(values_of(read_text(text, separator="words"))) == 4


@pytest.mark.parametrize("heads", ["12.3.27\t14.3.27", "12.03.27\t13.03.27"])
def test_days_to_come_do_not_prove_that_the_year_stands_first(heads):
    reading = read_text(f"Test\t{heads}\nAST (U/L)\t50\t60")
    assert questions_of(reading)["date_order"].answer == ""
    assert not reading.is_ready
    later = read_text(f"Test\t{heads}\nAST (U/L)\t50\t60", date_order="dmy")
    assert "in the future" in later.dates[0].problem


def test_a_year_of_two_digits_that_can_only_stand_first_still_does():
    reading = read_text("Test\t99.03.12\t99.03.14\nAST (U/L)\t50\t60")
    assert questions_of(reading)["date_order"].answer == "ymd"
