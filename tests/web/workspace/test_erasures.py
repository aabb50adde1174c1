"""Erasure: asked for by one, approved by another, all or nothing; nothing of the patient stays."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.assessments.models import Snapshot
from dressapp.assessments.signatures import sign
from dressapp.audit import chain
from dressapp.audit.models import Event
from dressapp.cases.models import Case, EmergencyAccess, Erasure, Patient
from dressapp.cases.services import void_case
from dressapp.cases.services_erasure import request_erasure
from dressapp.drafts.models import Draft
from dressapp.drafts.services import Typed, keep_draft
from dressapp.labs.models import LabResult
from dressapp.workspace import erasure as erasing
from dressapp.workspace.services import changing
from tests.factories.people import make_user
from tests.factories.records import make_case, make_lab
from tests.web.security.world import make_full_case

WHY = "The patient asked for it"
OUTLIVE = {Erasure, EmergencyAccess}


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def case(user):
    case = make_case(user, local_id="P-4711", name="Rosalind Kessler")
    make_lab(case, user)
    return case


@pytest.fixture
def asked(lead, case):
    return request_erasure(patient=case.patient, reason=WHY, by=lead)


def approve(client, request_id, local_id="P-4711"):
    return client.post(url("approve_erasure", request_id), {"local_id": local_id})


def of_case(model):
    """Return how a model's rows name their case, or nothing."""
    return next((f.attname for f in model._meta.fields if f.attname == "case_id"), "")


def test_a_lead_asks_and_an_administrator_erases(client_for, lead, administrator, case):
    response = client_for(lead).post(url("ask_erasure", case.pk), {"reason": WHY})
    row = Erasure.objects.get()
    assert response["Location"] == url("erasure", row.request_id)
    assert Case.objects.exists()
    client = client_for(administrator)
    assert "1 waiting" in client.get(url("teams")).content.decode()
    assert "waits for approval" in client.get(url("erasures")).content.decode()
    assert approve(client, row.request_id).status_code == 303
    assert not Case.objects.exists()
    assert not Patient.objects.exists()
    row.refresh_from_db()
    assert (row.approved_by_name, row.requested_by_name) == ("Dr Administrator", "Dr Lead")
    event = Event.objects.get(action="erase")
    assert (event.reason, event.case_id) == (WHY, str(case.pk))
    assert (event.detail["labs.labresult"], event.detail["cases.patient"]) == (1, 1)
    page = client.get(url("erasures")).content.decode()
    assert ["P-4711" in page, "Erased patient" in page] == [False, True]
    assert client.get(url("erasure", row.request_id)).status_code == 200


def cases_of(full):
    """Return the ids of the two cases of a world's patient."""
    return [full.case.pk, full["signable"].pk]


@pytest.mark.promise("P08")
def begin_to_type(full, user, words="begun"):
    """Keep what is typed into the form of a drug."""
    typed = Typed(url("edit_drug", full.case.pk, full["course"].pk), {"note": [words]}, "Drug", words)
    keep_draft(typed=typed, case=full.case, is_last=True, by=user)


def test_nothing_of_any_kind_is_left_and_the_chain_holds(client_for, administrator, user, lead):
    own, kept = make_full_case(user, "P-own"), make_full_case(user, "P-kept")
    for full in (own, kept):
        snapshot = Snapshot.objects.get(case=full["signable"])
        sign(snapshot=snapshot, meaning="author", by=user)
        begin_to_type(full, user)
    request_id = request_erasure(patient=own.case.patient, reason=WHY, by=lead)
    assert approve(client_for(administrator), request_id, "P-own").status_code == 303
    kinds = [model for model in apps.get_models() if of_case(model) and model not in OUTLIVE | {Event}]
    assert len(kinds) >= 14
    for kind in kinds:
        gone, stays = (kind._default_manager.filter(case_id__in=cases_of(full)) for full in (own, kept))
        assert (gone.exists(), stays.exists()) == (False, True), kind
    of_patient = Event.objects.filter(case_id__in=list(map(str, cases_of(own))))
    words = of_patient.exclude(action="erase").values("detail", "reason")
    assert [each for each in words if each != {"detail": {"erased": True}, "reason": ""}] == []
    assert EmergencyAccess.objects.get(case_id=own.case.pk).reason == "erased"
    report = chain.verify()
    assert (report.is_intact, report.count) == (True, Event.objects.count())


