"""Workbooks: the digits, dates and percentages that a person sees; what a spreadsheet hides is said."""

import re
from datetime import date, datetime, time
from time import monotonic

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dressapp.exchange import xlsx_child, xlsx_sheets
from dressapp.exchange.files import read_file
from dressapp.labs.paste.parts import Choices, Known, SheetRefused
from dressapp.labs.paste.reading import read as read_sheet

from .made_files import make_xlsx, part_of, saved, with_parts, with_shared_texts

EMPTY_RESULT = re.compile(rb"</f><v\s*(?:/>|></v>)")
HEADS = ["Test", date(2015, 3, 12), date(2015, 3, 14)]


def read(*rows, change=None):
    return read_file("labs.xlsx", make_xlsx(*rows, change=change))


def shown(value, number_format="General"):
    """Return the text of one cell with a number format."""

    def change(workbook):
        workbook.active["B2"].number_format = number_format

    return read(HEADS, ["AST (U/L)", value, 40], change=change).sheet.rows[1][1]


def test_table_keeps_its_lines_and_their_places():
    found = read([], ["", *HEADS], [], ["", "AST (U/L)", 38, None])
    assert found.sheet.rows == (("Test", "2015-03-12", "2015-03-14"), ("AST (U/L)", "38", ""))
    assert found.sheet.places == ("sheet Labs, row 2", "sheet Labs, row 4")
    assert (found.left_out, found.courses) == ((), ())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (38.5, "General", "38.5"),
        (38.499999999999996, "General", "38.5"),
        (0.1 + 0.2, "General", "0.3"),
        (4810, "#,##0", "4810"),
        (4810.0, "General", "4810"),
        (1.5, "0.00", "1.50"),
        (1.5, '0.00" mg/dL"', "1.50"),
        (1.25, "0.0", "1.25"),
        (1e-05, "0.00E+00", "0.00001"),
        (123456789012, "0", "123456789012"),
        (0, "0.0", "0.0"),
        (-1.5, "General", "-1.5"),
        (0.279, "0.0%", "27.9 %"),
        (0.2790, "0%", "27.9 %"),
        (0.07, '0.0 "%"', "0.07"),
        (4810000, "#,##0,", "4810000 (the cell shows it in thousands or millions)"),
        (True, "General", "TRUE"),
        ("<0.1", "General", "<0.1"),
        ("12.3 H", "@", "12.3 H"),
        (" 12\n\t3 ", "General", "12 3"),
        ("#DIV/0!", "General", "#DIV/0!"),
        (time(8, 30), "h:mm", "08:30:00"),
    ],
)
def test_cell_is_read_as_it_is_stored_and_meant(value, number_format, text):
    assert shown(value, number_format) == text


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (date(2015, 3, 12), "d-mmm", "2015-03-12"),
        (datetime(2015, 3, 12), "yyyy-mm-dd", "2015-03-12"),
        (datetime(2015, 3, 12, 8, 30), "m/d/yy", "2015-03-12 08:30"),
        (datetime(2015, 3, 12, 8, 30, 15), "m/d/yy h:mm", "2015-03-12 08:30:15"),
        (datetime(2015, 3, 12), "m/d/yy h:mm", "2015-03-12 00:00"),
    ],
)
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_head_with_a_day_is_that_day_in_both_calendars(value, number_format, text, epoch):
    workbook = Workbook()
    if epoch:
        workbook.epoch = epoch
    for row in (["Test", value], ["AST (U/L)", 38], ["ALT (U/L)", 40]):
        workbook.active.append(row)
    workbook.active["B1"].number_format = number_format
    assert read_file("", saved(workbook)).sheet.rows[0] == ("Test", text)


@pytest.mark.hazard("H18")
def test_number_that_became_a_day_is_marked_and_named():
    rows = [
        ["Test", date(2015, 3, 12)],
        ["Cr (mg/dL)", date(2026, 3, 3)],
        ["AST (U/L)", 38],
        ["ALT (U/L)", 9],
    ]
    found = read(*rows)
    assert found.sheet.rows[1] == ("Cr (mg/dL)", "2026-03-03 (a date in the file)")
    assert found.sheet.rows[0] == ("Test", "2015-03-12")
    assert "(B2)" in found.left_out[0]


def test_days_down_a_list_are_no_mistake():
    found = read(["test", "date", "value"], *[["AST", date(2015, 3, day), day] for day in range(1, 9)])
    assert found.sheet.rows[1] == ("AST", "2015-03-01", "1")
    assert found.left_out == ()


