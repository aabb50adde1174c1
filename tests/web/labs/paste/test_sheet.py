"""Which sign parts the columns, found or chosen; what is no table is refused in words."""

import pytest

from dressapp.labs.paste.parts import SheetRefused
from dressapp.labs.paste.sheet import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_LINES, SEPARATORS, split_text

ROWS = (("", "AD 1", "AD 3"), ("WBC (/uL)", "4810", "7730"), ("AST (U/L)", "31", "50"))
ALIGNED = "             AD 1    AD 3\nWBC (/uL)    4810    7730\nAST (U/L)    31      50"
MARKDOWN = "| | AD 1 | AD 3 |\n|---|:--:|---|\n| WBC (/uL) | 4810 | 7730 |\n| AST (U/L) | 31 | 50 |"
OPEN_MARKDOWN = " | AD 1 | AD 3\nWBC (/uL) | 4810 | 7730\nAST (U/L) | 31 | 50"
WRITTEN = {
    "tab": "\tAD 1\tAD 3\nWBC (/uL)\t4810\t7730\nAST (U/L)\t31\t50",
    "semicolon": ";AD 1;AD 3\nWBC (/uL);4810;7730\nAST (U/L);31;50",
    "comma": ",AD 1,AD 3\nWBC (/uL),4810,7730\nAST (U/L),31,50",
    "pipe": MARKDOWN,
    "spaces": ALIGNED,
    "words": "AD 1 AD 3\nWBC (/uL) 4810 7730\nAST (U/L) 31 50",
}


@pytest.mark.parametrize(("separator", "text"), WRITTEN.items())
def test_separator_is_found(separator, text):
    sheet = split_text(text)
    assert sheet.separator == separator
    assert sheet.rows == ROWS
    first = "line 1"
    assert sheet.places[0] == first


@pytest.mark.parametrize(("separator", "text"), WRITTEN.items())
def test_chosen_separator_wins(separator, text):
    assert split_text(text, separator).rows == ROWS
    for other in SEPARATORS:
        try:
            assert split_text(text, other).separator == other
        except SheetRefused as refused:
            said = str(refused)
            assert "No columns" in said


def test_markdown_is_read_without_frame_and_rule():
    assert split_text(OPEN_MARKDOWN).rows == ROWS
    bold = "| Test | AD 1 |\n|---|---|\n| **AST** | `31` |\n| a \\| b | _50_ |"
    assert split_text(bold).rows == (("Test", "AD 1"), ("AST", "31"), ("a | b", "50"))


def test_places_are_the_lines_of_the_text_blank_ones_counted():
    sheet = split_text("\n\n\tAD 1\n\nAST\t31\n\n")
    assert sheet.places == ("line 3", "line 5")
    assert split_text(MARKDOWN).places == ("line 1", "line 3", "line 4")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x85"])
def test_any_end_of_line_ends_a_line(end):
    assert split_text(WRITTEN["tab"].replace("\n", end)).rows == ROWS


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("\ufeffAST\t31", "AST"), ("AST\u00a0(U/L)\t31", "AST (U/L)"), (" AST \t31", "AST"), ("ＡＳＴ\t３１",
        "AST"),
        ("A\u200bST\t31", "AST"), ("AST\u3000x\t31", "AST x"), ("AST  x\t31", "AST x"), ("\u00adAST\t31",
        "AST"),
    ],
)  # fmt: skip
def test_signs_that_nobody_sees_change_nothing(text, cell):
    assert split_text(text).rows[0][0] == cell


def test_superscripts_and_greek_letters_stay():
    assert split_text("WBC (10⁹/L)\tµg\t½").rows == (("WBC (10⁹/L)", "µg", "½"),)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,"4,810",b\nc,"7,730",d', (("a", "4,810", "b"), ("c", "7,730", "d"))),
        ('a;"x; y";b\nc;d;e', (("a", "x; y", "b"), ("c", "d", "e"))),
        ('a,"say ""x""",b\nc,d,e', (("a", 'say "x"', "b"), ("c", "d", "e"))),
        ('a\t5"\tb\nc\td\te', (("a", '5"', "b"), ("c", "d", "e"))),
        ('a\t"5\tb\nc\td\te', (("a", '"5', "b"), ("c", "d", "e"))),
        ('a\t"x\ty"\nc\td', (("a", "x y"), ("c", "d"))),
        ('a\t"x\n12 Mar"\nc\td', (("a", "x 12 Mar"), ("c", "d"))),
    ],
)
def test_quotation_marks_keep_a_cell_together_where_every_one_is_closed(text, rows):
    assert split_text(text).rows == rows


def test_quoted_cell_over_two_lines_stands_in_the_line_where_it_begins():
    assert split_text('a\t"x\ny"\nc\td').places == ("line 1", "line 3")


@pytest.mark.parametrize(
    "text",
    [
        "AST;38,5;40,1\nALT;1,2;1,3",
        "Test;Wert\nAST;38,5\nALT;1,2",
        "AST | 38,5\nALT | 1,2",
        "AST  38,5  40,1\nALT  1,2   1,3",
        "AST\t38,5\nALT\t1,2",
        "AST 38,5\nALT 1,2",
    ],
)
def test_decimal_comma_is_no_separator_where_there_is_another(text):
    assert all("," in "".join(row) for row in split_text(text).rows if row[0] != "Test")
    assert split_text(text).separator != "comma"


