"""What leaves without the patient's id names no file and no case that a result came from, in any format."""

import json
from datetime import date
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest

from dressapp.exchange import services
from dressapp.exchange.case_file import loads
from dressapp.exchange.case_out import case_record
from dressapp.exchange.importer import import_case
from dressapp.exchange.origins import without_names
from dressapp.labs.models import LabResult
from tests.web.exchange.intakes import confirm, paste
from tests.web.workspace.intakes import make_ward_case

from .exports import download

TELLING = b"Mueller"
WAYS = ("csv", "xlsx", "fhir", "case")
RECORD = """{"format": "dress-case/1", "id": "MRN-Mueller-1954", "dates": {"rash_onset": "2015-03-10"},
"labs": [{"analyte": "ast", "date": "2015-03-12", "value": 50, "unit": "U/L"}]}"""
TABLE = "Test;2015-03-12;2015-03-14\nALT (U/L);50;61\n"


@pytest.fixture
def opened(user, team):
    """Return a case whose file gave its own id for the patient's."""
    case = import_case(loads(RECORD), team=team, by=user)
    assert case.patient.local_id == "MRN-Mueller-1954"
    return case


@pytest.fixture
def taken_in(user):
    """Return a case with the values of a file that is called after the patient."""
    case = make_ward_case(user)
    named = {"name": "Mueller_Anna_1954.csv", "content": TABLE.encode()}
    confirm(case, user, services.start_file(case=case, by=user, **named))
    return case


def bytes_of(content):
    """Return all that a file says; what a workbook holds is packed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    except BadZipFile:
        return content


@pytest.mark.promise("P27")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("made", ["opened", "taken_in"])
def test_no_name_of_a_file_or_case_leaves_without_the_patient_s_id(client_in, request, made, way):
    case = request.getfixturevalue(made)
    assert all("Mueller" in source for source in case.lab_results.values_list("source", flat=True))
    content = bytes_of(download(client_in, case, way).content)
    assert b"50" in content
    assert TELLING not in content
    assert all("Mueller" in source for source in LabResult.objects.values_list("source", flat=True))


@pytest.mark.parametrize(("made", "said"), [("opened", b"case file"), ("taken_in", b"imported file, line 2")])
@pytest.mark.parametrize("way", ["csv", "xlsx", "case"])
def test_what_leaves_still_says_how_a_result_came(client_in, request, made, said, way):
    content = bytes_of(download(client_in, request.getfixturevalue(made), way).content)
    assert said in content


def test_the_case_file_with_the_id_keeps_the_origin(client_in, opened, taken_in):
    for case in (opened, taken_in):
        [*sources] = case.lab_results.order_by("taken_on").values_list("source", flat=True)
        record = json.loads(download(client_in, case, "case", with_patient="on").content)
        assert [lab["extra"]["dressapp"]["source"] for lab in record["labs"]] == sources


def test_what_left_without_the_id_names_nobody_when_it_is_opened_and_leaves_again(user, team, taken_in):
    record = case_record(taken_in, with_patient_id=False)
    again = import_case(record, team=team, by=user)
    assert case_record(again, with_patient_id=False)["labs"] == record["labs"]


def test_a_paste_leaves_with_its_day_and_line_and_without_the_heads_of_its_table(user):
    case = make_ward_case(user)
    intake = paste(case, user, "Test\t2015-03-12\t2015-03-14\nALT (U/L)\t50\t61")
    confirm(case, user, intake)
    for result in case.lab_results.all():
        day, line, head = result.source.split(", ")
        assert without_names(result.source) == f"{day}, {line}"
        assert date.fromisoformat(head) == result.taken_on


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", ""),
        ("typed", "typed"),
        ("case file", "case file"),
        ("case file Mueller, line 4", "case file"),
        ("Mueller.xlsx, sheet Mueller Anna, row 12, ALT", "imported file, row 12"),
        ("Mueller, line 3.csv, line 4", "imported file, line 4"),
        ("Mueller.json, entry 5", "imported file, entry 5"),
        ("Mueller.json, labs 5", "imported file, labs 5"),
        ("Mueller, line 3, and what was cut…", "imported file"),
        ("Mueller's old records", "imported file"),
        ("Paste of 3 Mar 2026 Mueller.csv, line 7", "Paste of 3 Mar 2026, line 7"),
        ("imported file, line 4", "imported file, line 4"),
    ],
)
def test_an_origin_without_names(source, said):
    assert without_names(source) == said
    assert without_names(said) == said
