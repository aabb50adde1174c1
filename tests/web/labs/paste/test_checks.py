"""What cannot be is refused, what is unusual is asked about, what is stored is not stored twice."""

from datetime import date

import pytest

from dressapp.labs.paste.parts import Known, Stored
from tests.web.labs.paste.texts import EVENTS, TODAY, read_cell, read_text, values_of

ON = date(2015, 3, 12)
OLD = Stored("old", 3, "31", "", "31", "U/L")


def storing(*stored, analyte="ast", at=None):
    return Known(TODAY, events=EVENTS, stored={(analyte, ON, at): stored})


# What cannot be


@pytest.mark.parametrize("value", ["101", "100.1", ">100.5"])
def test_percentage_above_hundred_is_refused(value):
    cell = read_cell(value, test="Eos (%)")
    assert (cell.state, "between 0 and 100" in cell.problem) == ("refused", True)
    assert read_cell(value, test="Eos (%)", cells={"r2c2": "right"}).state == "refused"


def test_more_eosinophils_than_white_cells_refuses_both():
    text = "\t12 Mar 2015\t13 Mar 2015\nWBC (G/L)\t4.8\t4.8\nEos (/uL)\t5000\t310"
    reading = read_text(text)
    assert [cell.state for cell in reading.cells] == ["refused", "value", "refused", "value"]
    assert "More eosinophils than white cells" in reading.cells[0].problem
    reading = read_text(text, cells={"r3c2": "=500"})
    assert reading.is_ready


def test_more_eosinophils_than_the_stored_white_cells_is_refused():
    known = storing(Stored("w", 1, "4810", "", "4810", "/uL"), analyte="wbc")
    assert read_cell("5000", test="Eos (/uL)", known=known).state == "refused"
    assert read_cell("500", test="Eos (/uL)", known=known).state == "value"


def test_samples_of_other_times_are_other_samples():
    text = "\t12 Mar 2015 08:00\t12 Mar 2015 20:00\nWBC (G/L)\t4.8\t-\nEos (/uL)\t-\t5000"
    assert len(values_of(read_text(text))) == 2


# What is unusual


def test_unusual_value_among_usual_ones_is_asked_about_and_can_be_right():
    text = "\t12 Mar 2015\t13 Mar 2015\nAST (U/L)\t31\t99999"
    reading = read_text(text)
    assert [cell.state for cell in reading.cells] == ["value", "asked"]
    assert "unusually high" in reading.cells[1].problem
    assert reading.cells[1].raw == "99999"
    assert not reading.is_ready
    reading = read_text(text, cells={"r2c3": "right"})
    assert [cell.state for cell in reading.cells] == ["value", "value"]
    assert reading.is_ready


# What is left out or typed


def test_cell_can_be_left_out():
    cell = read_cell("neg", cells={"r2c2": "skip"})
    assert (cell.state, cell.text) == ("skipped", "neg")
    cell = read_cell("31", cells={"r2c2": "skip"})
    assert (cell.state, cell.raw) == ("skipped", "")


def test_everything_that_cannot_be_read_can_be_left_out_at_once():
    text = "\t12 Mar 2015\t13 Mar 2015\t14 Mar 2015\nAST (U/L)\tneg\t99999\t31\nEos (%)\t101\t-\t5"
    reading = read_text(text, rest="skip")
    states = [cell.state for cell in reading.cells]
    assert states == ["skipped", "asked", "value", "skipped", "empty", "value"]
    assert reading.cells[0].problem
    assert reading.counts == {"skipped": 2, "asked": 1, "value": 2, "empty": 1}


@pytest.mark.parametrize("text", ["neg", "31", "38,5", "-", "1 500"])
def test_typed_number_stands_instead_of_the_text(text):
    text_of_table = f"\t12 Mar 2015\t13 Mar 2015\nAST (U/L)\t{text}\t17"
    cell = read_text(text_of_table, cells={"r2c2": "=12.30"}).cells[0]
    assert (cell.state, cell.raw, cell.canonical, cell.unit) == ("value", "12.30", "12.3", "U/L")
    assert cell.text == text


@pytest.mark.parametrize("typed", ["=", "=neg", "=38,5", "=1.500"])
def test_typed_text_that_is_no_number_is_refused(typed):
    cell = read_cell("31", cells={"r2c2": typed})
    assert (cell.state, bool(cell.problem)) == ("refused", True)


def test_typed_number_is_checked_like_any_other():
    assert read_cell("neg", test="Eos (%)", cells={"r2c2": "=101"}).state == "refused"
    assert read_cell("neg", cells={"r2c2": "=31"}, known=storing(OLD)).state == "duplicate"


def test_column_without_a_date_waits_but_its_cells_are_read():
    reading = read_text("\tPeak\nAST (U/L)\t31")
    assert [(cell.state, cell.raw) for cell in reading.cells] == [("value", "31")]
    assert not reading.is_ready


# What is stored already


@pytest.mark.hazard("H06")
@pytest.mark.parametrize(
    "stored",
    [
        OLD,
        Stored("x", 1, "31.0", "", "31", "U/L"),
        Stored("x", 1, "31", "", "31", "[IU]/L"),
    ],
)
def test_equal_value_in_its_place_is_a_duplicate(stored):
    cell = read_cell("31", known=storing(stored))
    assert (cell.state, cell.stored) == ("duplicate", (stored,))


