"""Units as people write them: read exactly or not at all, and suggested with reasons."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dressapp.labs.plausibility import name_unit
from dressapp.labs.unit_words import is_unit, looks_like_unit, read_unit, suggest_units
from scoring.analytes import ANALYTES

PEOPLE_WRITE = {
    (
        "wbc",
        "10*3/uL",
    ): "x10^3/uL | 10^3/µl | 10³/µL | K/uL | K/µL | k/ul | thou/uL | ×10³/㎕ | 10³/㎣ | ×1000/µL"
    " | 1,000/µl | x103/µL | Tsd./µl | Tsd/µl | 千/μL | K/cumm | K/mcL | 10*3/uL | ×10^3/mm³ | 10^3 µL-1",
    (
        "wbc",
        "10*9/L",
    ): "G/L | G/l | Gpt/l | giga/L | 10⁹/L | 10E9/L | x10e9/l | x 10^9 /L | 10^9 cells/L | 109/L"
    " | 10**9/L | 10 9/L | x10(9)/L | 10^9 L-1 | 10⁹ L⁻¹ | E9/L | 10E+09/L | /nl | 1/nl | 10*9/L",
    (
        "wbc",
        "/uL",
    ): "/mm3 | /mm³ | cells/µL | /cmm | /cu mm | cells/cu.mm | /μL | /µl | per µl | 1/µl | cells/mm³",
    ("platelets", "10*4/uL"): "万/μL | ×10⁴/μL | 10^4/µl",
    ("wbc", "10*2/uL"): "×10²/µL | 10^2/uL",
    ("wbc", ""): "g/L | g/l | 10^12/L | x10^3 | % | 10.3/µL | mg/dL | K/L | U/L | million/µL | mil/µL",
    ("ast", "[IU]/L"): "IU/L | iu/l | UI/L | IE/l | [IU]/L",
    ("ast", "U/L"): "U/l | u/L | E/l | units/L | U L-1 | Units/liter | mU/mL",
    ("ast", "ukat/L"): "µkat/l | μkat/L | ukat/L | mckat/L",
    ("ast", ""): "nkat/l | mg/dL | IU | mU/L | IU/mL | G/L",
    ("crp", "mg/dL"): "mg/dl | MG/DL | mg% | mg/100 ml | mg dL-1",
    ("crp", "mg/L"): "mg/l | µg/ml | mcg/mL | MG/L",
    ("crp", ""): "nmol/L | g/L | mg | mg/mL",
    ("creatinine", "umol/L"): "µmol/l | umol/L | μmol/L | mcmol/L | micromol/L | µmol L−1",
    ("creatinine", "mg/L"): "mg/l",
    ("creatinine", ""): "mmol/L | mol/L",
    ("hemoglobin", "g/dL"): "g/dl | gm/dL | gr/dl | g% | g/100 ml | G/DL | g.dL-1",
    ("hemoglobin", "g/L"): "g/L | g/l | G/L | mg/mL",
    ("hemoglobin", ""): "mmol/L | 10^9/L",
    ("albumin", "g/L"): "g/l | G/L",
    ("ferritin", "ng/mL"): "ng/ml | NG/ML",
    ("ferritin", "ug/L"): "µg/l | mcg/L | ug/L",
    ("ferritin", ""): "pmol/L | µg/mL | mg/L",
    ("troponin_t", "pg/mL"): "pg/mL",
    ("troponin_t", "ng/mL"): "ng/ml",
    ("temperature", "Cel"): "°C | C | ℃ | Cel | deg C | Grad C | Celsius",
    ("temperature", "[degF]"): "°F | F | ℉ | Fahrenheit | [degF]",
    ("temperature", ""): "K | %",
    ("inr", "{INR}"): "INR | {INR}",
    ("inr", "1"): "ratio | 1",
    ("inr", ""): "s | sec | %",
    ("tsh", "m[IU]/L"): "mIU/L | mUI/L | mIE/l | m[IU]/L",
    ("tsh", "u[IU]/mL"): "µIU/mL | uIU/ml | µUI/mL | mcIU/mL | µU/ml",
    ("tsh", "mU/L"): "mU/L | mE/l",
    ("tsh", ""): "IU/L | mIU/mL | mU/mL",
    ("free_t4", "pmol/L"): "pmol/l",
    ("free_t4", "pg/mL"): "pg/ml | ng/L",
    (
        "urine_protein_24h",
        "g/(24.h)",
    ): "g/24h | g/24 h | g/day | g/Tag | g/日 | g/24 hours | g/24 hr | g/(24.h)",
    ("urine_protein_24h", "mg/(24.h)"): "mg/24h | mg/24 Std",
    ("urine_protein_24h", ""): "g/L | g",
    ("urine_protein_creatinine_ratio", "mg/g"): "mg/g | mg/g Kreatinin | mg/gCr | mg/g creatinine",
    ("urine_protein_creatinine_ratio", "g/g"): "g/g | g/gCr | g/g・Cr | mg/mg",
    ("urine_protein_creatinine_ratio", "mg/mmol"): "mg/mmol | mg/mmol creatinine | g/mol",
    ("eosinophils_pct", "%"): "% | ％ | (%) | percent | Prozent",
    ("eosinophils_pct", ""): "/µL | 10^9/L | ‰",
    ("urea", "g/L"): "g/L | g/l",
    ("", ""): "G/L | G/l | nmol/L | IU | abc | 12 | ",
    ("", "g/L"): "g/L",
    ("", "10*9/L"): "10^9/L",
}


WRITTEN = [(*meant, text) for meant, texts in PEOPLE_WRITE.items() for text in texts.split(" | ")]


@pytest.mark.parametrize(("analyte", "code", "text"), WRITTEN)
def test_a_unit_is_read_as_it_is_meant(analyte, code, text):
    assert read_unit(text, analyte) == code


@pytest.mark.parametrize(
    ("analyte", "unit"), [(one.id, unit) for one in ANALYTES.values() for unit in one.family]
)
def test_every_unit_is_read_from_its_code_and_from_how_it_is_shown(analyte, unit):
    assert read_unit(unit, analyte) == unit
    shown = read_unit(name_unit(unit).strip("()"), analyte)
    ours = ANALYTES[analyte].family
    assert (ours[shown].times, ours[shown].per) == (ours[unit].times, ours[unit].per)
    assert is_unit(unit)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(st.text(max_size=50), st.sampled_from(["", *ANALYTES]))
def test_any_text_is_a_unit_of_the_test_or_none(text, analyte):
    code = read_unit(text, analyte)
    assert code == "" or any(code in one.family for one in ANALYTES.values() if analyte in ("", one.id))


def test_a_capital_g_counts_cells_only_where_the_test_says_so():
    assert {one: read_unit("G/L", one) for one in ("wbc", "albumin", "alt", "")} == {
        "wbc": "10*9/L", "albumin": "g/L", "alt": "", "": "",
    }  # fmt: skip
    assert is_unit("G/L")


@pytest.mark.parametrize("text", ["nmol/L", "×10³", "x 10^9", "10^12/L", "kU/L", "/µL"])
def test_a_text_that_is_meant_as_a_unit_is_told_from_a_name(text):
    assert looks_like_unit(text)


@pytest.mark.parametrize(
    "text", ["GPT", "indirect", "A/G", "103", "B12", "T4", "/hpf", "", "AST/ALT", "x" * 50 + "/L"]
)
def test_a_name_is_no_unit(text):
    assert not looks_like_unit(text)
    assert not is_unit(text)


def suggested(analyte, *values, case_unit=""):
    return [one.unit for one in suggest_units(analyte, [Decimal(value) for value in values], case_unit)]


@pytest.mark.parametrize(
    ("analyte", "values", "unit"),
    [
        ("wbc", ["4.8", "12.3"], ["10*3/uL"]),
        ("wbc", ["4810", "7730"], ["/uL"]),
        ("wbc", ["48", "62", "113"], ["10*3/uL", "10*2/uL"]),
        ("platelets", ["18.3", "24.1"], ["10*3/uL", "10*4/uL"]),
        ("platelets", ["218", "164", "86"], ["10*3/uL"]),
        ("creatinine", ["80"], ["umol/L"]),
        ("creatinine", ["0.9"], ["mg/dL"]),
        ("crp", ["12"], ["mg/L", "mg/dL"]),
        ("bilirubin_total", ["12.1"], ["umol/L", "mg/dL"]),
        ("hemoglobin", ["13.2"], ["g/dL"]),
        ("hemoglobin", ["132"], ["g/L"]),
        ("alt", ["600"], ["U/L"]),
        ("temperature", ["38.5"], ["Cel"]),
        ("temperature", ["101.3"], ["[degF]"]),
        ("neutrophils_abs", ["4.2"], ["10*3/uL", "/uL"]),
        ("neutrophils_abs", ["4200"], ["/uL"]),
        ("eosinophils_abs", ["0"], ["/uL", "10*3/uL"]),
        ("eosinophils_pct", ["12"], ["%"]),
        ("eosinophils_pct", ["120"], []),
        ("wbc", ["0.001"], []),
        ("inr", ["1.1"], ["{INR}"]),
    ],
)
def test_the_units_in_which_the_numbers_are_plausible_are_suggested(analyte, values, unit):
    assert suggested(analyte, *values) == unit


def reasons(analyte, *values, case_unit=""):
    found = suggest_units(analyte, [Decimal(value) for value in values], case_unit)
    return {one.unit: one.reason for one in found}


def test_a_reason_says_why_another_unit_cannot_be():
    [reason] = reasons("wbc", "4.8", "6.7").values()
    assert "4.8 cannot be /µL: values below 100 /µL are not plausible for white cells." in reason
    [reason] = reasons("alt", "600").values()
    assert "600 cannot be µkat/L: that is 36,000 U/L, and values above 30,000 U/L" in reason


def test_a_reason_says_where_the_numbers_lie():
    found = reasons("crp", "12")
    assert found["mg/L"].startswith("12 is 2.4 times the usual upper limit of 5 mg/L.")
    assert found["mg/dL"].startswith("12 is 24 times the usual upper limit of 0.5 mg/dL.")
    assert reasons("wbc", "3", "6.2", "9")["10*3/uL"].startswith(
        "The middle value, 6.2, lies in the usual range."
    )
    assert reasons("platelets", "42")["10*3/uL"].startswith(
        "42 is below the usual lower limit of 150 ×10³/µL."
    )
    assert reasons("fibrinogen", "2.1")["g/L"].startswith("2.1 is plausible.")
    assert reasons("neutrophils_abs", "4.2")["/uL"].startswith("4.2 would not be a whole number of cells.")


def test_a_reason_names_the_other_ways_to_write_the_unit():
    assert "The same number as in ×10⁹/L." in reasons("wbc", "4.8")["10*3/uL"]
    assert "The same number as in IU/L." in reasons("ast", "40")["U/L"]
    assert "same" not in reasons("inr", "1.1")["{INR}"]


def test_the_unit_of_the_cases_row_comes_first_and_only_where_it_can_be():
    assert suggested("crp", "12", case_unit="mg/dL") == ["mg/dL", "mg/L"]
    assert reasons("crp", "12", case_unit="mg/dL")["mg/dL"].startswith("The case's row is in mg/dL.")
    assert suggested("wbc", "4.8", case_unit="10*9/L") == ["10*9/L"]
    assert suggested("wbc", "4.8", case_unit="/uL") == ["10*3/uL"]
    assert suggested("platelets", "24.1", case_unit="10*4/uL") == ["10*4/uL", "10*3/uL"]


def test_without_numbers_only_the_cases_own_unit_is_suggested():
    assert suggested("wbc", case_unit="10*9/L") == ["10*9/L"]
    assert suggested("wbc") == suggested("wbc", case_unit="mg/dL") == []


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.sampled_from(sorted(ANALYTES)),
    st.lists(st.integers(0, 10**9).map(lambda part: Decimal(part) / 1000), max_size=5),
)
def test_a_suggested_unit_makes_every_value_plausible(analyte, values):
    low, high = ANALYTES[analyte].plausible
    for one in suggest_units(analyte, values):
        assert one.reason
        assert all(low <= ANALYTES[analyte].canonical(value, one.unit) <= high for value in values)