def test_the_cases_of_a_patient_go_together_the_removed_ones_too(client_for, administrator, user, lead, case):
    second = make_case(user, local_id="P-4711", rash_onset_on=date(2026, 4, 1))
    seen = {"version": second.version, "revision": second.revision}
    client_for(lead).post(url("remove_case", second.pk), seen | {"reason": "Twice"})
    client_for(lead).post(url("ask_erasure", second.pk), {"reason": WHY})
    assert {row.case_id for row in Erasure.objects.all()} == {case.pk, second.pk}
    approve(client_for(administrator), Erasure.objects.first().request_id)
    assert not Case.objects.exists()


@pytest.mark.promise("P08")
def test_who_asked_cannot_approve(client_for, administrator, case):
    client = client_for(administrator)
    client.post(url("ask_erasure", case.pk), {"reason": WHY})
    request_id = Erasure.objects.get().request_id
    assert "Another administrator" in client.get(url("erasure", request_id)).content.decode()
    assert approve(client, request_id).status_code == 403
    assert Case.objects.exists()
    with pytest.raises(erasing.CannotErase):
        erasing.erase_patient(request_id=request_id, by=administrator)
    assert Case.objects.exists()


@pytest.mark.promise("P08")
def test_the_table_takes_no_erasure_by_one_person(asked, lead):
    rows = Erasure.objects.filter(request_id=asked)
    now = rows.get().requested_at
    for person in ("", str(lead.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(executed_at=now, approved_by_id=person)


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN, Role.LEAD])
def test_only_administrators_approve(client_for, reader, asked, role):
    reader.memberships.update(role=role)
    assert approve(client_for(reader), asked).status_code == 403
    assert Case.objects.exists()


def test_an_administrator_elsewhere_finds_nothing(client_for, stranger, asked, case):
    stranger.memberships.update(role=Role.ADMINISTRATOR)
    client = client_for(stranger)
    for name in ("approve_erasure", "close_erasure"):
        assert client.post(url(name, asked), {"local_id": "P-4711", "reason": WHY}).status_code == 404
    assert client.get(url("erasure", asked)).status_code == 404
    assert "P-4711" not in client.get(url("erasures")).content.decode()
    assert Case.objects.exists()


@pytest.mark.parametrize("typed", ["", "P-471", "p-4711", "P-4712"])
def test_the_patient_s_id_is_typed_to_approve(client_for, administrator, asked, typed):
    assert approve(client_for(administrator), asked, typed).status_code == 422
    assert Case.objects.exists()


@pytest.mark.parametrize("reason", ["", " ", "P-4711 asked", "mrs kessler asked", "Rosalind"])
def test_the_reason_names_nobody(client_for, lead, case, reason):
    response = client_for(lead).post(url("ask_erasure", case.pk), {"reason": reason})
    assert response.status_code == 422
    assert not Erasure.objects.exists()


def test_a_case_added_since_stops_it(client_for, administrator, user, asked):
    make_case(user, local_id="P-4711", rash_onset_on=date(2026, 4, 1))
    response = approve(client_for(administrator), asked)
    assert (response.status_code, "no longer those" in response.content.decode()) == (409, True)
    assert Case.objects.count() == 2


@pytest.mark.promise("P03")
def test_a_case_changed_and_then_taken_off_the_list_stops_it_too(
    client_for, administrator, user, asked, case
):
    with changing(case):
        make_lab(case, user, on=date(2026, 3, 20))
    void_case(case=case, version=case.version, revision=case.revision, why="Entered twice", by=user)
    response = approve(client_for(administrator), asked)
    assert (response.status_code, "was changed since" in response.content.decode()) == (409, True)
    assert Case.objects.exists()


def test_a_case_changed_since_stops_it(client_for, administrator, lead, user, asked, case):
    with changing(case):
        make_lab(case, user, on=date(2026, 3, 20))
    response = approve(client_for(administrator), asked)
    assert (response.status_code, "was changed since" in response.content.decode()) == (409, True)
    assert Case.objects.exists()
    client_for(lead).post(url("close_erasure", asked), {"reason": "There is more now"})
    again = request_erasure(patient=case.patient, reason=WHY, by=lead)
    assert approve(client_for(administrator), again).status_code == 303


