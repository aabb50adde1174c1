"""Each serial table that could be collected goes in, in every shape, and no value of it comes out wrong."""

from dataclasses import replace

import pytest

from dressapp.labs.paste.parts import Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from tests.golden.tables.reader import TODAY, take_in
from tests.golden.tables.shapes import shapes_of
from tests.golden.tables.sources import LOST, load_tables

TABLES = load_tables()
BY_ID = {table.id: table for table in TABLES}
SHAPES = [
    pytest.param(table, text, id=f"{table.id}, {shape}")
    for table in TABLES
    for shape, text in shapes_of(table).items()
]
KEPT = [table for table in TABLES if table.rows]
DATED = [table for table in TABLES if table.days]


def read_stored(table):
    return read(split_text(table.text), Choices(), Known(TODAY, events=table.events))


def test_every_stored_table_is_listed_with_its_source():
    assert sorted(BY_ID) == [
        "allopurinol-2013", "bmjcr-220136", "bmjcr-235933", "cdisc-1186", "cdisc-1239", "jmotherchild-2020",
        "sorafenib-2016",
    ]  # fmt: skip
    assert all(table.citation and table.about in ("dress", "other", LOST) for table in TABLES)
    assert {table.id: table.count for table in KEPT} == {
        "sorafenib-2016": 104, "jmotherchild-2020": 26, "allopurinol-2013": 17, "cdisc-1186": 79,
        "cdisc-1239": 149,
    }  # fmt: skip


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.id)
def test_every_value_that_was_typed_stands_in_the_source(table):
    plain = table.text.replace(",", "")
    assert all(
        text in plain for row in table.rows for text in (row.name.replace(",", ""), *row.values.values())
    )


@pytest.mark.parametrize(("table", "text"), SHAPES)
def test_no_value_of_a_published_table_is_wrong_in_any_shape(table, text):
    tally = take_in(table, text)
    assert tally.wrong == 0
    assert tally.left_out == len(table.not_taken)
    assert tally.right + tally.asked + tally.left_out == table.count


@pytest.mark.parametrize(
    ("name", "right"), [("sorafenib-2016", 104), ("cdisc-1186", 79), ("cdisc-1239", 149)]
)
def test_undamaged_tables_go_in_without_a_question(name, right):
    for text in shapes_of(BY_ID[name]).values():
        tally = take_in(BY_ID[name], text)
        assert (tally.right, tally.questions) == (right, 0)


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.id)
def test_rows_of_other_tests_are_kept_aside_by_name(table):
    reading = read_stored(table)
    aside = {head.text for head in reading.tests if head.is_aside}
    assert set(table.aside) <= aside
    assert set(table.aside) <= {one.text for one in reading.aside}


def test_values_under_days_that_are_lost_wait_for_their_day():
    reading = read_stored(BY_ID["jmotherchild-2020"])
    assert {head.on for head in reading.dates} == {None}
    assert not reading.is_ready
    limits = {head.analyte: (head.lower_limit, head.upper_limit) for head in reading.tests if head.analyte}
    assert limits["crp"] == ("", "5")
    assert limits["hemoglobin"] == ("12", "15")


def test_more_eosinophils_than_white_cells_are_not_taken_though_they_are_printed():
    [table] = [table for table in DATED if table.id == "allopurinol-2013"]
    tally = take_in(table, table.text)
    assert (tally.right, tally.asked, tally.left_out) == (8, 6, 3)


@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.about == LOST], ids=lambda table: table.id
)
def test_nothing_is_taken_from_lines_whose_cells_run_into_one_another(table):
    reading = read_stored(table)
    assert not reading.is_ready
    assert not reading.cells
    assert len(reading.aside) == len(reading.sheet.rows)


@pytest.mark.parametrize("table", DATED, ids=lambda table: table.id)
def test_a_value_that_differs_from_the_source_is_found_out(table):
    row, *others = table.rows
    day = next(iter(row.values))
    changed = replace(row, values=row.values | {day: "77777"})
    assert take_in(replace(table, rows=(changed, *others)), table.text).wrong == 1
