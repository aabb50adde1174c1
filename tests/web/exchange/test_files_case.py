"""Case files into a case that is there: results with all that stands beside them, drugs, the rest named."""

import json
from datetime import date

import pytest

from dressapp.drugs.models import DrugCourse
from dressapp.exchange import services
from dressapp.exchange.case_in import read_case
from dressapp.exchange.courses_in import place_course, until
from dressapp.exchange.files import read_file
from dressapp.labs.paste.parts import VALUE, Anchor, Choices, Known, SheetRefused
from dressapp.labs.paste.reading import read as read_sheet
from scoring.analytes import ANALYTES
from tests.factories.records import make_case

from .made_files import as_json, make_case_file

TODAY = date(2026, 11, 22)
RELATIVE = {"rash_onset": "2015-03-11", "basis": "relative"}


def read(**more):
    return read_file("x", as_json(make_case_file(**more)))


def test_results_keep_everything_that_stands_beside_them():
    found = read()
    assert found.sheet.rows[1:] == (
        ("alt", "2015-03-12 08:30", "38", "U/L", "", "40", "", ""),
        ("temperature", "2015-03-12", "<36.5", "Cel", "", "", "axillary", ""),
    )
    assert found.sheet.places == ("heads", "labs 1", "labs 2")
    assert found.left_out == ("dates not taken over: open the file as a new case for those",)


def test_drugs_are_rows_of_the_case_file():
    drug = {"name": "sorafenib", "start": "2015-03-01", "conclusion": "culprit", "extra": {"batch": "7"}}
    assert read(drugs=[drug]).courses == (drug,)


def test_every_unit_of_every_test_is_read_as_it_stands():
    labs = [
        {"analyte": test.id, "date": f"2015-03-{day + 1:02d}", "value": 1, "unit": unit}
        for test in ANALYTES.values()
        for day, unit in enumerate(test.family)
    ]
    reading = read_sheet(read(labs=labs).sheet, Choices(), Known(TODAY))
    heads = {head.key: head for head in reading.tests}
    assert [(heads[c.test].analyte, c.unit) for c in reading.cells] == [
        (lab["analyte"], lab["unit"]) for lab in labs
    ]
    assert not reading.questions
    assert not reading.aside


def test_other_keys_are_named():
    found = read(
        findings=[{"finding": "node", "value": 2, "site": "cervical"}],
        background={"weight": 70},
        labs=[{"analyte": "alt", "date": "2015-03-12", "value": 1, "unit": "U/L", "extra": {"kit": "x"}}],
    )
    assert found.left_out == (
        "dates, 1 findings, background not taken over: open the file as a new case for those",
        "what 1 results keep in extra not taken over: open the file as a new case for those",
    )


def test_days_of_a_file_without_dates_are_counted_from_its_index_day():
    found = read(dates=RELATIVE)
    assert [row[1] for row in found.sheet.rows[1:]] == ["day 1 08:30", "day 1"]
    assert "date_order" not in found.sheet.declared
    assert found.courses[0]["counted"] == {"start": -10, "stop": 1}
    reading = read_sheet(found.sheet, Choices(), Known(TODAY))
    [question] = reading.questions
    assert (question.name, question.answer) == ("anchor-day", "")
    anchored = Choices(anchors={"day": Anchor("date", date(2026, 3, 14), 0)})
    reading = read_sheet(found.sheet, anchored, Known(TODAY))
    assert {cell.state for cell in reading.cells} == {VALUE}
    assert {head.on for head in reading.dates} == {date(2026, 3, 15)}


def test_file_of_days_without_an_index_day_is_refused():
    with pytest.raises(SheetRefused, match="no index day to count them from"):
        read(dates={"basis": "relative"})


ROW = {"name": "x", "counted": {"start": -10, "stop": 1}, "stop_precision": "day"}


