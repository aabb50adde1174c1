"""Emergency access: for a reason, for a while, marked everywhere, and reviewed by the leads of the team."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from dressapp.accounts.models import Role
from dressapp.audit.models import Event
from dressapp.cases.models import EmergencyAccess
from tests.factories.people import make_user
from tests.factories.records import make_case, make_lab

WHY = "Unconscious in the emergency room"
TABS = ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report")


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def case(user):
    case = make_case(user, local_id="P-4711", name="Rosalind Kessler")
    make_lab(case, user)
    return case


@pytest.fixture
def outsider(client_for, stranger):
    return client_for(stranger)


def ask(client, case, **said):
    given = {"team": case.team_id, "local_id": case.patient.local_id, "reason": WHY}
    return client.post(url("emergency"), given | said)


def expire(**which):
    EmergencyAccess.objects.filter(**which).update(
        requested_at=F("requested_at") - timedelta(minutes=60),
        expires_at=F("expires_at") - timedelta(minutes=60),
    )


@pytest.mark.promise("P19")
def test_a_stranger_opens_a_case_for_a_reason_and_everybody_can_see_that(outsider, stranger, case):
    assert outsider.get(url("summary", case.pk)).status_code == 404
    assert ask(outsider, case)["Location"] == url("summary", case.pk)
    for tab in TABS:
        page = outsider.get(url(tab, case.pk)).content.decode()
        assert ["Emergency access until" in page, "Rosalind Kessler" in page] == [True, True], tab
    asked = Event.objects.get(action="emergency")
    assert (asked.reason, asked.case_id, asked.actor_id) == (WHY, str(case.pk), str(stranger.pk))
    views = Event.objects.filter(action="view", actor_id=str(stranger.pk), case_id=str(case.pk))
    assert [(view.detail["what"], view.detail["emergency"]) for view in views] == [
        (tab, True) for tab in TABS
    ]
    outsider.get(url("report_pdf", case.pk))
    assert Event.objects.get(action="print").detail["emergency"] is True
    assert url("summary", case.pk) in outsider.get(url("emergency")).content.decode()


def test_members_see_no_banner_and_leave_no_mark(client_in, case):
    assert "Emergency access until" not in client_in.get(url("summary", case.pk)).content.decode()
    assert "emergency" not in Event.objects.filter(action="view").get().detail


def test_it_lets_write_this_case_alone_and_nothing_leaves(outsider, case, user):
    other = make_case(user, local_id="P-4712")
    ask(outsider, case)
    section = {"version": case.version, "conclusion": "DRESS likely", "expert_diagnosis": ""}
    assert outsider.post(url("save_section", case.pk, "conclusion"), section).status_code == 303
    assert outsider.get(url("summary", other.pk)).status_code == 404
    for name, args in (("export_case", ()), ("export_labs", ("csv",))):
        assert outsider.get(url(name, case.pk, *args)).status_code == 403
    for name in ("remove_case", "ask_erasure"):
        assert outsider.get(url(name, case.pk)).status_code == 404
    assert "P-4711" not in outsider.get(url("list")).content.decode()


def test_who_writes_nowhere_reads_only(client_for, case):
    client = client_for(make_user("night", team="Elsewhere", role=Role.READER))
    ask(client, case)
    assert client.get(url("summary", case.pk)).status_code == 200
    assert client.post(url("save_section", case.pk, "conclusion"), {"version": 1}).status_code == 403


@pytest.mark.promise("P19")
def test_it_ends_on_the_server(outsider, case):
    ask(outsider, case)
    expire()
    assert outsider.get(url("summary", case.pk)).status_code == 404
    assert outsider.post(url("save_section", case.pk, "conclusion"), {"version": 1}).status_code == 404
    assert "P-4711" not in outsider.get(url("emergency")).content.decode()


def test_it_lasts_as_long_as_the_site_sets(outsider, case, settings):
    settings.EMERGENCY_MINUTES = 7
    ask(outsider, case)
    access = EmergencyAccess.objects.get()
    assert access.expires_at - access.requested_at == timedelta(minutes=7)


def test_asking_twice_opens_it_once(outsider, case):
    assert [ask(outsider, case).status_code for _ in range(2)] == [303, 303]
    assert EmergencyAccess.objects.count() == 1


def test_it_is_one_person_s(outsider, client_for, case):
    ask(outsider, case)
    assert client_for(make_user("night", team="Elsewhere")).get(url("summary", case.pk)).status_code == 404


def test_every_id_that_opens_nothing_gets_the_same_answer_and_is_recorded(outsider, stranger, case):
    make_case(stranger, local_id="P-1")
    elsewhere = {"local_id": "P-1"}  # of the person's own team
    tries = [{"local_id": "P-471"}, {"local_id": "p-4711"}, {"local_id": "P-9999"}, elsewhere]
    pages = set()
    for said in tries:
        response = ask(outsider, case, **said)
        assert response.status_code == 422
        page = response.content.decode().replace(said["local_id"], "ID")
        pages.add(re.sub('[A-Za-z0-9]{64}|data-seconds="[0-9]+"', "", page))  # what each second brings anew
    assert len(pages) == 1
    refused = Event.objects.filter(action="emergency_refused")
    assert [(event.reason, event.actor_id) for event in refused] == [(WHY, str(stranger.pk))] * 4
    assert "P-471" not in str([(event.detail, event.object_id) for event in refused])


def test_only_so_many_tries_an_hour_whatever_they_find(outsider, case):
    answers = [ask(outsider, case, local_id=f"P-{number}").status_code for number in range(5)]
    assert answers == [422] * 5
    response = ask(outsider, case)
    assert (response.status_code, int(response["Retry-After"]) > 3500) == (429, True)
    assert not EmergencyAccess.objects.exists()


@pytest.mark.promise("P19")
@pytest.mark.parametrize(
    "said", [{"reason": ""}, {"reason": " "}, {"local_id": ""}, {"team": ""}, {"team": "0"}]
)
def test_nothing_is_looked_up_without_a_reason(outsider, case, said):
    assert ask(outsider, case, **said).status_code == 422
    assert not EmergencyAccess.objects.exists()
    assert not Event.objects.filter(action="emergency_refused").exists()


def test_a_member_has_no_emergency_in_the_own_team(client_in, case):
    assert ask(client_in, case).status_code == 422
    assert not EmergencyAccess.objects.exists()


@pytest.mark.promise("P19")
def test_the_lead_reviews_what_was_done(outsider, client_for, lead, case):
    ask(outsider, case)
    outsider.get(url("labs", case.pk))
    client = client_for(lead)
    assert "1 emergency access to cases of your team waits" in client.get(url("list")).content.decode()
    page = client.get(url("emergencies")).content.decode()
    assert ["Dr Stranger opened P-4711" in page, WHY in page, "1 × view" in page] == [True] * 3
    access = EmergencyAccess.objects.get()
    assert client.post(url("review_emergency", access.pk), {"note": ""}).status_code == 422
    assert client.post(url("review_emergency", access.pk), {"note": "Justified"}).status_code == 303
    access.refresh_from_db()
    assert (access.review_note, access.reviewed_by_name) == ("Justified", "Dr Lead")
    assert Event.objects.get(action="emergency_reviewed").reason == "Justified"
    client.post(url("review_emergency", access.pk), {"note": "Otherwise"})
    access.refresh_from_db()
    assert access.review_note == "Justified"
    assert "waits" not in client.get(url("list")).content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.CLINICIAN])
def test_who_does_not_lead_reviews_nothing(outsider, client_for, reader, case, role):
    ask(outsider, case)
    reader.memberships.update(role=role)
    client = client_for(reader)
    assert client.get(url("emergencies")).status_code == 403
    access = EmergencyAccess.objects.get()
    assert client.post(url("review_emergency", access.pk), {"note": "Fine"}).status_code == 403


def test_nobody_reviews_what_they_did_themselves(outsider, stranger, case):
    ask(outsider, case)
    stranger.memberships.create(team=case.team, role=Role.LEAD)
    own = EmergencyAccess.objects.get()
    assert outsider.post(url("review_emergency", own.pk), {"note": "Fine"}).status_code == 404


def test_the_table_takes_no_access_without_an_end_or_a_reason(outsider, case):
    ask(outsider, case)
    for change in ({"expires_at": F("requested_at")}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyAccess.objects.update(**change)


@pytest.mark.promise("P07", "P19")
def test_every_part_that_is_opened_is_written_whatever_the_request_says(outsider, stranger, case):
    ask(outsider, case)
    for tab in TABS:
        outsider.get(url(tab, case.pk), headers={"HX-Request": "true"})
    outsider.get(url("report_figure", case.pk))
    views = Event.objects.filter(action="view", actor_id=str(stranger.pk), case_id=str(case.pk))
    assert [view.detail["what"] for view in views] == [*TABS, "timeline"]


def test_tries_that_found_nothing_are_seen_by_the_leads_of_that_team(outsider, client_for, lead, case):
    ask(outsider, case, local_id="NOPE")
    page = client_for(lead).get(url("trail")).content.decode()
    assert f"asked for emergency access, and no such case was found. Reason: {WHY}" in page
    assert "NOPE" not in page