def test_formula_counts_with_its_stored_result_and_is_refused_without():
    content = make_xlsx(HEADS, ["AST (U/L)", "=1+1", 40])
    with pytest.raises(SheetRefused, match="Cell B2 holds a formula without its result"):
        read_file("", content)
    with_result = EMPTY_RESULT.sub(b"</f><v>2</v>", part_of(content, "sheet1"))
    assert read_file("", with_parts(content, sheet1=with_result)).sheet.rows[1] == ("AST (U/L)", "2", "40")


def test_formula_with_an_empty_text_is_an_empty_cell():
    content = make_xlsx(HEADS, ["AST (U/L)", "=1+1", 40])
    sheet = part_of(content, "sheet1").replace(b'<c r="B2"', b'<c r="B2" t="str"', 1)
    assert read_file("", with_parts(content, sheet1=sheet)).sheet.rows[1] == ("AST (U/L)", "", "40")


def test_shared_texts_are_read_without_their_format_and_pronunciation():
    texts = [
        b"<t>AST (U/L)</t>",
        b"<r><t>12.3</t></r><r><rPr><b/></rPr><t xml:space='preserve'> H</t></r>",
        "<t>好酸球</t><rPh sb='0' eb='3'><t>コウサンキュウ</t></rPh>".encode(),
    ]
    content = with_shared_texts(make_xlsx(HEADS, ["?", "?", "?"]), *texts)
    sheet = part_of(content, "sheet1")
    for place, name in enumerate(("A2", "B2", "C2")):
        old = b'<c r="%s" t="inlineStr"><is><t>?</t></is></c>' % name.encode()
        assert old in sheet
        sheet = sheet.replace(old, b'<c r="%s" t="s"><v>%d</v></c>' % (name.encode(), place))
    assert read_file("", with_parts(content, sheet1=sheet)).sheet.rows[1] == ("AST (U/L)", "12.3 H", "好酸球")
    for wrong in (b"3", b"-1", b"x", b"9" * 5_000):
        damaged = sheet.replace(b"<v>2</v>", b"<v>%s</v>" % wrong)
        with pytest.raises(SheetRefused, match="Cell C2 cannot be read"):
            read_file("", with_parts(content, sheet1=damaged))


def test_cell_in_another_row_and_cell_told_twice_are_refused():
    content = make_xlsx(HEADS, ["AST (U/L)", 38, 40])
    sheet = part_of(content, "sheet1")
    for new, words in ((b'r="B3"', "Cell B3 cannot be read"), (b'r="A2"', "holds a cell of row 2 twice")):
        with pytest.raises(SheetRefused, match=words):
            read_file("", with_parts(content, sheet1=sheet.replace(b'r="B2"', new)))


def test_merged_heads_are_repeated_and_merged_results_are_not():
    def merge(workbook):
        for area in ("A1:D1", "B2:C2", "A3:A4", "B3:C3", "B4:C4"):
            workbook.active.merge_cells(area)

    rows = [["Results of a patient"], ["Test", date(2015, 3, 12), None, "note"], ["AST (U/L)", 38, None, "x"],
            [None, "<5", None, "y"], ["ALT (U/L)", 9, 8, "z"]]  # fmt: skip
    found = read(*rows, change=merge)
    assert found.sheet.rows[0] == ("Results of a patient", "", "", "")
    assert found.sheet.rows[1] == ("Test", "2015-03-12", "2015-03-12", "note")
    assert found.sheet.rows[2] == ("AST (U/L)", "38", "", "x")
    assert found.sheet.rows[3] == ("AST (U/L)", "<5", "", "y")
    assert found.left_out == (
        "sheet Labs: B3:C3, B4:C4 merged over several cells, read in the first of them alone",
    )


def test_hidden_rows_and_columns_are_read_and_said():
    def hide(workbook):
        workbook.active.row_dimensions[3].hidden = True
        workbook.active.column_dimensions["C"].hidden = True

    found = read(HEADS, ["AST (U/L)", 1, 2], ["ALT (U/L)", 3, 4], change=hide)
    assert found.sheet.rows[2] == ("ALT (U/L)", "3", "4")
    assert found.left_out == (
        "sheet Labs: hidden rows are read too (3)",
        "sheet Labs: hidden columns are read too (C)",
    )


def test_first_sheet_with_a_table_is_read_and_the_others_are_named():
    def add(workbook):
        workbook.create_sheet("Cover", 0)["A1"] = "Ward 7"
        workbook.create_sheet("Draft", 0).append([1, 2])
        workbook["Draft"].append([1, 2])
        workbook["Draft"].sheet_state = "hidden"
        workbook.create_sheet("More")

    found = read(HEADS, ["AST (U/L)", 1, 2], change=add)
    assert found.sheet.places[0] == "sheet Labs, row 1"
    assert [text.partition(" is not read")[0] for text in found.left_out] == [
        "hidden sheet Draft",
        "sheet Cover",
        "sheet More",
    ]


