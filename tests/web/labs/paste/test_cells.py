"""Many spellings of cells, each under both decimal signs: exact, asked about, or refused."""

import pytest

from tests.web.labs.paste.texts import read_cell

V, A, R, E = "value", "asked", "refused", "empty"
# The text, and what it is under a decimal point and under a decimal comma: state, and number with its unit.
BOTH = [
    ("31", "31"), (" 31 ", "31"), ("379", "379"), ("<5", "<5"), ("< 5", "<5"), (">1000",
    ">1000"),
    ("> 1000", ">1000"), ("31 H", "31"), ("31H", "31"), ("31 HH", "31"), ("31 L", "31"), ("31 High", "31"),
    ("31 low", "31"), ("31 (H)", "31"), ("31 *", "31"), ("31*", "31"), ("31**", "31"), ("379↑", "379"),
    ("379 ↑↑", "379"), ("31↓", "31"), ("▲31", "31"), ("*31", "31"), ("H 31", "31"), ("HH 31", "31"),
    ("H: 31", "31"), ("31!", "31"), ("31†", "31"), ("(53)", "53"), ("( 53 )", "53"), ("[53]", "53"),
    ("(53) H", "53"), ("(<5)", "<5"), ("<5 L", "<5"), ("31 U/L", "31"), ("31U/L", "31"), ("31 U/l", "31"),
    ("31 H U/L", "31"), ("31 U/L H", "31"), ("31 U/L*", "31"), ("31 (0-35)", "31"), ("31 U/L (0-35)", "31"),
    ("31 (0-35) U/L", "31"), ("31 U/L (<35) H", "31"), ("31 [0-35]", "31"), ("31\u200b", "31"), ("３１",
    "31"),
    ("31\u00a0H", "31"), ("＜５", "<5"), ("31, H", "31"), ("31 N", "31"), ("31 A", "31"),
]  # fmt: skip
POINT_ONLY = [
    ("42.7", "42.7"), ("42.70", "42.70"), ("0.5", "0.5"), ("<0.5", "<0.5"), ("< 0.5 L", "<0.5"), ("12.3 H",
    "12.3"),
    ("1.2*", "1.2"), ("4,810", "4810"), ("4,810.5", "4810.5"), ("1,234,567", "1234567"), ("1.500", "1.5"),
    ("12.345", "12.3450"), ("0.125", "0.125"), (">1,000", ">1000"), ("(4,810)", "4810"), ("4,810 H",
    "4810"),
    ("4,810 U/L", "4810"), ("4.8 U/L", "4.8"), ("42.7 (0.0-35.0)", "42.7"), ("1,000 (0-35)", "1000"),
]  # fmt: skip
COMMA_ONLY = [
    ("38,5", "38.5"), ("38,50", "38.50"), ("0,5", "0.5"), ("<0,5", "<0.5"), ("12,3 H", "12.3"), ("1,2*",
    "1.2"),
    ("4.810", "4810"), ("4.810,5", "4810.5"), ("1.234.567", "1234567"), ("1,500", "1.5"), ("12,345",
    "12.3450"),
    ("0,125", "0.125"), (">1.000", ">1000"), ("(4.810)", "4810"), ("4.810 H", "4810"), ("4,8 U/L", "4.8"),
    ("38,5 (0,0-35,0)", "38.5"),
]  # fmt: skip
ASKED = [
    ("1 500", "1500"), ("1'500", "1500"), ("1’500", "1500"), ("1\u202f500", "1500"), ("12 345 678",
    "12345678"),
    ("1 500 H", "1500"), ("1 500 U/L", "1500"),
]  # fmt: skip
EMPTY = [
    "-", "--", "–", "—", "−", ".", "..", "...", "…", "n.d.", "N.D.", "nd", "ND", "NA", "na", "n/a", "N/A",
    "n.a.",
    "/", "#N/A", "NaN", "NULL", "not done",
]  # fmt: skip
NOT_NUMBERS = [
    "neg", "negative", "pos", "+", "++", "+++", "trace", "hemolysed", "haemolysed", "see note", "pending",
    "H", "*",
    "↑", "normal", "o.B.", "?", "<", "()", "½", "∞", "x" * 300,
]  # fmt: skip
REFUSED = [
    "<=5", "≤5", ">=5", "≥ 5", "5-10", "5 - 10", "5–10", "5/10", "1:80", "08:30", "1e3", "1.2E3", "1x10^3",
    "-5", "−5",
    "+5", "007", "5.", "5,", "~5", "ca. 5", "5 ± 1", "53 (12)", "31 hemolysed", "31 ?", "1+", "12²", "٣١",
    "5 6",
    "1.2.3", "1,2,3", "1,23,456", "4.8.10", "118 103/uL", "4 109/L", "5 mmol", "31 mg/dL", "5 %", "9" * 13,
    "0.123456789",
    "5%", "12 Mar 2015", "1 50", "15 00", "1,500.5.1", "<5>", "--5", "31 U/L 5", "(5", "5)", "31 (0-35",
    "31 0-35",
]  # fmt: skip


def shown(cell):
    return cell.state, cell.raw if cell.state in (V, A) else ""


@pytest.mark.parametrize("decimal", ["point", "comma"])
@pytest.mark.parametrize(("text", "raw"), BOTH, ids=repr)
def test_number_without_a_decimal_sign_is_exact_under_both(text, raw, decimal):
    assert shown(read_cell(text, decimal=decimal)) == (V, raw)


