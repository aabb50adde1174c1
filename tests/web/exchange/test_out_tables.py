"""The results as CSV and XLSX: no text runs, every digit stands, what is read in again is what was there."""

import csv
import re
from datetime import date, time
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dressapp.exchange.grid_out import HEADS, list_csv, unmistakable
from dressapp.exchange.guard import guard, unguard
from dressapp.exchange.importer import import_case
from dressapp.exchange.xlsx_out import list_xlsx
from tests.factories.records import make_case, make_lab
from tests.web.exchange.read_again import PAYLOADS, make_table_case, results_of, take_in
from tests.web.exchange.test_out_case import SORAFENIB

WAYS = {"csv": list_csv, "xlsx": list_xlsx}
RUNS = re.compile(r"[=+\-@\t\r]")


def cells_of(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def case(user):
    return make_table_case(user)


def test_there_are_thirty_texts_that_would_run():
    assert len({text for text in PAYLOADS if RUNS.match(text.lstrip("'"))}) >= 30


@pytest.mark.parametrize("text", [*PAYLOADS, "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "'＝1"])
def test_a_text_is_guarded_and_comes_back(text):
    assert guard(text)[:1] not in set("=+-@\t\r＝＋－＠")
    assert unguard(guard(text)) == text


@pytest.mark.promise("P18")
def test_csv_has_a_line_a_result_every_cell_quoted_and_none_that_runs(case):
    content = list_csv(case)
    assert content.startswith(b"\xef\xbb\xbf")
    assert all(line.startswith(b'"') and line.endswith(b'"') for line in content[3:].split(b"\r\n")[:-1])
    heads, *lines = cells_of(content)
    assert tuple(heads) == HEADS
    assert len(lines) == len(results_of(case))
    assert [cell for line in lines for cell in line if RUNS.match(cell)] == []


def test_csv_keeps_digits_bounds_and_the_text_of_the_rest(case):
    lines = {(line[1], line[2]): line for line in cells_of(list_csv(case))[1:]}
    assert lines["eosinophils_pct", "2026-03-12"][4:6] == ["9.70", "%"]
    assert lines["crp", "2026-03-14"][4] == "<0.1"
    assert lines["alt", "2026-03-12"] == [
        "ALT", "alt", "2026-03-12", "", "51", "U/L", "5", "40", "", "", "typed",
    ]  # fmt: skip
    assert lines["alt", "2025-01-01"][9] == "'=1+1"


@pytest.mark.promise("P18")
def test_workbook_holds_no_formula_and_numbers_stay_numbers(case):
    workbook = load_workbook(BytesIO(list_xlsx(case)))
    cells = [cell for sheet in workbook for row in sheet for cell in row if cell.value is not None]
    assert workbook.sheetnames == ["Results", "Grid"]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "s" and RUNS.match(cell.value)] == []
    values = {row[1].value: row[4] for row in workbook["Results"] if row[2].value == "2026-03-12"}
    assert (values["eosinophils_pct"].data_type, values["eosinophils_pct"].number_format) == ("n", "0.00")
    assert (values["troponin_t"].data_type, values["troponin_t"].value) == ("s", "<14")


def test_the_grid_has_tests_down_and_samples_across(user):
    case = make_case(user)
    make_lab(case, user, value="51", on=date(2026, 3, 12), upper_limit="40")
    make_lab(case, user, value="88", on=date(2026, 3, 14), taken_time=time(8, 30))
    make_lab(case, user, analyte="wbc", value="7.7", unit="10*9/L", on=date(2026, 3, 12))
    grid = load_workbook(BytesIO(list_xlsx(case)))["Grid"]
    assert [[cell.value for cell in row] for row in grid] == [
        ["Test", "Unit", "Lower limit", "Upper limit", "2026-03-12", "2026-03-14 08:30"],
        ["White cells", "10*9/L", None, None, 7.7, None],
        ["ALT", "U/L", None, 40, 51, 88],
    ]


@pytest.mark.parametrize("way", WAYS)
def test_equal_results_give_equal_bytes(case, way):
    assert WAYS[way](case) == WAYS[way](case)


def test_a_workbook_does_not_say_when_it_was_written(case):
    with ZipFile(BytesIO(list_xlsx(case))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:modified" not in packed.read("docProps/core.xml")


@pytest.mark.parametrize("way", WAYS)
def test_a_case_without_results_has_heads_alone(user, way):
    assert WAYS[way](make_case(user))


@pytest.mark.promise("P24")
@pytest.mark.parametrize("way", WAYS)
def test_read_into_an_empty_case_nothing_is_asked_and_nothing_differs(case, user, way):
    other = make_case(user, local_id="T-2")
    reading, done = take_in(other, WAYS[way](case), user)
    assert [question.title for question in reading.questions if not question.answer] == []
    assert done is not None
    assert results_of(other) == results_of(case)


@pytest.mark.parametrize("way", WAYS)
def test_read_into_the_same_case_nothing_is_added(case, user, way):
    before = results_of(case)
    _, done = take_in(case, WAYS[way](case), user)
    assert (done.stored, done.skipped) == (0, len(before))
    assert results_of(case) == before


@pytest.mark.parametrize("way", WAYS)
def test_the_published_table_comes_back_with_its_dates(user, team, way):
    calendar = SORAFENIB | {"dates": SORAFENIB["dates"] | {"basis": "calendar"}}
    case = import_case(calendar, team=team, by=user)
    other = make_case(user, local_id="T-3", rash_onset_on=case.rash_onset_on)
    _, done = take_in(other, WAYS[way](case), user)
    assert done is not None
    assert results_of(other) == results_of(case)


@pytest.mark.parametrize("way", WAYS)
def test_a_case_that_knows_only_days_gives_days_and_only_they_are_asked_about(user, team, way):
    case = import_case(SORAFENIB, team=team, by=user)
    content = WAYS[way](case)
    assert b"2015-0" not in content
    other = make_case(user, local_id="T-4", rash_onset_on=case.rash_onset_on, basis="relative")
    reading, done = take_in(other, content, user)
    assert done is None
    assert [question.name for question in reading.questions if not question.answer] == ["anchor-day"]


@pytest.mark.parametrize(
    ("raw", "comparator", "shown"),
    [("1.234", "", "1.2340"), ("<1.500", "<", "<1.5000"), ("0.125", "", "0.125"), ("1.50", "", "1.50")],
)
def test_a_number_is_written_so_that_nobody_reads_thousands(raw, comparator, shown):
    assert unmistakable(raw, comparator) == shown
