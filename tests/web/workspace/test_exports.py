"""Downloads from the Labs tab: who may, under which name and headers, and the event that each leaves."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.models import Role
from dressapp.audit.models import Event
from dressapp.cases.services import update_patient
from dressapp.exchange.case_file import loads
from dressapp.exchange.case_out import case_record
from dressapp.exchange.importer import import_case
from dressapp.exchange.lines import score_text
from tests.factories.records import make_case, make_lab
from tests.web.exchange.test_out_case import SORAFENIB

from .exports import REASON, address, download

WAYS = {
    "csv": ("labs", "csv", "text/csv; charset=utf-8"),
    "xlsx": ("labs", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "fhir": ("labs", "fhir.json", "application/fhir+json"),
    "case": ("case", "json", "application/json"),
}


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
    response = download(client_in, case, way)
    today = timezone.localdate().isoformat()
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="dress-{what}-{today}.{ending}"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store", "nosniff")


@pytest.mark.promise("P07")
@pytest.mark.parametrize("way", WAYS)
def test_a_download_leaves_an_event_with_its_format_and_count(client_in, case, user, way):
    response = download(client_in, case, way)
    event = Event.objects.filter(action="export").get()
    assert (event.actor_id, event.case_id) == (str(user.pk), str(case.pk))
    assert event.reason == REASON
    assert event.detail["what"] == WAYS[way][0]
    assert event.detail["format"] == {"case": "case_file"}.get(way, way)
    assert (event.detail["results"], event.detail["bytes"]) == (2, len(response.content))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("may_export", [True, False])
def test_only_who_may_export_can_download_whatever_the_role(client_for, reader, case, way, role, may_export):
    reader.memberships.update(role=role, may_export=may_export)
    client = client_for(reader)
    answers = client.get(address(case, way)).status_code, download(client, case, way).status_code
    assert answers == ((200, 200) if may_export else (403, 403))
    assert Event.objects.filter(action="export").count() == may_export


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "said", [{"reason": ""}, {"reason": " "}, {"is_confirmed": ""}, {"seen": "1"}, {"seen": ""}]
)
def test_nothing_leaves_without_a_reason_a_confirmation_and_the_number_on_record(client_in, case, way, said):
    response = download(client_in, case, way, **said)
    assert (response.status_code, response["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert 'name="seen" value="2"' in response.content.decode()
    assert not Event.objects.filter(action="export").exists()


@pytest.mark.parametrize("way", WAYS)
def test_opening_the_form_sends_nothing_and_preselects_nothing(client_in, case, way):
    page = client_in.get(address(case, way)).content.decode()
    assert "2 results of patient P-4711" in page
    assert "checked" not in page
    assert not Event.objects.filter(action="export").exists()


def test_five_files_an_hour_leave_and_the_sixth_waits(client_in, case):
    answers = [download(client_in, case, "csv").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert int(download(client_in, case, "fhir")["Retry-After"]) > 3500
    assert Event.objects.filter(action="export").count() == 5


@pytest.mark.promise("P18")
@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_finds_nothing_and_leaves_no_event(client_for, stranger, case, way):
    client = client_for(stranger)
    assert client.get(address(case, way)).status_code == 404
    assert download(client, case, way).status_code == 404
    assert not Event.objects.filter(action="export").exists()


@pytest.mark.promise("P07")
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_sent_where_the_event_cannot_be_written(client_in, case, way, monkeypatch):
    def fail(**event):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("dressapp.workspace.views.exports.record", fail)
    client_in.raise_request_exception = False
    response = download(client_in, case, way)
    assert (response.status_code, b"88" in response.content) == (500, False)


@pytest.mark.parametrize("way", ["csv", "xlsx", "fhir"])
def test_results_leave_without_the_patient(client_in, case, way):
    content = download(client_in, case, way).content
    assert b"P-4711" not in content
    assert b"Rosalind" not in content


def test_fhir_has_the_patient_id_only_where_it_was_asked_for(client_in, case):
    response = download(client_in, case, "fhir", with_patient="on")
    assert b"P-4711" in response.content
    assert b"Rosalind" not in response.content
    assert Event.objects.get(action="export").detail["patient_id"] is True


def test_the_case_file_names_the_patient_only_where_it_was_asked_for(client_in, case, user):
    update_patient(case=case, version=1, birth_on=date(1954, 3, 2), by=user)
    bare = download(client_in, case, "case").content
    named = download(client_in, case, "case", with_patient="on").content
    assert [word in bare for word in (b"P-4711", b"1954", b"Rosalind", str(case.pk).encode())] == [False] * 4
    assert json.loads(named)["patient"] == {"local_id": "P-4711", "birth_date": "1954-03-02"}
    assert b"Rosalind" not in named
    assert [event.detail["patient_id"] for event in Event.objects.filter(action="export")] == [False, True]


def test_a_case_file_that_names_nobody_opens_as_the_same_record(client_in, case, team, user):
    again = import_case(loads(download(client_in, case, "case").content.decode()), team=team, by=user)
    assert again.patient != case.patient
    assert case_record(again)["labs"] == case_record(case)["labs"]


def test_another_format_is_not_found(client_in, case):
    assert client_in.get(address(case, "pdf")).status_code == 404


def test_a_case_that_knows_only_days_has_no_fhir_and_says_why(client_in, user, team):
    case = import_case(SORAFENIB, team=team, by=user)
    response = client_in.get(address(case, "fhir"))
    assert response.status_code == download(client_in, case, "fhir").status_code == 409
    assert "only days" in response.content.decode()
    assert not Event.objects.filter(action="export").exists()
    page = client_in.get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert address(case, "csv") in page
    assert address(case, "fhir") not in page


def test_the_file_of_a_case_that_contradicts_itself_still_leaves_and_says_so(client_in, case, user):
    make_lab(case, user, analyte="wbc", value="100", unit="/uL")
    make_lab(case, user, analyte="eosinophils_abs", value="900", unit="/uL")
    content = download(client_in, case, "case").content
    assert "eosinophils above the white cells" in score_text(1, content)["error"]


@pytest.mark.parametrize("may_export", [True, False])
def test_the_labs_tab_offers_every_format_to_who_may_export(client_for, reader, case, may_export):
    reader.memberships.update(may_export=may_export)
    page = client_for(reader).get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert [f'href="{address(case, way)}"' in page for way in WAYS] == [may_export] * len(WAYS)


def test_a_tab_without_results_offers_no_download(client_in, user):
    case = make_case(user)
    page = client_in.get(reverse("workspace:labs", args=[case.pk])).content.decode()
    assert address(case, "csv") not in page


def test_the_case_file_of_the_published_case_is_the_record(client_in, user, team):
    case = import_case(SORAFENIB, team=team, by=user)
    content = download(client_in, case, "case", with_patient="on").content
    assert json.loads(content)["id"] == "sorafenib-2016"
    assert len(case_record(case)["labs"]) == len(SORAFENIB["labs"])
    assert score_text(1, content)["regiscar"]["total"] == 6
