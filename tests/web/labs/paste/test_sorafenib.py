"""The table of a published report goes in whole: every value on its day, in its unit."""

import json
from datetime import date
from decimal import Decimal

import pytest

from dressapp.labs.paste.parts import Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text
from scoring.analytes import ANALYTES
from tests.architecture.sources import ROOT

TABLE = ROOT / "tests/golden/tables/sorafenib-2016-table1.tsv"
CASE = ROOT / "tests/golden/cases/sorafenib-2016.json"
TESTS = {
    "wbc", "neutrophils_pct", "eosinophils_pct", "platelets", "ast", "alt", "bilirubin_total",
    "bilirubin_direct",
}  # fmt: skip
KNOWN = Known(
    date(2026, 11, 22), events={"admission_on": date(2015, 3, 12), "discharge_on": date(2015, 3, 30)}
)


@pytest.fixture(scope="module")
def reading():
    return read(split_text(TABLE.read_text(encoding="utf-8")), Choices(), KNOWN)


def published():
    case = json.loads(CASE.read_text(encoding="utf-8"), parse_float=Decimal)
    return {
        (
            lab["analyte"],
            date.fromisoformat(lab["date"]),
            in_one_unit(lab["analyte"], lab["value"], lab["unit"]),
        )
        for lab in case["labs"]
        if lab["analyte"] in TESTS
    }


def in_one_unit(analyte, value, unit):
    return ANALYTES[analyte].canonical(Decimal(value), unit)


def test_table_reads_as_the_values_of_the_published_case(reading):
    tests, dates = ({head.key: head for head in heads} for heads in (reading.tests, reading.dates))
    cells = {
        (
            tests[cell.test].analyte,
            dates[cell.when].on,
            in_one_unit(tests[cell.test].analyte, cell.canonical, cell.unit),
        )
        for cell in reading.cells
    }
    table = {place for place in published() if place[1] in {head.on for head in reading.dates}}
    assert cells == table
    assert len(reading.cells) == len(cells) == 104
    assert reading.counts == {"value": 104}
    assert reading.is_ready


def test_the_comma_is_a_question_that_the_table_answers(reading):
    [question] = [question for question in reading.questions if question.name == "decimal"]
    assert question.answer == "point"
    assert "42.7" in question.why


def test_days_are_counted_in_words(reading):
    words = {head.text: head.words for head in reading.dates}
    assert words["BA 25"] == "15 Feb 2015: BA 25, 25 days before admission"
    assert words["AD 1"] == "12 Mar 2015: AD 1, the day of admission"
    assert words["AD 3"] == "14 Mar 2015: AD 3, two days after admission"
    assert words["DC 22"] == "21 Apr 2015: DC 22, 22 days after discharge"
