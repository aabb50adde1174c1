"""Tables whose lines or columns do not stand where they seem to: nothing of them is taken in silence."""

from datetime import date

import pytest

from dressapp.labs.paste.second_heads import OTHER_TABLE

from .texts import read_text

TWELFTH, FOURTEENTH = date(2015, 3, 12), date(2015, 3, 14)


def table(text):
    """Return a text with tabs and ends of lines for the signs that are easier to read."""
    return text.replace("|", "\t").replace(" / ", "\n")


def read_table(text, **choices):
    return read_text(table(text), separator="tab", **choices)


def taken(reading):
    """Return test, day and number of each value, with its comparator."""
    days = {head.key: head.on for head in reading.dates}
    tests = {head.key: head.analyte for head in reading.tests}
    return {
        (tests[cell.test], days[cell.when], cell.comparator + cell.raw)
        for cell in reading.cells
        if cell.raw and cell.state == "value"
    }


AST = {("ast", TWELFTH, "50"), ("ast", FOURTEENTH, "60")}


@pytest.mark.parametrize(
    "head",
    [
        "Test|20.03|22.03",
        "Test|42083|42085",
        "|2016|2017",
        "|7|9",
        "|3/20|3/22",
        "Time|0600|1800",
        "Day|7|9",
        "Week|3|4",
        "Test|20 Mar 2015|22.3",
        "Liver|20.03.|22.03.",
        "Liver|20.03|22.03",
        "Liver|42083|42085",
        "Liver|2015|2016",
        "Liver|0600|1800",
        "Second week|3/20|3/22",
        "Liver tests|20th March|22nd March",
    ],
)
def test_lines_below_what_may_be_another_head_are_kept_aside(head):
    reading = read_table(f"Test|12.03.2015|14.03.2015 / AST (U/L)|50|60 / {head} / ALT (U/L)|70|80")
    assert taken(reading) == AST
    assert [(aside.place, aside.why) for aside in reading.aside] == [
        ("line 3", OTHER_TABLE),
        ("line 4", OTHER_TABLE),
    ]


def test_a_second_head_is_seen_among_lines_parted_by_spaces():
    reading = read_text(
        "Test        12.03.2015   14.03.2015\nAST (U/L)   50           60\n"
        "Test        20.03        22.03\nALT (U/L)   70           80"
    )
    assert taken(reading) == AST


@pytest.mark.parametrize(
    "line", ["Zonk (mmol/L)|140|138", "Zonk|4.2|3.9", "Zonk|1.05|", "Zonk|2001|1990", "|17|12"]
)
def test_an_unknown_test_goes_aside_alone(line):
    reading = read_table(f"Test|12.03.2015|14.03.2015 / AST (U/L)|50|60 / {line} / ALT (U/L)|70|80")
    assert taken(reading) == AST | {("alt", TWELFTH, "70"), ("alt", FOURTEENTH, "80")}
    assert "line 3" in {aside.place for aside in reading.aside}
