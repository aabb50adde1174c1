"""Heads of rows and columns: the name of a test, its unit and its limits, and names that only look so."""

import time

import pytest

from dressapp.labs.names import Head, split_head


@pytest.mark.parametrize(
    ("text", "name", "unit", "limits"),
    [
        ("AST (IU/L)", "AST", "IU/L", ""),
        ("AST [U/l]", "AST", "U/l", ""),
        ("AST, U/L", "AST", "U/L", ""),
        ("AST U/L", "AST", "U/L", ""),
        ("WBC ×10³/µL", "WBC", "×10³/µL", ""),
        ("WBC x10^3/uL", "WBC", "x10^3/uL", ""),
        ("WBC/mm3", "WBC", "/mm3", ""),
        ("CRP / mg/dl", "CRP", "mg/dl", ""),
        ("Eosinophil (%)", "Eosinophil", "%", ""),
        ("Eosinophile %", "Eosinophile", "%", ""),
        ("EOS%", "EOS", "%", ""),
        ("% Eos", "Eos", "%", ""),
        ("Bilirubin, total (mg/dL)", "Bilirubin, total", "mg/dL", ""),
        ("Bilirubin (direct) µmol/l", "Bilirubin (direct)", "µmol/l", ""),
        ("WBC (4.0-11.0) x10^9/L", "WBC", "x10^9/L", "4.0-11.0"),
        ("AST (0-35 U/L)", "AST", "U/L", "0-35"),
        ("WBC (4.0-11.0 10^9/L)", "WBC", "10^9/L", "4.0-11.0"),
        ("AST U/L [ref. 10–40]", "AST", "U/L", "10–40"),
        ("CRP (<5 mg/L)", "CRP", "mg/L", "<5"),
        ("ALT (ULN 40)", "ALT", "", "≤40"),
        ("ALT U/L, ULN: 40", "ALT", "U/L", "≤40"),
        ("TSH (m[IU]/L)", "TSH", "m[IU]/L", ""),
        ("TSH (0,27 - 4,2 mIU/l)", "TSH", "mIU/l", "0,27 - 4,2"),
        ("ALT (GPT) [U/L]", "ALT (GPT)", "U/L", ""),
        ("Temp (°C)", "Temp", "°C", ""),
        ("Temp C", "Temp", "C", ""),
        ("ＡＳＴ（ＩＵ／Ｌ）", "AST", "IU/L", ""),
        ("好酸球(%)", "好酸球", "%", ""),
        ("호산구 (×10^3/μL)", "호산구", "×10^3/μL", ""),
        ("UPCR (mg/g creatinine)", "UPCR", "mg/g creatinine", ""),
        ("Leukozyten G/l", "Leukozyten", "G/l", ""),
        ("AST\n(U/L)", "AST", "U/L", ""),
        ("WBC (×10³)", "WBC", "×10³", ""),
        ("CRP (nmol/L)", "CRP", "nmol/L", ""),
        ("INR", "INR", "INR", ""),
        ("PT (INR)", "PT (INR)", "INR", ""),
        ("INR (0.8-1.2)", "INR", "INR", "0.8-1.2"),
        ("Sodium (mmol/L)", "Sodium", "mmol/L", ""),
    ],
)
def test_a_head_is_split_into_name_unit_and_limits(text, name, unit, limits):
    assert split_head(text) == Head(name, unit, limits)


@pytest.mark.parametrize(
    "text",
    [
        "AST",
        "Troponin T",
        "Troponin I",
        "Free T4",
        "Protein C",
        "Hepatitis C",
        "Vitamin B12",
        "G-CSF",
        "ALT (GPT)",
        "Bilirubin (indirect)",
        "Albumin A/G",
        "AST/ALT",
        "WBC/hpf",
        "PT (s)",
        "Lymphocytes T",
        "Complement C3",
        "Factor VIII",
        "(U/L)",
        "",
        "%",
        "24-h urine protein",
        "x" * 500,
    ],
)
def test_a_name_that_only_looks_so_stays_whole(text):
    assert split_head(text) == Head(text)


@pytest.mark.parametrize(
    "text", ["(" * 200, "a " * 100, "1-2 " * 50, "(1-" * 60, "/" * 200, "x10" * 60, "[" * 10_000]
)
def test_a_head_made_to_take_long_does_not(text):
    began = time.perf_counter()
    split_head(text)
    assert time.perf_counter() - began < 0.2
