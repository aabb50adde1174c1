"""A case is removed by a lead for a reason, and restored; a change may say why; nothing is deleted."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.core.models import Record
from dressapp.labs.models import LabResult
from dressapp.workspace.services import changing
from tests.factories.records import make_case, make_drug, make_lab
from tests.web.security.world import WRITES, make_full_case

WHY = "Entered for the wrong patient"


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def case(user):
    return make_case(user, local_id="P-4711")


def remove(client, case, **said):
    seen = {"version": case.version, "revision": case.revision, "reason": WHY}
    return client.post(url("remove_case", case.pk), seen | said)


def seen_on(client, name, case):
    """Return what the page of a removal or restoration would post as it stands now."""
    page = client.get(url(name, case.pk)).content.decode()
    return dict(re.findall(r'name="(version|revision)" value="(\d+)"', page))


def test_a_lead_removes_a_case_for_a_reason_and_restores_it(client_for, lead, case):
    client = client_for(lead)
    assert "Remove this case" in client.get(url("summary", case.pk)).content.decode()
    assert remove(client, case).status_code == 303
    assert client.get(url("summary", case.pk)).status_code == 404
    page = client.get(url("removed")).content.decode()
    assert ["P-4711" in page, WHY in page, "by Dr Lead" in page] == [True] * 3
    event = Event.objects.get(action="void")
    assert (event.reason, event.case_id, event.actor_id) == (WHY, str(case.pk), str(lead.pk))
    restored = client.post(
        url("restore_case", case.pk), {"version": 2, "revision": 0, "reason": "It was right"}
    )
    assert restored["Location"] == url("summary", case.pk)
    assert client.get(url("summary", case.pk)).status_code == 200
    assert Event.objects.get(action="restore").reason == "It was right"


@pytest.mark.parametrize("said", [{"reason": ""}, {"reason": "  "}, {"version": ""}, {"revision": ""}])
def test_a_case_stays_without_a_reason(client_for, lead, case, said):
    assert remove(client_for(lead), case, **said).status_code == 422
    case.refresh_from_db()
    assert not case.is_voided


def test_a_case_that_changed_meanwhile_stays(client_for, lead, case):
    response = remove(client_for(lead), case, version=case.version + 1)
    assert response["Location"] == url("summary", case.pk)
    case.refresh_from_db()
    assert not case.is_voided


@pytest.mark.promise("P03")
@pytest.mark.parametrize("enter", [make_drug, make_lab])
def test_a_case_into_which_a_colleague_entered_something_meanwhile_stays(client_for, lead, user, case, enter):
    client = client_for(lead)
    seen = seen_on(client, "remove_case", case)
    with changing(case):
        enter(case, user)
    assert str(Case.objects.get(pk=case.pk).version) == seen["version"]
    response = client.post(url("remove_case", case.pk), seen | {"reason": WHY})
    assert response["Location"] == url("summary", case.pk)
    assert "changed meanwhile" in client.get(response["Location"]).content.decode()
    case.refresh_from_db()
    assert not case.is_voided
    again = client.post(url("remove_case", case.pk), seen_on(client, "remove_case", case) | {"reason": WHY})
    assert again["Location"] == url("removed")


@pytest.mark.promise("P03")
def test_a_case_that_was_restored_and_removed_again_meanwhile_stays_removed(client_for, lead, case):
    client = client_for(lead)
    remove(client, case)
    seen = seen_on(client, "restore_case", case)
    client.post(url("restore_case", case.pk), seen | {"reason": "It was right"})
    client.post(url("remove_case", case.pk), seen_on(client, "remove_case", case) | {"reason": "Twice"})
    response = client.post(url("restore_case", case.pk), seen | {"reason": "It was right"})
    assert response["Location"] == url("removed")
    assert "Not restored: the case was changed meanwhile" in client.get(url("removed")).content.decode()
    case.refresh_from_db()
    assert case.is_voided


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN])
def test_who_does_not_lead_neither_removes_nor_sees_it(client_for, reader, lead, case, role):
    reader.memberships.update(role=role)
    client = client_for(reader)
    assert "Remove this case" not in client.get(url("summary", case.pk)).content.decode()
    assert remove(client, case).status_code == 403
    remove(client_for(lead), case)
    assert client.get(url("removed")).status_code == 403
    assert (
        client.post(url("restore_case", case.pk), {"version": 2, "revision": 0, "reason": WHY}).status_code
        == 403
    )


def test_a_lead_of_another_team_sees_nothing_of_it(client_for, stranger, lead, case):
    stranger.memberships.update(role=Role.LEAD)
    client = client_for(stranger)
    assert remove(client, case).status_code == 404
    remove(client_for(lead), case)
    assert "P-4711" not in client.get(url("removed")).content.decode()
    assert client.get(url("restore_case", case.pk)).status_code == 404


def test_a_change_of_a_result_says_why_where_somebody_said_it(client_in, user, case):
    result = make_lab(case, user, value="120")
    given = {"analyte": "alt", "at": result.taken_on.isoformat(), "taken_on": "12 Mar 2026", "unit": "U/L"}
    given |= {"result": result.pk, "version": 1, "why": "Mistyped"}
    page = client_in.get(url("labs", case.pk) + "?value=alt&at=2026-03-12").content.decode()
    assert 'name="why"' in page
    assert client_in.post(url("save_lab_value", case.pk), given | {"value": "210"}).status_code == 303
    assert Event.objects.filter(action="update", object_id=str(result.pk)).get().reason == "Mistyped"
    gone = client_in.post(
        url("delete_lab_value", case.pk, result.pk), {"version": 2, "why": "Of another\x00 patient"}
    )
    assert gone.status_code == 303
    assert Event.objects.filter(action="void").get().reason == "Of another patient"
    assert LabResult.objects.get().is_voided


def test_a_change_of_a_drug_says_why_and_a_new_one_asks_for_nothing(client_in, user, case):
    drug = make_drug(case, user)
    page = client_in.get(url("drugs", case.pk)).content.decode()
    assert 'name="why"' not in page
    assert 'name="why"' in client_in.get(url("drugs", case.pk) + f"?edit={drug.pk}").content.decode()
    said = {
        "name": "sorafenib",
        "role": "suspect",
        "indication": "HCC",
        "version": 1,
        "why": "From the letter",
    }
    assert client_in.post(url("edit_drug", case.pk, drug.pk), said).status_code == 303
    assert Event.objects.filter(action="update", object_id=str(drug.pk)).get().reason == "From the letter"
    client_in.post(url("remove_drug", case.pk, drug.pk), {"version": 2, "why": "Never taken"})
    assert Event.objects.filter(action="void").get().reason == "Never taken"


def test_no_address_makes_a_clinical_row_disappear(client_for, administrator, user):
    """Whatever is posted anywhere, every row that stood in a table before stands in it after."""
    own, client = make_full_case(user, "P-own"), client_for(administrator)
    kinds = [model for model in apps.get_models() if issubclass(model, Record)]
    for name, makes in WRITES.items():
        if name == "approve_erasure":
            continue
        for make in makes:
            before = {kind: set(kind._default_manager.values_list("pk", flat=True)) for kind in kinds}
            post = make(own)
            client.post(url(name, *post.args) + post.query, post.data)
            for kind, ids in before.items():
                assert ids <= set(kind._default_manager.values_list("pk", flat=True)), (name, kind)