def test_counted_days_of_a_drug_follow_the_anchor_of_the_results():
    placed = place_course(ROW, Anchor("date", date(2026, 3, 14), 0))
    assert (placed["start"], placed["stop"]) == ("2026-03-04", "2026-03-15")
    placed = place_course(ROW, Anchor("date", date(2026, 3, 14), 1))
    assert (placed["start"], placed["stop"]) == ("2026-03-03", "2026-03-14")


@pytest.mark.parametrize(
    ("row", "anchor"),
    [
        (ROW, None),
        (ROW | {"start_precision": "month"}, Anchor("date", date(2026, 3, 14), 0)),
        (ROW | {"counted": {"start": -(10**6), "stop": 1}}, Anchor("date", date(2026, 3, 14), 0)),
    ],
)
def test_counted_days_that_cannot_be_placed_are_told_in_the_note(row, anchor):
    placed = place_course(row, anchor)
    assert (placed["start_precision"], placed["stop_precision"]) == ("unknown", "unknown")
    assert "day 1 of the file, counted from its index day" in placed["note"]
    assert not {"start", "stop", "counted"} & placed.keys()


def test_days_to_come_are_plans_and_told_in_the_note():
    row = {"name": "x", "start": "2026-11-01", "stop": "2026-12-31", "stop_precision": "day", "note": "daily"}
    assert until(TODAY, row) == {
        "name": "x",
        "start": "2026-11-01",
        "stop_precision": "unknown",
        "note": "daily; planned: stop 31 Dec 2026",
    }
    later = until(TODAY, row | {"start": "2026-12-01"})
    assert (later["start_precision"], later.get("start"), later.get("stop")) == ("unknown", None, None)
    assert until(date(2026, 12, 31), row) == row


def test_file_with_dates_is_refused_for_a_case_that_knows_only_days(user):
    case = make_case(user, basis="relative")
    with pytest.raises(SheetRefused, match="knows only days, and the file has dates"):
        services.start_file(case=case, name="x", content=as_json(make_case_file()), by=user)
    content = as_json(make_case_file(dates=RELATIVE))
    assert services.start_file(case=case, name="x", content=content, by=user).courses[0]["counted"]


def test_drugs_of_a_file_are_kept_as_json(user):
    case = make_case(user)
    drug = {"name": "x", "start": "2015-03-01"}
    content = json.dumps(make_case_file(drugs=[drug | {"extra": {"dose": 1.5}}])).encode()
    intake = services.start_file(case=case, name="x.json", content=content, by=user)
    assert intake.courses[0]["extra"] == {"dose": "1.5"}
    assert not DrugCourse.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"labs": [], "drugs": []}, "no laboratory results and no drugs"),
        ({"labs": [{"analyte": "wbc", "date": "2015-02-30"}]}, r"labs\[0\].date"),
        ({"drugs": [{"name": "x", "start": "2015-03-12", "stop": "2015-03-01"}]}, r"drugs\[0\]"),
        ({"labs": [{"note": "x" * 10_001}]}, "labs 1: a text of more than"),
        ({"labs": [{"note": "a\x00b"}]}, r"labs\[0\].note: holds a sign"),
        ({"drugs": [{"name": "x", "note": "a\x00b"}]}, r"drugs\[0\].note: holds a sign"),
        ({"drugs": [{"name": "x", "extra": {"y": ["\ud800"]}}]}, r"drugs\[0\].extra.y\[0\]: holds a sign"),
        ({"drugs": [{"name": "x" * 201}]}, r"drugs\[0\]: name: has 201 characters"),
        ({"unknown": 1}, "unknown: is not a key"),
    ],
)
def test_case_file_that_cannot_be_taken_over_is_refused_with_its_place(more, words):
    with pytest.raises(SheetRefused, match=words):
        read(**more)


def test_reading_leaves_the_file_as_it_was():
    record = make_case_file(dates=RELATIVE)
    before = json.dumps(record)
    read_case(record)
    assert json.dumps(record) == before
