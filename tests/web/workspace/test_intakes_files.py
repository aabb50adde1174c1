"""Files by the same road as a paste, so many an hour."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from dressapp.drugs.models import DrugCourse
from dressapp.exchange.models import Intake
from dressapp.workspace.views.intakes import FILES_AN_HOUR
from tests.web.workspace.intakes import TABLE, confirm, intake_url, make_ward_case, preview_of, say
from tests.web.workspace.labs import message_of, text_of, url

CASE_FILE = {
    "format": "dress-case/1", "id": "x-1",
    "drugs": [{"name": "sorafenib", "role": "suspect", "start": "2015-03-01", "stop": "2015-03-12"},
              {"name": "allopurinol", "role": "concomitant"}],
    "labs": [{"analyte": "ast", "date": "2015-03-12", "value": 50, "unit": "U/L"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_hour():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def case(user):
    return make_ward_case(user)


def upload(client, case, content, name="labs.csv", text="", **headers):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(url(case, "paste_labs"), {"file": file, "text": text}, **headers)


def opened(client, case, content, name="labs.csv"):
    response = upload(client, case, content, name)
    assert response.status_code == 303, response.context["form"].errors
    return Intake.objects.order_by("created_at").last()


def test_a_file_goes_the_road_of_a_paste(client_in, case):
    intake = opened(client_in, case, TABLE.replace("\t", ";"))
    preview = preview_of(client_in, intake)
    assert preview.title == "File labs.csv"
    assert preview.origin.startswith("Opened on")
    assert "separator" not in [asked.name for asked in preview.questions]
    response = confirm(client_in, intake)
    assert str(message_of(response)) == "6 values stored from the file."


def test_a_file_and_a_text_at_once_are_asked_about(client_in, case):
    response = upload(client_in, case, TABLE, text=TABLE)
    assert response.status_code == 422
    assert "Paste a table or choose a file, not both" in text_of(response)
    assert response.context["form"]["text"].value() == TABLE


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"", "empty.csv", "This file is empty"),
    (b"%PDF-1.7\x00\x01", "labs.pdf", "CSV, XLSX"),
    (b'{"a": 1', "case.json", ""),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_what_opens(client_in, case, content, name, words):
    response = upload(client_in, case, content, name)
    assert response.status_code == 422
    assert words in text_of(response)
    assert response.context["form"].errors["file"]
    assert not Intake.objects.exists()


def test_drug_courses_of_a_file_are_ticked_one_by_one(client_in, case):
    intake = opened(client_in, case, json.dumps(CASE_FILE), "case.json")
    preview = preview_of(client_in, intake)
    assert [course.words for course in preview.courses] == [
        "sorafenib, suspect, 1 Mar 2015 to 12 Mar 2015", "allopurinol, concomitant, start not known",
    ]  # fmt: skip
    assert preview.confirm == "Confirm: store 1 value and 2 drug courses"
    say(client_in, intake, courses="on", course__0="on")
    assert preview_of(client_in, intake).confirm == "Confirm: store 1 value and 1 drug course"
    response = confirm(client_in, intake)
    assert str(message_of(response)) == "1 value and 1 drug course stored from the file."
    assert [course.name for course in DrugCourse.objects.filter(case=case)] == ["sorafenib"]


@pytest.mark.hazard("H06")
def test_importing_a_file_twice_adds_nothing(client_in, case):
    confirm(client_in, opened(client_in, case, json.dumps(CASE_FILE), "case.json"))
    preview = preview_of(client_in, opened(client_in, case, json.dumps(CASE_FILE), "case.json"))
    assert (preview.confirm, preview.is_empty) == ("", True)
    assert all(course.is_known for course in preview.courses)


def test_so_many_files_an_hour_and_no_more(client_in, case):
    for number in range(FILES_AN_HOUR):
        assert upload(client_in, case, f"{TABLE}{number}\n").status_code in (303, 422)
    response = upload(client_in, case, TABLE)
    assert response.status_code == 429
    assert 3500 < int(response["Retry-After"]) <= 3600
    assert "10 files were opened in the last hour. Wait 60 min" in text_of(response)


def test_the_hour_of_one_person_is_not_that_of_another_and_pastes_are_free(client_in, client_for, case, team):
    from tests.factories.people import make_user

    for number in range(FILES_AN_HOUR + 1):
        upload(client_in, case, f"{TABLE}{number}\n")
    assert client_in.post(url(case, "paste_labs"), {"text": TABLE}).status_code == 303
    colleague = client_for(make_user("colleague", team=team.name))
    assert upload(colleague, case, TABLE.replace("50", "51")).status_code == 303


def test_the_page_of_a_file_never_runs_its_name(client_in, case):
    intake = opened(client_in, case, TABLE, "<script>alert(1)</script>.csv")
    assert "<script>alert" not in client_in.get(intake_url(intake)).content.decode()