def test_a_case_taken_off_the_list_since_does_not_stop_it(client_for, administrator, lead, asked, case):
    void_case(case=case, version=case.version, revision=case.revision, why="To be erased", by=lead)
    assert approve(client_for(administrator), asked).status_code == 303
    assert not Case.objects.exists()


@pytest.mark.parametrize(("by", "state"), [("lead", "withdrawn"), ("administrator", "declined")])
def test_a_request_is_withdrawn_or_declined_for_a_reason(
    client_for, lead, administrator, asked, case, by, state
):
    client = client_for({"lead": lead, "administrator": administrator}[by])
    assert client.post(url("close_erasure", asked), {"reason": ""}).status_code == 422
    assert client.post(url("close_erasure", asked), {"reason": "A mistake"}).status_code == 303
    assert state in client.get(url("erasure", asked)).content.decode().lower()
    assert Event.objects.get(action="erasure_closed").reason == "A mistake"
    assert approve(client_for(administrator), asked).status_code == 409
    assert Case.objects.exists()
    assert request_erasure(patient=case.patient, reason=WHY, by=lead)


def test_another_lead_does_not_close_it(client_for, team, asked):
    other = make_user("other", team=team.name, role=Role.LEAD)
    assert client_for(other).post(url("close_erasure", asked), {"reason": "No"}).status_code == 403


def test_it_is_asked_for_once(client_for, lead, asked, case):
    client_for(lead).post(url("ask_erasure", case.pk), {"reason": WHY})
    assert Erasure.objects.count() == 1


def test_all_of_it_or_nothing(client_for, administrator, asked, monkeypatch):
    def fail(*args):
        raise DatabaseError("disk full")

    monkeypatch.setattr(erasing, "erase_words", fail)
    client = client_for(administrator)
    client.raise_request_exception = False
    assert approve(client, asked).status_code == 500
    assert (Case.objects.count(), LabResult.objects.count()) == (1, 1)
    assert Erasure.objects.get().executed_at is None


CANARY = "Qxzvjkw{}"


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_no_word_of_the_patient_is_left_in_the_file():
    user = make_user(role=Role.LEAD)
    second = make_user("second", role=Role.ADMINISTRATOR)
    for number in range(6):
        names = {"secret": CANARY.format(f"{number}a"), "note": CANARY.format(f"{number}b") * 40}
        full = make_full_case(user, f"P-{number}", **names)
        begin_to_type(full, user, CANARY.format(f"{number}d"))
    patient = Patient.objects.get(local_id="P-3")
    case = patient.cases.order_by("created_at").first()
    sign(snapshot=Snapshot.objects.exclude(case=case).get(case__patient=patient), meaning="author", by=user)
    for number in range(12):
        make_lab(case, user, on=date(2026, 5, 1 + number), note=CANARY.format("3c") * (1 + number * 9))
    assert CANARY.format("3").encode() in file_of_database()
    request_id = request_erasure(patient=patient, reason=WHY, by=user)
    erasing.erase_patient(request_id=request_id, by=second)
    content = file_of_database()
    assert CANARY.format("3").encode() not in content
    assert CANARY.format("4").encode() in content
    assert chain.verify().is_intact


def file_of_database() -> bytes:
    with open(connection.settings_dict["NAME"], "rb") as file:
        return file.read()


def test_every_step_is_taken():
    """What a new app holds of a case goes with it: its step stands in the list."""
    apps_of_steps = {step.__module__.split(".")[1] for step in erasing.STEPS}
    holders = {model._meta.app_label for model in apps.get_models() if of_case(model)}
    assert holders - {"audit"} == apps_of_steps
    assert json.dumps(chain.ERASED) == '{"erased": true}'


def test_what_was_typed_of_the_patient_into_a_new_case_goes_too(client_for, administrator, user, asked):
    for local_id in ("p-4711 ", "P-4712"):
        typed = Typed(url("new"), {"local_id": [local_id], "name": ["Rosalind"]}, "New case", "Rosalind")
        keep_draft(typed=typed, case=None, is_last=True, by=user if local_id == "p-4711 " else administrator)
    assert approve(client_for(administrator), asked).status_code == 303
    assert [draft.fields["local_id"] for draft in Draft.objects.all()] == [["P-4712"]]


def test_the_trail_still_tells_what_was_done_in_an_erased_case(client_for, administrator, asked):
    client = client_for(administrator)
    approve(client, asked)
    page = client.get(url("trail")).content.decode()
    assert ("erased" in page, WHY in page) == (True, True)
