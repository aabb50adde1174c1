"""What the tests of pasted tables share: a case, and short ways to read a text."""

from datetime import date

from dressapp.labs.paste.parts import Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text

TODAY = date(2026, 11, 22)
ADMISSION, DISCHARGE, RASH = date(2015, 3, 12), date(2015, 3, 30), date(2015, 3, 11)
FIRST_DOSE = date(2015, 3, 1)
EVENTS = {
    "admission_on": ADMISSION,
    "discharge_on": DISCHARGE,
    "rash_onset_on": RASH,
    "first_dose_on": FIRST_DOSE,
}
KNOWN = Known(TODAY, events=EVENTS)
BARE = Known(TODAY)
RELATIVE = Known(TODAY, day_zero=RASH, events=EVENTS)


def read_text(text, known=KNOWN, separator="", **choices):
    """Return the reading of a pasted text."""
    return read(split_text(text, separator), Choices(**choices), known)


def read_cell(text, *, test="AST (U/L)", known=KNOWN, decimal="", **choices):
    """Return the reading's one cell of a table with one test and one date."""
    [cell] = read_text(f"\t12 Mar 2015\n{test}\t{text}", known, "tab", decimal=decimal, **choices).cells
    return cell


def read_head(text, known=KNOWN, **choices):
    """Return how the one date head of a table is understood, with the questions."""
    reading = read_text(f"\t{text}\nAST (U/L)\t31", known, "tab", layout="tests_down", **choices)
    [head] = reading.dates
    return head, {question.name: question for question in reading.questions}


def values_of(reading):
    """Return the values by test, day and time: number with comparator and unit."""
    tests = {head.key: head for head in reading.tests}
    dates = {head.key: head for head in reading.dates}
    return {
        (tests[cell.test].analyte, dates[cell.when].on, dates[cell.when].at): (cell.raw, cell.unit)
        for cell in reading.cells
        if cell.state == "value"
    }


def questions_of(reading):
    """Return the questions by name."""
    return {question.name: question for question in reading.questions}
