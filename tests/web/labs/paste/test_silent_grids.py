"""Tables whose lines or columns do not stand where they seem to: nothing of them is taken in silence."""

from datetime import date

import pytest

from dressapp.labs.paste.lone_signs import NOT_JOINED
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
        (tests[cell.test], days[cell.when], cell.raw)
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


@pytest.mark.parametrize("lines", ["12.3|50|60", "12.3|50|60 / 11|70|80"])
def test_samples_without_a_date_keep_every_test_and_are_asked_for_their_dates(lines):
    reading = read_table(f"WBC (10^9/L)|AST (U/L)|ALT (U/L) / {lines}")
    assert [head.analyte for head in reading.tests] == ["wbc", "ast", "alt"]
    assert [head.problem for head in reading.dates] == ["Enter the date of this line"] * (
        lines.count("/") + 1
    )
    assert not reading.is_ready


@pytest.mark.parametrize(
    ("head", "days"),
    [
        ("Result date|Collection date|AST (U/L)", [FOURTEENTH]),
        ("Collection date|Result date|AST (U/L)", [TWELFTH]),
        ("DOB|Date|AST (U/L)", [FOURTEENTH]),
        ("Geburtsdatum|Datum|AST (U/L)", [FOURTEENTH]),
        ("Date|Birth date|AST (U/L)", [TWELFTH]),
        ("Ordered|Admitted|AST (U/L)", [None]),
        ("||AST (U/L)", [None]),
        ("DOB|Admitted|AST (U/L)", [None]),
    ],
)
def test_a_sample_has_the_date_of_its_collection_or_is_asked_for_it(head, days):
    reading = read_table(f"{head} / 12 Mar 2015|14 Mar 2015|50")
    assert [one.on for one in reading.dates] == days
    assert reading.is_ready is all(days)


def test_the_one_date_of_a_sample_is_not_that_of_birth():
    reading = read_table("DOB|AST (U/L)|ALT (U/L) / 12 Mar 1960|50|60")
    assert [one.on for one in reading.dates] == [None]
    assert not reading.is_ready


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("Collected", "Resulted", TWELFTH),
        ("Resulted", "Collected", FOURTEENTH),
        ("Date", "Date of birth", TWELFTH),
        ("Test", "Result date", TWELFTH),
    ],
)
def test_columns_have_the_dates_of_collection(first, second, day):
    reading = read_table(
        f"{first}|12 Mar 2015|12 Mar 2015 / {second}|14 Mar 2015|14 Mar 2015 / AST (U/L)|50|50"
    )
    assert {one.on for one in reading.dates} == {day}


@pytest.mark.parametrize("head", ["Date|CRP (mg/L)|", "Date|CRP (mg/L)|Foo", "Date|Foo|Bar", "|CRP (mg/L)|"])
def test_values_below_new_names_are_not_those_of_the_old_ones(head):
    reading = read_table(f"Date|WBC (10^9/L)|AST (U/L) / 12 Mar 2015|12.3|50 / {head} / 14 Mar 2015|45|")
    assert {value for value in taken(reading) if value[0] != "crp"} == {
        ("wbc", TWELFTH, "12.3"),
        ("ast", TWELFTH, "50"),
    }


def test_values_below_new_units_are_kept_aside():
    reading = read_table("Date|WBC|AST / |10^9/L|U/L / 12 Mar 2015|12.3|50 / |/uL|U/L / 14 Mar 2015|4500|60")
    assert taken(reading) == {("wbc", TWELFTH, "12.3"), ("ast", TWELFTH, "50")}
    assert [(aside.place, aside.why) for aside in reading.aside] == [
        ("line 4", OTHER_TABLE),
        ("line 5", OTHER_TABLE),
    ]