def test_workbook_without_a_table_is_refused():
    with pytest.raises(SheetRefused, match="No sheet of the workbook holds a table"):
        read(["only one cell"])


@pytest.mark.parametrize("text", ["12.3 H", "<0.1", "neg", "4810"])
def test_point_is_declared_where_no_text_can_be_read_otherwise(text):
    sheet = read(HEADS, ["AST (U/L)", text, 1.234]).sheet
    assert sheet.declared == {"decimal": "point"}
    assert states(sheet)[-1] == ("1.234", "value")


@pytest.mark.parametrize("text", ["38,5", "4,810", "1.500"])
def test_number_beside_a_doubtful_text_cannot_be_taken_for_thousands(text):
    sheet = read(HEADS, ["AST (U/L)", text, 1.234]).sheet
    assert sheet.declared == {}
    assert sheet.rows[1] == ("AST (U/L)", text, "1.2340")


def states(sheet):
    """Return each cell of a table with what it comes to where nothing was declared by anybody."""
    reading = read_sheet(sheet, Choices(), Known(date(2026, 11, 22)))
    return [(cell.text, cell.state) for cell in reading.cells]


def test_cell_that_only_looks_like_a_number_is_refused_in_the_table():
    def scale(workbook):
        workbook.active["B2"].number_format = "#,##0,"

    rows = [HEADS, ["Platelets (/uL)", 150_000, 9], ["AST (U/L)", date(2026, 3, 3), 38], ["ALT (U/L)", 9, 9]]
    assert [state for _, state in states(read(*rows, change=scale).sheet)] == [
        "refused", "value", "refused", "value", "value", "value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[str(n)] * 2 for n in range(20_001)], "more than 20,000 rows"),
        ([[1] * 201, [1] * 201], "reaches column GS"),
        ([["a", "b"], ["x" * 10_001, "y"]], "Cell A2 holds more than 10,000 characters"),
    ],
    ids=["rows", "columns", "characters"],
)
def test_table_beyond_the_limits_is_refused_with_its_place(rows, words):
    with pytest.raises(SheetRefused, match=words):
        read(*rows)


@pytest.mark.parametrize(
    ("limit", "words"),
    [("MAX_CELLS", "more than 5 cells up to row 2"), ("MAX_CHARACTERS", "5 characters up to row 1"),
     ("MAX_AREA", "wider and longer than 5 cells")],
)  # fmt: skip
def test_size_of_a_table_is_counted_as_it_is_read(monkeypatch, limit, words):
    monkeypatch.setattr(xlsx_sheets, limit, 5)
    read = xlsx_child.answer(make_xlsx(["Test", "a", "b"], [1, 2, 3]))
    assert words in read["refused"]


DAMAGES = {
    "cut": lambda content: content[: len(content) // 2],
    "no sheet": lambda content: with_parts(content, sheet1=None),
    "no xml": lambda content: with_parts(content, sheet1=b"not xml"),
    "no cell": lambda content: with_parts(
        content, sheet1=part_of(content, "sheet1").replace(b'<c r="B2"', b'<c r="??"')
    ),
    "no string": lambda content: with_parts(
        content, sheet1=part_of(content, "sheet1").replace(b'<c r="B2" t="n">', b'<c r="B2" t="s">')
    ),
    "no styles": lambda content: with_parts(content, styles=b"<styleSheet"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_workbook_is_refused_with_what_to_do(damage):
    content = DAMAGES[damage](make_xlsx(HEADS, ["AST (U/L)", 38, 40]))
    with pytest.raises(SheetRefused, match=r"[Ss]ave it as|cannot be read|No sheet"):
        read_file("", content)


def test_strict_workbook_is_refused_with_what_to_do():
    content = make_xlsx(HEADS, ["AST (U/L)", 38, 40])
    name = "xl/workbook.xml"
    usual, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006", b"http://purl.oclc.org/ooxml"
    with pytest.raises(SheetRefused, match="saved as Strict Open XML"):
        read_file("", with_parts(content, **{name: part_of(content, name).replace(usual, strict)}))


def test_usual_workbook_is_read_within_a_second():
    content = make_xlsx(HEADS, *[[f"Test {n}", n, n / 7] for n in range(300)])
    read_file("", content)
    start = monotonic()
    read_file("", content)
    assert monotonic() - start < 1
