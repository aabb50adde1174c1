"""Downloads from the Labs tab: who may, under which name and headers, and the event that each leaves."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.audit.models import Event
from dressapp.exchange.case_out import case_record
from dressapp.exchange.importer import import_case
from dressapp.exchange.lines import score_text
from tests.factories.records import make_case, make_lab
from tests.web.exchange.test_out_case import SORAFENIB

WAYS = {
    "csv": ("labs", "csv", "text/csv; charset=utf-8"),
    "xlsx": ("labs", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "fhir": ("labs", "fhir.json", "application/fhir+json"),
    "case": ("case", "json", "application/json"),
}


def address(case, way):
    if way == "case":
        return reverse("workspace:export_case", args=[case.pk])
    return reverse("workspace:export_labs", args=[case.pk, way])


@pytest.fixture
def case(user):
    case = make_case(user, local_id="P-4711", name="Rosalind Kessler")
    make_lab(case, user, value="51")
    make_lab(case, user, value="88", on=date(2026, 3, 14))
    return case


@pytest.mark.promise("P27")
@pytest.mark.parametrize("way", WAYS)
def test_a_download_has_its_type_and_a_name_that_names_nobody(client_in, case, way):
    what, ending, content_type = WAYS[way]
    response = client_in.get(address(case, way))
    today = timezone.localdate().isoformat()
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="dress-{what}-{today}.{ending}"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store", "nosniff")


@pytest.mark.promise("P07")
@pytest.mark.parametrize("way", WAYS)
def test_a_download_leaves_an_event_with_its_format_and_count(client_in, case, user, way):
    response = client_in.get(address(case, way))
    event = Event.objects.filter(action="export").get()
    assert (event.actor_id, event.case_id) == (str(user.pk), str(case.pk))
    assert event.detail["what"] == WAYS[way][0]
    assert event.detail["format"] == {"case": "case_file"}.get(way, way)
    assert (event.detail["results"], event.detail["bytes"]) == (2, len(response.content))


@pytest.mark.parametrize("way", WAYS)
def test_a_reader_may_download(client_for, reader, case, way):
    assert client_for(reader).get(address(case, way)).status_code == 200


@pytest.mark.promise("P18")
@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_finds_nothing_and_leaves_no_event(client_for, stranger, case, way):
    assert client_for(stranger).get(address(case, way)).status_code == 404
    assert not Event.objects.filter(action="export").exists()


@pytest.mark.promise("P07")
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_sent_where_the_event_cannot_be_written(client_in, case, way, monkeypatch):
    def fail(**event):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("dressapp.workspace.views.exports.record", fail)
    client_in.raise_request_exception = False
    response = client_in.get(address(case, way))
    assert (response.status_code, b"88" in response.content) == (500, False)


@pytest.mark.parametrize("way", ["csv", "xlsx", "fhir"])
def test_results_leave_without_the_patient(client_in, case, way):
    content = client_in.get(address(case, way)).content
    assert b"P-4711" not in content
    assert b"Rosalind" not in content


def test_fhir_has_the_patient_id_only_where_it_was_asked_for(client_in, case):
    response = client_in.get(f"{address(case, 'fhir')}?patient_id=yes")
    assert b"P-4711" in response.content
    assert b"Rosalind" not in response.content
    assert Event.objects.get(action="export").detail["patient_id"] is True


def test_the_case_file_has_the_id_and_not_the_name(client_in, case):
    content = client_in.get(address(case, "case")).content
    assert json.loads(content)["patient"]["local_id"] == "P-4711"
    assert b"Rosalind" not in content


def test_another_format_is_not_found(client_in, case):
    assert client_in.get(address(case, "pdf")).status_code == 404


def test_a_case_that_knows_only_days_has_no_fhir_and_says_why(client_in, user, team):
    case = import_case(SORAFENIB, team=team, by=user)
    response = client_in.get(address(case, "fhir"))
    assert response.status_code == 409
    assert "only days" in response.content.decode()
    assert not Event.objects.filter(action="export").exists()
    page = client_in.get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert address(case, "csv") in page
    assert address(case, "fhir") not in page


def test_the_file_of_a_case_that_contradicts_itself_still_leaves_and_says_so(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="100", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="900", unit="/uL")
    content = client_in.get(address(case, "case")).content
    assert "eosinophils above the white cells" in score_text(1, content)["error"]


def test_the_labs_tab_offers_every_format_to_readers_too(client_for, reader, case):
    page = client_for(reader).get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert [way for way in WAYS if f'href="{address(case, way)}"' not in page] == []


def test_a_tab_without_results_offers_no_download(client_in, user):
    case = make_case(user)
    page = client_in.get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert address(case, "csv") not in page


def test_the_case_file_of_the_published_case_is_the_record(client_in, user, team):
    case = import_case(SORAFENIB, team=team, by=user)
    content = client_in.get(address(case, "case")).content
    assert json.loads(content)["id"] == "sorafenib-2016"
    assert len(case_record(case)["labs"]) == len(SORAFENIB["labs"])
    assert score_text(1, content)["regiscar"]["total"] == 6
