"""The decimal sign is one question for the table: shown with its reason, never guessed."""

import pytest

from dressapp.labs.paste.parts import Choices, Sheet
from dressapp.labs.paste.reading import read
from tests.web.labs.paste.texts import KNOWN, questions_of, read_text


def read_values(*texts, **choices):
    heads = "\t".join(f"{day} Mar 2015" for day in range(1, len(texts) + 1))
    row = "\t".join(texts)
    return read_text(f"\t{heads}\nAST (U/L)\t{row}", separator="tab", **choices)


def states(reading):
    return [(cell.state, cell.raw) for cell in reading.cells]


@pytest.mark.parametrize("texts", [("31", "50"), ("42.7", "38.5"), ("<5", "neg", "-")])
def test_table_without_a_comma_or_a_doubtful_point_asks_nothing(texts):
    assert "decimal" not in questions_of(read_values(*texts))


@pytest.mark.parametrize(
    ("proof", "text", "raw"),
    [("42.7", "4,810", "4810"), ("0.125", "4,810", "4810"), ("1,234.5", "4,810", "4810"),
     ("1,234,567", "4,810", "4810"), ("42.7 H", "4,810", "4810"), ("<0.1", "4,810", "4810"),
     ("42.7", "1.500", "1.5"), ("4.8 U/L", "4,810", "4810")],
)  # fmt: skip
def test_point_is_proven_shown_and_used(proof, text, raw):
    reading = read_values(text, proof, cells={"r2c2": "right"})
    question = questions_of(reading)["decimal"]
    assert question.answer == "point"
    assert question.why.endswith("can only have a decimal point")
    assert question.why.split()[0] in proof
    assert states(reading)[0] == ("value", raw)


def test_proven_answer_can_be_changed():
    reading = read_values("4,810", "42.7", decimal="comma")
    question = questions_of(reading)["decimal"]
    assert (question.answer, question.why) == ("comma", "")
    assert [cell.state for cell in reading.cells] == ["value", "refused"]
    assert reading.cells[0].canonical == "4.81"


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("proof", ["38,5", "0,125", "1.234,5", "1.234.567", "38,5 H"])
def test_comma_is_never_taken_without_a_word(proof):
    reading = read_values(proof, "31")
    question = questions_of(reading)["decimal"]
    assert question.answer == ""
    assert "can only have a decimal comma" in question.why
    assert [cell.state for cell in reading.cells] == ["asked", "value"]
    assert not reading.is_ready


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("text", ["4,810", "1.500", "1,500", "<1,500"])
def test_number_that_may_be_two_is_asked_about_with_both(text):
    reading = read_values(text)
    question = questions_of(reading)["decimal"]
    assert question.answer == ""
    assert "can be read as" in question.why
    assert len({option.example for option in question.options}) == 2


def test_examples_show_what_each_answer_makes_of_the_table():
    question = questions_of(read_values("4,810"))["decimal"]
    assert [(option.value, option.example) for option in question.options] == [
        ("point", "4,810 is 4810"),
        ("comma", "4,810 is 4.81"),
    ]


def test_both_signs_in_one_table_are_asked_about():
    reading = read_values("42.7", "38,5")
    question = questions_of(reading)["decimal"]
    assert (question.answer, question.why) == ("", "42.7 has a decimal point, 38,5 a decimal comma")
    reading = read_values("42.7", "38,5", decimal="point")
    assert [cell.state for cell in reading.cells] == ["value", "refused"]


def test_limits_tell_the_sign_too():
    text = "Test\tReference\t12 Mar 2015\nBilirubin (mg/dL)\t0,1-1,2\t1"
    reading = read_text(text)
    assert questions_of(reading)["decimal"].answer == ""
    [head] = read_text(text, decimal="comma").tests
    assert (head.lower_limit, head.upper_limit) == ("0.1", "1.2")


def test_rows_that_are_not_taken_over_tell_nothing():
    reading = read_text("\t12 Mar 2015\nAST (U/L)\t31\nFoo\t38,5")
    assert "decimal" not in questions_of(reading)
    assert reading.is_ready


def test_source_that_declares_its_sign_is_not_asked_about():
    rows = (("test", "date", "value", "unit"), ("ast", "2015-03-12", "1.500", "U/L"))
    declared = {"layout": "list", "decimal": "point", "date_order": "ymd"}
    sheet = Sheet(rows, "", ("heads", "entry 1"), declared)
    reading = read(sheet, Choices(), KNOWN)
    assert not reading.questions
    assert [(cell.raw, cell.unit) for cell in reading.cells] == [("1.5", "U/L")]