@pytest.mark.hazard("H06")
def test_equal_amount_in_another_unit_is_a_duplicate():
    known = storing(Stored("x", 1, "4810", "", "4810", "/uL"), analyte="wbc")
    assert read_cell("4.81", test="WBC (10^9/L)", known=known).state == "duplicate"
    assert read_cell("4.82", test="WBC (10^9/L)", known=known).state == "conflict"


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("text", ["<31", ">31", "32"])
def test_different_value_in_its_place_is_a_conflict_shown_with_what_is_stored(text):
    cell = read_cell(text, known=storing(OLD))
    assert (cell.state, cell.stored) == ("conflict", (OLD,))
    assert "Keep it, take this one, or keep both" in cell.problem


def test_stored_value_in_a_unit_that_is_none_of_its_test_is_another_value():
    assert read_cell("31", known=storing(Stored("x", 1, "31", "", "31", "mg/dL"))).state == "conflict"


def test_value_of_another_time_is_another_place():
    assert read_text("\t12 Mar 2015 08:30\nAST (U/L)\t32", storing(OLD)).counts == {"value": 1}


@pytest.mark.parametrize(("said", "state"), [("keep", "skipped"), ("take", "value"), ("both", "value")])
def test_conflict_is_decided_alone_or_for_all(said, state):
    alone = read_cell("32", known=storing(OLD), cells={"r2c2": said})
    every = read_cell("32", known=storing(OLD), conflicts=said)
    assert (alone.state, every.state) == (state, state)
    assert alone.stored == every.stored == (OLD,)
    mixed = read_cell("32", known=storing(OLD), conflicts="both", cells={"r2c2": "keep"})
    assert mixed.state == "skipped"


def test_typed_number_and_decision_stand_together():
    cell = read_cell("neg", known=storing(OLD), cells={"r2c2": "=33 take"})
    assert (cell.state, cell.raw, cell.stored) == ("value", "33", (OLD,))


def test_unusual_value_that_is_taken_over_a_stored_one_was_seen():
    text = "\t12 Mar 2015\t13 Mar 2015\nAST (U/L)\t99999\t31"
    assert read_text(text, storing(OLD)).cells[0].state == "asked"
    assert read_text(text, storing(OLD), cells={"r2c2": "right"}).cells[0].state == "conflict"
    assert read_text(text, storing(OLD), cells={"r2c2": "take"}).cells[0].state == "value"


def test_reading_what_it_stored_finds_nothing_new():
    text = "\t12 Mar 2015\t14 Mar 2015\nWBC (/uL)\t4810\t7730\nAST (U/L)\t<5\t50"
    reading = read_text(text)
    stored = {
        (head.analyte, when.on, when.at): (
            Stored(cell.key, 1, cell.raw, cell.comparator, cell.canonical, cell.unit),
        )
        for cell in reading.cells
        for head in reading.tests
        for when in reading.dates
        if (head.key, when.key) == (cell.test, cell.when)
    }
    again = read_text(text, Known(TODAY, events=EVENTS, stored=stored))
    assert again.counts == {"duplicate": 4}
    assert again.is_ready


# What stands twice in the table

TWICE = "Test\tDate\tValue\tUnit\nAST\t12 Mar 2015\t31\tU/L\nAST\t12 Mar 2015\t{}\tU/L"


def test_equal_values_of_one_place_are_one_value():
    reading = read_text(TWICE.format("31.0"))
    assert [cell.state for cell in reading.cells] == ["value", "duplicate"]
    assert reading.is_ready


@pytest.mark.hazard("H06")
def test_different_values_of_one_place_are_a_conflict_each_naming_the_other():
    reading = read_text(TWICE.format("50"))
    assert [cell.state for cell in reading.cells] == ["conflict", "conflict"]
    assert "50 in line 3" in reading.cells[0].problem
    assert "31 in line 2" in reading.cells[1].problem


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        ({"r3c3": "take"}, ["skipped", "value"]),
        ({"r2c3": "take"}, ["value", "skipped"]),
        ({"r2c3": "skip"}, ["skipped", "value"]),
        ({"r2c3": "keep"}, ["skipped", "value"]),
        ({"r2c3": "both"}, ["conflict", "conflict"]),
        ({"r2c3": "both", "r3c3": "both"}, ["value", "value"]),
        ({"r2c3": "take", "r3c3": "take"}, ["value", "value"]),
        ({"r2c3": "=50"}, ["value", "duplicate"]),
    ],
)
def test_conflict_in_the_table_is_decided_by_the_cell(cells, states):
    assert [cell.state for cell in read_text(TWICE.format("50"), cells=cells).cells] == states


@pytest.mark.parametrize(("said", "state"), [("keep", "conflict"), ("take", "conflict"), ("both", "value")])
def test_conflict_in_the_table_is_no_matter_of_what_is_stored(said, state):
    reading = read_text(TWICE.format("50"), conflicts=said)
    assert {cell.state for cell in reading.cells} == {state}


def test_one_of_two_values_may_be_stored_already():
    reading = read_text(TWICE.format("50"), storing(OLD))
    assert [cell.state for cell in reading.cells] == ["duplicate", "conflict"]
    assert reading.cells[1].stored == (OLD,)


def test_values_of_two_names_of_one_test_are_in_one_place():
    reading = read_text("\t12 Mar 2015\nAST (U/L)\t31\nGOT (U/L)\t50")
    assert {cell.state for cell in reading.cells} == {"conflict"}
