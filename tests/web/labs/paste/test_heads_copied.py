"""Heads in two lines and heads that lost cells, as a browser copies a table with cells over several lines."""

from datetime import date

import pytest

from dressapp.labs.paste.parts import Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text

KNOWN = Known(date(2026, 11, 22), events={"admission_on": date(2020, 1, 10)})
DAYS = {"10": date(2020, 1, 10), "12": date(2020, 1, 12), "16": date(2020, 1, 16)}


def read_text(text):
    return read(split_text(text), Choices(), KNOWN)


def values(reading):
    days = {head.key: head.on for head in reading.dates}
    tests = {head.key: head.analyte for head in reading.tests}
    return {(tests[cell.test], days[cell.when], cell.raw) for cell in reading.cells if cell.state == "value"}


AST = {("ast", on, raw) for on, raw in zip(DAYS.values(), ("18", "12", "14"), strict=True)}
CRP = {("crp", on, raw) for on, raw in zip(DAYS.values(), ("67.5", "47.44", "0.83"), strict=True)}
BODY = "AST (U/L)\t<48\t18\t12\t14\nCRP (mg/L)\t0–5.0\t67.5\t47.44\t0.83"


@pytest.mark.parametrize(
    "head",
    [
        "Laboratory test\tLaboratory norm\tDay of hospitalisation\n\t\t1\t3\t7",
        "Laboratory test\tLaboratory norm\tDay of hospitalisation\n1\t3\t7",
        "Laboratory test\tLaboratory norm\tDay\n2020-01-10\t2020-01-12\t2020-01-16",
        "Test\tNorm\tHospital day 1\tHospital day 3\tHospital day 7",
        "2020-01-10\t2020-01-12\t2020-01-16",
    ],
)
def test_days_stand_over_the_values_and_limits_beside_them(head):
    reading = read_text(f"{head}\n{BODY}")
    assert reading.is_ready
    assert values(reading) == AST | CRP
    limits = {head.analyte: (head.lower_limit, head.upper_limit) for head in reading.tests}
    assert limits == {"ast": ("", "48"), "crp": ("0", "5")}


@pytest.mark.parametrize(
    "head",
    [
        "Laboratory test\tLaboratory norm\tDay of hospitalisation\n1\t3\t5\t7",
        "Laboratory test\tLaboratory norm\tDay\n2020-01-10\t2020-01-12\t2020-01-14\t2020-01-16",
        "Laboratory test\tLaboratory norm\tDay of hospitalisation\n1\t3",
        "Laboratory test\tLaboratory norm\tDay of hospitalisation\n7\t3\t1",
    ],
)
def test_days_are_asked_where_they_are_not_as_many_as_the_columns_of_values(head):
    reading = read_text(f"{head}\n{BODY}")
    assert not reading.is_ready
    assert {on for _, on, _ in values(reading)} == {None}


def test_limits_in_two_columns_of_numbers_leave_the_place_of_the_days_open():
    reading = read_text("2020-01-10\t2020-01-12\nAST (U/L)\t5\t48\t18\t12")
    assert not reading.is_ready
    assert {head.on for head in reading.dates} == {None}


def test_a_line_of_days_may_have_heads_before_its_word():
    reading = read_text(f"Test\tNorm\tHospital day\n{BODY}")
    assert not reading.is_ready
    reading = read_text("Test\tUnit\tHospital day\t1\t3\nAST\tU/L\t\t18\t12")
    assert values(reading) == {("ast", date(2020, 1, 10), "18"), ("ast", date(2020, 1, 12), "12")}


def test_basophils_are_no_days():
    reading = read_text("Test\t2020-01-10\t2020-01-12\nBa\t1\t2\nAST (U/L)\t18\t12")
    assert values(reading) == {("ast", date(2020, 1, 10), "18"), ("ast", date(2020, 1, 12), "12")}


def test_a_column_of_day_numbers_is_counted_from_one_anchor():
    reading = read_text("Test\tResult\tHospital day\nAST (U/L)\t18\t1\nAST (U/L)\t12\t3\nALT (U/L)\t9\t1")
    assert values(reading) == {
        ("ast", date(2020, 1, 10), "18"), ("ast", date(2020, 1, 12), "12"), ("alt", date(2020, 1, 10), "9"),
    }  # fmt: skip
    assert [question.name for question in reading.questions] == ["anchor-HD"]


def test_heads_of_trial_data_are_known():
    reading = read_text(
        "LBTESTCD\tLBTEST\tLBORRES\tLBORRESU\tLBORNRLO\tLBORNRHI\tVISIT\tLBDTC\n"
        "AST\tAspartate Aminotransferase\t18\tU/L\t9\t34\tWEEK 2\t2020-01-10"
    )
    assert values(reading) == {("ast", date(2020, 1, 10), "18")}
    [head] = reading.tests
    assert (head.unit, head.lower_limit, head.upper_limit) == ("U/L", "9", "34")


@pytest.mark.parametrize(
    "word", ["Admission", "On admission", "at admission", "Aufnahme", "à l'admission", "Al ingreso", "入院時"]
)
def test_admission_and_discharge_as_heads_are_those_days_of_the_case(word):
    events = {"admission_on": date(2020, 1, 10), "discharge_on": date(2020, 1, 20)}
    known = Known(date(2026, 11, 22), events=events)
    text = f"Test\t{word}\tDay 4\tDischarge\nAST (U/L)\t18\t15\t12\nALT (U/L)\t9\t8\t7"
    reading = read(split_text(text), Choices(), known)
    ast = {on: raw for test, on, raw in values(reading) if test == "ast"}
    assert ast == {date(2020, 1, 10): "18", None: "15", date(2020, 1, 20): "12"}
    admission = reading.questions[0]
    assert (admission.title, admission.answer) == (f"Which day is {word}?", "admission_on:0")
    assert admission.why == "Admission is the day of admission, 10 Jan 2020"
    assert reading.dates[0].words == f"10 Jan 2020: {word}, the day of admission"


def test_admission_is_asked_where_its_day_is_not_on_record():
    reading = read(split_text("Test\tAdmission\nAST (U/L)\t18"), Choices(), Known(date(2026, 11, 22)))
    [question] = reading.questions
    assert (question.answer, question.why) == ("", "The day of admission is not on record")
    assert [option.words for option in question.options] == ["Admission is another day: type it"]