def test_a_comparator_in_a_cell_of_its_own_belongs_to_the_number_at_its_right():
    reading = read_table("Test||12 Mar 2015||14 Mar 2015 / CRP (mg/L)|<|5||12 / Ferritin (ug/L)||500|>|2000")
    assert taken(reading) == {
        ("crp", TWELFTH, "<5"),
        ("crp", FOURTEENTH, "12"),
        ("ferritin", TWELFTH, "500"),
        ("ferritin", FOURTEENTH, ">2000"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Test|12 Mar 2015||14 Mar 2015| / AST (U/L)|50|>|60|> / ALT (U/L)|70||80|",
        "Test|12 Mar 2015|Flag|14 Mar 2015|Flag / AST (U/L)|50|>|60| / ALT (U/L)|70||80|",
        "Test|12 Mar 2015||14 Mar 2015 / AST (U/L)|50|>|60 / ALT (U/L)|70||80",
        "Test||12 Mar 2015|14 Mar 2015 / AST (U/L)|<||60 / ALT (U/L)||70|80",
    ],
)
def test_a_line_with_a_comparator_that_may_be_of_either_number_is_kept_aside(text):
    reading = read_table(text)
    assert taken(reading) == {("alt", TWELFTH, "70"), ("alt", FOURTEENTH, "80")}
    assert NOT_JOINED in {aside.why for aside in reading.aside}


def test_a_sample_with_a_comparator_alone_is_joined_or_kept_aside():
    reading = read_table("Date||CRP (mg/L)|AST (U/L) / 12 Mar 2015|<|5|50 / 14 Mar 2015||7|60")
    assert ("crp", TWELFTH, "<5") in taken(reading)
    reading = read_table("Date|CRP (mg/L)||AST (U/L) / 12 Mar 2015|5|<|50 / 14 Mar 2015|7||60")
    assert taken(reading) == {("crp", FOURTEENTH, "7"), ("ast", FOURTEENTH, "60")}


def test_a_head_that_begins_over_the_limits_is_not_taken_for_one_over_the_names():
    reading = read_table("Range|12 Mar 2015|14 Mar 2015 / AST (U/L)|<35|50|60 / ALT (U/L)|<40|70|80")
    assert {head.on for head in reading.dates} == {None}
    assert not reading.is_ready


@pytest.mark.parametrize("line", ["ALT|55|65|", "INR|1|1.2|1.3"])
def test_a_line_with_a_number_among_the_units_is_kept_aside(line):
    reading = read_table(f"Test|Unit|12 Mar 2015|14 Mar 2015 / AST|U/L|50|60 / {line}")
    assert taken(reading) == AST
    assert [aside.place for aside in reading.aside] == ["line 3"]


@pytest.mark.parametrize("line", ["ALT (U/L)   50  H        60", "CRP (mg/L)  <  5         60"])
def test_a_lone_flag_or_comparator_does_not_move_the_values_beside_it(line):
    reading = read_text(
        "Test        12 Mar 2015  13 Mar 2015  14 Mar 2015\nAST (U/L)   50           60           70\n"
        f"{line}\nLDH (U/L)   300          310          320",
        separator="spaces",
    )
    assert {test for test, *_ in taken(reading)} == {"ast", "ldh"}
    assert [aside.place for aside in reading.aside] == ["line 3"]


@pytest.mark.parametrize("heads", ["Normal (men)|Normal (women)", "Ref range|Ref range (SI)"])
def test_of_two_columns_of_limits_none_is_taken_and_both_are_listed(heads):
    reading = read_table(f"Test|{heads}|12 Mar 2015 / Hb (g/dL)|13-17|12-15|12.5")
    assert [(head.lower_limit, head.upper_limit) for head in reading.tests] == [("", "")]
    assert [aside.place for aside in reading.aside] == ["column 2", "column 3"]


@pytest.mark.parametrize(
    ("above", "name"),
    [("Direct", "bilirubin (mg/dL)"), ("Atypical", "lymphocytes (%)"), ("Urine", "Creatinine (mg/dL)")],
)
def test_a_name_that_may_begin_in_the_line_above_is_kept_aside(above, name):
    reading = read_table(f"Test|12 Mar 2015|14 Mar 2015 / AST (U/L)|50|60 / {above}|| / {name}|0.5|0.6")
    assert taken(reading) == AST
    assert [aside.place for aside in reading.aside] == ["line 3", "line 4"]


def test_a_lone_line_that_names_a_group_of_tests_changes_nothing():
    reading = read_table("Test|12 Mar 2015|14 Mar 2015 / Liver|| / AST (U/L)|50|60")
    assert taken(reading) == AST