def test_short_lines_are_filled_and_blank_columns_at_the_end_dropped():
    assert split_text("a\tb\tc\nd\t\t\ne\tf\t\t\t").rows == (("a", "b", "c"), ("d", "", ""), ("e", "f", ""))


def test_blank_cell_of_an_aligned_table_keeps_its_place():
    text = (
        "           AD 1   AD 3   AD 5\n"
        "WBC (/uL)  4810   7730   6800\n"
        "AST (U/L)  31            109\n"
        "ALT (U/L)  17     14     21"
    )
    assert split_text(text).rows[2] == ("AST (U/L)", "31", "", "109")
    assert split_text(text).rows[0] == ("", "AD 1", "AD 3", "AD 5")


def test_blank_cell_of_a_table_that_is_not_aligned_leaves_its_line_in_one_piece():
    text = "WBC (/uL)  4810  7730  6800\nAST (U/L)  31  109\nA  17  14  21"
    assert split_text(text, "spaces").rows[1] == ("AST (U/L) ¦ 31 ¦ 109", "", "", "")


def test_one_full_line_is_not_enough_to_place_the_cells_of_another():
    rows = split_text("WBC  4810   7730   6800\nAST  31            109", "spaces").rows
    assert rows[1] == ("AST ¦ 31 ¦ 109", "", "", "")


def test_line_of_a_table_whose_gaps_are_all_alike_may_have_closed_up_and_stays_in_one_piece():
    rows = split_text("    AD 1  AD 3  AD 5\nAST  31    50    60\nALT  17    20    21\nGGT  12    14").rows
    assert rows[3] == ("GGT", "12", "14", "")
    rows = split_text("AST  31  50  60\nALT  17  20  21\nGGT  12  14").rows
    assert rows[2] == ("GGT ¦ 12 ¦ 14", "", "", "")


def test_wide_signs_count_twice_where_a_table_is_aligned():
    text = "白血球     4810   7730   6800\nAST        31            109\nALT        17     14     21"
    assert split_text(text).rows[1] == ("AST", "31", "", "109")


def test_line_of_single_spaces_with_too_few_values_stays_in_one_piece():
    rows = split_text("AD 1 AD 3 AD 5\nAST 31 109\nALT 17 14 H 21\nCr 0.9 - 1.2").rows
    assert rows[1:] == (("AST 31 109", "", "", ""), ("ALT", "17", "14 H", "21"), ("Cr 0.9 - 1.2", "", "", ""))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("AST 12 Mar 2015 379 U/L", ("AST", "12 Mar 2015", "379 U/L")),
        ("12 Mar 2015 AST 379 U/L", ("AST", "12 Mar 2015", "379 U/L")),
        ("AST 379 U/L 12 Mar 2015", ("AST", "12 Mar 2015", "379 U/L")),
        ("2015-03-12 08:30 AST 379 U/L (0-35) H", ("AST", "2015-03-12 08:30", "379 U/L (0-35) H")),
        ("AST: 379 U/L (12.03.2015)", ("AST", "12.03.2015", "379 U/L")),
        ("Free T4 AD 3 1.2 ng/dL", ("Free T4", "AD 3", "1.2 ng/dL")),
        (
            "Total bilirubin = 1.2 mg/dL on 12 Mar 2015",
            ("Total bilirubin = 1.2 mg/dL on 12 Mar 2015", "", ""),
        ),
        ("The patient came on 12 Mar 2015", ("The patient came on 12 Mar 2015", "", "")),
        ("AST 12 Mar 2015 31 50", ("AST 12 Mar 2015 31 50", "", "")),
        ("AST 12 Mar 2015 31 " + "x " * 30, ("AST 12 Mar 2015 31 " + "x " * 29 + "x", "", "")),
        ("AST 12 Mar 2015 14 Mar 2015 31", ("AST 12 Mar 2015 14 Mar 2015 31", "", "")),
    ],
)
def test_result_in_words_is_parted_into_test_date_and_value(line, cells):
    assert split_text(f"{line}\nGGT 12 Mar 2015 53 U/L").rows[0] == cells


REFUSED = {
    "": "There is no text",
    " \n\t\n": "There is no text",
    "\ufeff": "There is no text",
    "AST": "No columns were found",
    "AST\nALT\nGGT": "No columns were found",
    "The patient was well.": "No columns were found",
    "AST\t31\x00": "signs that are no text",
    "AST\t\x1b[31m": "signs that are no text",
    "AST\t\ud800": "signs that are no text",
    "a\tb\n" * (MAX_LINES + 1): "20,001 lines",
    "a\t" * MAX_COLUMNS + "b": "201 columns",
    "a\t" + "b" * (MAX_CELL + 1): "10,000 characters",
    "a\tb" + " " * MAX_BYTES: "larger than 2 MB",
    "é\t" * (MAX_BYTES // 2) + "b": "larger than 2 MB",
}


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=lambda value: value[:20])
def test_text_that_is_no_table_within_the_limits_is_refused_in_words(text, words):
    with pytest.raises(SheetRefused) as refused:
        split_text(text)
    assert words in str(refused.value)


def test_limits_themselves_are_within():
    assert len(split_text("a\tb\n" * MAX_LINES).rows) == MAX_LINES
    assert len(split_text("a\t" * (MAX_COLUMNS - 1) + "b").rows[0]) == MAX_COLUMNS
    assert len(split_text("a\t" + "b" * MAX_CELL).rows[0][1]) == MAX_CELL


def test_separator_that_is_not_on_the_list_is_refused():
    with pytest.raises(SheetRefused):
        split_text("a\tb", "odd")