@pytest.mark.parametrize(("text", "raw"), POINT_ONLY)
def test_number_with_a_point_is_exact_where_it_is_declared_and_never_another_one(text, raw):
    cell = read_cell(text, decimal="point", cells={"r2c2": "right"})
    assert shown(cell) == (V, raw)
    other = read_cell(text, decimal="comma", cells={"r2c2": "right"})
    assert other.state == R or other.canonical == other_meaning(text)


@pytest.mark.parametrize(("text", "raw"), COMMA_ONLY)
def test_number_with_a_comma_is_exact_where_it_is_declared_and_never_another_one(text, raw):
    cell = read_cell(text, decimal="comma", cells={"r2c2": "right"})
    assert shown(cell) == (V, raw)
    other = read_cell(text, decimal="point", cells={"r2c2": "right"})
    assert other.state == R or other.canonical == other_meaning(text)


def other_meaning(text):
    """Return what the few spellings are that both signs read, each as its own number."""
    return {
        "4,810": "4.81", "1.500": "1500", "12.345": "12345", ">1,000": "1", "(4,810)": "4.81",
        "4,810 H": "4.81",
        "4,810 U/L": "4.81", "1,000 (0-35)": "1", "4.810": "4.81", "1,500": "1500", "12,345": "12345",
        ">1.000": "1", "(4.810)": "4.81", "4.810 H": "4.81",
    }[text]  # fmt: skip


@pytest.mark.parametrize("decimal", ["point", "comma"])
@pytest.mark.parametrize(("text", "raw"), ASKED)
def test_number_in_groups_of_another_sign_is_asked_about_and_then_taken(text, raw, decimal):
    cell = read_cell(text, decimal=decimal)
    assert shown(cell) == (A, raw)
    assert raw in cell.problem
    confirmed = read_cell(text, decimal=decimal, cells={"r2c2": "right"})
    assert shown(confirmed) == (V, raw)


def test_number_without_a_digit_before_its_point_is_asked_about():
    assert shown(read_cell(".5", decimal="point")) == (A, "0.5")
    assert shown(read_cell("<.5", decimal="point")) == (A, "<0.5")
    assert read_cell(".5", decimal="comma").state == R


@pytest.mark.parametrize("decimal", ["", "point", "comma"])
@pytest.mark.parametrize("text", EMPTY)
def test_sign_for_nothing_is_empty(text, decimal):
    assert shown(read_cell(text, decimal=decimal)) == (E, "")


@pytest.mark.parametrize("decimal", ["", "point", "comma"])
@pytest.mark.parametrize("text", NOT_NUMBERS, ids=lambda text: text[:20])
def test_words_are_refused_with_what_to_do(text, decimal):
    cell = read_cell(text, decimal=decimal)
    assert (cell.state, cell.problem) == (R, "This is not a number. Leave it out, or type the number.")
    assert cell.text == text


@pytest.mark.parametrize("decimal", ["", "point", "comma"])
@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_text_that_may_be_two_things_is_refused_with_words(text, decimal):
    cell = read_cell(text, decimal=decimal)
    assert shown(cell) == (R, "")
    assert cell.problem.endswith(".")


@pytest.mark.parametrize("text", ["38,5", "4,810", "1.500", "0,5"])
def test_number_that_waits_for_the_decimal_sign_is_asked_about(text):
    cell = read_cell(text)
    assert shown(cell) == (A, "")
    assert cell.problem


def test_many_spellings_are_covered():
    every = [*BOTH, *POINT_ONLY, *COMMA_ONLY, *ASKED, *EMPTY, *NOT_NUMBERS, *REFUSED]
    assert len(every) > 180


@pytest.mark.parametrize(
    ("test", "text", "unit"),
    [
        ("WBC (/uL)", "4810", "/uL"), ("WBC (/uL)", "4.8 G/L", "10*9/L"), ("WBC", "4.8 x10^3/uL",
        "10*3/uL"),
        ("WBC", "4.8×10⁹/L", "10*9/L"), ("WBC", "4.8 10^9/L", "10*9/L"), ("WBC", "4.8 K/µL", "10*3/uL"),
        ("Bilirubin", "1.2 mg/dl", "mg/dL"), ("Bilirubin", "20.5 µmol/l", "umol/L"), ("Eos", "6.4 %", "%"),
        ("Eos", "6.4%", "%"), ("Temperature", "38.5 °C", "Cel"), ("Temperature", "101.3 F", "[degF]"),
        ("INR", "1.1", "{INR}"),
    ],
)  # fmt: skip
def test_unit_in_the_cell_is_the_value_s_own(test, text, unit):
    cell = read_cell(text, test=test, decimal="point")
    assert (cell.state, cell.unit) == (V, unit)


@pytest.mark.parametrize("text", ["118 103/uL", "118 10^3/uL x", "118 109/L"])
def test_power_that_lost_its_place_is_no_group_of_thousands(text):
    cell = read_cell(text, test="Platelets", decimal="point")
    assert shown(cell) == (R, "")


def test_limits_in_the_cell_are_the_value_s_own():
    cell = read_cell("1.3 mg/dL (0.1-1.2) H", test="Bilirubin")
    assert (cell.lower_limit, cell.upper_limit) == ("0.1", "1.2")
    cell = read_cell("31 (<35)")
    assert (cell.lower_limit, cell.upper_limit) == ("", "35")
