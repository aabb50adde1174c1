"""Tracker and ward clock of the sorafenib case, as they were read by a person."""

from tests.golden.ward import TOLD, told


def test_clock_and_tracker_are_the_ones_that_were_read():
    assert told() == TOLD.read_text()


def test_a_case_of_days_names_no_date():
    assert "2014" not in told()
    assert "2015" not in told()
