"""One set of values, written in every layout and with every separator, reads back as itself."""

from datetime import date, time

import pytest

from tests.web.labs.paste.texts import ADMISSION, questions_of, read_text, values_of

DAYS = [date(2015, 3, 12), date(2015, 3, 14)]
VALUES = {
    ("wbc", DAYS[0], None): ("4810", "/uL"),
    ("wbc", DAYS[1], None): ("7730", "/uL"),
    ("ast", DAYS[0], None): ("31", "U/L"),
    ("ast", DAYS[1], None): ("50", "U/L"),
    ("bilirubin_total", DAYS[0], None): ("0.9", "mg/dL"),
    ("bilirubin_total", DAYS[1], None): ("2.8", "mg/dL"),
}
DOWN = [
    ["", "12 Mar 2015", "14 Mar 2015"],
    ["WBC (/uL)", "4810", "7730"],
    ["AST (U/L)", "31", "50"],
    ["T-Bil (mg/dL)", "0.9", "2.8"],
]
DOWN_WITH_COLUMNS = [
    ["Test", "Unit", "Reference", "12 Mar 2015", "14 Mar 2015"],
    ["WBC", "/uL", "4000-11000", "4810", "7730"],
    ["AST", "U/L", "<35", "31", "50"],
    ["T-Bil", "mg/dL", "up to 1.2", "0.9", "2.8"],
]
ACROSS = [
    ["Date", "WBC (/uL)", "AST (U/L)", "T-Bil (mg/dL)"],
    ["12 Mar 2015", "4810", "31", "0.9"],
    ["14 Mar 2015", "7730", "50", "2.8"],
]
ACROSS_WITH_ROWS = [
    ["Datum", "WBC", "AST", "T-Bil"],
    ["", "/uL", "U/L", "mg/dL"],
    ["Reference", "4000-11000", "<35", "up to 1.2"],
    ["12 Mar 2015", "4810", "31", "0.9"],
    ["14 Mar 2015", "7730", "50", "2.8"],
]
LIST = [
    ["Test", "Date", "Result", "Unit", "Reference range"],
    ["WBC", "12 Mar 2015", "4810", "/uL", "4000-11000"],
    ["WBC", "14 Mar 2015", "7730", "/uL", "4000-11000"],
    ["AST", "12 Mar 2015", "31", "U/L", "<35"],
    ["AST", "14 Mar 2015", "50", "U/L", "<35"],
    ["T-Bil", "12 Mar 2015", "0.9", "mg/dL", "up to 1.2"],
    ["T-Bil", "14 Mar 2015", "2.8", "mg/dL", "up to 1.2"],
]
TABLES = {
    "down": ("tests_down", DOWN),
    "down with columns": ("tests_down", DOWN_WITH_COLUMNS),
    "across": ("tests_across", ACROSS),
    "across with rows": ("tests_across", ACROSS_WITH_ROWS),
    "list": ("list", LIST),
    "list without heads": ("list", LIST[1:]),
    "list without ranges": ("list", [row[:4] for row in LIST]),
}


def aligned(rows):
    widths = [max(len(row[column]) for row in rows) + 2 for column in range(len(rows[0]))]
    return "\n".join(
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


WRITERS = {
    "tab": lambda rows: "\n".join("\t".join(row) for row in rows),
    "semicolon": lambda rows: "\n".join(";".join(row) for row in rows),
    "comma": lambda rows: "\n".join(",".join(row) for row in rows),
    "pipe": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "spaces": aligned,
}
TITLE, FOOT = "Table 1. Laboratory results", "* above the upper limit of normal"


@pytest.mark.parametrize("separator", WRITERS)
@pytest.mark.parametrize("name", TABLES)
def test_table_reads_back_in_every_layout_with_every_separator(name, separator):
    layout, rows = TABLES[name]
    reading = read_text(WRITERS[separator](rows))
    assert (reading.layout, reading.separator) == (layout, separator)
    assert values_of(reading) == VALUES
    assert reading.is_ready


@pytest.mark.parametrize("separator", ["tab", "semicolon", "pipe", "spaces"])
@pytest.mark.parametrize("name", TABLES)
def test_title_above_and_footnote_below_are_kept_aside(name, separator):
    layout, rows = TABLES[name]
    text = f"{TITLE}\n\n{WRITERS[separator](rows)}\n{FOOT}"
    reading = read_text(text)
    assert reading.layout == layout
    assert values_of(reading) == VALUES
    assert {aside.text for aside in reading.aside} == {TITLE, FOOT}
    assert all(aside.why for aside in reading.aside)


@pytest.mark.parametrize("name", ["down with columns", "across with rows", "list"])
def test_limits_stand_beside_their_values(name):
    reading = read_text(WRITERS["tab"](TABLES[name][1]))
    limits = {head.analyte: (head.lower_limit, head.upper_limit) for head in reading.tests}
    assert limits == {"wbc": ("4000", "11000"), "ast": ("", "35"), "bilirubin_total": ("", "1.2")}
    assert {(cell.lower_limit, cell.upper_limit) for cell in reading.cells} == set(limits.values())
    assert {head.unit_how for head in reading.tests} == {"column"}


@pytest.mark.parametrize("layout", ["tests_down", "tests_across", "list"])
@pytest.mark.parametrize("name", TABLES)
def test_layout_that_is_chosen_wins_and_loses_nothing_in_silence(name, layout):
    reading = read_text(WRITERS["tab"](TABLES[name][1]), layout=layout)
    assert reading.layout == layout
    taken = values_of(reading)
    assert not reading.is_ready or taken.items() <= VALUES.items()


@pytest.mark.hazard("H18")
def test_head_that_lost_its_first_blank_cell_is_moved_to_its_place():
    reading = read_text("12 Mar 2015\t14 Mar 2015\nWBC (/uL)\t4810\t7730\nAST (U/L)\t31\t50")
    assert values_of(reading)["ast", DAYS[1], None] == ("50", "U/L")
    assert reading.is_ready


def test_date_over_the_names_makes_every_column_ask_for_its_date():
    reading = read_text("12 Mar 2015\t14 Mar 2015\t15 Mar 2015\nWBC (/uL)\t4810\t7730\nAST (U/L)\t31\t50")
    assert [head.problem for head in reading.dates] == ["Enter the date of this column"] * 2
    assert "names of the tests" in reading.aside[0].why


def test_table_goes_on_below_under_new_dates():
    text = (
        "\t12 Mar 2015\t14 Mar 2015\nWBC (/uL)\t4810\t7730\nAST (U/L)\t31\t50\n"
        "\t16 Mar 2015\t18 Mar 2015\nWBC (/uL)\t6380\t6650\nAST (U/L)\t251\t379"
    )
    taken = values_of(read_text(text))
    assert len(taken) == 8
    assert taken["ast", date(2015, 3, 18), None] == ("379", "U/L")
    assert taken["wbc", date(2015, 3, 12), None] == ("4810", "/uL")


def test_second_part_under_words_asks_for_its_dates():
    text = "Test\t12 Mar 2015\nAST (U/L)\t31\nTest\tPeak\nAST (U/L)\t379"
    reading = read_text(text)
    assert [(head.text, head.problem) for head in reading.dates] == [
        ("12 Mar 2015", ""),
        ("Peak", "Enter the date of this column"),
    ]


def test_samples_go_on_below_under_new_names():
    text = (
        "Date\tAST (U/L)\tALT (U/L)\n12 Mar 2015\t31\t17\n"
        "Date\tWBC (/uL)\tPLT (/uL)\n12 Mar 2015\t4810\t118000"
    )
    assert values_of(read_text(text)) == {
        ("ast", DAYS[0], None): ("31", "U/L"),
        ("alt", DAYS[0], None): ("17", "U/L"),
        ("wbc", DAYS[0], None): ("4810", "/uL"),
        ("platelets", DAYS[0], None): ("118000", "/uL"),
    }


def test_date_in_a_title_is_no_head():
    text = "Admission\t12 Mar 2015\t\nTest\tBaseline\tPeak\nAST (U/L)\t31\t379"
    reading = read_text(text)
    assert [head.text for head in reading.dates] == ["Baseline", "Peak"]
    assert "12 Mar 2015" in reading.aside[0].text


def test_labels_under_the_dates_change_nothing():
    text = "\t12 Mar 2015\t14 Mar 2015\nTest\tbefore\tafter\nAST (U/L)\t31\t50"
    assert values_of(read_text(text)) == {
        ("ast", DAYS[0], None): ("31", "U/L"),
        ("ast", DAYS[1], None): ("50", "U/L"),
    }


def test_times_stand_on_a_line_of_their_own():
    text = "\t12 Mar 2015\t12 Mar 2015\nTime\t08:30\t20:00\nAST (U/L)\t31\t50"
    assert set(values_of(read_text(text))) == {("ast", DAYS[0], time(8, 30)), ("ast", DAYS[0], time(20))}


def test_times_stand_in_a_column_of_their_own():
    text = "Date\tTime\tAST (U/L)\n12 Mar 2015\t08:30\t31\n12 Mar 2015\t20:00\t50"
    assert set(values_of(read_text(text))) == {("ast", DAYS[0], time(8, 30)), ("ast", DAYS[0], time(20))}
    text = "Test\tDate\tTime\tValue\tUnit\nAST\t12 Mar 2015\t08:30\t31\tU/L"
    assert set(values_of(read_text(text))) == {("ast", DAYS[0], time(8, 30))}


def test_two_columns_of_one_date_keep_their_own_times():
    text = "\t12 Mar 2015\t12 Mar 2015\nAST (U/L)\t31\t50"
    reading = read_text(text)
    assert [cell.state for cell in reading.cells] == ["conflict", "conflict"]
    reading = read_text(text, times={"d0": time(8), "d1": time(20)})
    assert set(values_of(reading)) == {("ast", DAYS[0], time(8)), ("ast", DAYS[0], time(20))}
    assert reading.is_ready


def test_sections_flags_and_comments_are_kept_aside():
    text = (
        "Test\tUnit\t12 Mar 2015\tFlag\t14 Mar 2015\t\tComment\n"
        "Liver function\t\t\t\t\t\t\n"
        "AST\tU/L\t31\t\t50\tH\tfasting\n"
        "ALT\tU/L\t17\t\t53\tH\t\n"
    )
    reading = read_text(text)
    assert {cell.text for cell in reading.cells} == {"31", "50", "17", "53"}
    assert {(aside.place, aside.text) for aside in reading.aside} >= {
        ("line 2", "Liver function"),
        ("column 7", "Comment"),
    }
    assert reading.is_ready


def test_limits_of_their_own_columns_are_taken():
    text = "Test\tUnit\tLLN\tULN\t12 Mar 2015\nWBC\tG/L\t4.0\t11.0\t4.8"
    [head] = read_text(text).tests
    assert (head.lower_limit, head.upper_limit) == ("4", "11")


def test_words_that_may_be_peaks_of_the_patient_are_no_limits():
    reading = read_text("Test\tUnit\tMin\tMax\t12 Mar 2015\nWBC\tG/L\t4.0\t11.0\t4.8")
    assert [head.problem for head in reading.dates] == ["Enter the date of this column"] * 2 + [""]


@pytest.mark.parametrize(
    "heads",
    [
        "Test;Date;Value;Unit",
        "Analyte;Collected;Result;Units",
        "Parameter;Datum;Wert;Einheit",
        "Untersuchung;Entnahmedatum;Ergebnis;Einheit",
        "Analyse;Date de prélèvement;Résultat;Unité",
        "Prueba;Fecha;Resultado;Unidad",
        "検査項目;採取日;結果;単位",
        "검사명;검사일;결과;단위",
    ],
)
def test_heads_of_a_list_are_known_in_many_languages(heads):
    reading = read_text(f"{heads}\nAST;2015-03-12;31;U/L\nALT;2015-03-12;17;U/L")
    assert reading.layout == "list"
    assert len(values_of(reading)) == 2


@pytest.mark.hazard("H18")
def test_columns_of_a_list_may_stand_in_any_order_beside_others():
    text = (
        "Patient\tResult\tUnits\tFlag\tReported\tTest Name\tCollected\tNotes\n"
        "A-1\t31\tU/L\tH\t15 Mar 2015\tAST\t12 Mar 2015\tfasting"
    )
    reading = read_text(text)
    assert values_of(reading) == {("ast", DAYS[0], None): ("31", "U/L")}
    assert reading.cells[0].note == "fasting"
    assert {aside.text for aside in reading.aside} == {"Patient", "Reported"}


def test_list_without_a_date_asks_for_one_date():
    reading = read_text("Test\tResult\tUnit\nAST\t31\tU/L\nALT\t17\tU/L")
    assert [head.problem for head in reading.dates] == ["Enter the date of this line"]
    reading = read_text("Test\tResult\tUnit\nAST\t31\tU/L\nALT\t17\tU/L", days={"d0": ADMISSION})
    assert len(values_of(reading)) == 2
    assert reading.is_ready


def test_lines_of_a_list_without_a_date_ask_each_for_its_own():
    text = "Test\tDate\tResult\tUnit\nAST\t12 Mar 2015\t31\tU/L\nALT\t\t17\tU/L\nGGT\t\t20\tU/L"
    assert [bool(head.problem) for head in read_text(text).dates] == [False, True, True]


def test_list_without_heads_and_with_two_numbers_a_line_is_kept_aside():
    reading = read_text("AST\t12 Mar 2015\t31\t35\tU/L\nALT\t12 Mar 2015\t17\t35\tU/L", layout="list")
    assert not reading.cells
    assert {aside.why for aside in reading.aside} == {
        "Where the test, the date and the value stand is not clear. Put a line of heads above the table"
    }


def test_decimal_comma_that_parted_a_comma_separated_list_is_not_misread():
    reading = read_text("AST,12.03.2015,38,5,U/L\nALT,12.03.2015,40,1,U/L")
    assert not values_of(reading)


def test_results_in_words_are_a_list():
    reading = read_text("AST 12 Mar 2015 31 U/L\nWBC 14 Mar 2015 4.8 G/L (4.0-11.0)\nthe patient felt well")
    assert reading.layout == "list"
    assert values_of(reading) == {
        ("ast", DAYS[0], None): ("31", "U/L"),
        ("wbc", DAYS[1], None): ("4.8", "10*9/L"),
    }
    assert [aside.text for aside in reading.aside] == ["the patient felt well"]


def test_table_that_says_nothing_is_asked_about():
    reading = read_text("foo\tbar\nbaz\tqux")
    assert reading.layout == ""
    assert [option.value for option in questions_of(reading)["layout"].options] == [
        "tests_down",
        "tests_across",
        "list",
    ]
    assert not reading.is_ready
    assert len(reading.aside) == 2


def test_line_without_a_name_and_an_unknown_name_are_kept_aside_and_can_be_chosen():
    text = "\t12 Mar 2015\nAST (U/L)\t31\n\t17\nFoo (U/L)\t20"
    reading = read_text(text)
    assert [head.is_aside for head in reading.tests] == [False, True, True]
    assert [cell.state for cell in reading.cells] == ["value", "skipped", "skipped"]
    assert {aside.place for aside in reading.aside} == {"line 3", "line 4"}
    assert reading.is_ready
    reading = read_text(text, tests={"t1": "alt", "t2": "ggt"}, units={"t1": "U/L"})
    assert len(values_of(reading)) == 3
    assert not reading.aside


def test_lines_that_lost_their_columns_say_so():
    reading = read_text("AD 1 AD 3 AD 5\nAST (U/L) 31 109\nALT (U/L) 17 14 21")
    [aside] = reading.aside
    assert (aside.text, "part them with tabs" in aside.why) == ("AST (U/L) 31 109", True)


def test_keys_are_numbered_in_order_of_appearance():
    reading = read_text(WRITERS["tab"](LIST))
    assert [head.key for head in reading.tests] == ["t0", "t1", "t2"]
    assert [head.key for head in reading.dates] == ["d0", "d1"]
    assert [cell.key for cell in reading.cells][:2] == ["r2c3", "r3c3"]
    assert [(cell.test, cell.when) for cell in reading.cells][:3] == [
        ("t0", "d0"),
        ("t0", "d1"),
        ("t1", "d0"),
    ]


def test_codes_alone_name_the_tests_of_a_list():
    reading = read_text("LOINC\tDate\tValue\tUnit\n1920-8\t12 Mar 2015\t31\tU/L")
    assert values_of(reading) == {("ast", DAYS[0], None): ("31", "U/L")}
    assert reading.tests[0].how == "code"


def test_list_of_unknown_names_is_a_list_all_the_same():
    reading = read_text("Foo\t12 Mar 2015\t31\nBar\t14 Mar 2015\t50")
    assert (reading.layout, [head.text for head in reading.tests]) == ("list", ["Foo", "Bar"])


def test_samples_of_unknown_names_are_samples():
    text = "Date\tFoo\tBar\n12 Mar 2015\t31\t50\n14 Mar 2015\t32\t51"
    reading = read_text(text)
    assert (reading.layout, len(reading.cells)) == ("tests_across", 4)
